"""English: phrases and cues. Cues are in search form: lower case."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

ENGLISH = Speech(
    language=LanguageCode.ENGLISH,
    refusal="The sources of this knowledge base do not answer this question.",
    source_language={
        LanguageCode.ARABIC: "The answer stands in a source in Arabic.",
        LanguageCode.PERSIAN: "The answer stands in a source in Persian.",
        LanguageCode.POLISH: "The answer stands in a source in Polish.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(differ|differs|difference|differences|compare|compared"
        r"|comparison|versus|vs|distinguish)\b",
        AnswerKind.YES_NO: r"^(is|are|do|does|did|can|could|should|will|has|have|was|were)\b|, (do|does|is|are|can)\b",
        AnswerKind.FIGURE: r"\b(how many|how much|how big|how large|what percent|what percentage"
        r"|what share|percent|cost)\b|%",
        AnswerKind.EXAMPLE: r"\b(example|examples|for instance)\b",
        AnswerKind.PERSON_PLACE_TIME: r"\b(who|whom|when|where|which year|what year|which month)\b",
        AnswerKind.HOWTO: r"\b(how to|how do|how does|how can|how should|how did|how is|how are|steps)\b",
        AnswerKind.LIST: r"\b(list|name the|advantages|benefits|drawbacks|types|kinds|which|features)\b",
        AnswerKind.DEFINITION: r"\b(what is|what s|what are|define|definition|meaning of|what does .* mean)\b",
    },
    define=r"^(?:\S+ ){0,6}?(?:is an?|is the|are|means|refers to|stands for)\b",
    no_model="No language model is configured; the answer is made of the sources' own sentences.",
)
