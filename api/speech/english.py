"""English: phrases and cues. Cues are in search form: lower case, straight apostrophes."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

OPENING = (
    r"[\s,.:;!-]+"
    r"|(?:and|so|but|ok|okay|well|hi|hello|hey|please|now|then|also|just|actually|btw|basically|my question is)\b"
    r"|(?:can|could|would|will) you (?:please )?(?:tell|show|give|explain|list|name|describe|say)\b(?: (?:me|us"
    r"|to me))?"
    r"|(?:please )?(?:tell|show|give|teach) (?:me|us)\b(?: about)?|i(?: would|'d) like to know\b|i want to know\b"
    r"|do you know (?=wh|how)|any idea (?=wh|how)|i wonder\b"
    r"|explain(?: to me| please)? (?=why\b|how\b|which\b|who\b|where\b|when\b)"
)
AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|can|could|should|shall|will|would|has|have|had|may|might|must|isn't|aren't"
    r"|don't|doesn't|didn't|can't|won't|wouldn't|shouldn't)"
)
ASKING = r"(?:what|what's|which|how|who|whom|whose|where|when|why)"
# Words that stand after "what" and end in s, or are verbs or articles, and so are no things asked for.
NO_THING = (
    r"(?:does|is|was|has|makes?|happens|causes?|drives?|means?|helps?|gives?|changes|affects?|keeps?|matters|comes"
    r"|shows|brings|do|did|can|could|should|are|were|will|would|must|have|had|the|a|an|this|if|to|i|you|we|they|it"
    r"|customers|shoppers|consumers|people|companies|brands|business)\b"
)
THINGS = (
    r"(?:(?!" + NO_THING + r")(?:\w+s|data|criteria|people|media))\b"
    r"|(?:two|three|four|five|six|other|main|key|basic|common|major|important|different|digital|social|physical)"
    r" (?:\w+ )?(?!" + NO_THING + r")\w+s\b"
)
SEVERAL = (
    r"(?:dis)?advantages|benefits|drawbacks|downsides|pros|cons|types|kinds|sorts|features|characteristics"
    r"|challenges|problems|risks|obstacles|barriers|elements|components|ingredients|tools|metrics|kpis|indicators"
    r"|factors|requirements|principles|strengths|weaknesses|trends|goals|functions|use cases"
)
# A superlative or a relational noun makes "what is the …" a question about one thing, not about a term.
RELATION = (
    r"(?:\w+est|most|best|main|key|first|last|only|next|goal|aim|purpose|role|reason|cause|effect|impact|advantage"
    r"|benefit|problem|challenge|capital|name|use|value|importance|result|point|secret|status|future|national"
    r"|official|price|cost|number|share|happening|wrong|better|worse|needed|required|new)\b"
)
SET_APART = (
    r"(?:of|in|for|to|at|on|from|by|after|before|behind|when|if|that|which|with|between|about|like|how|why|where"
    r"|who)\b"
)
TERM = rf"(?!{RELATION}|{SET_APART})[\w/&'\"()-]+"
DONE = r"measured|built|implemented|introduced|made|done|achieved|calculated|collected|integrated|merged|set up|created"
CONSUMER = r"(?:customers?|shoppers?|consumers?|buyers?|users?|people|clients?|visitors?)"
HAPPENS = (
    r"(?:works?|affects?|influences?|impacts?|behaves?|helps?|changes?|changed|benefits?|matters?|feels?|looks?"
    r"|reacts?|responds?|relates?|performs?|evolves?|evolved|happens?|sounds?|functions?|become|spell|call|called"
    r"|pronounced)\b"
)

CUES = (
    (AnswerKind.YES_NO, r",? (?:or not|yes or no|true or false)\W*$"),
    (
        AnswerKind.YES_NO,
        (
            r"(?:, ?|\b)(?:right|correct|isn't it|isn't that so|aren't they|doesn't it|don't they|is it|does it"
            r"|am i right)\W*\?\W*$"
        ),
    ),
    (AnswerKind.YES_NO, r", ?(?:right|true|correct|yes|no|(?:isn|aren|doesn|don|won|can)'t (?:it|they|we|you))\W*$"),
    (AnswerKind.FACT, rf"^(?!{AUXILIARY}\b).*\bwhy\b|\bhow come\b|^(?:the )?reason\b|\bwhat for\b"),
    (AnswerKind.FACT, r"\bwhat(?: is|'s| was) the (?:\w+ )?(?:reason|cause)\b"),
    (
        AnswerKind.COMPARISON,
        (
            r"\b(?:differs?|differences?|diff|differen(?:t|ly) (?:from|than|to)|compared|comparison|versus|vs"
            r"|similarit(?:y|ies)|distinguish(?:es)?|in common|as opposed to)\b"
        ),
    ),
    (AnswerKind.COMPARISON, r"^(?:compare|contrast)\b|\bhow (?:is|are|was|were) .*\bdifferent\b"),
    (AnswerKind.COMPARISON, r"\bcompare .*\b(?:with|to|and|against)\b"),
    (
        AnswerKind.COMPARISON,
        r"\b(?:which|what)\b.*\b(?:better|cheaper|easier|faster|harder|\w+ier|more \w+)\b.*\bor\b",
    ),
    (AnswerKind.COMPARISON, r"\bor\b.*\bwhich\b.*\b(?:better|cheaper|easier|faster|harder|\w+ier|more \w+)\b"),
    (AnswerKind.COMPARISON, r"\b(?:better|cheaper|easier)\W+(?:\w+ ){1,3}or\b"),
    (
        AnswerKind.EXAMPLE,
        (
            r"^(?!(?:is|are|was|does|did)\b).*\b(?:examples?|for instance|e\.g|case stud(?:y|ies)|samples?"
            r"|illustrations?)\b"
        ),
    ),
    (AnswerKind.EXAMPLE, r"^illustrate\b"),
    (AnswerKind.YES_NO, rf"^{AUXILIARY} |[,:;-] ?(?:then |so |and )?{AUXILIARY} (?!{ASKING})\w+"),
    (
        AnswerKind.YES_NO,
        (
            rf"^(?:if|in|with|for|on|at|when(?! {AUXILIARY}\b))\b(?!.*\b(?:what|which|how|who|where|why)\b).*"
            rf" {AUXILIARY} (?:i|we|you|they|he|she|it|one|the|a|all|there|customers|shoppers)\b"
        ),
    ),
    (AnswerKind.YES_NO, r"\b(?:is it true|true that|whether)\b"),
    (AnswerKind.HOWTO, r"\b(?:where|how) (?:do|should|can|to|shall|would)?(?: (?:i|we|you|one))? ?(?:start|begin)\b"),
    (AnswerKind.LIST, r"\bhow many\b.*\b(?:and|or) (?:which|what)(?: ones| are they| they are)?\W*$"),
    (
        AnswerKind.FIGURE,
        (
            r"\bhow (?:many|much|big|large|long|often|old|far|high|tall|deep|fast|quickly|heavy|expensive"
            r"|frequently)\b"
        ),
    ),
    (
        AnswerKind.FIGURE,
        (
            r"\b(?:what|which|in what) (?:is the |was the |are the )?(?:\w+ ){0,2}?(?:percentage|percent|share"
            r"|proportion|fraction|portion|amount|price|size|rate|population|height|distance|temperature|speed"
            r"|weight|age|salary|revenue|turnover|boiling point|fee|number|cost|budget|average)\b"
        ),
    ),
    (
        AnswerKind.FIGURE,
        r"\bpercent(?:age)?\b|%|^(?:the )?(?:number|amount|share|price|cost|size|rate|proportion) of\b",
    ),
    (
        AnswerKind.FIGURE,
        r"^(?!how|why|which|what)(?:\S+ ){1,4}(?:costs?|prices?|rate|percentage|share|statistics|size)\W*$",
    ),
    (AnswerKind.FIGURE, r"^what (?:do|does|did|would|will) .*\bcosts?\b"),
    (
        AnswerKind.PERSON_PLACE_TIME,
        (r"^(?:(?:by|from|to|with|for|at|since|until|about|in|on|of) )?(?:who|whom|whose|where|who's|where's)\b"),
    ),
    (AnswerKind.PERSON_PLACE_TIME, r"^(?:since |until )?when\b(?!.*,.*\b(?:what|which|how)\b)"),
    (
        AnswerKind.PERSON_PLACE_TIME,
        r"\b(?:which|what) (?:exact )?(?:years?|month|day|date|city|country|town|place|person|decade|century)\b",
    ),
    (AnswerKind.PERSON_PLACE_TIME, r"\b(?:by|from|to|with|of) (?:whom|who)\b"),
    (AnswerKind.PERSON_PLACE_TIME, r"\b(?:who|when|where) (?:said|wrote|invented|coined|is|was|did)\b"),
    (AnswerKind.PERSON_PLACE_TIME, r"^(?:founder|author|inventor|birthplace|headquarters|location) of\b|\bwhat time\b"),
    (AnswerKind.FACT, rf"\bhow (?:do|does|did|is|are|was|were|will|can|would|could) (?:\S+ ){{0,6}}?{HAPPENS}"),
    (AnswerKind.FACT, rf"\bhow (?:do|does|did|are|will) (?:\w+ )?{CONSUMER} (?!can|should)"),
    (AnswerKind.FACT, rf"\bhow (?:is|are|was|were) (?!.*\b(?:{DONE})\b)|\bwhat (?:happens|happened|would happen|if)\b"),
    (AnswerKind.HOWTO, r"\bhow (?:to|do|does|did|can|could|should|would|might|must|shall|is|are|was|were|i|we)\b"),
    (AnswerKind.HOWTO, r"\bsteps?\b"),
    (
        AnswerKind.HOWTO,
        r"^(?:\S+ ){0,4}(?:(?<!what )ways?|best practices?|method|approach) (?:to|of \w+ing|for \w+ing)\b",
    ),
    (AnswerKind.HOWTO, r"^how \w+ing\b"),
    (AnswerKind.HOWTO, r"\bwhat (?:should|can|must|could|do|shall) (?:i|we|you|one) (?:do|have to do|need to do)\b"),
    (
        AnswerKind.HOWTO,
        r"\bwhat to do\b|\b(?:guide|tutorial|recipe|instructions|procedure|roadmap|checklist)\b|^remedy\b",
    ),
    (AnswerKind.HOWTO, r"\bremedy\W*$|\b(?:stages|phases) of (?:\w+ )?(?:implement|introduc|rollout|build|deploy)\w*"),
    (AnswerKind.HOWTO, r"^how\b.*\bproperly\b"),
    (AnswerKind.LIST, r"\b(?:tips|recommendations|pieces of advice|guidelines)\b"),
    (AnswerKind.LIST, rf"^(?:list|name|enumerate|mention|state)\b|^(?:\S+ ){{0,5}}(?:{SEVERAL})\b|\blist of\b"),
    (AnswerKind.LIST, rf"\b(?:which|what) (?:{THINGS})|^which (?:companies|brands|businesses|people|customers)\b"),
    (AnswerKind.LIST, r"^what (?:are|were) (?:the|some|its|their|your|all)\b"),
    (
        AnswerKind.LIST,
        (
            r"\bwhat (?:do|does|did|should|must|can) .*\b(?:includes?|contain|consists?(?: of)?|cover|comprise"
            r"|involve|require|offer|made up)\b"
        ),
    ),
    (AnswerKind.LIST, r"\bwhat(?: is|'s) (?:included|needed|required)\b|^(?:types|kinds|components) of\b"),
    (
        AnswerKind.DEFINITION,
        (
            r"^(?:what is|what's|what are|what're|what r|what was|what exactly is) (?:exactly |actually "
            rf"|really )?(?:an? |the )?{TERM}(?:[ ,]+{TERM}){{0,4}}(?: (?:in|for) "
            r"(?:simple|plain|short|brief|general|marketing|retail|business|beginners)\w*[ \w]{0,12})?\W*$"
        ),
    ),
    (AnswerKind.DEFINITION, r"^defin(?:e|ition)\b|\bdefinition\b|\bmeaning\b"),
    (AnswerKind.DEFINITION, r"\bwhat does (?!it\b).*\b(?:mean|stand for)\b|\b(?:do you|is) mean(?:t)? by\b"),
    (AnswerKind.DEFINITION, r"\bstands? for\b|^(?:explain|describe) (?:to me )?what .* (?:is|are|means?)\W*$"),
    (
        AnswerKind.DEFINITION,
        (
            r"^(?:explain|describe) (?:to me )?(?:the (?:term|concept|word|notion|idea)\b.*"
            r"|\S+(?: \S+)?(?: (?:to|for) (?:an? )?(?:beginners?|child|newcomers?|five[ -]year[ -]old)"
            r"| (?:simply|briefly|in (?:simple|plain|other|a few|your own) (?:words|terms|english)))?\W*$)"
        ),
    ),
    (AnswerKind.DEFINITION, r"^(?:what (?:\S+ ){1,4}(?:is|means)|the (?:term|concept|word) .*)\W*$"),
)

# The words of the cues that are long enough to be told when misspelt, the telling ones first.
CUE_WORDS = """
    difference differences different compare compared comparison versus similarities distinguishes example examples
    instance percent percentage share number price definition define meaning which where whose steps benefits
    advantages disadvantages drawbacks challenges problems features types kinds elements components tools metrics
    explain describe should would could implement introduce reason purpose happens
"""
# Words of the language, other forms of cue words among them, that would be taken for a misspelt cue word.
SPARED = """
    purposes steeps prince
"""
# Slips in short words and short forms; "+" stands for a space.
ALIASES = """
    whats=what's wat=what waht=what wht=what hwat=what whta=what wich=which hwo=how hwi=how howto=how+to wy=why
    whi=why wehn=when whre=where mcuh=much mnay=many mayn=many teh=the dose=does deos=does lsit=list exmaple=example
    isnt=isn't arent=aren't doesnt=doesn't dont=don't stpes=steps setps=steps difrence=difference
"""

# The words for two to twelve, in search form.
NUMERALS = """
    two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12
"""

# Where a command begins, and not what somebody else does: "shops that ignore the rules".
_IMPERATIVE = r"(?:^|[.!?:;,'|>(-] ?|\b(?:please|now|and|then|must|should) )"
COMMANDING = (
    rf"(?:{_IMPERATIVE}(?:ignore|disregard|override|bypass|skip)|\b(?:ignore|disregard|forget|override|bypass)"
    r"(?= [^.!?]{0,20}\b(?:previous|prior|above|earlier|preceding|your|system)\b))\b[^.!?]{0,40}\b(?:instructions?"
    r"|prompts?|rules?|guidelines|directives|restrictions|everything (?:above|before)|all (?:above|previous))\b"
    r"|\b(?:rules|instructions) (?:above|before this|you (?:were|have been) given)\b"
    r"|\bno longer (?:apply to|bind) you\b"
    rf"|\b(?:system|hidden|initial|secret) prompt|{_IMPERATIVE}(?:reveal|print|repeat|show|output|disclose|quote)\b"
    r"[^.!?]{0,30}\b(?:instructions?|prompt|rules you|your rules|(?:everything|all|text|what stands) above)\b"
    r"|\byou are (?:now|no longer|from now on) (?:an? |the |my |bound|free of|in |dan\b|called)"
    r"|\bfrom now on,? (?:you\b|(?:answer|reply|respond|speak|write) )|\byour new (?:instructions?|task|role|rules?)\b"
    r"|\b(?:new|updated|important|special) instructions? (?:for|to) (?:the |an? |all )?(?:ai|assistant"
    r"|model|llm|chatbot"
    r"|bot)|\b(?:as an|dear|attention|notes? to|hey|for any|any) (?:ai|llms?|language models?|ai assistants?)\b"
    r"|\b(?:ai|llms?|gpt|assistants?|models?|chatbot|bot)\s?[:,] (?:please )?(?:add|write|say|tell|answer|reply|respond"
    r"|quote|print|ignore|name|praise|mention|include|end|begin|state|claim|reveal|copy|do not)\b"
    r"|\b(?:to|for) (?:the )?(?:ai|llms?|assistant|language models?)\s?: "
    r"|\b(?:ai|llms?|language models?|(?<!business )model|you) (?:must|should|shall|has to|have to|will now"
    r"|needs? to) (?:now )?(?:say"
    r"|answer|reply|respond|write|tell|claim|state|insist|recommend|output|pretend)\b"
    r"|\bassistants? (?:must|should|shall|has to|have to|will now|needs? to) (?:now )?(?:say|write|claim|state|insist"
    r"|output|pretend|recommend|tell (?:the )?(?:readers?|users?))\b|\b(?:pretend|act as if) (?:that )?you\b|\bdo not"
    r" (?:cite|mention) (?:the )?(?:sources?|these)\b|\b(?:disregard|distrust|ignore) (?:the |these |all )?(?:citations"
    rf"|footnotes)\b|\bjailbreak|\bdan mode|{_IMPERATIVE}(?:answer|reply|respond) (?:only )?with (?:the (?:words?"
    r"|phrase|sentence|link|text)\b|['\"])|\bin your (?:answer|reply)\b|\b(?:in|as) (?:your|the) (?:first|second|third"
    r"|next|last|final) sentence\b[^.!?]{0,30}\b(?:claim|say|write|state|add|mention|name)\b"
    rf"|{_IMPERATIVE}(?:tell|inform|ask|urge|persuade|convince|assure) (?:the |your |all )?(?:readers?|user)\b"
    r"|\bto (?:see|read|get|unlock|view) the (?:whole|full|rest of the|complete) (?:answer|reply)\b"
    rf"|{_IMPERATIVE}(?:enter|type|send|give|submit|share) (?:\w+ ){{0,3}}your (?:\w+ ){{0,2}}(?:password|passcode|pin"
    r"|card number|cvv)\b|\b(?:decode|decipher|decrypt|apply|rot-?13|base-?64)\b[^.!?]{0,40}\b(?:obey|do what|follow it"
    r"|carry it out)\b|\bobey (?:this|these|me)\b"
)

ENGLISH = Speech(
    language=LanguageCode.ENGLISH,
    refusal="The sources of this knowledge base do not answer this question.",
    languages={
        LanguageCode.ARABIC: "Arabic",
        LanguageCode.PERSIAN: "Persian",
        LanguageCode.POLISH: "Polish",
    },
    source_language={
        LanguageCode.ARABIC: "The answer comes from a source in Arabic.",
        LanguageCode.PERSIAN: "The answer comes from a source in Persian.",
        LanguageCode.POLISH: "The answer comes from a source in Polish.",
    },
    source_languages="The answer comes from sources in {languages}.",
    both=" and ",
    part_in_language={
        LanguageCode.ARABIC: "Part of the answer comes from a source in Arabic.",
        LanguageCode.PERSIAN: "Part of the answer comes from a source in Persian.",
        LanguageCode.POLISH: "Part of the answer comes from a source in Polish.",
    },
    cues=CUES,
    define=r"^(?:\S+ ){0,6}?(?:is an?|is the|are|means|refers to|stands for)\b",
    term="In the article “{title}”, “{name}” means {concept}.",
    terms="In the article “{title}”, “{name}” means, in turn: {concept}.",
    leans=r"^(?:this|that|these|those|it|its|they|their|he|she|his|her|however|but|therefore|thus|instead|"
    r"moreover|also|then|such|for example|for instance|on the other hand)\b|\b(?:he|she) (?:said|says|"
    r"added)\b",
    announcing=r"\b(?:in this (?:article|post|guide|section|blog)|this (?:article|post|guide|section) (?:explains|"
    r"describes|shows|covers|looks))\b|^(?:let's|let us|we will|read on|below)\b",
    money=r"\b(?:euros?|dollars?|pounds?|cents?|francs?|dirhams?|dinars?|rials?|riyals?|tomans?|zlot(?:y|ys|ies))\b",
    share=r"\b(?:percent\w*|per cent|share|proportion|fraction|by how much)\b",
    numerals=NUMERALS,
    comparing=r"(?:main|key|basic|distinguish\w*|differ\w*|diff|compar\w+|contrast|versus|vs|strateg\w+|marketing|approach\w*|explain)",
    counts=r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|half)\b",
    price=r"\b(?:price\w*|pricing|how much (?:is|(?:does|do|did|would) .*\b(?:costs?|charge|pay|earn))\b|"
    r"costs?(?= .*\b(?:licen[cs]e|subscription|"
    r"user|month)s?\b)|fees?|salary|subscription|free (?:version|plan|trial))\b",
    time=r"\b(?:what|which) year\b|\bwhen (?:did|was|were)\b",
    commanding=COMMANDING,
    no_model="No language model is configured; the answer is made of the sources' own sentences.",
    understood="This question was understood as: {question}",
    opening=OPENING,
    cue_words=CUE_WORDS,
    spared=SPARED,
    aliases=ALIASES,
)
