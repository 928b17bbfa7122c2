"""English: how a question leans on the one before it."""

from __future__ import annotations

from api.speech.following.base import Aspect, Following

_PLACES = r"(?:first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|6th)"
_PLACED = (
    r"(?:one|point|step|stage|phase|item|option|reason|benefit|advantage|drawback|challenge|example|tip"
    r"|disadvantage|part)"
)

ENGLISH = Following(
    opening=r"(?:and|but|so|ok|okay|well|then|now|also|alright|right|thanks|hm+)\b ?",
    about=r"(?:what|how) about\b ?|what of\b ?|same (?:question )?for\b ?(?=\w)",
    about_end=r" (?:as well|too|instead)$",
    courtesy=r"thanks?|thank|you|ok|okay|great|hello|hi|hey|good|morning|bye|yes|no|cool|perfect|very|much|so|a|lot",
    expletive=r"^is it (?:true|possible|worth|necessary|better|hard|easy|important|a good|expensive) "
    r"(?:that|to|for|idea|if)\b|^does it (?:pay|make sense)\b|^how long does it take\b.* to\b"
    r"|\bit\b(?: \w+)? (?:when|that|if)\b",
    pointing=r"this|that|these|those",
    back=r"\b(?:the )?(?:(?:first|second|third|fourth|fifth|last) (?:one|point|step|item|option)|former|latter)\b"
    r"|^the (?:first|second|third|fourth|fifth|last)$|\bmore\b$|\bmore (?:detail\w*|about (?:it|this|that))\b"
    r"|\b(?:another|other) (?:example|one)s?\b|^(?:tell|say|explain)\b(?: me)? more\b|^(?:go on|continue|elaborate)$",
    asks=r"what|what's|which|how|who|whom|whose|where|when|why|is|are|was|were|do|does|did|can|could|should|will"
    r"|would|has|have|had|may|must|give|tell|list|name|explain|define|describe|show",
    clause=r"whose|where|how|and|or|but|when|if|because|while|that|so|which|who|after|before|than",
    article=r"the|a|an|my|our|your|their|some|this|these",
    pronoun=r"\b(it(?! takes?\b)|they|them|both(?= of them|$))\b|(?:^|\b(?:is|are|was|does|do|did|can|will|about|of"
    r"|with|for|like|to|than|use|need|start|introduce|implement|measure|explain) )(this|that|these|those)\b",
    plural=r"they|them|their|these|those|both",
    possessive=r"its|their|it's",
    possessed="{subject}'s {noun}",
    relational=r"start\w*|begin\w*|introduc\w+|implement\w*|adopt\w*|work\w*|measur\w+|take|long|need\w*|more|detail\w*"
    r"|give|tell|explain|say|mean\w*|use[ds]?|using|apply|applied|applies|much|matter\w*|help\w*|main|key|worth|pay\w*"
    r"|better|best|expensive|cheaper|easier|harder|faster|simpler|worse|come|often|cheap|hard|difficult|easy|popular"
    r"|important|second|first|third|last|latter|former|kind\w*"
    r"|elaborate|continue|briefly|please|pls|plz|another|other|others|make|makes|do|look|looks|like|differ\w*"
    r"|change\w*|suit\w*"
    r"|invent\w*|strateg\w+|approach\w*|model|idea|handle\w*|overcome|avoid|solve\w*|list|name|require\w*",
    bare=r"which(?: ones?)?|why|how|when|where|who|how so|why not|why so|how come|how often|how long|why so(?: \w+)?"
    r"|since when|who says",
    why=r"why|how|when|where",
    whether=r"(?!)",
    place=(r"for|in|at|among|within|with", r"from|by", r"about|on"),
    aspects={
        Aspect.BENEFITS: r"benefits?|advantages?|pros|strengths?|gains?",
        Aspect.DRAWBACKS: r"drawbacks?|disadvantages?|downsides?|cons|weaknesses|weakness|limits?|limitations?",
        Aspect.CHALLENGES: r"challenges?|obstacles?|problems?|risks?|difficulties|barriers?",
        Aspect.COST: r"costs?|price|prices",
        Aspect.EXAMPLES: r"examples?",
        Aspect.STEPS: r"steps?|stages?|roadmap|plan",
        Aspect.TOOLS: r"tools?|software|technology|technologies",
        Aspect.GOAL: r"goals?|aims?|purpose",
        Aspect.FEATURES: r"features?|characteristics?|traits",
        Aspect.METRICS: r"metrics?|kpis?|indicators?",
        Aspect.DIFFERENCE: r"differences?|comparison",
        Aspect.IMPORTANCE: r"importance",
        Aspect.NAME: r"names?|definition|meaning|origins?",
    },
    nouns={
        Aspect.BENEFITS: "benefits",
        Aspect.DRAWBACKS: "drawbacks",
        Aspect.CHALLENGES: "challenges",
        Aspect.COST: "costs",
        Aspect.EXAMPLES: "examples",
        Aspect.STEPS: "steps of the introduction",
        Aspect.TOOLS: "tools",
        Aspect.GOAL: "goals",
        Aspect.FEATURES: "features",
        Aspect.METRICS: "metrics",
        Aspect.DIFFERENCE: "differences",
        Aspect.IMPORTANCE: "importance",
        Aspect.NAME: "meaning",
    },
    ordinals=(
        r"first|former|1st|one",
        r"second|2nd|two",
        r"third|3rd|three",
        r"fourth|4th|four",
        r"fifth|5th|five",
        r"sixth|6th|six",
        r"last|latter",
    ),
    picks=rf"\b(?:the )?{_PLACES} {_PLACED}\b|^(?:the )?{_PLACES}$|\bthe (?:former|latter)\b"
    rf"|\b(?:step|stage|phase|point|item|option|number|no) (?:\d{{1,2}}|one|two|three|four|five|six)\b|^\d{{1,2}}$",
    further=r"(?:and |ok |so )*(?:then|next|then what|what then|what next|after that|afterwards|what comes next"
    r"|what(?: is|s)? after that|what happens (?:next|then|after that)|what do i do (?:next|then))",
    defines=r"what|what's|is|are|was|which|tell|about",
    predicate=r"important|expensive|hard|difficult|useful|necessary|popular",
    predicated="is {subject}",
    introducing="introducing {subject}",
    of_name="How does {name} use {subject}?",
    of_aspect="What are the {aspect} of {subject}?",
    of_subject="What is {subject}?",
    things="the {noun} of {subject}",
    joined="{question} with {subject}?",
    joined_noun="{question} of {subject}?",
    and_asked="{question}, and {asked}?",
    with_place="{question} {topic}?",
    with_topic="{question} for {topic}?",
    two="{first} and {second}",
    either="{first} or {second}",
)
