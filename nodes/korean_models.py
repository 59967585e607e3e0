"""Korean for what models, their weights and their servers have to say. `nodes.korean` reads it."""

from collections.abc import Mapping

MODEL_FORMS: Mapping[str, str] = {
    # drawing
    "no scheduler {}": "{0}이라는 스케줄러는 없어요",
    "{} steps at strength {} are none: nothing would change": (
        "단계 {0}개에 strength {1}이면 한 단계도 돌지 않아서 아무것도 바뀌지 않아요"
    ),
    "raise `strength` or `num_inference_steps`": (
        "`strength`나 `num_inference_steps`를 올려 주세요"
    ),
    "the model does not work with the scheduler {}": "이 모델은 {0} 스케줄러로는 돌지 않아요",
    "the scheduler {} repeats steps, so that nothing can be blended with them": (
        "{0} 스케줄러는 같은 단계를 되풀이해서 사진과 섞을 수 없어요"
    ),
    "`{}` drew {}, not {}x{} in RGB": "`{0}` 모델이 {1}을(를) 그렸어요. {2}×{3} RGB여야 해요",
    "`{}` lost its numbers on the way and drew nothing": (
        "`{0}` 모델이 계산하다 값을 잃어서 아무것도 그리지 못했어요"
    ),
    "lower guidance_scale, or run it on another device (PENTIMENTO_DEVICE)": (
        "guidance_scale을 낮추거나 다른 장치(PENTIMENTO_DEVICE)에서 돌려 주세요"
    ),
    "there is not enough memory for this model, not even for a smaller picture": (
        "이 모델을 돌릴 메모리가 모자라요. 더 작은 그림도 그릴 수 없어요"
    ),
    "`{}` came here after the server had started: start it again": (
        "`{0}` 모델은 서버가 켜진 뒤에 들어왔어요. 서버를 다시 켜 주세요"
    ),
    "guidance_scale is {}, so that `negative_prompt` would not be read": (
        "guidance_scale이 {0}이라서 `negative_prompt`가 쓰이지 않아요"
    ),
    "true_cfg_scale is {}, so that `negative_prompt` would not be read": (
        "true_cfg_scale이 {0}이라서 `negative_prompt`가 쓰이지 않아요"
    ),
    "set it over 1, or leave `negative_prompt` out": (
        "1보다 크게 하거나 `negative_prompt`를 빼 주세요"
    ),
    (
        "ask for a smaller picture, or choose a smaller model; the operator may free memory, "
        "or set PENTIMENTO_OFFLOAD=sequential"
    ): (
        "더 작은 그림을 말하거나 더 작은 모델을 골라 주세요. 운영자는 메모리를 비우거나 "
        "PENTIMENTO_OFFLOAD=sequential로 할 수 있어요"
    ),
    "`{}` failed while it drew": "`{0}` 모델이 그리다가 실패했어요",
    "`{}` failed": "`{0}` 모델이 실패했어요",
    "`{}` failed on this photo": "`{0}` 모델이 이 사진에서 실패했어요",
    "see the server's log": "서버 기록에 까닭이 있어요",
    "PENTIMENTO_DEVICE={} is not there": "PENTIMENTO_DEVICE={0} 장치가 없어요",
    'set it to "auto", "cpu" or "cuda:0"': '"auto", "cpu", "cuda:0" 가운데 하나로 해 주세요',
    # weights on this machine
    "the weights in `{}` cannot be read": "`{0}`의 가중치를 읽을 수 없어요",
    "the weights of `{}` cannot be read": "`{0}` 모델의 가중치를 읽을 수 없어요",
    "the weights of `{}` cannot be read: {}": "`{0}` 모델의 가중치를 읽을 수 없어요: {1}",
    "the tokenizer of `{}` cannot be read": "`{0}` 모델의 토크나이저를 읽을 수 없어요",
    "get the weights again": "가중치를 다시 받아 주세요",
    "get them again (`.venv/bin/python -m engines pull NAME`), or set PENTIMENTO_MODELS": (
        "다시 받거나(`.venv/bin/python -m engines pull NAME`) PENTIMENTO_MODELS를 고쳐 주세요"
    ),
    "get them again: {}": "다시 받는 명령: {0}",
    "the weights of `{}` are pickled (.bin), and reading those can run any code": (
        "`{0}`의 가중치는 .bin(pickle)이에요. 읽기만 해도 아무 코드나 실행될 수 있어서 쓰지 않아요"
    ),
    "take a version of the model with .safetensors files": (
        ".safetensors 파일이 있는 판을 받아 주세요"
    ),
    "`{}` is a model for {}: its UNet takes {} channels, and {} gives it {}": (
        "`{0}`은(는) {1}용 모델이에요. UNet은 채널 {2}개를 받는데 {3}은(는) {4}개를 줘요"
    ),
    "set PENTIMENTO_MODELS to a model of the right kind": (
        "PENTIMENTO_MODELS에 맞는 종류의 모델을 적어 주세요"
    ),
    "the weights of `lama` are of another model: it takes {}": (
        "`lama` 자리에 다른 모델의 가중치가 있어요. 이 모델이 받는 것: {0}"
    ),
    "`{}` is not of the kind that `mobile-sam` runs: {}": (
        "`{0}`은(는) `mobile-sam`이 쓰는 파일이 아니에요: {1}"
    ),
    "get the public pair: {}": "공개된 파일을 받는 명령: {0}",
    "mark a smaller area": "더 좁게 칠해 주세요",
    # pipelines of the settings
    "`{}` is not on this machine": "`{0}`이(가) 이 컴퓨터에 없어요",
    "`{}` of `{}` does not say which pipeline it is": (
        "`{1}`의 `{0}`에 어떤 파이프라인인지 적혀 있지 않아요"
    ),
    "`{}` is a {}; those that can be run are: {}": (
        "`{0}`은(는) {1}이라서 돌릴 수 없어요. 돌릴 수 있는 것: {2}"
    ),
    "`{}` says that it is a {}, and its UNet takes {} channels, not {}": (
        "`{0}`은(는) {1}이라고 하는데, UNet이 받는 채널은 {3}개가 아니라 {2}개예요"
    ),
    # getting weights
    "the licence of `{}` may restrict what you do with it": (
        "`{0}` 모델의 라이선스는 쓰임을 제한할 수 있어요"
    ),
    "read it at {}, then `{}`": "{0}에서 읽은 뒤 `{1}`",
    "the hub refused access to `{}` (403)": "모델 허브가 `{0}`에 들어가지 못하게 했어요(403)",
    "check what HF_TOKEN may read, and the network's rules": (
        "HF_TOKEN으로 무엇을 읽을 수 있는지, 네트워크가 막지 않는지 확인해 주세요"
    ),
    "the folder `{}` cannot be read: {}": "`{0}` 폴더를 읽을 수 없어요: {1}",
    "read it at {}, then `{} --accept-licence`": "{0}에서 읽은 뒤 `{1} --accept-licence`",
    "to export, the package `{}` is needed; it is not installed": (
        "내보내려면 `{0}` 패키지가 있어야 하는데 설치되지 않았어요"
    ),
    "{} cannot be read as MobileSAM's weights": "{0}을(를) MobileSAM 가중치로 읽을 수 없어요",
    "give the authors' file mobile_sam.pt, whole": "저자들의 mobile_sam.pt를 통째로 주세요",
    "the graph made of `{}` does not answer as the weights do": (
        "`{0}`으로 만든 그래프의 답이 가중치의 답과 달라요"
    ),
    "report it, with the versions of torch and of mobile_sam": (
        "torch와 mobile_sam의 판을 적어 알려 주세요"
    ),
    # pointing and erasing
    "the model found nothing there": "모델이 거기서 아무것도 찾지 못했어요",
    "click on the thing, or draw a larger box": "물건을 누르거나 상자를 더 크게 그려 주세요",
    "the mask covers everything: nothing is left to continue from": (
        "마스크가 사진 전체를 덮어서 이어 그릴 것이 없어요"
    ),
    "the mask covers everything: nothing is left to continue": (
        "마스크가 사진 전체를 덮어서 이어 그릴 것이 없어요"
    ),
    "the mask leaves too little to continue the photo from": (
        "마스크 밖에 남은 것이 너무 적어서 이어 그릴 수 없어요"
    ),
    # servers
    "a proxy of the environment cannot be used": "환경에 적힌 프록시를 쓸 수 없어요",
    "set HTTP_PROXY, HTTPS_PROXY and ALL_PROXY to http addresses, or unset them": (
        "HTTP_PROXY, HTTPS_PROXY, ALL_PROXY를 http 주소로 정하거나 지워 주세요"
    ),
    "{} has letters that no key has": "{0}에 열쇠에 없는 글자가 있어요",
    "it hung up": "대답 없이 끊었어요",
    "the request cannot be sent": "요청을 보낼 수 없어요",
    "the server of `{}` answered {}": "`{0}` 서버가 {1}(으)로 답했어요",
    "the server of `{}` at {}: {}": "{1}의 `{0}` 서버: {2}",
    "the server of `{}` answered more than {} bytes": "`{0}` 서버가 {1}바이트 넘게 답했어요",
    "`{}` failed: its server answered {}": "`{0}`이(가) 실패했어요. 서버의 답: {1}",
    "{} is no address of a server": "{0}은(는) 서버 주소가 아니에요",
    "{}=http://127.0.0.1:8080, for example": "보기: {0}=http://127.0.0.1:8080",
    "the model `{}` on Triton gave {}": "Triton의 `{0}` 모델이 {1}을(를) 줬어요",
    "docs/engines.md lists the tensors that a model on Triton takes and gives": (
        "Triton 모델이 받고 주는 텐서는 docs/engines.md에 있어요"
    ),
    "what {} answers is no metadata of a model": "{0}의 답은 모델 정보가 아니에요",
    "the model `{}` does not follow: {}": "`{0}` 모델이 약속과 달라요: {1}",
}
