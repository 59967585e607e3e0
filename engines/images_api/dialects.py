"""What servers of OpenAI's images API take, where they differ.

From their own documentation, November 2026:
    openai     platform.openai.com, API reference, Images, as openai-python 3.52 has it
    vllm-omni  docs.vllm.ai/projects/vllm-omni, Image Edit API and Image Generation API
    sglang     docs.sglang.io, SGLang Diffusion, OpenAI API
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engines.images_api.sizes import Free, Listed, Sizes

SIDE_PX = 1024
ANY_SIZE = Free()
ENGLISH = frozenset({"en"})
ANY_LANGUAGE = frozenset({
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fil", "fr",
    "gu", "he", "hi", "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "ml", "mr", "ms",
    "nb", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "te",
    "th", "tr", "uk", "und", "ur", "vi", "zh",
})  # fmt: skip
"""Of a model that has read everything; "und": a text whose language nobody could tell."""


@dataclass(frozen=True)
class Dialect:
    """How one kind of server wants to be asked.

    image: the multipart field of the picture to edit.
    mask: "alpha": field `mask`, a PNG that is transparent where it may change; "white": field
        `mask_image`, white where it may change; "unused": the server reads none.
    model: what is asked for where the setting names none; None: the server's own.
    sizes: what it draws. own_sizes: part of a model's name -> what that one draws.
    options: of a turn's options, those it takes, under the same names. "seed" goes without saying
        where `seeded`.
    always: sent with every request.
    partials: how many unfinished pictures a stream shows; 0: it does not stream.
    languages: of prompts. A server of one's own may hold a model that reads English only.
    """

    name: str
    image: str
    mask: Literal["alpha", "white", "unused"]
    model: str | None = None
    sizes: Sizes = ANY_SIZE
    own_sizes: Mapping[str, Sizes] = field(default_factory=dict[str, Sizes])
    seeded: bool = False
    options: frozenset[str] = frozenset()
    always: Mapping[str, str] = field(default_factory=dict[str, str])
    partials: int = 0
    languages: frozenset[str] = ENGLISH

    def sizes_of(self, model: str | None) -> Sizes:
        """Return what a model of this server draws."""
        own = (sizes for part, sizes in self.own_sizes.items() if part in (model or ""))
        return next(own, self.sizes)


_DIFFUSION = frozenset(
    {"negative_prompt", "guidance_scale", "true_cfg_scale", "num_inference_steps"}
)
_ENCODED = {"response_format": "b64_json"}  # OpenAI's own models refuse the field
_PNG = {"output_format": "png"}

DIALECTS: Mapping[str, Dialect] = {
    each.name: each
    for each in (
        Dialect(
            "openai",
            image="image[]",
            mask="alpha",
            model="gpt-image-2.5-sunburst",
            sizes=Listed(((1024, 1024), (1536, 1024), (1024, 1536))),
            # The least area is not in OpenAI's own text: Azure's and others' name the same one.
            own_sizes={"gpt-image-2": Free(least_pixels=655_360, aspect=3)},
            always=_PNG,
            partials=2,
            languages=ANY_LANGUAGE,
        ),
        Dialect(
            "vllm-omni",
            image="image",
            mask="white",
            seeded=True,
            options=_DIFFUSION,
            always=_PNG | _ENCODED,
        ),
        Dialect(
            "sglang",
            image="image",
            mask="unused",
            seeded=True,
            options=_DIFFUSION,
            always=_PNG | _ENCODED,
        ),
        Dialect("generic", image="image", mask="alpha", always=_ENCODED),
    )
}
