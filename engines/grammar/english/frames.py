"""Rules of English for the history, and for size and frame."""

from engines.grammar.english.words import GENERATE, GROUND, PHOTO, REMOVE, WHOLE_BG
from engines.grammar.numbers import COUNT, ORDINAL
from engines.grammar.rule import verbs

ROWS = (
    (
        "history.redo",
        r"^(?:forwards?|once more)(?: again| please)?$|^redo\b",
    ),
    (
        "history.undo",
        rf"^(?:go|step|move|jump|take me) (?:{COUNT}|a few|a couple of) (?:\w+ )?back\b|"
        rf"^(?:discard|drop|scrap|undo|cancel)"
        r" (?:all )?(?:my |the |these |those )?(?:latest |last |recent )?(?:changes|edits)$|"
        r"^(?:never ?mind|forget) (?:about )?"
        r"(?:the |that )(?:last|previous)\b.*|^restore the (?:version|one) (?:with|where|that)\b",
    ),
    (
        "transform.rotate",
        r"^(?:turn|rotate|spin) (?:it|this) so\b|\b(?:stands?|standing) up ?(?:right|straight)\b",
    ),
    (
        "transform.straighten",
        r"\bhorizon (?:slopes|dips|slants|is (?:off|not|sloping|slanted))",
    ),
    (
        "upscale",
        r"\b(?:better|improve|increase|more|higher|enhance) (?:the )?(?:definition|sharpness "
        r"and size)\b|^up-?siz\w+|"
        r"\b(?:bigger|larger)\b.*\b(?:crisp\w*|poster|billboard|print)\b",
    ),
    (
        "transform.resize",
        r"\b\d{3,5} ?(?:px|pixels)? (?:wide|tall|high)\b",
    ),
    (
        "expand",
        r"^(?:make|leave|create|give) (?:me |it |some |more |a bit of )*(?:room|space|"
        r"margin)\b|^fill (?:in |out )?the "
        r"(?:missing |empty |blank )*(?:corners?|sides?|edges?|borders?|gaps?|parts?)$|\b(?:is|"
        r"are) (?:missing|cut|"
        r"cropped)(?: out| off)? at the\b|^(?:the )?(?:top|bottom|left|right|edge|side|rest) "
        r"(?:of .+ )?(?:is|are) (?:missing|"
        r"cut off|cropped)|\bcropped? (?:it )?too (?:tight|close|much)\w*",
    ),
    # The past
    (
        "history.before",
        r"(?:^|\b(?:back|to|go|return|revert|undo|restore|state|version|it was|like|"
        r"how it was) ?(?:just |right |to )*)\bbefore (?P<before>(?:i|you|we|the|that|it|my|"
        r"this|adding|removing|changing|making|turning|cropping|blurring|cutting)\b.+)",
    ),
    (
        "history.redo",
        r"\b(?:one|two|a|\d+) steps? forwards?\b|^(?:do|apply|try) (?:it|that|this) "
        r"(?:once )?(?:again|over)$|\bredo\b|^(?:do|apply) (?:it|that) again|\bundo (?:the|"
        r"that|my) undo|^(?:go|step|"
        r"move) forwards?|\bnext version|\bre-?apply|\bun-?undo",
    ),
    (
        "history.reset",
        rf"\breset\b|\boriginal (?:{PHOTO}|version|one|state)|(?:back|return|revert|restore|go|"
        rf"to|show|me|see|want|keep|use|as|like)(?: \w+){{0,2}} (?:the |my |"
        r"its )?original(?:ly)?$|^(?:the )?original(?: back)?(?: please)?$|"
        r"\bthe original back$|\bstart(?:ing)? (?:over|again|from scratch|fresh|anew)|"
        r"\b(?:undo|discard|revert|remove|clear|cancel|drop|delete|erase)(?: back)? (?:all|"
        r"everything|it all|every)(?: (?:of )?(?:the |my |your )?(?:changes|edits?|"
        r"modifications|steps))?$|\b(?:from|to|at) the (?:very )?(?:beginning|start)\b|"
        rf"back to (?:square one|scratch|zero)|\binitial (?:version|state|{PHOTO})|"
        r"\bunedited\b|^begin again",
    ),
    (
        "history.undo",
        r"\bback to (?:the |my )?last (?:version|one|edit|step)\b|"
        r"\b(?:lik|prefer|want|lov)\w* (?:the )?(?:one|version|edit|look)? ?(?:before|"
        r"previous|from before)(?: (?:one|that|this))?$|"
        r"^(?:reinstate|unremove|undelete)\b|^(?:return|go|back|switch|revert)(?: back)? "
        r"to (?:the |my )?(?:previous|prior|"
        r"earlier|former|preceding|one before)|\blast (?:thing|bit|change|edit|step|"
        r"action) (?:i|you|we) (?:did|made|applied)|"
        r"\b(?:restore|bring back|recover) (?:the |my )?\w+(?: \w+)? (?:you|i|we) (?:just "
        r")?(?:deleted|removed|erased|took)|"
        r"\b(?:lik\w+|prefer\w*|loved?|was|looked) (?:it |that )?(?:much |way |a lot |so "
        r"much )?"
        r"(?:(?:better|nicer|more) )?(?:before|the way it was|how it was|(?:the )?previous "
        r"(?:one|"
        r"version))$|\b(?:how|like|as|what|the way) (?:it|that|this) (?:was|looked)"
        r"(?: before| earlier)?$|^(?:scrap|bin|lose|kill|ditch) (?:that|it)$|"
        r"\bwhat (?:i|you|we) (?:just )?(?:did|removed|deleted|changed|took out|added)$",
    ),
    (
        "history.goto",
        rf"(?!{REMOVE}.*\b(?:text|words?|label|logo|sign|caption)\b)\b(?:version|ver\.?|v|"
        rf"step|edit) ?(?:number |no\.? ?|#)?(?:\d+|one|two|three|four|"
        r"five|six|seven|eight|nine|ten)\b(?! steps| (?:text|words?|label|logo|sign))|"
        r"^(?:(?:please )?(?:go|back|return|revert|"
        r"switch|restore|take me|jump|show|use|pick|choose|select|i want|give|open|load|bring|"
        rf"move|keep|get|let)\b.{{0,24}})?\b(?:the )?{ORDINAL} (?:version|one|edit|step|result|"
        rf"variant|option|attempt|try)\b(?!.*{GROUND})|"
        r"\b(?:latest|newest|last|final|most recent|current) version\b|^(?:go|jump|back|"
        r"return|switch|"
        r"take me|skip|move)\b.* (?:latest|newest|final|most recent) (?:one|edit|result)\b",
    ),
    (
        "history.undo",
        r"\bundo(?:ing)?\b|\brevert\b|\broll ?back|\b(?:go|step|move|take me|get|jump|went|"
        r"back up) back(?:wards)?\b|^back(?: up)?(?: \w+ steps?)?$|\btake (?:that|it|"
        r"this) back|^(?:put|bring|change|turn|get|give)(?: me)? (?:it|that|this|him|her|them|"
        r"the [a-z ]{1,30}?) back\b(?! (?:on|in|to the (?:left|right)))|\bprevious (?:version|"
        r"state|step|one|image|edit|photo)|^(?:cancel|delete|remove|drop|discard|scrap|forget|"
        r"reverse|erase)(?: the| that| my| your| this)*(?: (?:last|previous|latest|"
        r"most recent))+\b|^(?:cancel|reverse)(?: (?:that|this|it))?$|\bthe way it was|"
        r"\bas it was\b|^restore(?: the)? (?:previous|last)|^(?:bring|put|give|get) back\b|"
        r"\bone step back|ctrl ?.? ?z|^(?:cancel|reverse|remove|delete)(?: the| that| this|"
        r" your| my)* (?:edit|change|changes|effect|filter)s?$|steps? back\b",
    ),
    # Size and frame
    (
        "upscale",
        r"\bup-?scal\w*|\bsuper.?res\w*|\bblow (?:it|this|that|the \w+) up\b|^blow up\b|"
        r"\b(?:bigger|larger|enlarge\w*|blow up|scale)\b.*\b(?:blurr?y|detail|details|"
        r"quality|pixelat\w+|print\w*|sharp\w*)\b|"
        r"\b(?:double|triple|quadruple) the (?:resolution|pixels)|"
        r"\b(?:big|large|good|sharp|clear) enough (?:for|to)\b|\bprint(?:ing)?[ "
        r"-](?:quality|ready|size)|"
        r"\b(?:ready )?(?:for|to) (?:print(?:ing)?|be printed)\b(?! on)",
    ),
    (
        "transform.resize",
        r"\b(?:reduce|lower|decrease|halve|cut|down-?scale|downsize|shrink|"
        r"smaller)\b.*\b(?:resolution|size|dimensions|file)\b|\bdown-?scale|\bdownsize",
    ),
    (
        "upscale",
        r"\b(?:resolution|4k|8k|u?hd|full hd|(?:hi|higher|high|better|more|low).?res|hi.?def|"
        r"high.?def\w*|"
        r"megapixels?|dpi|pixel count)\b|\b(?:quality)\b|\brestore (?:the )?(?:lost )?details?|"
        r"\bmore pixels|\b(?:enhance|improve|boost) (?:it|this) (?:by )?\d+ ?x\b|\b(?:is|"
        r"looks?|too|so|bit|very) pixelat\w+|\benlarg\w+ without",
    ),
    (
        "expand",
        r"\b(?:out-?paint|un-?crop)\w*|\bzoom(?:ed|ing)? (?:it |the (?:\w+) )?out|"
        rf"{verbs('extend expand widen broaden prolong')}|\bcontinue the|^(?:i need |give |"
        r"leave |put |include |make )?(?:add|need|give|leave|some|more|extra|put|bigger|"
        rf"larger|wider)\b (?!text).{{0,24}}\b(?:space|room|margins?|padding|headroom|canvas|"
        rf"empty area)\b|\b(?:{PHOTO}|it|frame|canvas|view|scene|this) (?:\w+ )?(?:wider|"
        r"taller)\b|\bcanvas (?:bigger|larger)|\bwider (?:view|frame|shot|crop|angle)|"
        r"\ba wide[ -]?(?:shot|angle|view)\b|\bnot enough (?:space|room|headroom)\b|"
        r"\bmore of (?:the|what)\b|^add \d+ ?(?:px|pixels)? ?(?:on|to|at|of|above|below)\b|"
        r"\bpull the camera back|\bpanoram\w+|^grow (?:the|it|"
        r"this)|^fill (?:out|in)\b.*\b(?:sides?|edges?|both)\b|"
        r"\b(?:past|beyond|outside|behind) the (?:\w+ )?(?:border|edge|frame)\b|\bedge is "
        r"too (?:tight|close)|"
        r"\b(?:is|are|got|was) (?:cut|chopped|cropped) off\b(?! at the (?:neck|knee)s? is)|"
        r"\bmore (?:sky|ground|floor|foreground|scenery|wall|ceiling|grass|beach|"
        r"surroundings)\b"
        r"(?! (?:blu|in ))|\b(?:show|see|reveal) more of the|\bbeyond the (?:frame|edges?|"
        r"borders?)|"
        r"\bfill (?:in )?the (?:edges|borders|sides)|^stretch the (?:canvas|scene|background)",
    ),
    ("extract", rf"\bcrop out {WHOLE_BG}$"),
    (
        "transform.crop",
        r"\bcrop\w*|^trim\b|^(?:cut|chop|trim|lop|slice|shave) (?:it|that|this|some) off$|"
        r"^(?:an? )?square\b.*\b(?:instagram|profile|insta|avatar|icon)|"
        r"^(?:make |have |get |need |turn )?(?:it |this |the photo )?(?:to |into )?"
        r"\d{1,2} (?:by|x) \d{1,2}\b|^cut (?:it |this |the \w+ )?(?:to|into) (?:a "
        r")?(?:square|\d)|"
        rf"^(?!{GENERATE}|an? \w+ of).*\b(?:square|\d+ ?[:/] ?\d+|portrait(?! mode)|"
        r"landscape)(?: (?:format|ratio|aspect|shape|size|version|orientation))?(?: ratio)?$|"
        r"\b(?:it|this|photo|image|picture) (?:vertical|horizontal)\b(?!ly)|"
        r"\baspect ratio|^square\b(?! the)|\bcut off the|"
        r"^(?:chop|trim|slice|shave|lop|cut)\b(?: off)?(?: the| a bit (?:off|of)(?: the)?|"
        r" some off the)?"
        r" (?:top|bottom|left|right|edges?|sides?)\b|\bzoom in\b",
    ),
    (
        "transform.flip",
        r"^(?:horizontally |vertically )?(?:flip(?!.?flop)|mirror(?!ed sunglasses))\b|"
        r"\bflip\w*\b(?!.?flops)|"
        rf"\bmirror (?:it|the {PHOTO}|this|horizontally|vertically|image)|\bmirrored\b|"
        rf"\bmirror image\b|\breverse (?:it|the {PHOTO}|left)|\bflop\b",
    ),
    (
        "transform.straighten",
        r"\bstraighten\w*|\blevel (?:the|it|this|out)|\bhorizon\b.*\b(?:level|straight|"
        r"crooked|tilted|fix)|\b(?:fix|correct|level).*\b(?:horizon|tilt)|\b(?:leans?|"
        r"leaning|slopes|slopes?|sloping) (?:to|over|left|right|slightly|a bit)|"
        r"\b(?:crooked|tilted|"
        r"slanted|askew)\b(?! \w+$)|\bmake it (?:level|straight)\b|\bdeskew",
    ),
    (
        "transform.rotate",
        r"\bturn (?:it|this|the \w+) (?:a?round|over)\b|\bthe (?:right|wrong|other) way "
        r"(?:up|round)|\bon (?:its|the|it's) side$|"
        r"\b(?:is|it|lying|came out|turned|photo|phone|camera) sideways\b|^sideways$|"
        r"\brotat\w*|\bupside ?-?down|\b(?:turn|spin|tilt|tip)\w*\b.*\b(?:degrees?|deg|°|"
        r"clockwise|sideways|around|on its side|quarter|left|right)\b|\d+ ?(?:degrees|deg|°)|"
        r"^(?:counter|anti)?-?clockwise|\bspin (?:it|the)",
    ),
    (
        "transform.resize",
        r"\bre-?siz\w*|\b(?:scale|scaling|shrink|enlarge|magnify)\w*\b|\b(?:half|twice|double|"
        rf"triple|quarter|third)\b.{{0,12}}\b(?:size|large|big|small|width|height|dimensions)|"
        rf"\bdouble (?:it|its|the)\b|\b\d{{2,5}} ?(?:px|pixels)\b|\b\d{{3,5}} ?(?:x|×|"
        rf"by) ?\d{{3,5}}\b|^(?:make |set )?(?:it|this|the {PHOTO}|"
        r"the size)? ?(?:\d+ ?% )?(?:\w+ )?(?:to be )?(?:bigger|smaller|larger)$|"
        r"\b\d+ ?% (?:smaller|bigger|larger)|\bin half$",
    ),
)
