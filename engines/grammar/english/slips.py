"""Spellings, typos and politeness of English, put straight before the rules look."""

import re

from engines.grammar.colour_words import ENGLISH_COLOUR as COLOUR
from engines.grammar.english.words import NEW_VERBS, PLACED

# Spellings of the chat, and what they stand for.
SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\bu\b", "you"), (r"\bur\b", "your"), (r"\bgimme\b", "give me"),
    (r"\bwann?a\b", "want to"), (r"\bgotta\b", "have to"), (r"\bkinda\b", "kind of"),
    (r"\bdont\b", "don't"), (r"\bcant\b", "can't"), (r"\bisnt\b", "isn't"),
    (r"'re\b", " are"), (r"\bthere'?s\b", "there is"), (r"\bthats\b", "that is"),
    (r"\bwhats\b", "what is"),
    (r"(?:^|(?<=[,.;] ))its\b", "it is"), (r"\bi'?d\b(?= (?:like|love|prefer))", "i would"),
    (r"\bi'?m\b", "i am"), (r"\bppl\b", "people"), (r"\bb4\b", "before"),
    (r"^.*(?:\b(?:i mean|no wait|wait no|actually no|scratch that),?|\.\.\.? no,) ", ""),
    (r"\bswop\b", "swap"), (r"^to (?=dark|bright|blurry|small|big|warm|cold|red|blue)", "too "),
    (r"(?<=\w) please,? (?=\w+ (?:it|them|him|her)\b)", ", "),
    (r"'s(?= (?:too|so|very|a bit|all|not|kind|really|way|just|quite|looking)\b)", " is"),
    (r"\bouttas?\b", "out of"),
    (r"^(?:yeet|boot|kick|axe)\b", "remove"),
    (r"'ve\b", " have"), (r"'ll\b", " will"), (r"\bcuz\b|\bcoz\b|\b'?cause\b", "because"),
    (r"\blil\b", "little"), (r"\bsth\b", "something"), (r"\bimo\b|\btbh\b|\bidk\b,?", ""),
    (r"^sub(?: out)?\b(?=.* for )", "swap"), (r"\bwat\b", "what"),
    (r" (?:tho|innit)\b", ""),
    (r"^bin (?=(?:the|this|that|those|these|my|his|her) )", "remove "),
    (rf"\b(?:(?:pop|chuck|bung|plonk|whack|shove)|drop(?= (?:an?|some|two|three) ))\b"
     rf"(?=.* {PLACED}\b)", "put"),
)  # fmt: skip
# What is said around a request; taken off before the rules look.
POLITE = re.compile(
    r"\b(?:please|pls|plz|kindly)\b,? ?|^(?:i (?:just )?changed my mind|i made a mistake|"
    r"oops|on second thought|"
    r"(?:that's|this is|it's) not what i (?:wanted|meant)|that's wrong|that looks (?:bad|wrong)|"
    r"i (?:don't|do not|dont) like (?:it|this|that))[,.;!]+ "
)
SAME = r"(?:alone|as (?:it|they|he|she)(?: is| are)?|as is|the same|unchanged|untouched|intact|be)"
REST = r"(?!.*\b(?:rest|others?|else)\b.*\b(?:gone|away|out|off)\b)"
ASIDES = re.compile(
    rf"^(?:leave|keep) (?:[^,]{{1,40}}? {SAME}|everything)(?: but| and|,)+ (?=\w+ )"
    rf"|^(?:don't|do not) (?:touch|change) [^,]{{1,40}}?(?: but| and|,)+ (?=\w+ )"
    r"|^(?:keep|leave) (?:the|my|her|his|this|that) \w+(?: \w+)?,? but (?=\w+ )"
    rf"|(?:,| and| but)+ (?:leave|keep) [^,]{{1,40}}? {SAME}$"
    r"|(?:,| and| but)+ (?:leave|keep) (?:just |only )?(?:the|my|her|his) (?!details?\b|"
    r"quality\b|resol)\w+(?: \w+)?$"
    r"(?<!rest)(?<!else)(?<!others)(?<!other)"
    r"|(?:,| and| but)+ (?:leave|keep) (?:the rest|everything else|the others?)$"
    r"|(?:,| and| but)+ (?:don't|do not) (?:touch|change) [^,]{1,40}$"
    r"|(?:,| and| but)+ (?:nothing|not \w+ing|no one) else$"
    r"|^(?:ok |okay )?(?:forget|ignore|never mind|leave) (?:about )?(?:this|the|that|my)"
    r"(?: \w+)?,(?: and)? (?=\w+ )"
    r"|^(?:[a-z]+, )?(?:wrong one|my bad|my mistake|that is (?:worse|awful|horrible|ugly)|"
    r"not (?:this|that|good))[,.!] (?=\w+)"
    r"|(?:,| and) keep(?:ing)? (?:the |its |all )*(?:details?|quality|resolution)$"
    r"| without (?:losing|loss of|ruining|affecting|touching|changing|hurting) .*$"
    rf"|(?<= )(?<=[a-z] )(?:rather than|instead of|from) (?:{COLOUR})$"
    r"|,? (?:and )?(?:but )?not (?:the|this|that|my|his|her|so|too|in|on|as)\b[^,]*$"
    # "what changed since the first?" is no reason
    r"|(?! (?:changed?|different|done)\b)(?<!change)(?<!changed)(?<!different)(?<!done)"
    r"(?: \w+)? (?:because|since|cause) (?:it|i|we|they|he|she|the|my|this|that|there|of) .*$"
    r"|^(?:because|since|as (?:it|i|we|they|he|she|the|my|this)\b) [^,]+, (?=\w+ )"
    r"|^(?:let's |let us )?start with a (?:blank|clean|new|fresh) (?:canvas|page|slate)"
    r"(?:,| and)+ (?=\w+ )"
)
ONLY = re.compile(r"(?:just|only|keep only|leave only|keep just|give me only|save only)\b")
PREFIX = re.compile(
    r"(?:(?:brilliant|lovely|excellent|amazing|awesome|super|wonderful|fantastic|nah|nope|"
    r"yeah|yep|right|oh|ah|huh|ugh|great|thanks|thank you|cool|perfect|nice|no|yes|wow|lol|hi "
    r"there|good morning)[,.!:]+ "
    r"|(?:hey there|hello there|ok|okay|hey|hi|hello|so|well|alright|oops|sorry|wait|"
    r"nah|nope|yeah|yep|oh|ah|ugh|"
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
    r"i (?:want|need)(?: to)?(?: see| have| get)?|i (?:fancy|could do with|could use)|"
    r"(?:can|could|may|might|should|would)(?= there be )|"
    r"could do with|(?:this|it) but|please make sure|make sure|feel free to|"
    r"(?:could|would) you be so kind(?: as)? to|be so kind(?: as)? to|any way to|any way you can|"
    r"is there (?:any|a) way (?:to|you can)|there is no way to|are we able to|"
    r"wouldn't it be \w+ to|it'd be \w+ to|would it be ok(?:ay)? to|let's|lets|let us|how "
    r"about|what about|"
    r"what if(?: (?:you|we|i))?|why (?:don't|not)(?: you| we)?|is it possible to|"
    r"would it be possible to|"
    r"do you think you (?:can|could)|do you mind|would you mind|mind|any chance (?:you could|of)|"
    r"are you able to|you to|to) )"
)
SUFFIX = re.compile(
    r" ?\?+$|"
    r"(?:,? (?:for me|thanks(?: a lot)?|thank you|thx|ty|cheers|if (?:you can|possible|that's ok|"
    r"you could|you don't mind|you'd be so kind|you would be so kind|you please)|"
    r"ta|innit|pal|bro|buddy|love|yeah|for us|okay|at least|i guess|i think|as well|"
    r"will you|would you|can you|could you|now|again|asap|right now|immediately)(?<!do it "
    r"again)(?<!do that again)(?<!apply it again)(?<!try again)"
    r"|,? (?:mate)|, (?:ok|okay|right|man|dude|too|also))\??$"
)
CAN_BE = re.compile(
    r"^(?:can|could|should|may|must|let) (?=(?:the|this|that|it|his|her|my) .*\b(?:be|"
    r"look)\b|(?:it|this|that) (?:be|look)\b)"
)
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
    "write",
    "letters",
    "photograph",
    "transparent",
    "yellow",
    "purple",
    "orange",
    "people",
    "warmer",
    "cooler",
    "square",
    "compare",
    "painting",
    "pencil",
    "vintage",
    *(word for word in NEW_VERBS.split() if len(word) > 4),
]
# "would you mind removing": the verb as it stands in the rules.
GERUNDS = {
    form: word
    for word in NEW_VERBS.split()
    for form in (f"{word}ing", f"{word.removesuffix('e')}ing", f"{word}{word[-1]}ing")
}
