"""What the editor says, in Korean and English: one table, one line per thing said.

Korean where the user writes Korean, English otherwise. Placeholders are filled by `say`.
"""

from collections.abc import Mapping

WORDS: dict[str, tuple[str, str]] = {
    # each key: English, Korean
    "done": ("Done: {what}.", "했어요: {what}."),
    "outside": ("Nothing outside the mask changed.", "마스크 밖은 한 픽셀도 바뀌지 않았어요."),
    "received": (
        "Got your photo ({width} x {height}). Point at something and tell me what should happen.",
        "사진을 받았어요 ({width} x {height}). 바꿀 곳을 가리키고 무엇을 할지 말해 주세요.",
    ),
    "nothing_said": (
        "What should I do? For example: 'remove this', 'make it 20% brighter', 'cut it out'.",
        "무엇을 할까요? 예: '이거 지워줘', '20% 더 밝게', '오려내 줘'.",
    ),
    "check_mask": (
        "Is this the right area for: {what}? Approve, point again, or reject.",
        "이 영역이 맞나요? 할 일: {what}. 맞으면 승인하고, 아니면 다시 가리켜 주세요.",
    ),
    "check_around": (
        "Is this the subject? Everything outside it will change: {what}. Approve, point again, "
        "or reject.",
        "이 영역이 주인공이 맞나요? 그 바깥이 바뀌어요: {what}. 맞으면 승인하고, 아니면 다시 "
        "가리켜 주세요.",
    ),
    "unused_here": (
        "Nothing here uses these options: {options}.",
        "여기서는 쓰이지 않는 옵션이에요: {options}.",
    ),
    "ask_where": (
        "Where is it? Point at {target} (click, box or brush) for: {what}.",
        "어디인가요? {target} - 클릭, 상자, 붓으로 가리켜 주세요. 할 일: {what}.",
    ),
    "the_subject": ("the subject", "주인공(남길 부분)"),
    "it": ("it", "바꿀 곳"),
    "rejected": ("All right, I left that as it was.", "알겠어요. 그건 그대로 두었어요."),
    "unclear_answer": ("I could not use that answer: {why}", "그 답은 쓸 수 없었어요: {why}"),
    "kept": ("{count} step(s) before it are kept.", "그 전의 {count}단계는 그대로 있어요."),
    "now_at": ("Back at {version} ({what}).", "{version}(으)로 갔어요 ({what})."),
    "original": ("the original", "원본"),
    "branch": (
        "Editing {version} again: the later versions stay as another branch.",
        "{version}에서 다시 편집해요. 그 뒤의 버전은 다른 갈래로 남아요.",
    ),
    "new_photo": ("This is now the photo we edit.", "이제 이 사진을 편집해요."),
    "kept_photo": ("I keep that photo for later use.", "그 사진은 함께 쓸 사진으로 넣어 두었어요."),
    "dropped_pause": (
        "The open question about the mask was dropped.",
        "열려 있던 마스크 질문은 접었어요.",
    ),
    "unused_options": (
        "{engine} does not use: {options}.",
        "{engine}에서는 쓰지 않는 옵션이에요: {options}.",
    ),
    "untranslated": (
        "I could not translate these words for the model: {words}.",
        "모델에 보낼 영어로 옮기지 못한 말이 있어요: {words}.",
    ),
    "seen_first": (
        "You have not seen this mask yet, so I ask before I change anything.",
        "아직 보지 못한 마스크라서, 바꾸기 전에 먼저 여쭤봐요.",
    ),
    "greeting": (
        "Hello! Upload a photo, point at something and say what should happen.",
        "안녕하세요! 사진을 올리고, 바꿀 곳을 가리키고, 무엇을 할지 말해 주세요.",
    ),
    "thanks": ("You're welcome!", "천만에요!"),
    "help": (
        "I can remove what you point at, recolour it, cut it out, blur or replace the background, "
        "adjust light and colour, apply styles, crop, rotate and resize. Every edit is a version: "
        "say 'undo', 'redo', 'go to version 2' or 'reset'.",
        "가리킨 것을 지우고, 색을 바꾸고, 오려내고, 배경을 흐리거나 바꾸고, 빛과 색을 보정하고, "
        "스타일을 입히고, 자르고 돌리고 크기를 바꿀 수 있어요. 편집은 모두 버전으로 남아요: "
        "'취소', '다시 실행', '2번 버전으로', '처음으로'라고 말해 보세요.",
    ),
    "other": (
        "I edit photos. Tell me what should happen to this one.",
        "저는 사진을 편집해요. 이 사진을 어떻게 할지 말해 주세요.",
    ),
    "facts": (
        "{name}: {width} x {height} px, {format}, {size}, {bits}-bit{alpha}.",
        "{name}: {width} x {height} 픽셀, {format}, {size}, {bits}비트{alpha}.",
    ),
    "with_alpha": (", with transparency", ", 투명도 있음"),
    "taken": ("Taken: {when}.", "찍은 때: {when}."),
    "no_date": ("The file does not say when it was taken.", "파일에 찍은 때가 적혀 있지 않아요."),
    "camera": ("Camera: {camera}.", "카메라: {camera}."),
    "no_camera": (
        "The file does not say which camera took it.",
        "파일에 카메라가 적혀 있지 않아요.",
    ),
    # the ops, as a noun of what was done
    "remove": ("removed {target}", "{target} 지우기"),
    "replace": ("replaced {target}", "{target} 바꾸기"),
    "add": ("added it", "더하기"),
    "background": ("background: {detail}", "배경: {detail}"),
    "style": ("style: {detail}", "스타일: {detail}"),
    "adjust": ("{detail}", "{detail}"),
    "recolour": ("made {target} {detail}", "{target} 색 바꾸기: {detail}"),
    "extract": ("cut {target} out", "{target} 오려내기"),
    "transform": ("{detail}", "{detail}"),
    "text": ("wrote the text", "글자 넣기"),
    "generate": ("made an image", "그림 만들기"),
    "expand": ("extended the photo", "사진 넓히기"),
    "upscale": ("enlarged the photo", "사진 키우기"),
    "upload": ("the original", "원본"),
}

KOREAN_NAMES: dict[str, str] = {
    "brightness": "밝기",
    "contrast": "대비",
    "saturation": "채도",
    "temperature": "색온도",
    "exposure": "노출",
    "shadows": "어두운 부분",
    "highlights": "밝은 부분",
    "sharpen": "선명하게",
    "denoise": "노이즈 줄이기",
    "blur": "흐리게",
    "vignette": "비네팅",
    "grayscale": "흑백",
    "sepia": "세피아",
    "invert": "색 반전",
    "sketch": "연필 스케치",
    "colour-sketch": "색연필 스케치",
    "cartoon": "만화",
    "watercolour": "수채화",
    "oil": "유화",
    "film": "필름",
    "pixel": "픽셀 아트",
    "noir": "누아르",
    "poster": "포스터",
    "crop": "자르기",
    "rotate": "돌리기",
    "flip": "뒤집기",
    "resize": "크기 바꾸기",
    "straighten": "수평 맞추기",
    "horizontal": "좌우",
    "vertical": "상하",
    "image": "다른 사진",
    "describe": "새로 그리기",
    "black": "검정",
    "grey": "회색",
    "white": "하양",
    "red": "빨강",
    "orange": "주황",
    "yellow": "노랑",
    "green": "초록",
    "blue": "파랑",
    "navy": "남색",
    "purple": "보라",
    "pink": "분홍",
    "brown": "갈색",
    "gold": "금색",
    "silver": "은색",
    "teal": "청록",
    "mint": "민트",
    "beige": "베이지",
    "sky blue": "하늘색",
}
_SIGNED = (
    "brightness",
    "contrast",
    "saturation",
    "temperature",
    "exposure",
    "shadows",
    "highlights",
)

PROBLEMS: dict[str, str] = {
    # code: Korean; English comes with the error itself
    "no_engine": "이 일을 할 수 있는 모델이 아직 없어요 (필요한 능력: {capability})",
    "no_image": "먼저 사진을 올려 주세요",
    "nothing_changed": "적용했지만 바뀐 픽셀이 없어서 새 버전을 만들지 않았어요",
    "cancelled": "멈췄어요. 그 전까지의 버전은 그대로 있어요",
    "invalid_region": "가리킨 곳을 쓸 수 없어요: {message}",
    "invalid_mask": "마스크를 쓸 수 없어요: {message}",
    "invalid_image": "이미지를 읽을 수 없어요: {message}",
    "unknown_engine": "그런 엔진이 없어요: {message}",
    "invalid_request": "요청을 처리할 수 없어요: {message}",
    "nothing_to_undo": "더 되돌리거나 다시 할 것이 없어요",
    "thread_busy": "이 대화에서 다른 작업이 진행 중이에요. 끝난 뒤에 다시 말해 주세요",
    "nothing_asked": "열려 있는 질문이 없어요. 할 일을 말로 적어 주세요",
    "not_found": "찾을 수 없어요: {message}",
    "engine_failed": "엔진이 실패했어요: {message}",
}


KOREAN_HINTS: dict[str, str] = {
    "no_engine": "모델을 더하려면: make install EXTRAS=torch, 그다음 README의 'Add a model'.",
    "no_image": "사진을 함께 보내 주세요.",
    "nothing_changed": "더 세게 하거나 다른 곳을 가리켜 주세요.",
    "nothing_to_undo": "",
    "cancelled": "",
    "thread_busy": "",
    "nothing_asked": "",
}


def detail(language: str, args: Mapping[str, object]) -> str:
    """Return what a step's args say, in words: "brightness +20%", "좌우 뒤집기"."""
    words = [
        str(args[key]) for key in ("name", "mode", "colour_name", "ratio", "axis") if args.get(key)
    ]
    if args.get("mode") == "colour":
        words.remove("colour")
    if language == "ko":
        words = [KOREAN_NAMES.get(word, word) for word in words]
    if degrees := args.get("degrees"):
        words.append(f"{degrees:g}°")
    for key, unit in (("width_px", "px"), ("height_px", "px"), ("scale", "×")):
        if args.get(key):
            words.append(f"{args[key]:g} {unit}")
    return " ".join([*words, _amount(args)]).strip()


def _amount(args: Mapping[str, object]) -> str:
    name, amount = args.get("name"), args.get("amount")
    if not isinstance(amount, int | float) or (amount == 100 and name not in _SIGNED):
        return ""
    return f"{amount:+g}%" if name in _SIGNED else f"{amount:g}%"


def note(language: str, said: str) -> str:
    """Return one of a turn's `said`: "text:" and words, or a key with its value after a colon."""
    key, _, value = said.partition(":")
    return value if key == "text" else say(language, key, version=value, why=value, words=value)


def say(language: str, key: str, **values: object) -> str:
    """Return the sentence `key` in `language` ("ko", or English for any other)."""
    english, korean = WORDS[key]
    return (korean if language == "ko" else english).format(**values)
