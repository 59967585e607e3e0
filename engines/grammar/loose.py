"""Where the slots of a step stand in a sentence that no rule reads: data, one table a language.

The op is known by then, from the evidence; the patterns only look for its words, and the first
that is found wins. `english` and `korean` readings share the names of `reading.TARGET_GROUPS`.
"""

import re

from engines.grammar.colour_words import ENGLISH_COLOUR, KOREAN_COLOUR, KOREAN_STEM
from engines.grammar.english.words import ADD, REMOVE, SWAP
from engines.grammar.rule import Cue

NAME = "loose"  # the detail of the reading of an adjustment that no rule made

_STOP = (
    r"(?:is|are|was|were|am|be|been|being|has|have|had|needs?|should|shouldn't|must|can|could|"
    r"would|will|looks?|seems?|feels?|came|got|gets?|ruins?|that|which|who|where|so|because|"
    r"since|please|to|in|into|on|onto|at|from|out|away|off|for|with|without|and|but|or|of|as|"
    r"if|when|while|behind|next|near|under|above|over|instead|than|too|a bit|a little|go|goes|"
    r"do|does|did|don't|doesn't|isn't|i|you|we|it|they|he|she|it's|what|how|there|here|not|no|by|"
    r"more|less|very|really|up|down|right|left|i'd|i'm|turn|make|put|add|give|like|want)"
)
_DET = r"(?:the|this|that|these|those|my|his|her|its|our|their|your|an?|some|all|both|every)"
_WORD = rf"(?!{_STOP}\b)[a-z][a-z'-]*"
_THING = rf"(?:{_DET} )+{_WORD}(?: {_WORD}){{0,4}}"
_PHOTO = r"(?:photo|picture|image|pic|shot|photograph|whole thing)s?\b"
_OWN_THING = rf"(?!(?:{_DET} )+{_PHOTO}){_THING}"
_BARE = rf"(?:{_THING}|{_WORD}(?: {_WORD}){{0,3}})"
_OBJECT = r"(?P<target>(?:\S+ ){0,3}?\S+?)(?:을|를)(?= |$)"
_SUBJECT = r"(?P<target>(?:\S+ ){0,2}?\S+?)(?:이|가|은|는|도|만)(?= )"

TARGETS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "remove": (
            rf"(?:{REMOVE}|get(?:ting)? rid of|without|take (?:out|away|off)|lose) "
            rf"(?P<target>{_BARE})",
            rf"(?P<target>{_OWN_THING})",
        ),
        "extract": (
            rf"\b(?:just|only) (?P<target>{_BARE})",
            rf"(?P<target>(?!(?:{_DET} )+back ?(?:ground|drop)){_OWN_THING})",
        ),
        "recolour": (rf"(?P<target>(?!{_DET} (?:{ENGLISH_COLOUR})$){_OWN_THING})",),
        "replace": (
            rf"{SWAP} (?:out )?(?P<target>{_BARE})",
            rf"\b(?:instead of|rather than|than) (?P<target>{_BARE})",
            rf"(?P<target>{_OWN_THING})",
        ),
        "adjust": (rf"\b(?:in|on|of) (?P<target>{_OWN_THING})", rf"(?P<target>{_OWN_THING})"),
        "style": (rf"(?P<target>(?:the|this|that|my|his|her) {_WORD}(?: {_WORD}){{0,2}})",),
    },
    "ko": {
        "remove": (_OBJECT, _SUBJECT),
        "extract": (r"(?P<target>(?:\S+ ){0,2}?\S+?)만(?= |$)", _OBJECT, _SUBJECT),
        "recolour": (
            r"(?P<target>(?:\S+ ){0,2}?\S+?)(?:의)? ?(?:색깔|색상|색|컬러)(?:을|를|만|이)?(?= )",
            _OBJECT,
            _SUBJECT,
        ),
        "replace": (r"(?P<target>(?:\S+ ){0,2}?\S+?) (?:대신|말고)(?= )", _OBJECT, _SUBJECT),
        "adjust": (_OBJECT, _SUBJECT),
        "style": (_OBJECT,),
    },
}  # fmt: skip
"""What a step is of."""

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "replace": (
            rf"\b(?:with|into|to|for|by|put|become|be|holding) (?P<with>{_BARE})",
            rf"(?P<with>{_BARE}) (?:instead|in its place)",
            rf"\b(?P<with>an? {_WORD}(?: {_WORD}){{0,4}})",
        ),
        "add": (
            rf"{ADD} (?:in )?(?P<what>{_BARE})",
            rf"\b(?:with|want|need|have|love|like|see|of|give (?:him|her|it|them|me|us)) "
            rf"(?P<what>{_BARE})",
            rf"(?P<what>(?:an?|some|more|two|three|few) {_WORD}(?: {_WORD}){{0,4}})",
            rf"(?P<what>{_BARE})",
        ),
    },
    "ko": {
        "replace": (r"(?P<with>(?:\S+ ){0,2}?\S+?)(?:으로|로)(?= |$)",),
        "add": (
            r"(?:(?:에|위에|옆에|한테|에게|에다가?|속에|뒤에) )"
            r"(?P<what>(?:\S+ ){0,2}?\S+?)(?:을|를|이|가|도|좀)?(?= |$)",
            r"(?P<what>(?:\S+ ){0,2}?\S+?)(?:을|를|이|가|도)(?= )",
            r"(?P<what>\S+)(?= )",
        ),
    },
}  # fmt: skip
"""What is said of what it becomes, or of what is put in."""

COLOUR = {
    "en": rf"(?P<colour>{ENGLISH_COLOUR})",
    "ko": rf"(?P<stem>{KOREAN_STEM})(?:게|도록|히|면|던|다)|(?P<colour>{KOREAN_COLOUR})",
}

DETAILS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "en": {
        "transform": (
            ("straighten", r"\b(?:straight\w*|level|tilt\w*|crooked|wonk\w*|slant\w*|skew\w*|"
             r"horizon|upright|lean\w*|slope\w*|off[- ]kilter|align\w*)\b"),
            ("flip", r"\b(?:flip\w*|mirror\w*|revers\w*|backwards|left[- ]right|swap\w*)\b"),
            ("rotate", r"\b(?:rotat\w*|turn\w*|spin\w*|sideways|upside|clockwise|degrees?|"
             r"on its side|wrong way)\b"),
            ("crop", r"\b(?:crop\w*|trim\w*|cut\w*|chop\w*|tight\w*|closer|zoom\w*|fram\w*|"
             r"ratio|square|portrait|landscape|passport|cover|banner|thumbnail|\d+ ?(?:[:/]|by) "
             r"?\d+|too much|edges?|centre|center|middle|top|bottom)\b"),
            ("resize", r"\b(?:resiz\w*|shrink\w*|small\w*|bigg\w*|large\w*|size\w*|pixels?|px|"
             r"width|height|wide|scale\w*|fit\w*|mb|kb|email|half|double|reduc\w*)\b"),
        ),
        "background": (("blur", r"\b(?:blur\w*|soft\w*|bokeh|focus|hazy|haze|fuzz\w*|sharp|"
                        r"distract\w*|busy|fade|attention|depth|portrait mode|out of focus)\b"),),
        "history": (
            ("redo", r"\b(?:redo|again|forward|re-?apply|undid)\b"),
            ("reset", r"\b(?:original|start\w*|scratch|all (?:my|the|of)|everything|every|"
             r"beginning|unedited|untouched|as (?:i )?upload\w*|first (?:photo|upload))\b"),
            ("goto", r"\b(?:version|v) ?(?:\d+|one|two|three)\b|\b(?:first|second|third) "
             r"(?:one|version|edit)\b"),
            ("undo", r"\b(?:undo\w*|un-?do|back|backwards?|revers\w*|revert\w*|roll\w*|cancel\w*|"
             r"previous\w*|earlier|before|last|prior|old|oops|mistakes?|wrong|scrap|discard|"
             r"never ?mind|nvm|regret|worse|hate|better|"
             r"rewind|unwind|backtrack|restore|ago|forget|"
             r"at first|as you were|un?dno|unod|unto|ctrl[ +-]?z|(?:didn't|don't|did not|do not) "
             r"(?:mean|like|want|keep)|not what (?:i|we)|hadn't)\b"),
        ),
        "chat": (
            ("thanks", r"\b(?:thank\w*|thx|cheers|appreciat\w*|grateful|ta)\b"),
            ("greeting", r"^(?:hi|hello|hey|good (?:morning|evening|afternoon)|bye|goodbye|yo)\b"),
            ("help", r"\b(?:can you|do you|are you|how do i|how does|this app|help|free|cost)\b"),
        ),
        "recommend": (
            ("catalogue", r"\bmy (?:\w+ )?(?:photos|pictures|images|library|gallery|album|"
             r"albums|collection|catalogu?e|archive|uploads)\b|\bi (?:uploaded|took|have)\b"),
            ("versions", r"\b(?:versions?|edits?)\b"),
        ),
    },
    "ko": {
        "transform": (
            ("straighten", r"수평|수직|기울|기운|삐딱|삐뚜|삐뚤|비뚤|비뚜|똑바로|바르게|반듯|삐툴"),
            ("flip", r"반전|뒤집|거울|대칭|미러|플립|왼쪽 ?오른쪽|글씨가 거꾸로"),
            ("rotate", r"돌려|돌리|돌아|회전|거꾸로|시계|누워|누웠|세워|틀어|옆으로|도로? "),
            ("crop", r"자르|잘라|짤라|크롭|컷|비율|정사각|트리밍|도려|\d+ ?[:대] ?\d+|가운데|"
             r"여백|여권|증명|증사|배너|썸네일|프사|쳐내|다듬"),
            ("resize", r"줄여|줄이|크기|사이즈|픽셀|px|작게|크게|축소|용량|\d+ ?배|확대|가로|세로|"
             r"키워|절반|리사이즈"),
        ),
        "background": (("blur", r"흐리|흐릿|블러|뿌옇|뿌연|아웃 ?포커|보케|심도|초점|또렷|선명|"
                        r"부드럽|뭉개|날려|인물 ?모드|정신|지저분"),),
        "history": (
            ("redo", r"다시 ?(?:실행|적용|해)|앞으로|재실행|리두"),
            ("reset", r"원본|처음|최초|초기|전부|모두|다 (?:취소|지우|없던)|"
             r"리셋|맨 처음|손대기 전"),
            ("goto", r"\d+ ?번|(?:두|세|첫) ?번째"),
            ("undo", r"되돌|돌려|취소|이전|직전|방금|아까|뒤로|빽|롤백|무르|물러|물려|전으로|"
             r"전 ?[거꺼것]|"
             r"전 ?상태|전 ?단계|앞 ?단계|저번|원위치|원상|"
             r"없던|실수|잘못|언두|마지막|컨트롤 ?(?:제트|z)"),
        ),
        "chat": (
            ("thanks", r"고마|고맙|감사|땡큐|ㄱㅅ|수고"),
            ("greeting", r"^(?:안녕|하이|헬로|반가|굿모닝)|잘 ?가|바이"),
            ("help", r"어떻게 (?:써|쓰|사용|하)|기능|사용법|도와|방법|할 수 있|가능|무료|누구"),
        ),
        "recommend": (
            ("catalogue", r"(?:내|제|우리|가진|올렸|올려|찍었|저장).*(?:사진|앨범|갤러리|"
             r"카탈로그|보관|이미지)"),
            ("versions", r"버전|버젼|편집본|수정본"),
        ),
    },
}  # fmt: skip
"""Which kind of an op is meant, the likeliest first."""

DEFAULTS = {"chat": "other", "recommend": "web"}  # where to go back to is never guessed
"""The kind where no word tells it: taking back a step, talk, and a search of the web."""

TONES: dict[str, tuple[Cue, ...]] = {
    "en": (
        Cue("denoise", 1, r"\b(?:nois\w*|grain\w*|iso|speckl\w*|pixels)\b"),
        Cue("highlights", -1, r"\b(?:glare|flare|blown|reflection|shin(?:e|y)|sky back|sun is)\b"),
        Cue("shadows", 1, r"\b(?:in (?:the )?shadow|backlit|shade|silhouette|shadows?|blacks)\b"),
        Cue("temperature", -1, r"\b(?:orange|yellow\w*|reds?|warm|ginger)\b"),
        Cue("temperature", 1, r"\b(?:golden|sunn\w*|sunset|cosy|cozy|blue\w*|cold|sun)\b"),
        Cue("grayscale", 1, r"\b(?:monochrome|gr[ae]y|b ?& ?w|colourless)\b"),
        Cue("sharpen", 1, r"\b(?:focus\w*|fuzzy|blur\w*|blury|detail\w*|crisp\w*|tighten|read\w*|"
            r"texture|clear\w*|enhance)\b"),
        Cue("blur", 1, r"\b(?:fuzz|hide|pixelate|censor|smooth\w*|wrinkles?|unreadable|spots?|"
            r"visible|mask)\b"),
        Cue("saturation", -1, r"\b(?:muted?|neon|garish|tone down|dial back|calm)\b"),
        Cue("contrast", 1, r"\b(?:flat|punch\w*|fog\w*|haz\w*|washed|life|pop|depth|drama\w*|"
            r"bold\w*|oomph|fade\w*)\b"),
        Cue("saturation", 1, r"\b(?:dull|colou?rs?|colou?rful|greens?|greener|blues?|redder|"
            r"rich\w*|vivid|vibrant|lively|juicy|pale|drab|lush)\b"),
        Cue("brightness", -1, r"\b(?:bright|harsh|moody|night|blinding|dim\w*)\b"),
        Cue("brightness", 1, r"\b(?:dark|gloom\w*|light\w*|expos\w*|white\w*|teeth|see|dingy|"
            r"lit|murky)\b"),
        Cue("exposure", 1, r"\b(?:stops?|ev|underexposed)\b"),
    ),
    "ko": (
        Cue("denoise", 1, r"지글|자글|노이즈|거칠|입자|감도"),
        Cue("highlights", -1, r"반사|눈부|날아갔|날아간|번쩍|번들|하얗게 ?떠"),
        Cue("shadows", 1, r"역광|그늘|그림자|음영"),
        Cue("temperature", -1, r"누래|누런|누렇|노래|노랗|붉|벌게|벌겋"),
        Cue("temperature", 1, r"따스|따뜻|햇살|노을|노릇|포근|푸르|퍼래|초록빛"),
        Cue("contrast", 1, r"뿌연|뿌옇|안개|밋밋|쨍|강렬|또렷"),
        Cue("saturation", -1, r"빛바랜|바랜|차분|톤 ?다운|과해|튀"),
        Cue("saturation", 1, r"싱그럽|생기|색감|색깔|색이|파랗게|푸릇|알록|먹음직|살려|죽어"),
        Cue("sharpen", 1, r"초점|흐리게 보|흐려|또렷|선명|털결|날카|화질|품질|디테일"),
        Cue("blur", 1, r"모자이크|안 ?보이게|가려|뿌옇게|부드럽|주름|잡티|다크 ?서클|매끈|피부결"),
        Cue("brightness", -1, r"하얘|하얗게|밝아졌|눌러|어둡게"),
        Cue("brightness", 1, r"껌껌|어둡|어두|침침|하얗|하얘|뽀얗|톤 ?업|미백|밝|안 ?보|"
            r"칙칙|까매|새까"),
        Cue("exposure", 1, r"노출"),
    ),
}  # fmt: skip
"""Looser words for the adjustments, read only where the evidence says that one is meant."""


def first(patterns: tuple[str, ...], low: str) -> re.Match[str] | None:
    """Return the match of the first pattern that is found."""
    return next((found for pattern in patterns if (found := re.search(pattern, low))), None)
