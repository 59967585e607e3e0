"""Rules of English for text, cut-outs, removal and new pictures."""

from engines.grammar.english.cues import EARLY, STYLE
from engines.grammar.english.words import (
    ADD,
    BG_ENDS,
    CHANGE,
    GENERATE,
    GROUND,
    HIM,
    KEPT_AS,
    PHOTO,
    REMOVE,
    SWAP,
    THE,
    WHOLE_BG,
)
from engines.grammar.numbers import COUNT
from engines.grammar.text import QUOTED

ROWS = (
    (
        "extract",
        r"\bon (?:an? )?transparent (?:layer|background|canvas)\b|^clip (?:out )?the "
        r"(?:background|bg)\b|"
        r"\b(?:background|bg|backdrop) (?:be |go )?(?:see-?through|invisible|clear)$|^(?:get|"
        r"give) me (?:just|only) "
        r"(?P<only>.+)",
    ),
    (
        "background.blur",
        r"\b(?:what is|what's|everything|all|stuff) behind (?:me|us|him|her|them|"
        r"it)\b.*\b(?:less sharp|"
        r"blurr?\w*|soft\w*|fuzzy|out of focus)",
    ),
    (
        "background.describe",
        r"^change where (?:i|we|he|she|they|it) (?:am|are|is|was|were)\b|^(?:put|place|add|have) "
        r"(?:an? |the )?(?:\w+ )?(?:wall|curtain|landscape|skyline|scene|view|backdrop|"
        r"screen)s? behind\b",
    ),
    (
        "adjust",
        r"\b(?:remove|get rid of|lose|kill|fix|reduce) the (?:\w+ )?(?:blue|green|yellow|"
        r"orange|red|pink|magenta|"
        r"colou?r) (?:tint|cast|tone|hue)\b",
    ),
    (
        "style",
        r"^(?:how about|what about|try)? ?(?:an? )?(?:crayon|pencil|charcoal|ink|watercolou?r|"
        r"oil|pastel) "
        r"(?:drawing|sketch|painting|version)$",
    ),
    # Words on the picture
    (
        "text",
        rf"{REMOVE}(?!.*\b(?:text|words?|letters?|writing|title|caption|watermark|"
        rf"logo)\b).*{QUOTED}.*\bwrite",
    ),
    (
        "text",
        r"^(?:please )?(?:write|type|inscribe|engrave|print|spell|letter)\w*\b|^label\b|"
        r"\b(?:banner|sign|shirt|board|label|mug|screen|poster|billboard|card|plate) "
        r"(?:should |could |to )?(?:say|read|spell)\b|"
        r"^(?:sign|caption|label|title) (?:it|this|the \w+) |^(?:letters|words|text) "
        r"(?:spelling|saying|reading)\b|"
        r"^(?:put|add|write|place) (?:the |a )?(?:year|date|month|time|number|initials|"
        r"price|url|handle|slogan|quote|"
        r"headline|tagline)\b|^(?:replace|change|swap|edit) the (?:word|words|text|letters|"
        r"letter|number|phrase|line)\b|"
        rf"^(?:jot|stamp|scribble|pen|scrawl|emboss|carve)\b.*{QUOTED}|"
        r"^(?:title|caption|headline|heading|text|subtitle): |"
        rf"\bthe (?:words?|text|phrase|letters|message|line) {QUOTED}|"
        r"\bcaption (?:it|this|the)\b|\b(?:that |which |to |sign |shirt |should |it |"
        r"now )(?:say|"
        rf"read)s?\b|\bsaying\b|^(?:{ADD}|set|append|display|show|have|with|"
        rf"give)\b.{{0,30}}\b(?:text|texts|words?|wording|title|caption|letters?|lettering|"
        r"label|heading|headline|watermark|subtitles?|slogan|quote|message|(?:my|your|the|his|"
        r"her|our) (?:names?|initials)|date|signature|speech bubble|typography|hashtag)\b|"
        rf"^(?:{ADD})\b.{{0,12}}(?:{QUOTED}|[@#]\w)|^(?:{CHANGE}|{SWAP}|edit).*\b(?:text|"
        rf"words?|title|"
        rf"caption|writing|letters|sign)\b.* (?:to|with|into) {QUOTED}|{QUOTED} (?:to|with|"
        rf"for|by) {QUOTED}|^(?:text|title|"
        rf"caption)\b.*{QUOTED}|^{QUOTED}",
    ),
    # What looks like another op, but is an adjustment or an extraction
    ("unknown", rf"^keep {KEPT_AS}"),
    (
        "background.blur",
        rf"{GROUND}.*\b(?:so|too|less) (?:sharp|busy|clear|crisp|distracting|detailed)\b|"
        r"\b(?:bokeh|portrait mode|depth of field|shallow focus|shallow depth)\b|(?:\bblur\w*|"
        rf"\bdefocus\w*|\bsoften\w*|\bsmooth)\b.{{0,16}}{GROUND}|\b(?:behind|around) (?:me|"
        rf"him|her|us|them)\b.*\bblur|\bblur\w* .*\b(?:behind|"
        r"around) (?:me|him|her|us|them)\b|\b(?:blurred|blurry|unfocused|"
        rf"soft|out of focus) {GROUND}|{GROUND}.{{0,24}}\b(?:blur\w*|defocused|out of focus|"
        r"soft(?:er)?|fuzzy)\b|\bblur (?:everything|all|the rest)",
    ),
    (
        "extract",
        rf"(?:{REMOVE}|\b(?:get|getting) rid of|\btake (?:out|away|off)|\bcut (?:out|away)|"
        rf"\bknock\w* out|\bmask out|\bdrop out|\bdon't want)(?: out)? {WHOLE_BG}{BG_ENDS}|"
        rf"\btake {WHOLE_BG} (?:out|away|off)|\b(?:transparent|no|without(?: an?| the| its|"
        rf" any)?|invisible) (?:{GROUND})(?! (?:noise|blur))|{GROUND}.{{0,12}}\b(?:transparent|"
        r"off$|removed|gone|removal|invisible|cut out|away|disappear)\b|\btransparent (?:png|"
        r"one|version)|\bpng with transparency",
    ),
    (
        "extract",
        rf"^(?!.*(?:{EARLY}))(?:separate|isolate|extract|lift|detach|pull out|"
        rf"mask)\w*(?: out)? (?P<target>.+?)(?: (?:from|out of|off|away from) (?:{WHOLE_BG}|"
        rf"the (?:{PHOTO}|rest).*))?$|^(?:separate|isolate|extract)$",
    ),
    (
        "extract",
        r"\bcut(?:ting)? ?-?out (?:of )?(?P<target>.+)|\bcut(?:ting)? (?P<moved>.+?) out\b|"
        r"\bcut-? ?out$|^cut a?round (?P<kept2>.+)|^silhouette|\b(?:make|create|get|give "
        r"me)(?: \w+){0,2} (?:cut-?out|"
        r"sticker)(?: (?:of|from) (?P<of>.+))?",
    ),
    (
        "extract",
        rf"{WHOLE_BG}(?:,| and)+ (?:keep|leave) ",
    ),
    (
        "background.blur",
        r"^(?:everything|all|everyone)(?: else)? (?:but|except(?: for)?|besides|around|"
        r"other than|"
        r"apart from|outside|behind) .*\b(?:out of focus|blur\w*|soft|fuzzy|unfocused)\b",
    ),
    (
        "extract",
        r"^(?:(?:just|only) )?(?:give me |keep |show |"
        r"leave )?(?P<target>.+?),? (?:and )?nothing else$",
    ),
    (
        "extract",
        r"\b(?:everything|everyone|all|anything|anyone)(?: else)? ?(?:but|except(?: for)?|"
        r"besides|around|other than|apart from|outside(?: of)?|aside from|that is(?:n't| not)|"
        r"behind)(?: for)? (?P<target>.+)|\b(?:keep|leave|retain|show|want|preserve|"
        r"save)(?:ing)? (?:only|just) (?P<kept>.+?)(?: and .*)?$|\b(?:only|just) (?:keep|"
        r"leave|retain|show|want|preserve|save|have)(?:ing)? (?P<only>.+?)(?: and .*)?$|"
        rf"^(?:just|only) (?P<bare>{THE} \w+(?: \w+)?)(?: (?:as|in) (?:an? )?png)?$|"
        rf"^(?P<as>.+?) as an? (?:png|sticker|cut-?out)$|\bkeep (?P<and>.+?) (?:only|"
        rf"and (?:{REMOVE}|get rid of|throw).*(?:rest|else|others?))",
    ),
    (
        "generate",
        rf"^(?:{GENERATE}|dream up)\b(?: me| us)? (?:an?|some|{COUNT})\b(?!.*\b(?:effect|"
        rf"filter|"
        rf"look|vignette|blur|bokeh|version|background|backdrop)\b)(?!.* of (?:this|it|me|"
        rf"us|him|"
        rf"her|my|the (?:photo|picture|image))\b)(?!.* (?:on|onto|over|in front of|next to|"
        rf"behind|"
        rf"under|beside|around|near|above|to) (?:{HIM}|{THE})\b)(?!.* (?:here|there)$)"
        rf"(?!(?:draw|paint|sketch|design) .* (?:on|in|at) )",
    ),
    (
        "style",
        rf"^(?!.*(?:{REMOVE}|\bget rid)).*(?:{STYLE}).{{0,12}}\b(?:style|filter|effect|look|"
        r"vibe|feel|aesthetic|treatment)\b",
    ),
    (
        "adjust",
        rf"^(?!(?:{GENERATE}|put|replace|"
        rf"swap)\b).*(?:{EARLY})",
    ),
    ("ambiguous", r"^(?:i )?(?:don't|do not|dont) (?:like|want) (?:it|this|that)$"),
    (
        "background.describe",
        rf"^(?:get|take|move|bring) {HIM} (?:out of|away from) .* (?:and |to |into )+|"
        rf"^(?:give|have|get|use|want|need)\b.*\b(?:gradient|backdrop|scene|wall|sky|view|"
        rf"skyline|studio)\b.* behind "
        rf"(?:{HIM}|the \w+)|^behind (?:{HIM}|the \w+),? (?!.*\b(?:remove|delete|erase|"
        rf"blur)).+|^(?:put|place|have|add) (?:an? |the )?(?:sunset|"
        rf"sunrise|beach|forest|city|mountains?|skyline|ocean|sea|sky|jungle|desert|park|"
        rf"street|galaxy|library|waterfall|"
        rf"field|landscape)\b.* behind (?:{HIM}|the \w+)$|^(?:as if|like) (?:i|we|he|she|"
        rf"they) (?:were|was|is|are|am) ",
    ),
    (
        "background.blur",
        r"^(?:the )?(?:stuff|things|everything|area|rest|people) (?:behind|"
        r"around)\b.*\b(?:out of focus|blur\w*|soft|fuzzy)",
    ),
    (
        "background.describe",
        r"^(?:swap|replace|change)(?: out)? (?:whatever|everything|what|the stuff|anything)"
        r"(?:'s| is)? behind\b",
    ),
    (
        "replace",
        rf"^instead of (?P<target>.+?),? give {HIM} (?P<with>.+)",
    ),
    ("extract", r"^(?:an? )?(?:transparent )?png (?:with|of|showing) (?:only |just )?(?P<of>.+)"),
    # Removal
    (
        "remove",
        r"^there (?:is|are|was) (?P<target>.+?),? (?:(?:can|could|would|will) you )?(?:fix|"
        r"clean|handle|take care of|deal with) (?:it|this|that|them)(?: up)?$",
    ),
    (
        "remove",
        r"^there (?:is|are) (?P<target>(?:an? |some |the )?(?:\w+ )?(?:stain|spot|"
        r"scratch(?:e)?|smudge|hair|dust|flare|glare|"
        r"blemish(?:e)?|pimple|mark|crack|tear|fingerprint|photobomber|stranger|stray "
        r"\w+)s?\b.*)",
    ),
    (
        "remove",
        r"^(?:fix|repair|heal|kill|patch|retouch|correct|"
        r"cover)(?: up)? (?P<target>.*\b(?:scratch\w*|blemish\w*|spots?|stains?|flares?|glare|"
        r"acne|wrinkles?|tears?|cracks?|dust|damage|pimples?|scars?)\b.*)",
    ),
    (
        "remove",
        r"^(?P<tidy>(?!i |it )(?:the |that |this |those |my )?[a-z' ]+?),? ?-? (?:remove|"
        r"delete|erase|begone|out|off)(?: (?:it|this|"
        r"that|them))?$|^(?:i am )?not (?:a fan of|keen on|happy with|into|sure about) "
        r"(?P<bye>[^,-]+)|"
        r"^(?P<moved>.+?) (?:needs to|has to|must|should|ought to) (?:vanish|disappear|"
        r"leave|be gone)\b|"
        r"\b(?:cut|crop|get|take|edit|photoshop)\w* (?P<away>him|her|them|it|that \w+|the "
        r"\w+) (?:from|out of) (?:the|this|my) "
        r"(?:shot|photo|picture|image|frame)|"
        r"^(?P<target>.+?) (?:has|have|needs|need|ought) to go\b|^(?:can|could) (?P<no>.+?) go"
        r"(?: away)?$|^there (?:shouldn't|should not|mustn't) be (?:an? |any )?(?P<without>.+)|"
        r"^(?:rather |prefer )?not (?:to )?(?:have|see) (?P<unwanted>.+)|"
        r"^(?P<gone>.+?) (?:not be|wasn't|weren't|was not|were not) (?:in it|there|in the "
        r"\w+|here|"
        r"visible)\b|^(?P<out>.+?) (?:should|must) not be (?:in|there|here|on)\b|"
        r"^(?:can|could|let's|lets)? ?(?:we )?do without (?P<rid>.+)|\bun-?photobomb\b|"
        r"^(?:spot|blemish|object|watermark|stain|scratch|dust|acne|person) removal",
    ),
    (
        "remove",
        r"^(?!(?:make|have|let|get) )(?P<target>.+?) (?:(?:should|needs? to|must|has to|"
        r"have to|ought to|could|can|"
        r"to) )?(?:be (?:gone|removed|deleted|erased|hidden|taken out)|(?:(?<=to )|"
        r"(?<=should )|(?<=must ))go(?: away)?|disappear|vanish)\b|^(?:i )?(?:don't|do not|"
        r"dont|no longer) (?:want|need|like)(?: to see| to have)? (?P<unwanted>.+)|"
        r"^no (?:more )?(?P<no>.+)|^(?:it )?without (?P<without>.+)",
    ),
    (
        "remove",
        r"\bmake (?P<target>.+?) (?:disappear|vanish|go away|invisible|gone)\b|\b(?:get|"
        r"getting) rid of (?P<rid>.+)|\b(?:get|take|cut|edit|photoshop|clone|paint|rub|"
        r"wipe)\w* (?P<out>.+?) (?:out|off|away)(?:$| (?:of|from|him|her|his|them|it|the|"
        r"my)\b)|\b(?:take|taking|clone|cloning|rub|rubbing|edit|editing|paint|painting|"
        r"airbrush) (?:out|away|off) (?P<away>.+)|\bsay goodbye to (?P<bye>.+)|"
        r"^(?P<gone>.+?) (?:gone|removed|deleted|erased|away)$|\btidy(?: up)? (?P<tidy>.+)",
    ),
    (
        "remove",
        rf"(?:{REMOVE})(?: up| out| away| off| of)? (?P<target>.+)|^(?:remove|delete|erase|"
        r"clean up)$|^get (?P<off>(?:the|that|those|this|my|his|her|all) .+?) off\b.*$",
    ),
    # Making things
    (
        "generate",
        rf"^(?:{GENERATE})(?: up)?(?: me| us)?(?: up)? (?P<what>(?:an?|{COUNT}|some|another|"
        r"new|more|several|many|multiple|different)\b(?!.* (?:on|onto|over|in front of|"
        rf"next to|behind) (?:{HIM}|{THE})\b)(?!.* (?:here|there)$).*)",
    ),
    (
        "generate",
        r"^(?:make|give|show|get|do|prepare|offer|design|build|produce|generate|create|whip up|"
        r"come up with|conjure up|cook up|mock up)(?: me|"
        rf" us)? (?:an?|{COUNT}|some|another|new|more|several|a few|a couple of|multiple|"
        rf"different|other)(?: \w+){{0,3}} ?\b(?:logo|poster|{PHOTO}|drawing|painting|banner|"
        r"icon|illustration|variants?|variations?|versions?|copies|alternatives?|options?|"
        r"wallpaper|avatar|character|design|cover|flyer|artwork|scene|renderings?|mock-?ups?|"
        r"takes|ideas|portrait|meme|card|thumbnail)\b",
    ),
    (
        "generate",
        rf"^(?:an?|{COUNT}|another|new|more|different)(?: \w+){{0,2}} (?:{PHOTO}|options|"
        rf"ideas|takes|"
        r"concepts|logos?|icons?|posters?|sketches|designs?|wallpapers?|drawing|"
        r"painting|illustration|variants?|variations?|versions|portrait|alternatives) ?(?:of|"
        r"with|showing|please|from|for|$)",
    ),
    (
        "generate",
        r"^(?:generate|create|imagine|draw)(?: me)? (?!it\b|this\b|that\b|over\b|"
        r"on\b)(?!.* (?:here|there)$)(?!.* (?:on|onto|over|in front of|next to|behind|"
        rf"to) (?:{HIM}|{THE})\b)(?!.*{GROUND})(?P<what>.+)",
    ),
)
