"""What the editor says, in Korean and English: one table, one line per thing said.

Korean where the user writes Korean, English otherwise. Placeholders are filled by `say`.
"""

import re
from collections.abc import Mapping

from graph.state import LinkOut

WORDS: dict[str, tuple[str, str]] = {
    # each key: English, Korean
    "done": ("Done: {what}.", "했어요: {what}."),
    "outside": ("Nothing outside the mask changed.", "마스크 밖은 한 픽셀도 바뀌지 않았어요."),
    "received": (
        "Got your photo ({width} × {height}). Point at something and tell me what should happen.",
        "사진을 받았어요 ({width} × {height}). 바꿀 곳을 가리키고 무엇을 할지 말해 주세요.",
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
    "choose_variant": (
        "Here are {count} variants: {what}. Say the number of the one to keep, or reject all.",
        "{count}가지를 만들었어요: {what}. 남길 것의 번호를 말해 주세요. 다 아니면 거절해 주세요.",
    ),
    "choose_which": (
        "Which one? Say its number, 1 to {count}.",
        "어느 것을 남길까요? 1번부터 {count}번 가운데 번호로 말해 주세요.",
    ),
    "rejected_variants": (
        "All right, I kept none of them.",
        "알겠어요. 하나도 남기지 않았어요.",
    ),
    "guide_stretched": (
        "The guide has other proportions than the picture, so I stretched it to fit.",
        "밑그림과 만들 그림의 비율이 달라서, 밑그림을 늘려 맞췄어요.",
    ),
    "seed_not_taken": (
        "`{server}` takes no seed: the same seed does not give this picture again.",
        "`{server}` 서버는 시드를 받지 않아요. 같은 시드로 다시 해도 다른 그림이 나와요.",
    ),
    "mask_not_read": (
        "`{server}` reads no mask: it redrew everything around too, and I kept what you marked.",
        "`{server}` 서버는 마스크를 읽지 않아요. 둘레까지 다시 그린 것에서 표시한 곳만 썼어요.",
    ),
    "server_resized": (
        "`{server}` drew {made} px where {asked} was asked for, so I scaled the picture.",
        "`{server}` 서버가 {asked} 대신 {made} 픽셀로 그려서, 그림 크기를 맞췄어요.",
    ),
    "unguided": (
        "`controlnet` was given no sketch and no photo to follow, so it drew from the words alone.",
        "따라 그릴 밑그림이나 사진이 없어서 글만 보고 그렸어요.",
    ),
    "memory_freed": (
        "Memory ran short, so I freed what was not in use and tried again.",
        "메모리가 모자라서, 쓰지 않는 것을 비우고 다시 했어요.",
    ),
    "memory_tiled": (
        "Memory was short, so the model worked in small pieces, which is slower.",
        "메모리가 모자라서 조각으로 나누어 그렸어요. 그래서 더 느려요.",
    ),
    "memory_smaller": (
        "Memory was short: I drew at {drawn} px and enlarged it to {wanted} px, so it is softer.",
        "메모리가 모자라서 {drawn} 픽셀로 그린 뒤 {wanted} 픽셀로 키웠어요. 그래서 흐릿해요.",
    ),
    "memory_offloaded": (
        "Memory was short, so the model ran part by part, which is slower.",
        "메모리가 모자라서 모델을 한 부분씩 돌렸어요. 그래서 더 느려요.",
    ),
    "negative_cut": (
        "Of what should not be there the model reads {limit} tokens, so I left out: {parts}.",
        "없어야 할 것은 모델이 {limit}토큰까지만 읽어서 뺀 말이 있어요: {parts}.",
    ),
    "plan_fallback": (
        "I planned this by my own rules, because {why}.",
        "규칙만으로 알아들었어요. 까닭: {why}.",
    ),
    "unclear_answer": ("I could not use that answer: {why}", "그 답은 쓸 수 없었어요: {why}"),
    "kept": ("{count} step(s) before it are kept.", "그 전의 {count}단계는 그대로 있어요."),
    "now_at": ("Back at {version} ({what}).", "{version}(으)로 갔어요 ({what})."),
    "original": ("the original", "원본"),
    "branch": (
        "Editing {version} again: the later versions stay as another branch.",
        "{version}에서 다시 편집해요. 그 뒤의 버전은 다른 갈래로 남아요.",
    ),
    "new_photo": ("This is now the photo we edit.", "이제 이 사진을 편집해요."),
    "unused_photo": (
        "I did not need the photo you sent along.",
        "함께 보낸 사진은 쓰지 않았어요.",
    ),
    "kept_photo": ("I keep that photo for later use.", "그 사진은 함께 쓸 사진으로 넣어 두었어요."),
    "dropped_pause": (
        "The open question was dropped.",
        "열려 있던 질문은 접었어요.",
    ),
    "unused_options": (
        "{engine} does not use: {options}.",
        "{engine}에서는 쓰지 않는 옵션이에요: {options}.",
    ),
    "untranslated": (
        "I could not translate these words for the model: {words}.",
        "모델에 보낼 영어로 옮기지 못한 말이 있어요: {words}.",
    ),
    "translated_instead": (
        "{names} could not translate: {why} I used {by} instead.",
        "{names}: 번역하지 못했어요. {why} 대신 {by}(으)로 옮겼어요.",
    ),
    "prompt_cut": (
        "The model reads at most {limit} tokens, so I left out: {parts}.",
        "모델이 {limit}토큰까지만 읽어서 뺀 말이 있어요: {parts}.",
    ),
    "without_mood": (
        "I could not look at the photo's mood: {why}",
        "사진의 분위기는 살피지 못했어요. {why}",
    ),
    "composed_plainly": (
        "I gave the model your words as they are: {why}",
        "말씀하신 그대로 모델에 보냈어요. {why}",
    ),
    "composed_without": (
        "The prompt by {by} lost something of your wish ({words}), so I gave the model your words.",
        "{by}의 프롬프트에서 빠진 말이 있어서({words}), 말씀하신 대로 모델에 보냈어요.",
    ),
    "softer_part": (
        "{engine} draws at {drawn} px and this part is {part} px, so it is softer than the rest.",
        "{engine}에서는 {drawn} 픽셀로 그려요. 이 부분은 {part} 픽셀이라 나머지보다 흐릿해요.",
    ),
    "softer_whole": (
        "{engine} draws at {drawn} px. I enlarged it to the photo's {part} px, so it is softer.",
        "{engine}에서는 {drawn} 픽셀로 그려요. 사진 크기인 {part} 픽셀로 키워서 흐릿해졌어요.",
    ),
    "named_not_found": (
        'I did not find "{what}" in the photo.',
        '사진에서 "{what}"을(를) 찾지 못했어요.',
    ),
    "named_failed": (
        'I could not look for "{what}": {why}',
        '"{what}"을(를) 찾아보지 못했어요. {why}',
    ),
    "named_unread": (
        'I did not look for "{what}": {engine} reads English, and I could not translate that.',
        '"{what}"을(를) 찾아보지 못했어요. {engine}에 보낼 영어로 옮길 수 없었어요.',
    ),
    "named_several": (
        "I found {count} that you may mean. One is marked; others are among the candidates.",
        "{count}개를 찾았어요. 하나를 표시했고, 다른 것은 후보에 있어요.",
    ),
    "named_all": ("I found {count} and marked all.", "{count}개를 찾아 모두 표시했어요."),
    "named_most": (
        "I found {count} and marked the {marked} likeliest.",
        "{count}개를 찾아 가장 그럴듯한 {marked}개를 표시했어요.",
    ),
    "named_fewer": (
        "You said {wanted}; I found {count}.",
        "{wanted}개라고 하셨는데 {count}개를 찾았어요.",
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
        "{name}: {width} × {height} px, {format}, {size}, {bits}-bit{alpha}.",
        "{name}: {width} × {height} 픽셀, {format}, {size}, {bits}비트{alpha}.",
    ),
    "with_alpha": (", with transparency", ", 투명도 있음"),
    "taken": ("Taken: {when}.", "찍은 때: {when}."),
    "no_date": ("The file does not say when it was taken.", "파일에 찍은 때가 적혀 있지 않아요."),
    "camera": ("Camera: {camera}.", "카메라: {camera}."),
    "no_camera": (
        "The file does not say which camera took it.",
        "파일에 카메라가 적혀 있지 않아요.",
    ),
    "unfinished": ("The answer breaks off here.", "답이 여기서 끊겼어요."),
    "model_silent": (
        "The model that sees photos did not answer, so this is without it.",
        "사진을 보는 모델이 답하지 않아서, 모델 없이 답해요.",
    ),
    # recommendations, and searches of one's own pictures
    "search_words": ("\n\nWords to search for: {words}.", "\n\n찾아볼 말: {words}."),
    "no_search": (
        "I add links when there is a web search. {why}",
        "웹 검색이 있으면 링크도 찾아 드려요. {why}",
    ),
    "no_search_words": (
        "I have no links, because I could not find words to search for: {why}",
        "검색어를 정하지 못해서 링크는 없어요: {why}",
    ),
    "search_failed": (
        "I have no links, because the search failed: {why}",
        "검색이 안 돼서 링크는 없어요: {why}",
    ),
    "no_links": ("The web search found nothing for them.", "웹 검색에서는 나온 것이 없어요."),
    "found": ("The nearest I found:", "가장 가까운 것부터 보여 드려요:"),
    "found_none": (
        "None of your pictures ({count}) fits that.",
        "사진 {count}장 가운데 맞는 것이 없어요.",
    ),
    "catalogue_empty": (
        "Your catalogue is empty. Fill it with: `{command}`.",
        "카탈로그가 비어 있어요. 이렇게 채워 주세요: `{command}`.",
    ),
    "unindexed": (
        "{count} of its pictures are not in the search by meaning yet: `{command}` adds them.",
        "{count}장은 뜻으로 찾는 검색에 아직 없어요. 넣으려면: `{command}`.",
    ),
    "no_versions": ("There are no versions to search in yet.", "찾아볼 버전이 아직 없어요."),
    "uncaptioned": (
        "I have not looked at {count} older pictures yet: ask again, and I go on with them.",
        "오래된 사진 {count}장은 아직 보지 못했어요. 다시 물으면 이어서 볼게요.",
    ),
    "captions_failed": (
        "I could not look at all of the pictures: {why}",
        "사진을 다 보지는 못했어요: {why}",
    ),
    "vectors_failed": (
        "I compared words only: {why}",
        "낱말만 견주어 찾았어요: {why}",
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
    "engine_unavailable": "모델이 답하지 않았어요",
    "too_large": "너무 커요: {message}",
    "unauthenticated": "열쇠가 필요하거나 맞지 않아요",
    "forbidden": "여기서는 들어올 수 없어요: {message}",
    "not_understood": "무슨 말인지 알 수 없었어요",
    "bad_request": "요청을 처리할 수 없어요: {message}",
    "edit_error": "문제가 생겼어요: {message}",
    "internal_error": "서버 안에서 문제가 생겼어요",
    "wrong_method": "그런 방식으로는 부를 수 없어요",
}


KOREAN_HINTS: dict[str, str] = {
    # code: what helps with any problem of that kind; `nodes.korean` knows many errors' own hints
    "no_engine": "모델을 더하려면: make install EXTRAS=torch, 그다음 README의 'Add a model'.",
    "no_image": "사진을 함께 보내 주세요.",
    "nothing_changed": "더 세게 하거나 다른 곳을 가리켜 주세요.",
    "nothing_to_undo": "다른 버전은 '2번 버전으로'처럼 말하면 갈 수 있어요.",
    "cancelled": "그 전까지의 버전은 그대로 있어요.",
    "thread_busy": "끝나기를 기다리거나 멈춰 주세요.",
    "nothing_asked": "할 일을 말로 적어 주세요.",
    "invalid_region": "사진 안을 클릭하거나, 상자나 붓으로 다시 가리켜 주세요.",
    "invalid_mask": "바꿀 곳을 다시 가리켜 주세요.",
    "invalid_image": "JPEG, PNG, WebP, TIFF, HEIC 같은 이미지 파일을 보내 주세요.",
    "unknown_engine": "쓸 수 있는 엔진은 .venv/bin/python -m engines doctor로 볼 수 있어요.",
    "invalid_request": "모든 요청의 모양은 /docs에 있어요.",
    "not_found": "지워졌거나 다른 사람의 것일 수 있어요.",
    "engine_failed": "다시 해 보고, 또 실패하면 서버 로그를 봐 주세요.",
    "engine_unavailable": "잠시 뒤에 다시 해 보거나, 모델 서버가 켜져 있는지 봐 주세요.",
    "too_large": "더 작은 파일을 보내 주세요.",
    "unauthenticated": "Authorization: Bearer KEY를 함께 보내 주세요.",
    "forbidden": "PENTIMENTO_ALLOWED_HOSTS와 PENTIMENTO_ALLOWED_ORIGINS 설정을 봐 주세요.",
    "not_understood": "예: '이거 지워줘', '20% 더 밝게', '오려내 줘'.",
    "bad_request": "모든 요청의 모양은 /docs에 있어요.",
    "edit_error": "다시 해 보고, 또 그러면 서버 로그를 봐 주세요.",
    "internal_error": "자세한 내용은 서버 로그에 있어요.",
    "wrong_method": "모든 요청의 모양은 /docs에 있어요.",
}


_ENGLISH_NAMES = {"describe": "drawn anew"}
_DETERMINED = re.compile(
    r"(?:the|an?|my|your|his|her|its|our|their|this|that|these|those|all)\b", re.I
)


def detail(language: str, args: Mapping[str, object]) -> str:
    """Return what a step's args say, in words: "brightness +20%", "좌우 뒤집기"."""
    words = [
        str(args[key]) for key in ("name", "mode", "colour_name", "ratio", "axis") if args.get(key)
    ]
    if args.get("mode") == "colour":
        words.remove("colour")
    names = KOREAN_NAMES if language == "ko" else _ENGLISH_NAMES
    words = [names.get(word, word) for word in words]
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


def the(language: str, target: str) -> str:
    """Return a thing as a sentence names it: "rocket" is "the rocket" in English."""
    return target if language == "ko" or _DETERMINED.match(target) else f"the {target}"


def link_line(link: LinkOut) -> str:
    """Return a link as a reply lists it, for clients that show words only."""
    return f"\n{link['title']} - {link['url']}"


def note(language: str, said: str) -> str:
    """Return one of a turn's `said`: words after "text:" or "answer:", or a key and its value."""
    key, _, value = said.partition(":")
    return (
        value
        if key in ("text", "answer")
        else say(language, key, version=value, why=value, words=value)
    )


def say(language: str, key: str, **values: object) -> str:
    """Return the sentence `key` in `language` ("ko", or English for any other)."""
    english, korean = WORDS[key]
    return (korean if language == "ko" else english).format(**values)
