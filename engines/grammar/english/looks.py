"""Rules of English for style, additions, background, colour and exchange."""

from engines.grammar.colour_words import ENGLISH_COLOUR as COLOUR
from engines.grammar.english.cues import LATE, STYLE
from engines.grammar.english.words import (
    ADD,
    AGES,
    CHANGE,
    DET,
    GROUND,
    HIM,
    LOOK,
    PHOTO,
    PLACED,
    SEASON,
    SWAP,
    THE,
    WHOLE_BG,
)
from engines.grammar.numbers import COUNT
from engines.grammar.text import QUOTED

ROWS = (
    # Style
    (
        "background.describe",
        r"^(?:be|(?:i|we|he|she|they) (?:was|were)) (?:\w+ing )?(?:in|at|on) (?:an?|the) |"
        r"\blooks? like (?:i am|we are|you are|he is|she is|they are|it is|this is)"
        r"(?: \w+ing)? (?:in|at|on|near|by) (?!the style)",
    ),
    (
        "style",
        rf"^(?:go|make it|get|give me) (?:full |all |a bit |fully )?(?:{STYLE})|"
        rf"^(?:a |an )?(?:{STYLE})(?: \w+)? (?:version |rendition |copy )?of (?:this|it|"
        rf"the|my|me|us)\b|"
        r"^(?:\w+ ){1,2}style,? .+|\bthat (?:\w+ ){1,3}(?:look|vibe|style|feel|aesthetic)$|"
        r"\b(?:feel|look|be) like (?:an? )?(?:dream|nightmare|movie|fairytale|postcard|memory)|"
        r"^(?:an? |the )?\w+ style$|\bin (?:the |a )?(?:[a-z ]+ )?(?:style|manner|fashion)\b|"
        r"\bin the style|\bstyle of|\bstyli[sz]e|\bas if (?:it (?:was|were)|painted|drawn)|"
        rf"\b(?:painted|drawn|made|directed) by\b|\b(?:like|as) an? (?:\w+ )?(?:{STYLE})|"
        rf"(?:day(?:time)?|summer|night(?:time)?|winter) (?:in)?to (?:a )?(?:{SEASON})|"
        r"\b\w+(?:oon|at|ur|in)ify\b",
    ),
    (
        "style",
        rf"^(?!(?:{ADD})\b)(?!.*{GROUND})(?!.*\b(?:sky|dress|car)\b).*\b(?:look|looks|looking|"
        r"seem|feel|appear|be|like|into|to|as|set)\b(?: (?:at|like|as if|as|it's|it is|it was|"
        rf"it|in|a|an|the|being))* (?:\w+ )?(?:{SEASON})(?: \w+)?$|"
        rf"^make it (?:a )?(?:\w+ )?(?:{SEASON})(?: (?:time|scene|weather))?$|"
        rf"^(?:{SEASON})(?: (?:mood|vibe|look|scene|feel|atmosphere|version))?$",
    ),
    (
        "style",
        rf"^(?!(?:{ADD}|{SWAP})\b)(?=.*\b(?:into|to|look|looks|feel|like|as|make it|"
        r"make this|style|give it|convert|turn it|turn this|apply|with|more)\b|"
        rf"(?:an? )?(?:\w+ )?(?:{STYLE})(?: \w+)?$).*(?:{STYLE})",
    ),
    (
        "style",
        rf"^(?:make|have)\b (?!.*{GROUND})(?!.*\b(?:{LOOK})$)(?P<target>.+?) (?:look|looks|"
        rf"seem|feel|appear)s? (?:like|as if|as though) (?!{DET} (?:cat|dog|person|horse|"
        r"car)\b).+|^(?:apply|use|add|try|put|give it|give this)\b.*\b(?:filter|effect|style|"
        r"vibe|look|aesthetic|mood|atmosphere|feel)\b|\b(?:vibe|aesthetic|mood|atmosphere)s?\b",
    ),
    (
        "background.describe",
        rf"^(?:get|take|move|bring|transport|whisk) {HIM} (?:out of|away from|from) .*"
        r"(?:and|to|into) |\brather than (?:in|at|on|my|this|the) (?:\w+ )?(?:office|kitchen|"
        r"room|house|bedroom|studio|car park|street|classroom|garage)|"
        r"^set the scene|^put (?:me|us|him|her|them) (?:on|in|at|inside|under) (?:the |a "
        r")?(?!head)",
    ),
    # Additions
    (
        "adjust",
        r"^(?:add|apply|put)\b(?: (?:some|more|a|bit|little|of|slight|subtle|"
        r"strong))* (?:blur|warmth|light|sharpness|softness|darkness)\b(?! bulb)",
    ),
    (
        "add",
        rf"^(?:{ADD}|draw|paint|sketch) (?P<what>.+?) (?:{PLACED}) (?P<target>{WHOLE_BG})$",
    ),
    (
        "replace",
        r"^(?:put|use|show|try|have) (?P<with>an? (?:different|new|other) .+?)(?: there| "
        r"here)?(?:,.*)?$",
    ),
    ("replace", r"^(?:put|place) (?P<with>.+?) where (?P<target>.+?) (?:is|was|are|were)$"),
    (
        "replace",
        rf"^(?:{ADD}|use|show) (?P<with>.+?) (?:instead of|in place of) (?P<target>.+)|"
        rf"^(?:instead of|in place of|rather than) (?P<target2>.+?),? (?:{ADD}|use|show|have|"
        r"give me|make it) (?P<with2>.+)",
    ),
    (
        "background.describe",
        rf"^(?:put|place|move|set|teleport|transport|drop|insert)\b (?:{HIM}|the (?:subject|"
        r"person|man|woman|dog|cat|girl|boy|people|couple|car|product|object|main subject)|"
        r"this \w+) (?:in front of|at|inside|into|in|on|onto|to|under|by|near|"
        rf"against)\b (?!{HIM}\b)(?!(?:{SEASON}))(?!the (?:left|right|center|middle|table|"
        r"wall|man|head)\b)",
    ),
    (
        "add",
        rf"^(?:{ADD}|(?:draw|paint|sketch)(?= (?:an?|some|"
        rf"{COUNT})\b))\b (?P<what>(?!.*{GROUND}).+?)(?: (?:{PLACED}|here|"
        r"there)\b ?(?P<target>.*))?$",
    ),
    (
        "add",
        r"^(?:make|let|have) (?P<target>.+?) (?:have|wear|wearing|hold|holding|ride|riding|"
        r"carry|carrying) (?P<what>.+)|"
        rf"^there should be (?P<what3>.+?)(?: (?:{PLACED}) (?P<target3>.+))?$",
    ),
    # Adjustments of a kind that nouns of the rules above may hold too
    (
        "adjust",
        rf"^(?!(?:{SWAP})\b)(?!.*\b(?:in)?to an? )(?!.*\b(?:dark|light|bright|cool|warm|"
        rf"cold)(?:er)?[ -](?:{COLOUR})(?: colou?red)?$).*(?:{LATE})",
    ),
    # Background
    (
        "background.describe",
        r"^(?:change|replace|swap|make|turn)\b.*\bbehind (?:her|him|me|us|them|it)\b",
    ),
    (
        "background",
        rf"^(?!.*\b(?:in|from|at|of|with) (?:the )?{GROUND} (?!to\b|of\b|with\b)).*{GROUND}",
    ),
    ("replace", r"^(?P<with>.+?) (?:instead of|in place of|rather than) (?P<target>.+)"),
    # Colour
    (
        "replace",
        rf"^(?:{CHANGE}|{SWAP}) (?P<target>.+?) (?:into|for|with|"
        rf"to(?= an? )) (?P<with>(?:an? |a \w+ of |"
        r"some )?(?:wine|oranges?|roses?|peach(?:es)?|salmon|chocolate|cream|limes?|olives?|"
        r"gold|coral|mint))$",
    ),
    ("unknown", rf"{COLOUR} (?:and|or) {COLOUR}$"),  # two at once
    (
        "recolour",
        rf"^(?:{CHANGE}|{SWAP}|paint|dye|tint|re-?colou?r|colou?r|set|give|have|do|get|fill|"
        rf"color)\b(?:ing)? (?:the (?:{COLOUR}) of )?(?P<target>.+?)(?: from (?:{COLOUR}))?"
        r"(?: (?:to|into|in|with|for|"
        r"as))?(?: be| look| become)?(?: an?| the)?(?: (?:colou?r|shade of|nice|beautiful|"
        rf"more|less|very|really|deeper|bit|all|completely))* (?P<colour>{COLOUR})(?:er|"
        r"ish)?(?: colou?red| colou?r| paint| instead| one)?$",
    ),
    (
        "recolour",
        r"^(?!.*\b(?:looks|seems|came out) )(?P<target>.+?)(?:'s)? "
        r"(?:(?:to be|should be|must be|be|in|is|was|were|to|into|become|"
        r"(?:would |should |could )?(?:look|be) (?:better |good |nice |great )?in|"
        rf"as)(?: an?)? |(?:more |a bit |much )+)?(?P<colour>{COLOUR})(?:er|ish)?(?: colou?red|"
        r" colou?r| instead)?$",
    ),
    (
        "recolour",
        r"^(?:re-?colou?r|tint|dye|re-?paint|colou?ri[sz]e)\b ?(?P<target>.*)|^(?:change|"
        r"alter|switch|modify|different|another|new|"
        r"edit)\b.*?\bcolou?rs?\b(?: of (?P<of>.+))?$|^change (?P<of2>.+?)(?:'s)? colou?r\b",
    ),
    # Something for something
    (
        "replace",
        rf"^(?P<target>{THE} .+?) be (?P<with>(?:an?|some) .+)|^(?:use|have|put|show|try) "
        rf"(?P<with3>.+?) where (?P<target3>.+?) "
        r"(?:is|was|are|were)$|^(?:put|use|show|try|have|get) (?P<with4>an? (?:different|"
        r"new|other|another) .+?)(?: there| here|,.*)?$|"
        r"^(?:instead of|in place of|rather than) (?P<target4>[^,]+), (?P<with5>.+)|^give "
        r"(?P<target2>{HIM}|{THE} \w+) "
        r"(?P<with2>(?:an?|some)? ?(?:different|new|other)\b.+)",
    ),
    (
        "replace",
        r"\bsubstitut\w* (?P<with>.+?) for (?P<target>.+)|^(?P<with2>.+?) (?:instead of|"
        r"in place of|rather than) (?P<target2>.+)",
    ),
    (
        "replace",
        rf"^(?:{SWAP})\b(?: out)? (?P<target>.+?) (?:with|for|by|to|into|"
        rf"against) (?P<with>.+)|^(?:{CHANGE})\b (?P<target2>.+?) (?:(?:in)?to|"
        r"for) (?P<with2>.+)|^(?:make|turn) (?P<target3>.+?) (?P<with3>(?:an?|some) .+)",
    ),
    (
        "replace",
        rf"^(?:make|have|let) (?P<target>.+?) (?P<with>{AGES})(?: .*)?$|"
        rf"^(?:{SWAP})\b(?: out)? (?P<target2>.+)",
    ),
    (
        "replace",
        rf"^give (?P<target>{HIM}|{THE} \w+) (?P<with>(?:an?|some)? ?(?:different|new|"
        rf"other)\b.+)",
    ),
    (
        "add",
        rf"^give (?P<target>him|her|it|them|me|us|{THE} [a-z]+(?: [a-z]+)??) (?P<what>(?:an?|"
        rf"some|more|{COUNT})\b.*|\w+$)",
    ),
    (
        "generate",
        rf"^an? .+ (?:{PLACED}|at|of) an? (?!.*\b(?:the|my|his|her|this|that)\b)(?:.*)?$|"
        rf"^i need an? (?:illustration|image|"
        r"picture|drawing|logo|icon|pattern|banner|poster|wallpaper)\b|^an? "
        r"(?:illustration|image|pattern|logo|icon) (?:of|for)\b",
    ),
    ("add", rf"^(?P<what>(?:an?|some|{COUNT}|more) .+?) (?:{PLACED}) (?P<target>.+)"),
    (
        "recolour",
        rf"^(?P<colour>{COLOUR}) (?P<target>[a-z]+)$|^(?P<target2>(?:the|my|his|her|this|"
        rf"that|its) "
        rf".+?),? (?:but )?in (?P<colour2>{COLOUR})$",
    ),
    (
        "add",
        r"^(?P<target2>.+?) (?:would|might|could) look (?:\w+ )?(?:cute|nice|good|great|"
        r"cool|funny|better|adorable|lovely) "
        r"with (?P<what8>.+)|^(?:needs?|could use|missing|wants) (?P<what9>(?:an?|some|"
        r"more|another) .+)|"
        rf"^(?:sneak|squeeze|work|fit|slip|scatter|float) (?P<what10>.+?) (?:{PLACED}) "
        rf"(?P<target6>.+)|"
        rf"^(?P<what11>(?:an?|some|{COUNT}) (?:\w+ ){{1,4}}?)(?:up there|over there|right "
        rf"here|here|there|up high)$|"
        rf"^(?P<what12>(?!turn|switch|go|work|focus|hold|zoom|hang|get|what|come|call|log|"
        rf"sit)\w+(?: \w+)?) (?:on|over|under|next to|beside|above) (?P<target7>{THE} "
        rf"\w+(?: \w+)?)$|"
        r"^(?P<target5>.+?) (?:looks?|feels?|seems?|is) (?:\w+ )?(?:empty|bare|plain|"
        r"boring|naked|lonely|"
        r"dull|sad|incomplete) without (?P<what7>.+)|"
        r"^(?P<target>(?!i |we |you |it |this ).+?) (?:needs?|could use|could do with|"
        r"wants|deserves|"
        r"is missing|lacks) (?P<what>(?:an?|some|more|another|the)? ?.+)|^(?:we|i) need "
        r"(?P<what2>(?:more|"
        rf"an?|some|another|{COUNT}) .+)|^(?:let )?there (?:should |could |would )?(?:be|"
        rf"were|was) "
        rf"(?P<what3>.+?)(?: (?:{PLACED}) (?P<target3>.+))?$|^(?P<what4>(?:an?|some|more|"
        rf"{COUNT}) "
        r".+?)(?: here| there)? (?:would|might|could) (?:be|look|go) (?:\w+ )?(?:nice|good|"
        r"great|"
        r"better|fun|cute|cool|lovely|perfect|well)\b|^(?:include|have) (?P<what5>(?:an?|"
        r"some|more|"
        r"another) .+)|^(?:fill|load|decorate|dress|cover|top|crown) (?P<target4>.+?) "
        r"(?:up )?(?:with|"
        r"in) (?P<what6>.+)",
    ),
    (
        "replace",
        r"^(?P<with6>an? .+?) where (?P<target5>.+?) (?:is|was|are|were)(?: \w+ing)?$|"
        r"^(?P<target>(?!(?:it|this|that|there|i|we|you|he|she) ).+?) (?:should (?:be|"
        r"become)|to be|"
        r"become|becomes|could be|must be|were|was|would (?:look|be) (?:better|nicer|"
        r"cooler|good|great|"
        r"nice|fun|cool) as|(?:better|nicer) as) (?:full of |a bunch of )?(?P<with>.+)|"
        r"^have (?P<with2>.+?) where (?P<target2>.+?) (?:is|was|are|were)$|"
        r"^(?:put|place|plant|stick) (?P<with3>.+?) (?:in )?where (?P<target3>.+?) (?:is|"
        r"was|are|were)$|"
        r"\b(?P<with4>(?:an?|some|the) [^,]+?) in (?:its|his|her|their) (?:place|stead)\b|"
        rf"^make (?P<target4>{THE} \w+) (?P<with5>\w+ \w+)$",
    ),
    ("text", rf"{QUOTED}"),
    ("add", rf"^(?P<what>(?:an?|some|more|{COUNT}) \w+(?: \w+)?)$"),
    ("recolour", rf"^(?P<target>{DET} .+?) be (?P<colour>{COLOUR})$"),
    (
        "replace",
        rf"^(?:can|could|let|should) ?(?P<target2>{DET} \w+) be (?P<with2>\w+(?: \w+)?)$|"
        rf"^(?P<target>(?:{DET} )?\w+(?: \w+)?) be (?P<with>\w+(?: \w+)?)$",
    ),
    (
        "remove",
        rf"^(?!.*{GROUND})(?P<target>(?:the|that|this|those|these|my|his|her|some|an?) "
        rf"[^,]+?) (?:is |are |"
        r"keeps? |really |just |so |very |totally |kind of |quite |too |a bit |got |gets |"
        r"sticks? |"
        r"completely |only )*"
        r"(?:distract\w*|annoy\w*|ruin\w*|spoil\w*|in the way|in (?:my|the) (?:corner|shot|"
        r"frame)|"
        r"block\w*|bother\w*|photobomb\w*|sticking out|stick out|unwanted|an eyesore|ugly|"
        r"unsightly)\b",
    ),
    (
        "add",
        r"^let it (?P<what>rain|snow)|^(?P<target>.+) be (?:wearing|holding|carrying|riding) "
        r"(?P<what2>.+)",
    ),
    (
        "recolour",
        rf"^(?:make )?(?P<target>{DET} .+?) match (?P<of>.+)|^give (?P<target2>{THE} \w+) "
        rf"(?P<colour>{COLOUR}) "
        r"(?:fur|hair|eyes|skin|paint|lips|nails|feathers|stripes|spots|leaves)$",
    ),
    (
        "replace",
        r"^(?P<target>.+?) (?:be|look) (?:nicer|better|cooler|good|great|prettier) as "
        r"(?P<with>.+)",
    ),
    (
        "replace",
        r"^(?:make|have) (?P<target>him|her|them|me|us|it) (?P<with>smile|laugh|frown|cry|wink|"
        r"look \w+)$",
    ),
    (
        "ambiguous",
        r"^(?:make|do|fix|improve|enhance|beautify|edit|change|adjust|retouch|perfect|polish|"
        rf"correct|modify|auto|work on|touch up|tweak|process)\w*\b(?:.*\b{LOOK}|(?: (?:it|"
        rf"this|that|my|the|an?|{PHOTO}|something|everything|up|look|fix|enhance|correct\w*|"
        rf"face|skin|him|her|them|to))*)$|^(?:surprise me|{LOOK})$",
    ),
)
