"""Polish: phrases and cues. Cues are in search form: lower case without diacritics."""

from __future__ import annotations

from api.domain import AnswerKind
from api.speech.base import Speech
from indexer import LanguageCode

POLISH = Speech(
    language=LanguageCode.POLISH,
    refusal="Źródła tej bazy wiedzy nie odpowiadają na to pytanie.",
    source_language={
        LanguageCode.ARABIC: "Odpowiedź znajduje się w źródle w języku arabskim.",
        LanguageCode.ENGLISH: "Odpowiedź znajduje się w źródle w języku angielskim.",
        LanguageCode.PERSIAN: "Odpowiedź znajduje się w źródle w języku perskim.",
    },
    cues={
        AnswerKind.COMPARISON: r"\b(rozni|roznia|roznica|roznice|roznic|porownaj|porownanie|w porownaniu|versus|vs)\b",
        AnswerKind.YES_NO: r"^czy\b",
        AnswerKind.FIGURE: r"\b(ile|ilu|jaki procent|jaki odsetek|procent|procentach|o ile"
        r"|jaka liczba|jak duzo|kosztuje)\b|%",
        AnswerKind.EXAMPLE: r"\b(przyklad|przyklady|przykladu|na przyklad)\b",
        AnswerKind.PERSON_PLACE_TIME: r"^(kto|kogo|komu|kiedy|gdzie|w ktorym roku)\b",
        AnswerKind.HOWTO: r"^jak\b|\b(w jaki sposob|kroki|krok po kroku|etapy|jak (wdrozyc"
        r"|wprowadzic|zaczac|zrobic))\b",
        AnswerKind.LIST: r"\b(wymien|jakie sa|zalety|wady|korzysci|rodzaje|lista|cechy)\b|^jakie\b",
        AnswerKind.DEFINITION: r"\b(co to( jest)?|czym jest|czym sa|co oznacza|co znaczy|definicja"
        r"|zdefiniuj|na czym polega)\b",
    },
    define=r"^(?:\S+ ){0,5}?(?:to|jest|oznacza|polega na|nazywamy|nazywa sie)\b",
    no_model="Nie skonfigurowano modelu językowego; odpowiedź złożono ze zdań samych źródeł.",
)
