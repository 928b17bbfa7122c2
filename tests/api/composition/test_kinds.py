"""Kinds of question, recognised from their wording in four languages."""

from __future__ import annotations

import pytest

from api.domain import AnswerKind
from api.speech import SPEECH
from indexer import LANGUAGES, LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

ASKED = [
    ("fa", f"تفاوت همه{ZWNJ}کاناله و چندکاناله چیست؟", AnswerKind.COMPARISON),
    ("fa", "فرق omnichannel با multichannel چیه", AnswerKind.COMPARISON),
    ("fa", f"همه{ZWNJ}کاناله یعنی چه؟", AnswerKind.DEFINITION),
    ("fa", "استراتژی omnichannel چیست؟", AnswerKind.DEFINITION),
    ("fa", f"چند درصد مشتریان کانال عوض می{ZWNJ}کنند؟", AnswerKind.FIGURE),
    ("fa", "استراتژی چند کاناله چیست؟", AnswerKind.DEFINITION),
    ("fa", f"مزایای همه{ZWNJ}کاناله کدام{ZWNJ}اند؟", AnswerKind.LIST),
    ("fa", f"چطور راهبرد همه{ZWNJ}کاناله را شروع کنیم؟", AnswerKind.HOWTO),
    ("fa", f"آیا همه{ZWNJ}کاناله گران است؟", AnswerKind.YES_NO),
    ("fa", "یه مثال از فروش multichannel بزن", AnswerKind.EXAMPLE),
    ("pl", "Czym się różni omnichannel od multichannel?", AnswerKind.COMPARISON),
    ("pl", "co to jest omnichannel", AnswerKind.DEFINITION),
    ("pl", "Ile wzrosla retencja klientow?", AnswerKind.FIGURE),
    ("pl", "Jakie są zalety omnichannel?", AnswerKind.LIST),
    ("pl", "Jak wdrożyć omnichannel?", AnswerKind.HOWTO),
    ("pl", "Czy omnichannel jest drogi?", AnswerKind.YES_NO),
    ("pl", "Kto bada dobre praktyki?", AnswerKind.PERSON_PLACE_TIME),
    ("pl", "Po co dopracowywać punkty styku?", AnswerKind.FACT),
    ("ar", "ما الفرق بين القناة الشاملة والقنوات المتعددة؟", AnswerKind.COMPARISON),
    ("ar", "ما هي القناة الشاملة؟", AnswerKind.DEFINITION),
    ("ar", "كم نسبة العملاء الذين يبدلون القنوات؟", AnswerKind.FIGURE),
    ("ar", "كيف أطبق إستراتيجية القناة الشاملة؟", AnswerKind.HOWTO),
    ("ar", "هل القناة الشاملة مكلفة؟", AnswerKind.YES_NO),
    ("ar", "ما مزايا القناة الشاملة؟", AnswerKind.LIST),
    ("en", "What is the difference between omnichannel and multichannel?", AnswerKind.COMPARISON),
    ("en", "What is omnichannel?", AnswerKind.DEFINITION),
    ("en", "How many customers switch devices?", AnswerKind.FIGURE),
    ("en", "How do I introduce omnichannel?", AnswerKind.HOWTO),
    ("en", "Do customers see the same catalogue?", AnswerKind.YES_NO),
    ("en", "In a multichannel setup, do shoppers see the same catalogue?", AnswerKind.YES_NO),
    ("en", "What's omnichannel?", AnswerKind.DEFINITION),
    ("en", "How is omnichannel different from multichannel?", AnswerKind.COMPARISON),
    ("en", "Why does CRM matter when selling?", AnswerKind.FACT),
    ("fa", f"ابزارهای لازم کدام{ZWNJ}اند؟", AnswerKind.LIST),
    ("fa", "چه مزایایی دارد؟", AnswerKind.LIST),
    ("fa", "مزیت اصلی چندکاناله چیست؟", AnswerKind.FACT),
    ("fa", "چند کانال داریم؟", AnswerKind.FIGURE),
    ("ar", "ما هي خصائص القناة الشاملة؟", AnswerKind.LIST),
    ("ar", "من خلال أي قنوات يتواصل العملاء؟", AnswerKind.FACT),
    ("pl", "Jak długo trwa pilotaż?", AnswerKind.FIGURE),
    ("en", "Who painted the Mona Lisa?", AnswerKind.PERSON_PLACE_TIME),
]


@pytest.mark.parametrize(
    ("language", "question", "kind"), ASKED, ids=[f"{code}-{number}" for number, (code, _, _) in enumerate(ASKED)]
)
def test_the_kind_is_told_from_the_wording(language: str, question: str, kind: AnswerKind) -> None:
    code = LanguageCode(language)
    assert SPEECH[code].kind_of(LANGUAGES[code].search_text(question)) is kind


def test_every_language_speaks_of_every_other() -> None:
    assert set(SPEECH) == set(LanguageCode)
    for code, speech in SPEECH.items():
        assert set(speech.source_language) == set(LanguageCode) - {code}
        assert set(speech.part_in_language) == set(speech.source_language)
        phrases = [*speech.source_language.values(), *speech.part_in_language.values(), speech.refusal, speech.no_model]
        assert len(set(phrases)) == len(phrases)
