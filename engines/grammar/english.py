"""The words and the ordered rules of English."""

import re

from engines.grammar.colour_words import ENGLISH_COLOUR as COLOUR
from engines.grammar.numbers import COUNT, ORDINAL
from engines.grammar.rule import Cue, table, verbs
from engines.grammar.text import QUOTED

_KEPT_AS = r".* (?:sharp|in focus|as (?:it )?is|the same|unchanged|untouched)$"
PHOTO = r"(?:photo|picture|image|pic|shot|photograph)s?"
GROUND = r"(?:back ?(?:ground|drop)|\bbg)\b"
_THE = r"(?:the|this|that|my|its|his|her|their|our)"
_DET = rf"(?:{_THE}|an?|some|another)"
_HIM = r"(?:him|her|me|us|them|it|this|that)"
_PLACED = (
    r"(?:on top of|in front of|next to|on|onto|to|in|into|over|behind|under|beside|near|above|"
    r"around|at|inside|between|across)"
)
_WHOLE_BG = rf"(?:(?:the|this|that|its|my|all|entire|whole|of) )*(?:[a-z]+ )?{GROUND}"
_BG_ENDS = (
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
_ADD = verbs(
    "add put insert place include stick attach paste overlay position hang throw slap toss plop "
    "sprinkle superimpose"
)
_CHANGE = verbs("change turn transform convert morph switch make alter modify")
_SWAP = verbs("replace swap substitute exchange switch trade")
_GENERATE = verbs(
    "draw generate create design imagine render produce illustrate sketch paint compose"
)
_RAISE = verbs("increase raise boost lift brighten lighten enhance recover") + (
    r"|\b(?:bring|turn|push|open|pump|crank|bump|dial) up\b|\bmore\b|\bhigher\b|\bup\b"
)
_LOWER = verbs("reduce decrease lower darken cut drop dim mute remove recover tame") + (
    r"|\b(?:bring|turn|push|pull|tone|dial|take) down\b|\b(?:less|fewer|lower|down|minus)\b"
)
DOWN = re.compile(
    rf"{verbs('reduce decrease lower cut drop mute remove minus tame kill')}|\b(?:less|fewer|"
    rf"lower|down|"
    r"not so|not as|minus|take out)\b"
)

# Words and phrases for the adjustments; of two that fit, the one that comes first here.
EARLY_CUES: tuple[Cue, ...] = (
    Cue(
        "shadows",
        1,
        rf"(?:{_RAISE}).{{0,12}}\b(?:shadows|dark (?:areas?|parts?|regions?|spots)|shade)\b"
        r"|\bshadows ?[-+]? ?\d|\bshadows? (?:brighter|lighter|up)|"
        r"(?:dark (?:areas?|parts?)) (?:brighter|lighter)",
    ),
    Cue(
        "shadows",
        -1,
        r"(?:deepen|darken|lower|crush|bring down|reduce).{0,8}\bshadows\b|"
        r"\bshadows (?:darker|deeper|down)",
    ),
    Cue(
        "highlights",
        -1,
        rf"(?:{_LOWER}).{{0,8}}\b(?:highlights?|bright (?:areas?|parts?))\b|blown.?out|"
        r"\bwhites\b.{0,12}\b(?:harsh|bright|strong|down)\b|"
        r"\bhighlights? (?:down|darker)",
    ),
    Cue("highlights", 1, r"\bhighlights?\b(?! (?:in|on|his|her))"),
    Cue(
        "denoise",
        1,
        r"\bde-?nois\w*|\b(?:less|no|reduce|remov(?:e|ing)|clean\w*|clear|get rid of|fix|without|"
        r"lower|erase|eliminate)(?: up)?(?: the| this| all| any)?(?: \w+)? (?:noise|grain|"
        r"graininess|speckles|iso)\b|\bless (?:noisy|grainy)|too (?:noisy|grainy)|"
        r"noise (?:reduction|removal)",
    ),
    Cue("vignette", -1, rf"(?:{REMOVE}|{_LOWER}|get rid of).{{0,8}}\bvignett\w+"),
    Cue(
        "vignette",
        1,
        r"\bvignett\w*|(?:darken|darker).{0,8}\b(?:edges|corners|borders)\b|\b(?:edges|"
        r"corners) darker",
    ),
    Cue(
        "sharpen",
        1,
        rf"(?:{REMOVE}|fix|reduce|get rid of).{{0,8}}\bblur(?:riness)?\b|\bde-?blur\w*|"
        rf"\b(?:less|too) (?:blurry|soft)|out of focus.{{0,8}}fix",
    ),
    Cue(
        "grayscale",
        1,
        r"\bgr[ae]y ?-?scale|\bblack (?:and|&|n|'n') white|\bb ?(?:&|and|/) ?w\b|"
        r"\bmono(?:chrom\w*)?\b|\bcolou?rless"
        rf"|(?:{REMOVE}|take out|get rid of|without)(?: all)?(?: of)?(?: the|"
        r" its)?(?: any)? colou?rs?(?: from .*)?$",
    ),
    Cue("sepia", 1, r"\bsepia\b"),
    Cue(
        "invert",
        1,
        rf"\binvert\b.{{0,12}}\bcolou?rs?|colou?rs? inver\w+|^invert(?: (?:it|this|"
        rf"the {PHOTO}))?$|\bnegative (?:effect|image|colou?rs|version|look)|\b(?:a|into|"
        r"photo) negative$|reverse the colou?rs",
    ),
    Cue("brightness", 1, r"\bbrightness\b|\bluminosity\b|\bluminance\b"),
    Cue("exposure", 1, r"\b(?:under-?exposed|exposure)\b|\boverexpose it"),
    Cue("exposure", -1, r"\bover-?exposed\b|\bunder-?expose\b"),
    Cue("contrast", 1, r"\bcontrast\w*|\bde-?haz\w*|\bpunch(?:y|ier)\b|less (?:flat|hazy)"),
    Cue(
        "saturation",
        -1,
        r"\bde-?saturat\w*|\bundersaturate\w*|\bmuted?(?: the)? colou?rs?|"
        r"colou?rs? (?:more )?(?:muted|dull|faded)|\b(?:less|tone down the|too) (?:vivid|"
        r"vibrant|colou?rful|colou?rs?|saturated)|over-?saturated",
    ),
    Cue(
        "saturation",
        1,
        r"\bsaturat\w*|\bvibran\w*|\bvivid\w*|\b(?:more|extra) colou?r(?:ful)?\b|"
        r"\bcolou?rs? (?:pop|stronger|richer|deeper|more intense|brighter)|\b(?:richer|"
        r"stronger|deeper|bolder|intense) colou?rs?|(?:boost|enhance|intensify|"
        r"increase)(?: the| its)? colou?rs?",
    ),
    Cue(
        "temperature",
        1,
        r"\btemperature\b|\bwarmth\b|\bwhite balance\b|less (?:blue(?:ish)?|cold|cool)\b|"
        r"too (?:cold|cool|blue)\b|more (?:golden|yellow)ish",
    ),
    Cue(
        "temperature",
        -1,
        r"\bless (?:yellow|orange|red|warm)(?:ish)?\b|too (?:warm|yellow|orange)\b|(?:yellow|"
        r"orange|warm|red) (?:cast|tint|tone)\b|\bcool(?:er|ness)? tones?",
    ),
    Cue("sharpen", 1, r"\bsharpness\b|\bclarity\b|\bcrispness\b"),
)
LATE_CUES: tuple[Cue, ...] = (
    Cue("sharpen", 1, r"\b(?:is|looks?|too|so|bit|little|came out) (?:\w+ and )?blurr(?:y|ed)\b"),
    Cue(
        "brightness",
        1,
        r"\b(?:too|so|less|not as) (?:dark|dim)\b|\b(?:hardly|barely|can't|cannot) see\b",
    ),
    Cue("brightness", -1, r"\btoo (?:bright|light|white)\b|\b(?:less|not so|not as) bright\b"),
    Cue(
        "brightness",
        1,
        r"\bbright(?:er|en|ened|ening|ens)?\b|\blight(?:en(?:ed|ing|s)?|er)\b|\b(?:more|"
        r"add) light\b|\blight it up\b|\billuminat\w+|\blighten up",
    ),
    Cue("brightness", -1, r"\bdark(?:er|en|ened|ening|ens)?\b|\bdim(?:mer|med)?\b|\bless light\b"),
    Cue("temperature", 1, r"\bwarm(?:er|ed|ing|s)?\b|\bcozier\b"),
    Cue(
        "temperature",
        -1,
        r"(?<!thing )\bcool(?:er|ed|ing|s)?\b(?! (?:effect|style|thing|look))|\bcold(?:er)?\b|"
        r"\bchill(?:y|ier)\b",
    ),
    Cue(
        "sharpen",
        1,
        r"\bsharp(?:er|en|ened|ening|ens)?\b|\bcrisp(?:er)?\b|\b(?:more|bring into|"
        r"in) focus(?:ed)?\b|\bclear(?:er)\b|\bmore (?:detailed|defined)",
    ),
    Cue(
        "blur",
        1,
        r"\bblur(?:r?y|red|ring|rier|s)?\b|\bdefocus\w*|\bout of focus|\bunfocus\w*|"
        r"\bsoft(?:en(?:ed|ing)?|er)\b|\bsmooth(?:en|er)?\b|\bpixelat\w+|\bcensor\w*|"
        r"\banonymi[sz]e\w*|\bless sharp\b",
    ),
)

# Style words: the name of a style that is built in, or None for one that needs a model.
_EARLY = "|".join(cue.pattern for cue in EARLY_CUES)
_LATE = "|".join(cue.pattern for cue in LATE_CUES)

STYLE_WORDS: tuple[tuple[str | None, str], ...] = (
    (
        None,
        r"\banime\b|\bghibli\b|\bmanga\b|\bdisney\b|\bpixar\b|\bsimpsons\b|\blego\b|\bclay\w*|"
        r"\bvan gogh\b|\bmonet\b|\bpicasso\b|\bcyberpunk\b|\bsteampunk\b|\bimpressionis\w+|"
        r"\bvaporwave\b|\bsurreal\w*|\bcubis\w+|\bukiyo-?e\b|\bart deco\b|\bstained glass\b|"
        r"\borigami\b|\bfairy ?tale\b|\bmarvel\b|\brenaissance\b|\bbaroque\b",
    ),
    ("colour-sketch", r"colou?r(?:ed)?[ -](?:pencil|sketch)\w*|crayon"),
    (
        "sketch",
        r"\bsketch\w*|\bpencil\b|\bcharcoal drawing|\bline (?:art|drawing)|\bdrawing\b|"
        r"\bhand.?drawn",
    ),
    ("watercolour", r"water ?colou?rs?\w*|aquarelle"),
    ("oil", r"\boil\b|\bhand.?painted\b|\bpainting\b|\bpainterly\b|\bacrylic\b"),
    ("pixel", r"\bpixel(?: ?art|ed|ated)\b|\b8[- ]?bit\b|\b16[- ]?bit\b|\bminecraft\b"),
    ("noir", r"\bnoir\b"),
    ("poster", r"\bpop ?art\b|\bposter\w*|\bwarhol\b"),
    (
        "film",
        r"\bfilm\b|\b(?:19)?[5-9]0'?s\b|\bdisposable camera\b|\blomo\w*|\by2k\b|\bvintage\b|"
        r"\bretro\b|\bpolaroid\b|\banalogu?e?\b|\bkodak\b|"
        r"\bold[- ](?:photo|time)\w*|\bnostalgic\b|\b(?:it|this|photo|picture|image) look(?:s|"
        r"ing)? (?:old|antique|aged)\b|\bfaded\b|\bcinematic\b",
    ),
    ("cartoon", r"\bcartoon\w*|\bcomics?(?: book| strip)?\b"),
    (
        None,
        r"\b3d\b|\bneon\b|\bmosaic\b|\bfantasy\b|\bgothic\b|\bminimalist\b|\billustration\b|"
        r"\bpastel\b",
    ),
)
_STYLE = "|".join(pattern for _, pattern in STYLE_WORDS)
_SEASON = (
    r"\b(?:winter|summer|autumn|fall|spring|night(?:time)?|day(?:time)?|dusk|dawn|sunset|"
    r"sunrise|evening|morning|christmas|halloween|snow(?:y|ing)?|rain(?:y|ing)?|fog(?:gy)?|"
    r"misty|storm(?:y)?|sunny|cloudy|golden hour|apocalyp\w+|underwater|midnight|autumnal|"
    r"wintry)\b"
)
_AGES = (
    r"(?:smil\w*|laugh\w*|frown\w*|cry\w*|wink\w*|(?:look |appear |be |seem )?(?:young|old|"
    r"happi|happ|sad|angr|thin|slim|fatt|bald|tall|muscular|surprised|serious)\w*)"
)

LOOK = (
    r"(?:better|nicer?|good|great|best|prett(?:y|ier)|beautiful|cool|amazing|pop|awesome|"
    r"perfect|professional|interesting|attractive|stunning|fancy|special|more \w+|like a pro)"
)
_TALK_END = r"(?: (?:there|again|all|everyone|pentimento|later|you|to you|bot|friend|buddy))*$"

RULES = table(
    (
        # Talk
        (
            "chat.greeting",
            r"^(?:hi+|hello|hey|yo|hiya|howdy|greetings|good (?:morning|afternoon|evening|night|"
            rf"day)|bye|goodbye|see you|nice to meet){_TALK_END}",
        ),
        (
            "chat.thanks",
            r"^(?:(?:ok|okay|great|perfect|cool|wow) )?(?:many )?(?:thanks?|thank you|thx|ty|"
            r"cheers|much appreciated|appreciate it)\b.{0,40}$",
        ),
        (
            "chat.help",
            r"^(?:help|help me|help please|i need help|please help|instructions|usage|manual|"
            r"tutorial|menu|commands)$|^what (?:all |else )?(?:can|could|do|else can|are|"
            r"would) (?:you|i|this app|this|we) (?:able |possibly )?(?:to )?(?:do|help|offer|able|"
            r"edit|support|change|ask|say)\b(?!.*\b(?:about|with) (?:this|the|my) photo)|"
            r"^what are you|^what (?:\w+ ){0,2}(?:features|commands|functions|options|tools|edits|"
            r"things)\b|^how (?:do|can|should|does|would|am|to) (?:i|this|it|you|we|use)\b|"
            r"^who (?:are|made|built|created) you|show me what you can|^tell me (?:about yourself|"
            r"what you can|how to use|how this works)|^explain how (?:to|this works)|"
            r"^are you (?:a|an) ",
        ),
        (
            "chat.other",
            r"^how(?: a|')re you|^how's it going|^what'?s up|^sup$|^tell me a (?:joke|story)|"
            r"^sing\b|^(?:what|how)(?:'s| is) the weather|^(?:(?:i (?:really |just |"
            r"absolutely )?)?(?:love|like|dig|adore) (?:it|this|that|the result|these|them)|"
            r"(?:(?:that|it|this|"
            r"the result|everything)(?: looks?| is|'s| was)? |looks? |very |so |really |that's |"
            r"it's |you're |you are |absolutely |pretty |lol |haha |omg |wow |oh |ooh |aww? |"
            r"damn )*(?:great|nice|perfect|awesome|amazing|"
            r"cool|good|wow|excellent|beautiful|lovely|wonderful|fantastic|gorgeous|well done|"
            r"good job|great job|nice work|nice job|great work|good work|brilliant|impressive|"
            r"smart|funny|not bad|much better|neat|sweet|sick|dope|cute|stunning|ok|okay|yes|yep|"
            r"no|nope|sure|lol|haha\w*|hmm+|"
            r"i see|got it|never ?mind)(?: (?:to me|now|so far|bot|job|work|one))?)$",
        ),
        (
            "unknown",
            r"^(?:send|e?mail|post|upload|save(?! (?:only|just))|download|share|order|book|call|"
            r"play|open|close|"
            r"tweet|export|rename|sing)\b|^print (?:it|this|the|out)",
        ),
        (
            "recommend",
            r"\brecommend\w*|\bsuggest(?!\w* a (?:caption|title))\w*|\bwhere (?:can|could|do|did|"
            r"does|would|might|should) (?:i|we|you|they|one|he|she)\b.*\b(?:buy|get|find|sell|"
            r"purchase|order|from)\b|\bwhere (?:is|are) .* sold|^where to (?:buy|get|find)|"
            r"\bshop(?:ping)? for\b|\bwhat (?:\w+ )?(?:should|could|can|would) i wear|"
            r"\bwhat .*\b(?:go|goes|look|looks|pair|pairs|match|matches|suit|suits)\b.*\b(?:with|"
            r"this|these|my)\b|^(?:find|show|get|search for|look for|search)(?: me)? .*\b(?:like|"
            r"similar|matching|that (?:go|match|look|fit|suit)|in my catalog\w*|online|go with|"
            r"to go with)\b|\bin my catalogu?e?|^what (?:brand|store|shop)|^buy\b|\b(?:any|some|"
            r"got) (?:ideas|tips|advice|thoughts)\b|\bideas? (?:for|how|on|to)\b|"
            r"\b(?:can|could) buy\b|\bany similar\b|^(?:what|which) .*\b(?:go(?:es)? well|"
            r"looks? (?:good|best)|suits?|"
            r"would (?:fit|match|suit))\b|^similar \w+$|\bhow much (?:is|does|would) .*(?:cost|"
            r"sell|price)",
        ),
        (
            "question",
            r"^(?:what|who|whose|whom|where|when|why|which|how|whats|what's|who's|where's)\b",
        ),
        (
            "question",
            r"^(?:is|are|was|were|does|did|has|am) |^have (?:you|we|they|i)\b|^do (?:you|they|we|"
            r"these|those|the \w+s \w+|both|i|any|people)\b",
        ),
        (
            "question",
            r"^(?:describe|explain|tell (?:me|if|whether|what|which|who|how|where|when)|count|"
            r"identify|compare|list|read|"
            r"summari[sz]e|analy[sz]e|interpret|name the|translate|guess|recogni[sz]e|see|spot|"
            r"say what|give me (?:a (?:description|caption|summary)|details|info\w*|the (?:size|"
            r"details|location|date))|any idea|caption this$|show (?:me )?(?:the )?(?:exif|"
            r"metadata|info|details)|can (?:anyone|someone|i) see|suggest a (?:caption|title))\b",
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
            r"\bredo\b|^(?:do|apply) (?:it|that) again|\bundo (?:the|that|my) undo|^(?:go|step|"
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
            r"\bback to (?:the |my )?last (?:version|one|edit|step)\b",
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
            r"\b(?:latest|newest|last|final) version\b",
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
        ("upscale", r"\bup-?scal\w*|\bsuper.?res\w*"),
        (
            "transform.resize",
            r"\b(?:reduce|lower|decrease|halve|cut|down-?scale|downsize|shrink|"
            r"smaller)\b.*\b(?:resolution|size|dimensions|file)\b|\bdown-?scale|\bdownsize",
        ),
        (
            "upscale",
            r"\b(?:resolution|4k|8k|u?hd|full hd|(?:hi|higher|high|better|more|low).?res|hi.?def|"
            r"high.?def\w*|"
            r"megapixels?|dpi)\b|\b(?:quality)\b|\brestore (?:the )?(?:lost )?details?|"
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
            r"\bmore (?:sky|ground|floor|foreground|scenery|wall|ceiling|grass|beach|"
            r"surroundings)\b"
            r"(?! (?:blu|in ))|\b(?:show|see|reveal) more of the|\bbeyond the (?:frame|edges?|"
            r"borders?)|"
            r"\bfill (?:in )?the (?:edges|borders|sides)|^stretch the (?:canvas|scene|background)",
        ),
        ("extract", rf"\bcrop out {_WHOLE_BG}$"),
        (
            "transform.crop",
            r"\bcrop\w*|^trim\b|^cut (?:it |this |the \w+ )?(?:to|into) (?:a )?(?:square|\d)|"
            rf"^(?!{_GENERATE}|an? \w+ of).*\b(?:square|\d+ ?[:/] ?\d+|portrait(?! mode)|"
            r"landscape)(?: (?:format|ratio|aspect|shape|size|version|orientation))?(?: ratio)?$|"
            r"\b(?:it|this|photo|image|picture) (?:vertical|horizontal)\b(?!ly)|"
            r"\baspect ratio|^square\b(?! the)|\bcut off the|"
            r"^(?:chop|trim|slice|shave|lop|cut)\b(?: off)?(?: the| a bit (?:off|of)(?: the)?|"
            r" some off the)?"
            r" (?:top|bottom|left|right|edges?|sides?)\b|\bzoom in\b",
        ),
        (
            "transform.flip",
            r"^(?:horizontally |vertically )?(?:flip|mirror)(?!ed sunglasses)\b|\bflip\w*\b|"
            rf"\bmirror (?:it|the {PHOTO}|this|horizontally|vertically|image)|\bmirrored\b|"
            rf"\bmirror image\b|\breverse (?:it|the {PHOTO}|left)|\bflop\b",
        ),
        (
            "transform.straighten",
            r"\bstraighten\w*|\blevel (?:the|it|this|out)|\bhorizon\b.*\b(?:level|straight|"
            r"crooked|tilted|fix)|\b(?:fix|correct|level).*\b(?:horizon|tilt)|\b(?:crooked|tilted|"
            r"slanted|askew)\b(?! \w+$)|\bmake it (?:level|straight)\b|\bdeskew",
        ),
        (
            "transform.rotate",
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
        # Words on the picture
        (
            "text",
            rf"{REMOVE}(?!.*\b(?:text|words?|letters?|writing|title|caption|watermark|"
            rf"logo)\b).*{QUOTED}.*\bwrite",
        ),
        (
            "text",
            r"^(?:please )?(?:write|type|inscribe|engrave|print|spell|letter)\w*\b|^label\b|"
            r"\bcaption (?:it|this|the)\b|\b(?:that |which |to |sign |shirt |should |it |"
            r"now )(?:say|"
            rf"read)s?\b|\bsaying\b|^(?:{_ADD}|set|append|display|show|have|with|"
            rf"give)\b.{{0,30}}\b(?:text|texts|words?|wording|title|caption|letters?|lettering|"
            r"label|heading|headline|watermark|subtitles?|slogan|quote|message|(?:my|your|the|his|"
            r"her|our) (?:names?|initials)|date|signature|speech bubble|typography|hashtag)\b|"
            rf"^(?:{_ADD})\b.{{0,12}}(?:{QUOTED}|[@#]\w)|^(?:{_CHANGE}|{_SWAP}|edit).*\b(?:text|"
            rf"words?|title|"
            rf"caption|writing|letters|sign)\b.* (?:to|with|into) {QUOTED}|{QUOTED} (?:to|with|"
            rf"for|by) {QUOTED}|^(?:text|title|"
            rf"caption)\b.*{QUOTED}|^{QUOTED}",
        ),
        # What looks like another op, but is an adjustment or an extraction
        ("unknown", rf"^keep {_KEPT_AS}"),
        (
            "background.blur",
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
            rf"\bknock\w* out|\bmask out|\bdrop out|\bdon't want)(?: out)? {_WHOLE_BG}{_BG_ENDS}|"
            rf"\btake {_WHOLE_BG} (?:out|away|off)|\b(?:transparent|no|without(?: an?| the| its|"
            rf" any)?|invisible) (?:{GROUND})(?! (?:noise|blur))|{GROUND}.{{0,12}}\b(?:transparent|"
            r"off$|removed|gone|removal|invisible|cut out|away|disappear)\b|\btransparent (?:png|"
            r"one|version)|\bpng with transparency",
        ),
        (
            "extract",
            rf"^(?!.*(?:{_EARLY}))(?:separate|isolate|extract|lift|detach|pull out|"
            rf"mask)\w*(?: out)? (?P<target>.+?)(?: (?:from|out of|off|away from) (?:{_WHOLE_BG}|"
            rf"the (?:{PHOTO}|rest).*))?$|^(?:separate|isolate|extract)$",
        ),
        (
            "extract",
            r"\bcut(?:ting)? ?-?out (?:of )?(?P<target>.+)|\bcut(?:ting)? (?P<moved>.+?) out\b|"
            r"\bcut-? ?out$|^silhouette|\b(?:make|create|get|give me)(?: \w+){0,2} (?:cut-?out|"
            r"sticker)(?: (?:of|from) (?P<of>.+))?",
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
            rf"^(?:just|only) (?P<bare>{_THE} \w+(?: \w+)?)(?: (?:as|in) (?:an? )?png)?$|"
            rf"^(?P<as>.+?) as an? (?:png|sticker|cut-?out)$|\bkeep (?P<and>.+?) (?:only|"
            rf"and (?:{REMOVE}|get rid of|throw).*(?:rest|else|others?))",
        ),
        (
            "style",
            rf"^(?!.*(?:{REMOVE}|\bget rid)).*(?:{_STYLE}).{{0,12}}\b(?:style|filter|effect|look|"
            r"vibe|feel|aesthetic|treatment)\b",
        ),
        (
            "adjust",
            rf"^(?!(?:{_GENERATE}|put|replace|"
            rf"swap)\b).*(?:{_EARLY})",
        ),
        ("ambiguous", r"^(?:i )?(?:don't|do not|dont) (?:like|want) (?:it|this|that)$"),
        # Removal
        (
            "remove",
            r"^there (?:is|are|was) (?P<target>.+?),? (?:(?:can|could|would|will) you )?(?:fix|"
            r"clean|handle|take care of|deal with) (?:it|this|that|them)(?: up)?$",
        ),
        (
            "remove",
            r"^(?:fix|repair|heal|kill|patch|retouch|correct|"
            r"cover)(?: up)? (?P<target>.*\b(?:scratch\w*|blemish\w*|spots?|stains?|flares?|glare|"
            r"acne|wrinkles?|tears?|cracks?|dust|damage|pimples?|scars?)\b.*)",
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
            r"clean up)$",
        ),
        # Making things
        (
            "generate",
            rf"^(?:{_GENERATE})(?: up)?(?: me| us)?(?: up)? (?P<what>(?:an?|{COUNT}|some|another|"
            r"new|more|several|many|multiple|different)\b(?!.* (?:on|onto|over|in front of|"
            rf"next to|behind) (?:{_HIM}|{_THE})\b)(?!.* (?:here|there)$).*)",
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
            rf"^(?:an?|{COUNT}|another|new|more|different)(?: \w+){{0,2}} (?:{PHOTO}|drawing|"
            r"painting|illustration|variants?|variations?|versions|portrait|alternatives) ?(?:of|"
            r"with|showing|please|from|$)",
        ),
        (
            "generate",
            r"^(?:generate|create|imagine|draw)(?: me)? (?!it\b|this\b|that\b|over\b|"
            r"on\b)(?!.* (?:here|there)$)(?!.* (?:on|onto|over|in front of|next to|behind|"
            rf"to) (?:{_HIM}|{_THE})\b)(?!.*{GROUND})(?P<what>.+)",
        ),
        # Style
        (
            "background.describe",
            r"^(?:be|(?:i|we|he|she|they) (?:was|were)) (?:\w+ing )?(?:in|at|on) (?:an?|the) |"
            r"\blooks? like (?:i am|we are|you are|he is|she is|they are|it is|this is)"
            r"(?: \w+ing)? (?:in|at|on|near|by) (?!the style)",
        ),
        (
            "style",
            r"^(?:an? |the )?\w+ style$|\bin (?:the |a )?(?:[a-z ]+ )?(?:style|manner|fashion)\b|"
            r"\bin the style|\bstyle of|\bstyli[sz]e|\bas if (?:it (?:was|were)|painted|drawn)|"
            rf"\b(?:painted|drawn|made|directed) by\b|\b(?:like|as) an? (?:\w+ )?(?:{_STYLE})|"
            rf"(?:day(?:time)?|summer|night(?:time)?|winter) (?:in)?to (?:a )?(?:{_SEASON})|"
            r"\b\w+(?:oon|at|ur|in)ify\b",
        ),
        (
            "style",
            rf"^(?!(?:{_ADD})\b)(?!.*{GROUND})(?!.*\b(?:sky|dress|car)\b).*\b(?:look|looks|looking|"
            r"seem|feel|appear|be|like|into|to|as|set)\b(?: (?:at|like|as if|as|it's|it is|it was|"
            rf"it|in|a|an|the|being))* (?:\w+ )?(?:{_SEASON})(?: \w+)?$|"
            rf"^make it (?:a )?(?:\w+ )?(?:{_SEASON})(?: (?:time|scene|weather))?$|"
            rf"^(?:{_SEASON})(?: (?:mood|vibe|look|scene|feel|atmosphere|version))?$",
        ),
        (
            "style",
            rf"^(?!(?:{_ADD}|{_SWAP})\b)(?=.*\b(?:into|to|look|looks|feel|like|as|make it|"
            r"make this|style|give it|convert|turn it|turn this|apply|with|more)\b|"
            rf"(?:an? )?(?:\w+ )?(?:{_STYLE})(?: \w+)?$).*(?:{_STYLE})",
        ),
        (
            "style",
            rf"^(?:make|have)\b (?!.*{GROUND})(?!.*\b(?:{LOOK})$)(?P<target>.+?) (?:look|looks|"
            rf"seem|feel|appear)s? (?:like|as if|as though) (?!{_DET} (?:cat|dog|person|horse|"
            r"car)\b).+|^(?:apply|use|add|try|put|give it|give this)\b.*\b(?:filter|effect|style|"
            r"vibe|look|aesthetic|mood|atmosphere|feel)\b|\b(?:vibe|aesthetic|mood|atmosphere)s?\b",
        ),
        # Additions
        (
            "adjust",
            r"^(?:add|apply|put)\b(?: (?:some|more|a|bit|little|of|slight|subtle|"
            r"strong))* (?:blur|warmth|light|sharpness|softness|darkness)\b(?! bulb)",
        ),
        (
            "add",
            rf"^(?:{_ADD}|draw|paint|sketch) (?P<what>.+?) (?:{_PLACED}) (?P<target>{_WHOLE_BG})$",
        ),
        ("replace", r"^(?:put|place) (?P<with>.+?) where (?P<target>.+?) (?:is|was|are|were)$"),
        (
            "replace",
            rf"^(?:{_ADD}|use|show) (?P<with>.+?) (?:instead of|in place of) (?P<target>.+)|"
            rf"^(?:instead of|in place of|rather than) (?P<target2>.+?),? (?:{_ADD}|use|show|have|"
            r"give me|make it) (?P<with2>.+)",
        ),
        (
            "background.describe",
            rf"^(?:put|place|move|set|teleport|transport|drop|insert)\b (?:{_HIM}|the (?:subject|"
            r"person|man|woman|dog|cat|girl|boy|people|couple|car|product|object|main subject)|"
            r"this \w+) (?:in front of|at|inside|into|in|on|onto|to|under|by|near|"
            rf"against)\b (?!{_HIM}\b)(?!(?:{_SEASON}))(?!the (?:left|right|center|middle|table|"
            r"wall|man|head)\b)",
        ),
        (
            "add",
            rf"^(?:{_ADD}|(?:draw|paint|sketch)(?= (?:an?|some|"
            rf"{COUNT})\b))\b (?P<what>(?!.*{GROUND}).+?)(?: (?:{_PLACED}|here|"
            r"there)\b ?(?P<target>.*))?$",
        ),
        (
            "add",
            r"^(?:make|let|have) (?P<target>.+?) (?:have|wear|wearing|hold|holding|ride|riding|"
            r"carry|carrying) (?P<what>.+)|"
            rf"^there should be (?P<what3>.+?)(?: (?:{_PLACED}) (?P<target3>.+))?$",
        ),
        # Adjustments of a kind that nouns of the rules above may hold too
        (
            "adjust",
            rf"^(?!(?:{_SWAP})\b)(?!.*\b(?:in)?to an? )(?!.*\b(?:dark|light|bright|cool|warm|"
            rf"cold)(?:er)?[ -](?:{COLOUR})(?: colou?red)?$).*(?:{_LATE})",
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
            rf"^(?:{_CHANGE}|{_SWAP}) (?P<target>.+?) (?:into|for|with|"
            rf"to(?= an? )) (?P<with>(?:an? |a \w+ of |"
            r"some )?(?:wine|oranges?|roses?|peach(?:es)?|salmon|chocolate|cream|limes?|olives?|"
            r"gold|coral|mint))$",
        ),
        ("unknown", rf"{COLOUR} (?:and|or) {COLOUR}$"),  # two at once
        (
            "recolour",
            rf"^(?:{_CHANGE}|{_SWAP}|paint|dye|tint|re-?colou?r|colou?r|set|give|have|do|get|fill|"
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
            r"\bsubstitut\w* (?P<with>.+?) for (?P<target>.+)|^(?P<with2>.+?) (?:instead of|"
            r"in place of|rather than) (?P<target2>.+)",
        ),
        (
            "replace",
            rf"^(?:{_SWAP})\b(?: out)? (?P<target>.+?) (?:with|for|by|to|into|"
            rf"against) (?P<with>.+)|^(?:{_CHANGE})\b (?P<target2>.+?) (?:(?:in)?to|"
            r"for) (?P<with2>.+)|^(?:make|turn) (?P<target3>.+?) (?P<with3>(?:an?|some) .+)",
        ),
        (
            "replace",
            rf"^(?:make|have|let) (?P<target>.+?) (?P<with>{_AGES})(?: .*)?$|"
            rf"^(?:{_SWAP})\b(?: out)? (?P<target2>.+)",
        ),
        (
            "add",
            rf"^give (?P<target>him|her|it|them|me|us|{_THE} [a-z]+(?: [a-z]+)??) (?P<what>(?:an?|"
            rf"some|more|{COUNT})\b.*|\w+$)",
        ),
        ("add", rf"^(?P<what>(?:an?|some|{COUNT}|more) .+?) (?:{_PLACED}) (?P<target>.+)"),
        (
            "ambiguous",
            r"^(?:make|do|fix|improve|enhance|beautify|edit|change|adjust|retouch|perfect|polish|"
            rf"correct|modify|auto|work on|touch up|tweak|process)\w*\b(?:.*\b{LOOK}|(?: (?:it|"
            rf"this|that|my|the|an?|{PHOTO}|something|everything|up|look|fix|enhance|correct\w*|"
            rf"face|skin|him|her|them|to))*)$|^(?:surprise me|{LOOK})$",
        ),
    )
)

# What only states how things are; before a request it is the reason.
STATEMENT = re.compile(
    r"^(?!i (?:want|need|would|wish))(?:(?:i|we|you|he|she|it|this|that|these|those|they|my|the|"
    r"his|her|our|"
    rf"everything|some\w+|{PHOTO}) (?:.* )?(?:is|are|was|were|am|looks?|seems?|feels?|has|have|"
    r"came|got|ruins?|bothers?|isn't|aren't|doesn't|don't (?:like|want|need)|can't)\b|"
    r"(?:there is|there are|too|so|kind of|a bit) |(?!make|have|let)\w+ (?:looks|seems|feels) |"
    rf"keep {_KEPT_AS}|(?:(?:hmm+|no|nah|ugh|eh),? )?(?:i )?don't (?:like|want) (?:it|this|that))"
)
# What it states that of: "there is a fly on the wall", "the sky looks dull".
ABOUT = re.compile(
    r"^(?:there (?:is|are|was|were) (?P<thing>[^,.;]+)"
    rf"|(?P<subject>{_THE} [^,.;]+?) (?:is|are|was|were|looks?|seems?|feels?|has|came|isn't)\b)"
)

# Spellings of the chat, and what they stand for.
SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\bu\b", "you"), (r"\bur\b", "your"), (r"\bgimme\b", "give me"),
    (r"\bwann?a\b", "want to"), (r"\bgotta\b", "have to"), (r"\bkinda\b", "kind of"),
    (r"\bdont\b", "don't"), (r"\bcant\b", "can't"), (r"\bisnt\b", "isn't"),
    (r"'re\b", " are"), (r"\bthere'?s\b", "there is"), (r"\bthats\b", "that is"),
    (r"\bwhats\b", "what is"),
    (r"(?:^|(?<=[,.;] ))its\b", "it is"), (r"\bi'?d\b(?= (?:like|love|prefer))", "i would"),
    (r"\bi'?m\b", "i am"), (r"\bppl\b", "people"), (r"\bb4\b", "before"),
    (r"^.*\b(?:i mean|no wait|wait no|actually no|scratch that),? ", ""),
)  # fmt: skip

# What is said around a request; taken off before the rules look.
POLITE = re.compile(
    r"\b(?:please|pls|plz|kindly)\b,? ?|^(?:i (?:just )?changed my mind|i made a mistake|"
    r"oops|on second thought|"
    r"(?:that's|this is|it's) not what i (?:wanted|meant)|that's wrong|that looks (?:bad|wrong)|"
    r"i (?:don't|do not|dont) like (?:it|this|that))[,.;!]+ "
)
PREFIX = re.compile(
    r"(?:(?:great|thanks|thank you|cool|perfect|nice|no|yes|wow|lol|hi there|good morning)[,.!:]+ "
    r"|(?:hey there|hello there|ok|okay|hey|hi|hello|so|well|alright|oops|sorry|wait|"
    r"actually|hmm+|um+|uh+|also|finally|"
    r"lastly|and|but|now|then|next|first|first of all|firstly|secondly|second|third|excuse me|"
    r"pentimento)"
    r"[,.!:]* (?!again\b|you\b|one\b|version\b|there\b)"
    r"|(?:omg|lol|haha\w*|wow)[,.!]* "
    r"|(?:(?:it|this|that) )?needs (?:to be )?"
    r"|(?:can|could|may) (?:we|i) (?:please )?(?:get|have|see)(?! (?:buy|find))"
    r"|(?:can|could|would|will|may|might|can't|couldn't|should) (?:you|we|i|u|"
    r"ya) (?!buy\b|find\b.*\blike\b)"
    r"|(?:maybe|possibly|perhaps|just|simply|quickly|go ahead and|help me (?:to )?|try (?:to|and) |"
    r"be able to|i think (?:you should |we should )?|you (?:should|could|can|need to|have to|must)|"
    r"i need you to|i want you to|i'd like you to|i would like you to|i was wondering if you could|"
    r"i wonder if you could|it would be (?:nice|great|cool) if (?:you could|you)?|"
    r"i(?:'d| would) (?:like|love|prefer|rather)(?: to)?(?: see| have| get)?|i wish|i wanna|"
    r"i (?:want|need)(?: to)?(?: see| have| get)?|let's|lets|let us|how about|what about|"
    r"what if(?: (?:you|we|i))?|why (?:don't|not)(?: you| we)?|is it possible to|"
    r"would it be possible to|"
    r"do you think you (?:can|could)|do you mind|would you mind|mind|any chance (?:you could|of)|"
    r"are you able to|you to|to) )"
)
SUFFIX = re.compile(
    r" ?\?+$|"
    r"(?:,? (?:for me|thanks(?: a lot)?|thank you|thx|ty|cheers|if (?:you can|possible|that's ok|"
    r"you could|you don't mind)|"
    r"will you|would you|can you|could you|now|again|asap|right now|immediately)"
    r"|, (?:ok|okay|right|man|dude|mate|too|also))\??$"
)
CAN_BE = re.compile(
    r"^(?:can|could|should|may|must|let) (?=(?:the|this|that|it|his|her|my) .*\b(?:be|"
    r"look)\b|(?:it|this|that) (?:be|look)\b)"
)

# Where a new step may start after "and" or a comma.
_NEW_VERBS = (
    "remove delete erase eliminate wipe hide lose drop clear clean strip change turn transform "
    "convert morph make replace swap substitute exchange add put insert place draw generate create "
    "increase raise boost lift brighten lighten reduce decrease lower darken blur sharpen soften "
    "smooth crop rotate flip mirror resize scale shrink enlarge straighten upscale extend expand "
    "widen zoom write type caption paint dye tint recolour recolor colour color cut extract "
    "isolate keep undo redo revert reset apply give set desaturate saturate denoise invert convert "
    "show describe tell recommend suggest find warm cool dim fix improve enhance stylize stylise "
    "order send email post upload save download print share sing play book call buy open close "
    "move copy go take get bring level trim outpaint use try let do tone pump tidy rename export"
)
_COMPARED = (
    r"(?:a (?:bit|little|touch) |much |slightly |way |a lot )?(?:\d+ ?% )?(?:more|less|"
    r"brighter|darker|"
    r"warmer|cooler|colder|sharper|softer|lighter|smoother|crisper|bigger|smaller|square|sepia|"
    r"black and white|grayscale|greyscale|blurry|blurrier|upside down)\b"
)
STEP_START = re.compile(
    r"(?:(?:then|also|finally|just|now|next|lastly|maybe|after that) )*"
    r"(?!(?:remove|delete|erase|drop|get rid of|throw away|clear|lose) "
    r"(?:the (?:rest|others?)|all else|everything else|anything else))"
    rf"(?!(?:fix|correct|improve|do|help) (?:it|this|that|me)$)"
    rf"(?:{verbs(_NEW_VERBS)}(?! (?:shirt|dress|car|hat|of|button)\b)|{_COMPARED}|\d+ ?%"
    r"|(?!(?:with|on|in|behind|near|for|of|to|at|from|under|over) )[a-z]+ (?:it|him|them|me)$)"
)
# The same where the verb is left out: "make the hat red, the shirt blue".
ELLIPSIS = re.compile(
    rf"(?:the|this|that|his|her|my) (?:[a-z]+ ){{1,4}}?(?:{COLOUR}|{_COMPARED})(?=$|,| and )"
)
MAKES = re.compile(r"(?:.* )?(?:make|turn|paint|dye|colou?r)\b")
HARD_BREAK = re.compile(
    r"\s*(?:;|[.!?](?= )|\n|,? ?(?:and |but )?\bthen\b,?|,? (?:and )?(?:after (?:that|"
    r"this)|afterwards|"
    r"followed by|finally|lastly),?|,? before (?=\w+ing\b))\s*"
)
SOFT_BREAK = re.compile(
    r"(?<!\bwhat)(?<!\bhow)(?<!\belse)(?<!\ball)(?<!\bif)(?<!\bthink),? (?:can|could|would|"
    r"will) you (?:please )?|"
    r"(?:,? (?:and also|and|but|plus|as well as|&|\+|while) |, |/)"
)
AFTER = re.compile(r"(?P<late>.+?),? after (?P<early>[a-z]+ing\b.+)")
AFTER_FIRST = re.compile(r"after (?P<early>[a-z]+ing\b[^,]+), (?P<late>.+)")
TYPO_WORDS = [
    "remove",
    "delete",
    "erase",
    "background",
    "brighter",
    "brighten",
    "darker",
    "contrast",
    "saturation",
    "picture",
    "rotate",
    "replace",
    "change",
    "sharpen",
    "vertically",
    "horizontally",
    "transparent",
    "resize",
    "upscale",
    "extend",
    "expand",
    "brightness",
    "exposure",
    "cartoon",
    "watercolor",
    "watercolour",
    "original",
    "version",
    "recommend",
    "straighten",
    "describe",
    "generate",
    "colour",
    "highlights",
    "shadows",
    "vignette",
    "sepia",
    "grayscale",
    "picture",
    "please",
]
