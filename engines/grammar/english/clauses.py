"""How English clauses are told apart: joints, statements, what "it" is."""

import re

from engines.grammar.colour_words import ENGLISH_COLOUR as COLOUR
from engines.grammar.english.words import COMPARED, DET, GROUND, KEPT_AS, NEW_VERBS, PHOTO, THE
from engines.grammar.rule import verbs

# One wish in two verbs, never two steps.
ONE_STEP = re.compile(
    r"^(?:take|remove|delete|erase|get rid of|cut|lose|throw) .+? and (?:put|add|place|use|"
    r"draw|have|"
    r"stick|insert) .+ (?:in (?:its|his|her|their|that) (?:place|stead)|instead|there)$"
)
# What is no request of its own beside one.
FILLER = re.compile(
    r"(?:fill (?:it|them|that) in|(?:i )?(?:don't|do not) (?:want|like|need) (?:it|that|this|"
    r"them)(?: any ?more)?|"
    r"anymore|quick (?:one|question)|"
    r"(?:a )?quick (?:request|favou?r)|nah|nope|no|yes|yeah|hmm+|ugh|oops|ok|okay|well|wait|"
    r"look|listen|wow|nice|oh(?: no)?|"
    r"wrong one|my bad|sorry|"
    r"(?:can|could|would|will) you (?:please )?|please )*(?:(?:make it|make them|make him|make "
    r"her) (?:go away|stop)|(?:fix|sort|correct|handle|complete|finish|repair|"
    r"deal with|take care of|do something about|help(?: me)?(?: with)?|change|adjust|turn|kill|"
    r"clear|clean|smooth|tame|cool|mend) (?:it|this|that|"
    r"them)(?: out| up)?|do something)?(?: please| for me)?"
)
# What is said of the background before it is asked for: "it" is the background then.
GROUND_IS = re.compile(
    rf"^(?:the|this|that|my|its) (?:\w+ )?{GROUND} (?:is|looks?|seems?|feels?|was)\b"
)
# What is said of a thing that the next clause calls "it".
DISLIKED = re.compile(
    rf"(?:i )?(?:don't (?:really )?like|do not like|hate) (?P<thing>{DET} "
    rf"[a-z' -]+)"
)
THEM = re.compile(r"\b(?:it|them|him|her)\b")
IT = re.compile(r"\b(?:it|this|that)\b")
# A thing alone, after what is to be done with it.
FRAGMENT = re.compile(
    rf"{DET} (?!.*\b(?:is|are|was|were|should|and|but|looks?|seems?|feels?|came|has|have|"
    r"needs?|got)\b)[a-z' -]+"
)
ASKED = re.compile(r"(?:what|which|who|how|where|when|why)\b")
WHY = re.compile(r"why (?:is|are|does|do) ")
# What only states how things are; before a request it is the reason.
STATEMENT = re.compile(
    r"^(?!i (?:want|need|would|wish))(?:(?:i|we|you|he|she|it|this|that|these|those|they|my|the|"
    r"his|her|our|"
    rf"everything|some\w+|{PHOTO}) (?:.* )?(?:is|are|was|were|am|looks?|seems?|feels?|has|have|"
    r"came|got|ruins?|bothers?|isn't|aren't|doesn't|don't (?:like|want|need)|can't)\b|"
    r"(?:there is|there are|too|so|kind of|a bit) |"
    r"(?:i|we|you|he|she|they|my \w+|the \w+|our \w+|someone|people) (?:[a-z]+ly |just |only |"
    r"always |"
    r"still |even )*(?:have|had|need|want|got|forgot|took|made|like|love|hate|think|find|use|"
    r"used|keep|"
    r"will|sent|shot|said|says|asked|asks|printed|print|plan|sell|run|met|went|was|were|am)\b|"
    r"(?:this|that|it|these|those)(?: \w+)? (?:will|goes|makes|made|needs|feels|shows)\b|"
    r"(?!make|have|let)\w+ (?:looks|seems|feels) |"
    rf"keep {KEPT_AS}|(?:(?:hmm+|no|nah|ugh|eh),? )?(?:i )?don't (?:like|want) (?:it|this|that))"
)
# What it states that of: "there is a fly on the wall", "the sky looks dull".
ABOUT = re.compile(
    r"^(?:why )?(?:(?:there (?:is|are|was|were)|(?:is|are) there) (?P<thing>[^,.;]+?)"
    r"(?: in (?:my|the|this) (?:photo|picture|shot|frame|image))?$"
    rf"|(?P<subject>{THE} [^,.;]+?) (?:is|are|was|were|looks?|seems?|feels?|has|came|isn't)\b)"
)
STEP_START = re.compile(
    r"(?:i think )?(?:an?|some) [a-z ]{1,40} (?:would|might|could) (?:be|look)\b|"
    r"(?:(?:then|also|finally|just|now|next|lastly|maybe|after that) )*"
    r"(?!(?:remove|delete|erase|drop|get rid of|throw away|clear|lose) "
    r"(?:the (?:rest|others?)|all else|everything else|anything else))"
    rf"(?!(?:fix|correct|improve|do|help) (?:it|this|that|me)$)"
    rf"(?:{verbs(NEW_VERBS)}(?! (?:shirt|dress|car|hat|of|button)\b)|{COMPARED}|\d+ ?%"
    r"|(?!(?:with|on|in|behind|near|for|of|to|at|from|under|over) )[a-z]+ (?:it|him|them|me)$)"
)
# The same where the verb is left out: "make the hat red, the shirt blue".
ELLIPSIS = re.compile(
    rf"(?:the|this|that|his|her|my) (?:[a-z]+ ){{1,4}}?(?:{COLOUR}|{COMPARED})(?=$|,| and )"
)
MAKES = re.compile(r"(?:.* )?(?:make|turn|paint|dye|colou?r)\b")
HARD_BREAK = re.compile(
    r"\s*(?:;|[.!?](?= )|\n|,? ?(?:and |but )?\bthen\b,?|,? (?:and )?(?:after (?:that|"
    r"this)|afterwards|"
    r"followed by|finally|lastly),?|,? before (?=\w+ing\b)|, so (?!that\b)| - | — )\s*"
)
SOFT_BREAK = re.compile(
    r"(?<!\bwhat)(?<!\bhow)(?<!\belse)(?<!\ball)(?<!\bif)(?<!\bthink),? (?:can|could|would|"
    r"will) you (?:please )?|"
    r"(?:,? (?:and also|and|but|plus|as well as|&|\+|while) |, |/)"
)
AFTER = re.compile(r"(?P<late>.+?),? after (?P<early>[a-z]+ing\b.+)")
AFTER_FIRST = re.compile(r"after (?P<early>[a-z]+ing\b[^,]+), (?P<late>.+)")
