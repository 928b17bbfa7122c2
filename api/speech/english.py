"""English: phrases and cues. Cues are in search form: lower case, straight apostrophes."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

ENGLISH = Speech(
    language=LanguageCode.ENGLISH,
    refusal="The sources of this knowledge base do not answer this question.",
    source_language={
        LanguageCode.ARABIC: "The answer comes from a source in Arabic.",
        LanguageCode.PERSIAN: "The answer comes from a source in Persian.",
        LanguageCode.POLISH: "The answer comes from a source in Polish.",
    },
    part_in_language={
        LanguageCode.ARABIC: "Part of the answer comes from a source in Arabic.",
        LanguageCode.PERSIAN: "Part of the answer comes from a source in Persian.",
        LanguageCode.POLISH: "Part of the answer comes from a source in Polish.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(differs?|different|differences?|compared?|comparison|versus|vs"
        r"|distinguish(es)?)\b",
        AnswerKind.YES_NO: r"^(is|are|do|does|did|can|could|should|will|has|have|was|were)\b|, (do|does|is"
        r"|are|can)\b",
        AnswerKind.FIGURE: r"\b(how many|how much|how big|how large|how long|how often|what percent|what percentage"
        r"|what share|percent|cost)\b|%",
        AnswerKind.EXAMPLE: r"\b(examples?|for instance)\b",
        AnswerKind.PERSON_PLACE_TIME: r"^(\w+ )?(who|whom|when|where|which (year|month)|what year)\b",
        AnswerKind.HOWTO: r"\b(how to|how do|how does|how can|how should|how did|how is|how are|steps)\b",
        AnswerKind.LIST: r"\b(list|name the|advantages|benefits|drawbacks|types|kinds|features)\b|^wh?ich\b",
        AnswerKind.DEFINITION: r"\b(what is|what'?s|what are|define|definition|meaning of|what does .* mean)\b",
    },
    define=r"^(?:\S+ ){0,6}?(?:is an?|is the|are|means|refers to|stands for)\b",
    no_model="No language model is configured; the answer is made of the sources' own sentences.",
)
