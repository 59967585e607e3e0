"""Words that the rules of English share."""

import re

from engines.grammar.rule import verbs

KEPT_AS = r".* (?:sharp|in focus|as (?:it )?is|the same|unchanged|untouched)$"
PHOTO = r"(?:photo|picture|image|pic|shot|photograph)s?"
GROUND = r"(?:back ?(?:ground|drop)|\bbg)\b"
THE = r"(?:the|this|that|my|its|his|her|their|our)"
DET = rf"(?:{THE}|an?|some|another)"
HIM = r"(?:him|her|me|us|them|it|this|that)"
PLACED = (
    r"(?:on top of|in front of|next to|on|onto|to|in|into|over|behind|under|beside|near|above|"
    r"around|at|inside|between|across)"
)
WHOLE_BG = rf"(?:(?:the|this|that|its|my|all|entire|whole|of) )*(?:[a-z]+ )?{GROUND}"
BG_ENDS = (
    r"(?=$| (?:completely|entirely|please|so|of|from|behind|around|and|to|for|in|off|noise-free)\b)"
)
REMOVE = (
    r"(?:(?<!comic )\bstrip(?:s|ped|ping)?\b|"
    + verbs(
        "remove delete erase eliminate wipe hide lose drop clear clean cleanup "
        "scrub zap rid blot photoshop kill ditch nuke banish"
    )
    + ")"
)
ADD = verbs(
    "add put insert place include stick attach paste overlay position hang throw slap toss plop "
    "sprinkle superimpose"
)
CHANGE = verbs("change turn transform convert morph switch make alter modify")
SWAP = verbs("replace swap substitute exchange switch trade")
GENERATE = verbs(
    "draw generate create design imagine render produce illustrate sketch paint compose"
)
RAISE = verbs("increase raise boost lift brighten lighten enhance recover") + (
    r"|\b(?:bring|turn|push|open|pump|crank|bump|dial) up\b|\bmore\b|\bhigher\b|\bup\b"
)
LOWER = verbs("reduce decrease lower darken cut drop dim mute remove recover tame") + (
    r"|\b(?:bring|turn|push|pull|tone|dial|take) down\b|\b(?:less|fewer|lower|down|minus)\b"
)
DOWN = re.compile(
    rf"{verbs('reduce decrease lower cut drop mute remove minus tame kill')}|\b(?:less|fewer|"
    rf"lower|down|"
    r"not so|not as|minus|take out)\b"
)
SEASON = (
    r"\b(?:winter|summer|autumn|fall|spring|night(?:time)?|day(?:time)?|dusk|dawn|sunset|"
    r"sunrise|evening|morning|christmas|halloween|snow(?:y|ing)?|rain(?:y|ing)?|fog(?:gy)?|"
    r"misty|storm(?:y)?|sunny|cloudy|golden hour|apocalyp\w+|underwater|midnight|autumnal|"
    r"wintry)\b"
)
AGES = (
    r"(?:smil\w*|laugh\w*|frown\w*|cry\w*|wink\w*|(?:look |appear |be |seem )?(?:young|old|"
    r"happi|happ|sad|angr|thin|slim|fatt|bald|tall|muscular|surprised|serious)\w*)"
)
LOOK = (
    r"(?:better|nicer?|good|great|best|prett(?:y|ier)|beautiful|cool|amazing|pop|awesome|"
    r"perfect|professional|interesting|attractive|stunning|fancy|special|more \w+|like a pro)"
)
FIND = (
    r"(?:find|show|search|look|get|bring(?: back)?|pull up|where|give|dig out|locate|fetch|browse)"
)
CATALOGUE = (
    r"(?:(?:my|our|the|your) (?:own )?(?:catalogu?e?|collection|library|gallery|archive|albums?|"
    r"(?:photo|picture|image)s? (?:library|collection|catalogu?e?|archive)|camera roll|"
    r"(?:photos|pictures|images|pics)(?= (?:for|like|that|similar|of))"
    r"|(?:saved|other|own|old) (?:photos|pictures|images|pics))|catalogu?e)"
)
TALK_END = r"(?: (?:there|again|all|everyone|pentimento|later|you|to you|bot|friend|buddy))*$"
# Where a new step may start after "and" or a comma.
NEW_VERBS = (
    "remove delete erase eliminate wipe hide lose drop clear clean strip change turn transform "
    "convert morph make replace swap substitute exchange add put insert place draw generate create "
    "increase raise boost lift brighten lighten reduce decrease lower darken blur sharpen soften "
    "smooth crop rotate flip mirror resize scale shrink enlarge straighten upscale extend expand "
    "widen zoom write type caption paint dye tint recolour recolor colour color cut extract "
    "isolate keep undo redo revert reset apply give set desaturate saturate denoise invert convert "
    "show describe tell recommend suggest find warm cool dim fix improve enhance stylize stylise "
    "bump nudge knock crank dial push pull whiten stamp jot ditch bin scrub trade sub stick "
    "order send email post upload save download print share sing play book call buy open close "
    "move copy go take get bring level trim outpaint use try let do tone pump tidy rename export"
)
COMPARED = (
    r"(?:a (?:bit|little|touch) |much |slightly |way |a lot )?(?:\d+ ?% )?(?:more|less|"
    r"brighter|darker|"
    r"warmer|cooler|colder|sharper|softer|lighter|smoother|crisper|bigger|smaller|square|sepia|"
    r"black and white|grayscale|greyscale|blurry|blurrier|upside down)\b"
)
