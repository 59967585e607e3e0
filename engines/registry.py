"""The models this server knows. To add one: write its file, add its line to `REGISTRY`.

Within a capability the order is the order in which `auto` asks: the first engine that can do a
step does it.
"""

from collections.abc import Mapping

from engines.protocols import Capability

Registry = Mapping[Capability, Mapping[str, str]]
REGISTRY: Registry = {
    "segment": {  # the finest masks first; each of them only where its weights are
        "triton-segment": "engines.triton.finding:TritonSegmenter",  # its address was set for it
        "sam2": "engines.sam2:Sam2",
        "sam": "engines.sam:Sam",
        "mobile-sam": "engines.mobile_sam:MobileSam",
        "pointing": "engines.pointing:PointingSegmenter",
    },
    "ground": {
        "triton-ground": "engines.triton.finding:TritonGrounder",
        "grounding-dino": "engines.grounding:GroundingDino",
        "owlv2": "engines.grounding:Owlv2",
    },
    "erase": {
        "telea": "engines.telea:Telea",  # asked first, suits thin masks only
        # Own servers whose address somebody set, for just this.
        "triton-erase": "engines.triton.drawing:TritonEraser",
        "lama-cleaner": "engines.lama_cleaner:LamaCleaner",
        "iopaint": "engines.iopaint:IOPaint",
        # Then the learned ones: they go on with lines and patterns where PatchMatch can only copy.
        # `lama` before `lama-script`: the same model without torch, and quicker on a processor.
        "lama": "engines.lama:Lama",
        "lama-script": "engines.lama_script:LamaScript",
        "patchmatch": "engines.patchmatch:PatchMatch",
    },
    "edit": {
        "adjust": "engines.adjust:Adjust",
        "recolour": "engines.recolour:Recolour",
        "background": "engines.background:Background",
        "cutout": "engines.cutout:CutOut",
        "filters": "engines.filters:Filters",
        "geometry": "engines.geometry:Geometry",
        "triton-edit": "engines.triton.drawing:TritonInstructor",
        "qwen-image-edit": "engines.diffusion.qwen_image_edit:QwenImageEdit",
        "flux-kontext": "engines.diffusion.flux_kontext:FluxKontext",
        "instruct-pix2pix": "engines.diffusion.instruct_pix2pix:InstructPix2Pix",
        "openai-edit": "engines.images_api.engine:ImagesInstructor",
    },
    # Services on other machines come last: no photo leaves while something here can do the step.
    "inpaint": {
        "triton-inpaint": "engines.triton.drawing:TritonInpainter",
        "flux-fill": "engines.diffusion.flux_fill:FluxFill",
        "sdxl-inpaint": "engines.diffusion.sdxl_inpaint:SDXLInpaint",
        "sd-inpaint": "engines.diffusion.sd_inpaint:SDInpaint",
        "blended-latent": "engines.diffusion.blended_latent:BlendedLatent",
        "openai-inpaint": "engines.images_api.engine:ImagesInpainter",
        "bedrock-inpaint": "engines.bedrock_images:BedrockInpainter",
    },
    "generate": {
        "triton-generate": "engines.triton.drawing:TritonGenerator",
        "sdxl": "engines.diffusion.sdxl:SDXL",
        "sd": "engines.diffusion.sd:SD",
        "controlnet": "engines.diffusion.controlnet:ControlNet",  # after `sd`: for guides only
        "openai-generate": "engines.images_api.engine:ImagesGenerator",
        "bedrock-generate": "engines.bedrock_images:BedrockGenerator",
    },
    "upscale": {"lanczos": "engines.lanczos:Lanczos"},
    "plan": {
        "chat-plan": "engines.chat_plan:ChatPlanner",
        "rules": "engines.rules:RulePlanner",
    },
    "translate": {
        "chat-translate": "engines.chat_translate:ChatTranslator",
        "opus-mt": "engines.opus_mt:OpusMT",
        "glossary": "engines.glossary:Glossary",
    },
    "compose": {"chat-compose": "engines.chat_compose:ChatComposer"},
    "describe": {"vision": "engines.vision:VisionModel"},
    "search": {"tavily": "engines.tavily:Tavily"},
}

SERVED_BY: Mapping[str, tuple[Capability, ...]] = {
    "remove": ("erase",),
    "replace": ("inpaint", "edit"),
    "add": ("inpaint", "edit"),
    "text": ("inpaint", "edit"),
    "expand": ("inpaint",),
    "background": ("edit",),
    "style": ("edit",),
    "adjust": ("edit",),
    "recolour": ("edit",),
    "extract": ("edit",),
    "transform": ("edit",),
    "generate": ("generate",),
    "upscale": ("upscale",),
    "question": ("describe",),
    "recommend": ("describe",),
}
"""Op -> the capabilities that can serve it, the one to ask first first."""

ADDED_BY: Mapping[Capability, str] = {
    "ground": "a grounding model (Grounding DINO, OWLv2)",
    "inpaint": "an inpainting model (Stable Diffusion inpaint, Flux Fill, an images API)",
    "edit": "an instruction editor (InstructPix2Pix, Flux Kontext, an images API)",
    "generate": "a text-to-image model (Stable Diffusion, an images API)",
    "describe": "a chat model that sees images",
    "plan": "a chat model",
    "translate": "a chat model, or an opus-mt model",
    "compose": "a chat model",
    "search": "a key of a web search",
}
