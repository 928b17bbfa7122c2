"""Polish: phrases and cues. Cues are in search form: lower case without diacritics."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

POLISH = Speech(
    language=LanguageCode.POLISH,
    refusal="Źródła tej bazy wiedzy nie odpowiadają na to pytanie.",
    source_language={
        LanguageCode.ARABIC: "Odpowiedź pochodzi ze źródła w języku arabskim.",
        LanguageCode.ENGLISH: "Odpowiedź pochodzi ze źródła w języku angielskim.",
        LanguageCode.PERSIAN: "Odpowiedź pochodzi ze źródła w języku perskim.",
    },
    part_in_language={
        LanguageCode.ARABIC: "Część odpowiedzi pochodzi ze źródła w języku arabskim.",
        LanguageCode.ENGLISH: "Część odpowiedzi pochodzi ze źródła w języku angielskim.",
        LanguageCode.PERSIAN: "Część odpowiedzi pochodzi ze źródła w języku perskim.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(rozni|roznia|roznica|roznice|roznic|porownaj|porownanie|w porownaniu"
        r"|versus|vs)\b",
        AnswerKind.YES_NO: r"^czy\b",
        AnswerKind.FIGURE: r"\b(ile|ilu|jaki procent|jakiego procentu|jaki odsetek|jaka czesc|procent"
        r"|procentach|jaka liczba"
        r"|jak duzo|jak dlugo|jak czesto|kosztuje|koszt)\b|%",
        AnswerKind.EXAMPLE: r"\b(przyklad|przyklady|przykladu)\b",
        AnswerKind.PERSON_PLACE_TIME: r"^(kto|kogo|komu|kiedy|gdzie|w ktorym roku|w jakim roku|w ktorym miesiacu)\b",
        AnswerKind.LIST: r"\b(wymien|jakie sa|zalety|wady|korzysci|rodzaje|lista|cechy)\b|^(jakie|ktore)\b",
        AnswerKind.DEFINITION: r"\b(co to( jest)?|czym jest|czym sa|co oznacza|co znaczy|definicja"
        r"|zdefiniuj|na czym polega)\b",
        AnswerKind.HOWTO: r"^jak (?!brzmi|nazywa|sie)|\b(w jaki sposob|kroki|krok po kroku|etapy)\b",
    },
    define=r"^(?:\S+ ){0,4}?(?:to (?!nie\b)|jest to|oznacza|polega na|nazywamy|nazywa sie)",
    no_model="Nie skonfigurowano modelu językowego; odpowiedź złożono wyłącznie ze zdań źródeł.",
)
