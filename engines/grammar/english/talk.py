"""Rules of English for talk, questions, recommendations and what is not done here."""

from engines.grammar.colour_words import ENGLISH_COLOUR as COLOUR
from engines.grammar.english.cues import STYLE
from engines.grammar.english.words import CATALOGUE, FIND, PHOTO, TALK_END
from engines.grammar.numbers import COUNT
from engines.grammar.text import QUOTED

ROWS = (
    (
        "question",
        r"^what(?:'s| has| have| did| is)? (?:(?:we|you|i|it|been) )?(?:changed?|different) "
        r"(?:since|from|between|compared)\b",
    ),
    (
        "chat.help",
        r"^(?:what|which) languages? (?:do|can) you|^who am i (?:talking|speaking) (?:to|with)|"
        r"^(?:i )?don't know (?:what|how|where)\b.*",
    ),
    (
        "text",
        r"^(?:speech bubble|watermark|banner|subtitle|sticker)s?: |^watermark (?:this|it|the)\b|"
        rf"^(?:set|change|switch|turn|edit) the (?:\w+ )?(?:headline|slogan|label|banner|sign|"
        rf"lettering|heading|quote|"
        rf"tagline)\b.* {QUOTED}",
    ),
    (
        "recolour",
        r"^(?:change|turn|make|switch|swap) (?:the |all |everything )*(?P<colour2>"
        + COLOUR
        + r")(?: parts?| bits?|"
        r" things?)? (?:to|into|for|with) (?P<colour>"
        + COLOUR
        + r")(?: (?:on|in|of) (?P<target>.+))?$",
    ),
    ("generate", r"^(?:visuali[sz]e|sketch out|illustrate) (?:an?|some|the)\b"),
    (
        "recommend.web",
        r"^(?:which|what) .*\bgoes? (?:best|well|nicely|good)\b|\b(?:any|some|know) (?:good |"
        r"nice |cheap )*(?:shops?|"
        r"stores?|places?|sites?|websites?|brands?)\b|^what (?:could|can|should|would) (?:i|we|"
        r"you) (?:add|change|do|try)"
        r"\b.*\b(?:more|better|nicer|festive|interesting)",
    ),
    ("unknown", r"^(?:what|huh|eh|who|why|how)$"),
    (
        "recolour",
        rf"^(?:what|how) would (?P<target>.+?) look(?: like)? (?:in |as )?(?P<colour>{COLOUR})$",
    ),
    ("generate", r"^(?:whip|dream|cook|conjure|mock|knock) (?:(?:me|us) )?up (?!to\b).+"),
    (
        "recommend.web",
        r"^how (?:can|could|should|would|might) (?:i|we|you) (?:make|improve|get|edit) "
        r"(?:this|it|my|the)\b.*\b(?:more|better|nicer|best|good|professional|interesting)\b",
    ),
    ("chat.help", r"^(?:first time|new)(?: here| user)?,? .*\bhow (?:does|do|can)\b"),
    (
        "replace",
        r"^(?:take|remove|delete|erase|get rid of|cut|lose|throw) (?:out |away "
        r")?(?P<target>.+?)"
        r"(?: out| away| off)? and (?:put|add|place|use|draw|have|stick|insert) (?P<with>.+?) "
        r"(?:in (?:its|his|her|their|that) (?:place|stead)|instead|there)$",
    ),
    # Talk
    (
        "chat.greeting",
        r"^(?:hi+|hello|hey|yo|hiya|howdy|greetings|good (?:morning|afternoon|evening|night|"
        rf"day)|morning|evening|bye|goodbye|see (?:you|ya)|nice to meet){TALK_END}|"
        rf"^(?:that is|that's|this is) (?:all|it|enough)"
        r"(?: for (?:now|today|me))?(?:,? (?:bye|thanks|thank you|cheers).*)?$|\bbye(?: bye)?$",
    ),
    (
        "chat.thanks",
        r"^(?:(?:ok|okay|great|perfect|cool|wow) )?(?:many )?(?:thanks?|thank you|thx|ty|"
        r"cheers|much appreciated|much obliged|(?:i )?appreciate (?:it|that|you\w*))\b.{0,40}$",
    ),
    (
        "question",
        r"^(?:i (?:was |am )?(?:just )?wonder(?:ing)?|i (?:would )?(?:want|like|love) to know|"
        r"(?:just |i am )?curious|do you (?:know|think you know)|could you tell me|"
        r"(?:have |got )?any (?:idea|clue)|i (?:can't|cannot) (?:tell|figure out|remember))"
        r"(?: about| of)? (?:what|who|whose|where|when|why|which|how|if (?!you could)|whether)"
        r"\b(?!.*\b(?:buy|shop|sell|improve|look better))",
    ),
    (
        "chat.help",
        r"^(?:what's your name|what is your name|do you have a name|are you (?:human|real|ai|"
        r"there|chatgpt|smart|free|sure)|who (?:is|am i talking)|how does (?:this|it) work|"
        r"(?:i am|this is my|first time) (?:new|first|here|using)\b.*)$|"
        r"^(?:i am )?(?:new|lost|stuck|confused)(?: here)?$|"
        r"^what(?: exactly)? is (?:this (?:app|tool|program)|pentimento)$|^do you (?:speak|"
        r"understand)\b|"
        r"^speak \w+$|^(?:which|what) (?:\w+ )?(?:things?|kinds?|stuff|sort)\b.*\b(?:can|"
        r"could) (?:you|i)\b|"
        r"^how (?:can|could|do|will|would) you help|"
        r"^(?:help|help me|help please|i need help|please help|instructions|usage|manual|"
        r"tutorial|menu|commands)$|^what (?:all |else )?(?:can|could|do|else can|are|"
        r"would) (?:you|i|this app|this|we) (?:able |possibly )?(?:to )?(?:do|help|offer|able|"
        r"edit|support|change|ask|say)\b(?!.*\b(?:about|with) (?:this|the|my) photo)|"
        r"^what are you|^what (?:(?!edits? (?:have|did|was)|changes? (?:have|did|were))\w+ "
        r"){0,2}(?:features|commands|functions|options|tools|edits|"
        r"things)\b(?! (?:have|did|were|was|has|made|i|we)\b)|^how (?:do|can|should|does|"
        r"would|am|to) (?:i|this|it|you|we|use)\b"
        r"(?!.*\b(?:edit|improve|retouch|style|light|frame) (?:this|it|my|the)\b)|"
        r"^who (?:are|made|built|created) you|show me what you can|^tell me (?:about yourself|"
        r"what you can|how to use|how this works)|^explain how (?:to|this works)|"
        r"^are you (?:a|an) ",
    ),
    (
        "chat.other",
        r"^(?:i am|i feel|i'm) (?:so |very |a bit |really )?(?:bored|tired|happy|sad|"
        r"hungry|back|done|impressed|"
        r"sorry)$|^(?:sorry\b.{0,20}|about that)$|^you are \w+(?: \w+){0,3}$|^good (?:bot|"
        r"boy|girl|one)$|"
        r"^how(?: a|')re you|^how's it going|^what'?s up|^sup$|^tell me a (?:joke|story)|"
        r"^sing\b|^(?:what|how)(?:'s| is) the weather|^(?:(?:i (?:really |just |"
        r"absolutely )?)?(?:love|like|dig|adore) (?:it|this|that|the result|these|them)|"
        r"(?:(?:that|it|this|"
        r"the result|everything)(?: looks?| is|'s| was| turned out| came out| worked| "
        r"went)? |looks? |very |so |really |that's |"
        r"it's |you're |you are |absolutely |pretty |lol |haha |omg |wow |oh |ooh |aww? |"
        r"damn )*(?:great|nice|perfect|awesome|amazing|"
        r"cool|good|wow|excellent|beautiful|lovely|wonderful|fantastic|gorgeous|well done|"
        r"good job|great job|nice work|nice job|great work|good work|brilliant|impressive|"
        r"a star|a legend|a genius|the best|clever|magic|fun|well|lovely job|top notch|spot on|"
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
        "generate",
        r"^(?!start|begin|go|back).*\bfrom scratch\b.{3}|^(?!.*\b(?:start|go|begin|back|"
        r"over)\b)"
        r".*\S from scratch$|^(?:a |one )?(?:brand )?new (?:image|picture|photo|scene)\b:? "
        r".{3}|"
        r"\bblank canvas\b|^show (?:me|us) what an? .* (?:would|could|might) look like$|"
        r"^(?:dream up|conjure up|picture|envision) (?:an?|some|the)\b|"
        rf"^(?:(?:give|get|make|do|show|want|a|an|one|how about)(?: me)? )*(?:an? "
        rf")?(?:totally |completely |brand |"
        rf"whole )?(?:new|fresh|different) (?:one|{PHOTO}|scene)(?: with| of|:|,) .+|"
        rf"^(?:generate|create|draw|design) (?:{COUNT}|some|a few|several) .*\bideas\b",
    ),
    (
        "recommend.versions",
        rf"^(?:{FIND}|which|where is|what is)\b(?!.*\b(?:buy|online|shop|store|{CATALOGUE})"
        rf"\b)(?: me)?(?: back)?(?: up)? ?(?:the|my|that|an?|any|was)? ?(?:\w+ )?(?:version|"
        r"one|edit|result|attempt|picture|photo|image|shot|pic)s? (?:where|with|that|in "
        r"which|which|when|before|after|from)\b"
        r"(?P<query>.*)|^the (?:one|version|edit) (?:where|with|in which|that had|when) "
        r"(?P<query2>.+)",
    ),
    (
        "recommend.catalogue",
        rf"^(?!.*\b(?:remove|delete|add|put|replace)\b).*\b{CATALOGUE}\b",
    ),
    (
        "style",
        rf"^(?:what would|how would|show me how|see how|see what)\b.* (?:look|be) (?:as|"
        rf"like|in) .*(?:{STYLE})",
    ),
    (
        "recommend.catalogue",
        rf"^(?:which|what|any|are there any|do i have) (?:\w+ )?(?:of )?my (?:{PHOTO}|"
        rf"ones)\b.*\b(?:like|similar)\b",
    ),
    (
        "recommend.web",
        r"\b(?:should|could|can|do) (?:i|we) (?:buy|wear|choose|pick|go for)\b|"
        r"^(?:what|which)(?:'s|(?: \w+)? (?:is|would be)) (?:an? |the )?(?:good|nice|best|"
        r"better|fitting|suitable|great) "
        r"|\b(?:would|do|can|could) you (?:suggest|recommend|advise)\b|^how (?:should|"
        r"would) (?:i|you|one) (?:edit|"
        r"improve|style|retouch|crop|light|frame|process)\b|\bideas for\b|\b(?:good|nice|"
        r"cheap) place to (?:buy|get)|"
        r"\b(?:where|who) .*\b(?:find|buy|sells?|stocks?|get one)\b|"
        r"\b(?:shops?|stores?|places?|sites?|brands?) (?:that|which|to|where|with|selling|"
        r"like)\b|^look up\b|^(?:search|google)\b|\bwhat (?:do you think )?(?:would|could|"
        r"might|should|can) (?:i |we |you )?(?:improve|change|make|fix|do)\b.*\b(?:this|it|"
        r"photo|"
        r"picture|better|improve)|\bwhat would you (?:change|do|improve)|\badvi[cs]e\b|"
        r"\b(?:any|some|got|give me|have) (?:\w+ )?(?:tips|ideas|inspiration|thoughts)\b",
    ),
    (
        "recommend.web",
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
        r"^(?:of|between|out of|among|in|on) (?:these|the|those|this|both|my)\b[^,]*,? "
        r"(?:which|what|who|"
        r"how|where|when|why)\b|^(?!(?:what is|what's) (?:past|beyond|outside|"
        r"further)\b)(?:what|who|whose|whom|where|when|why|which|how|whats|what's|who's|"
        r"where's)\b",
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
        r"summari[sz]e|analy[sz]e|interpret|name the|translate|guess|recogni[sz]e|see "
        r"(?!(?:the|my|her|his|an?|it|them|this)\b.* (?:in|as|with|without) (?!the|there|"
        r"it|this|that)|what's past|"
        r"what is past)|spot(?! removal)|"
        r"say what|give me (?:a (?:description|caption|summary)|details|info\w*|the (?:size|"
        r"details|location|date))|any idea|caption this$|show (?:me )?(?:the )?(?:exif|"
        r"metadata|info|details)|can (?:anyone|someone|i) see|suggest a (?:caption|title))\b",
    ),
)
