"""What the rule planner asks back, in the user's language."""

UNKNOWN = {
    "ko": "“{part}”은(는) 무슨 뜻인지 알아듣지 못했어요. 예를 들면 이렇게 말해 보세요: "
    "“이거 지워줘”, “배경을 흐리게 해줘”, “20% 더 밝게 해줘”.",
    "en": "I did not understand “{part}”. You could say, for example: "
    "“remove this”, “blur the background” or “make it 20% brighter”.",
}
FOREIGN = (
    "I read Korean and English only, so I did not understand “{part}”. You could say, for "
    "example: “remove this”, “blur the background” or “make it 20% brighter”."
)
AMBIGUOUS = {
    "ko": "“{part}”만으로는 무엇을 바꿀지 정할 수 없어요. 어느 쪽인가요: "
    "“더 밝게”, “색을 더 진하게”, “더 선명하게”, “배경을 흐리게”?",
    "en": "“{part}” could mean several things. Which one: “brighter”, “more vivid colours”, "
    "“sharper” or “blur the background”?",
}
NUMBER = {
    "ko": "“{part}”의 숫자는 쓸 수 없는 값이에요. 예를 들어 “가로 800픽셀로”, “2배로”, "
    "“16:9로 잘라줘”처럼 말해 주세요.",
    "en": "The number in “{part}” makes no sense here. Say, for example, “resize to 800x600”, "
    "“upscale 2x” or “crop to 16:9”.",
}
AMOUNT = {
    "ko": "“{part}”의 세기는 -100%에서 100% 사이여야 해요. 예: “밝기 20% 올려줘”.",
    "en": "The amount in “{part}” must be between -100% and 100%, as in “20% brighter”.",
}
EMPTY = {
    "ko": "무엇을 할까요? 예: “이거 지워줘”, “배경을 흐리게 해줘”, “20% 더 밝게 해줘”.",
    "en": "What shall I do? For example: “remove this”, “blur the background”, "
    "“make it 20% brighter”.",
}
TOO_MANY = {
    "ko": "한 번에 너무 많은 일을 말씀하셨어요. 여덟 단계까지 나누어 말해 주세요: "
    "“이거 지우고 배경을 흐리게 해줘”, “20% 더 밝게 해줘”, “정사각형으로 잘라줘”.",
    "en": "That is too much for one turn. Please say up to eight steps at a time: "
    "“remove this and blur the background”, “make it 20% brighter”, “crop to square”.",
}
LACKS = {
    "recolour": {
        "ko": "어떤 색으로 바꿀까요? 예: “빨간색”, “하늘색”, “#1c58cd”.",
        "en": "Which colour shall it be? For example “red”, “sky blue” or “#1c58cd”.",
    },
    "adjust": {
        "ko": "무엇을 조절할까요: “밝기”, “대비”, “채도”, “색온도”, “선명도”, “흐림”, “노이즈”?",
        "en": "What shall I adjust: “brightness”, “contrast”, “saturation”, “temperature”, "
        "“sharpness”, “blur” or “noise”?",
    },
    "transform": {
        "ko": "어떻게 바꿀까요: “잘라줘”, “돌려줘”, “좌우 반전”, “크기 조절”, “수평 맞춰줘”?",
        "en": "Which change of the frame: “crop”, “rotate”, “flip”, “resize” or “straighten”?",
    },
}
"""By op: what is asked where its colour or its name is not said."""
LONGEST_QUOTE = 60


def ask(reply: dict[str, str], language: str, part: str) -> str:
    """Return a question of this module in "ko", otherwise in English."""
    shown = part if len(part) <= LONGEST_QUOTE else part[: LONGEST_QUOTE - 1] + "…"
    return reply["ko" if language == "ko" else "en"].replace("{part}", shown)
