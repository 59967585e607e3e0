"""Words for adjustments and styles in English."""

from engines.grammar.english.words import LOWER, PHOTO, RAISE, REMOVE
from engines.grammar.rule import Cue

# Words and phrases for the adjustments; of two that fit, the one that comes first here.
EARLY_CUES: tuple[Cue, ...] = (
    Cue("temperature", 1, r"\b(?:blue|bluish|green|greenish|cold) (?:cast|tint|hue)\b"),
    Cue("temperature", -1, r"\b(?:magenta|colou?r|pink) (?:cast|tint|hue)\b"),
    Cue("highlights", -1, r"\b(?:too|so|really|very) shiny\b"),
    Cue("saturation", 1, r"\b(?:looks?|is|bit|so|too|very) (?:\w+ ){0,2}washed.out\b"),
    Cue(
        "shadows",
        1,
        rf"(?:{RAISE}).{{0,12}}\b(?:shadows|dark (?:areas?|parts?|regions?|spots)|shade)\b"
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
        rf"(?:{LOWER}).{{0,8}}\b(?:highlights?|bright (?:areas?|parts?))\b|blown.?out|"
        r"\bwhites\b.{0,12}\b(?:harsh|bright|strong|down)\b|"
        r"\bhighlights? (?:down|darker)",
    ),
    Cue("highlights", 1, r"\bhighlights?\b(?! (?:in|on|his|her))"),
    Cue(
        "denoise",
        1,
        r"\bde-?nois\w*|\b(?:kill|cut|drop|zap|tame) the (?:noise|grain)|\b(?:less|no|reduce|"
        r"remov(?:e|ing)|clean\w*|clear|get rid of|fix|without|"
        r"lower|erase|eliminate)(?: up)?(?: the| this| all| any)?(?: \w+)? (?:noise|grain|"
        r"graininess|speckles|iso)\b|\bless (?:noisy|grainy)|too (?:noisy|grainy)|"
        r"noise (?:reduction|removal)|"
        r"\b(?:is|looks?|so|very|bit|really|came out|kind of) (?:\w+ )?(?:grainy|noisy)\b",
    ),
    Cue("vignette", -1, rf"(?:{REMOVE}|{LOWER}|get rid of).{{0,8}}\bvignett\w+"),
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
        r"\bgr[ae]y ?-?scale|\bblack (?:and|&|n|'n') white|\bb ?(?:&|and|/)? ?w\b|"
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
    Cue(
        "contrast",
        1,
        r"\b(?:is|looks?|too|so|bit|kind of) (?:\w+ )?flat\b|\bcontrast\w*|\bde-?haz\w*|"
        r"\bpunch(?:y|ier)?\b(?! (?:bag|ing))|\b(?:is|looks?|all|so|too|bit) hazy|\bhaz(?:e|"
        r"iness)\b|less (?:flat|hazy)",
    ),
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
        r"\b(?:colou?rs?|it|photo|picture|image) (?:is |are |looks? |looking )?(?:\w+ )?"
        r"(?:washed.out|faded|dull|drab|lifeless)\b|\bsaturat\w*|\bvibran\w*|\bvivid\w*|"
        r"\b(?:more|extra) colou?r(?:ful)?\b|"
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
    Cue(
        "saturation",
        -1,
        r"\bcolou?rs? (?:are |is |look )?(?:\w+ )?too (?:intense|strong|bright|much|loud|garish)",
    ),
    Cue(
        "temperature",
        -1,
        r"\b(?:skin|face|everything|it|photo|picture|tones?|whites?) (?:is |looks? |are |came "
        r"out )*(?:so |"
        r"too |very |a bit |a little |kind of |way )*(?:orange|yellow|red|pink)(?:ish)?$",
    ),
    Cue(
        "temperature",
        1,
        r"\b(?:everything|it|photo|picture|tones?|whites?) (?:is |looks? |are |came out "
        r")*(?:so |too |very |"
        r"a bit |a little |kind of |way )+(?:green|blue)(?:ish)?$|\blate afternoon (?:sun|"
        r"light)|\bmake it golden\b",
    ),
    Cue("brightness", -1, r"\btoo (?:bright|light|white)\b|\b(?:less|not so|not as) bright\b"),
    Cue(
        "brightness",
        1,
        r"\bbright(?:er|en|ened|ening|ens)?\b|\blight(?:en(?:ed|ing|s)?|er)\b|\b(?:more|"
        r"add) light\b|\bwhiten\w*|\blook(?:s|ing)? (?:\w+ )?tired\b|\blight it up\b|"
        r"\billuminat\w+|\blighten up",
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
EARLY = "|".join(cue.pattern for cue in EARLY_CUES)
LATE = "|".join(cue.pattern for cue in LATE_CUES)
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
STYLE = "|".join(pattern for _, pattern in STYLE_WORDS)
