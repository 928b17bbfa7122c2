"""What questions ask about, however they spell it; and the words that are no misspelt name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.concepts import Glossary, QuestionConcepts, load_glossary
from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES

ARABIC, ENGLISH, PERSIAN, POLISH = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
OMNI, MULTI = "omnichannel", "multichannel"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

Asked = list[tuple[str, str, bool]]


def asked(
    glossary: Glossary, language: LanguageCode, text: str, *, is_known: Callable[[str], bool] = lambda _word: False
) -> Asked:
    found = QuestionConcepts(glossary, is_known=is_known).read(text, language)
    return [(one.span.of(text), one.concept, one.is_sure) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "concepts"),
    [
        (ENGLISH, "What is omnichannel?", [("omnichannel", OMNI, True)]),
        (POLISH, "Czym jest punkt styku?", [("punkt styku", "touchpoint", True)]),
        (PERSIAN, "فرق همه کاناله و multichannel", [("همه کاناله", OMNI, True), ("multichannel", MULTI, True)]),
        (
            ARABIC,
            "ما الفرق بين القناة الشاملة والقنوات المتعددة؟",
            [("القناة الشاملة", OMNI, True), ("والقنوات المتعددة", MULTI, True)],
        ),
        # A name of another language than the question's.
        (ENGLISH, "advantages of همه کاناله", [("همه کاناله", OMNI, True)]),
        (POLISH, "what is القناة الشاملة", [("القناة الشاملة", OMNI, True)]),
    ],
)
def test_what_a_question_names_in_its_order(
    glossary: Glossary, language: LanguageCode, text: str, concepts: Asked
) -> None:
    assert asked(glossary, language, text) == concepts


@pytest.mark.parametrize(
    ("language", "text", "name", "concept"),
    [
        (ENGLISH, "what is mutlichannel", "mutlichannel", MULTI),
        (ENGLISH, "what is mulitchannel", "mulitchannel", MULTI),
        (ENGLISH, "ominchannel meaning", "ominchannel", OMNI),
        (ENGLISH, "omnichannell", "omnichannell", OMNI),
        (ENGLISH, "the omni chanel way", "omni chanel", OMNI),
        (ENGLISH, "custmer journey", "custmer journey", "customer-journey"),
        (ENGLISH, "customer jurney", "customer jurney", "customer-journey"),
        (POLISH, "co to jest omnichanel", "omnichanel", OMNI),
        (PERSIAN, "همه کانله چیست", "همه کانله", OMNI),
        (PERSIAN, "همه کانلاه چیست", "همه کانلاه", OMNI),
        (PERSIAN, f"همه{ZWNJ}کانله چیست", f"همه{ZWNJ}کانله", OMNI),
        (ARABIC, "ما هي القناة الشامله", "القناة الشامله", OMNI),
        (ARABIC, "ما هي القناة الشملة", "القناة الشملة", OMNI),
        (ARABIC, "القنوات المتعدة", "القنوات المتعدة", MULTI),
    ],
)
def test_a_slip_is_read_as_the_name(
    glossary: Glossary, language: LanguageCode, text: str, name: str, concept: str
) -> None:
    assert asked(glossary, language, text) == [(name, concept, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "multi-device shopping"),
        (ENGLISH, "one channel, two channels"),
        (ENGLISH, "monochannel"),
        (ENGLISH, "cmr"),  # too short to tell a slip from a word
        (POLISH, "w wielu kanałach"),
        (PERSIAN, f"حضور در همه کانال{ZWNJ}ها"),
        (PERSIAN, "حضور در همه کانالها"),
        (PERSIAN, f"حضور در همه{ZWNJ}کانال{ZWNJ}ها"),
        (PERSIAN, "در چند کانال فروش"),
        (PERSIAN, "همه کانال یعنی چه"),  # may mean none, and has no usual meaning
        (ARABIC, "من خلال قنوات متعددة"),
        (ARABIC, "جميع القنوات"),
    ],
)
def test_what_is_no_name_asks_for_no_concept(glossary: Glossary, language: LanguageCode, text: str) -> None:
    assert asked(glossary, language, text) == []


def test_a_known_word_is_no_slip(glossary: Glossary) -> None:
    assert asked(glossary, ENGLISH, "ominchannel", is_known={"ominchannel"}.__contains__) == []


def test_two_words_known_each_by_itself_are_no_slip(glossary: Glossary) -> None:
    text = "ما هي رحلة العمل"
    stems = {LANGUAGES[ARABIC].stem(form) for form in ("رحله", "العمل")}
    assert asked(glossary, ARABIC, text, is_known=stems.__contains__) == []
    assert asked(glossary, ARABIC, text) == [("رحلة العمل", "customer-journey", True)]


def test_one_known_word_of_two_does_not_hide_the_slip_of_the_other(glossary: Glossary) -> None:
    assert asked(glossary, ENGLISH, "custmer journey", is_known={"journey"}.__contains__) == [
        ("custmer journey", "customer-journey", True)
    ]


def test_a_slip_does_not_reach_over_punctuation(glossary: Glossary) -> None:
    assert asked(glossary, ENGLISH, "custmer, journey") == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (POLISH, "Co to jest wielokanałowość?", "wielokanałowość"),
        (POLISH, "strategia WIELOKANALOWA", "WIELOKANALOWA"),
        (PERSIAN, "چند کاناله چیست", "چند کاناله"),
        (PERSIAN, "چندکاناله چیست", "چندکاناله"),
        (ENGLISH, "what is چندکاناله", "چندکاناله"),
    ],
)
def test_the_usual_meaning_of_an_ambiguous_name_is_not_sure(
    glossary: Glossary, language: LanguageCode, text: str, name: str
) -> None:
    assert asked(glossary, language, text) == [(name, MULTI, False)]


def test_an_ambiguous_name_without_usual_meaning_asks_for_none(glossary: Glossary) -> None:
    assert asked(glossary, ARABIC, "ما هو متعدد القنوات") == []


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        (PERSIAN, "فرق چند کاناله و چند کاناله", ["چند کاناله", "چند کاناله"]),
        (POLISH, "Czym różni się wielokanałowe od wielokanałowego?", ["wielokanałowe", "wielokanałowego"]),
        (ARABIC, "الفرق بين متعدد القنوات ومتعددة القنوات", ["متعدد القنوات", "ومتعددة القنوات"]),
    ],
)
def test_an_ambiguous_name_set_against_itself_means_both(
    glossary: Glossary, language: LanguageCode, text: str, names: list[str]
) -> None:
    assert asked(glossary, language, text) == [(names[0], OMNI, True), (names[1], MULTI, True)]


def test_a_sure_name_given_twice_means_itself_twice(glossary: Glossary) -> None:
    assert asked(glossary, ENGLISH, "multi and multi") == [("multi", MULTI, True)] * 2


def test_beside_a_sure_name_an_ambiguous_one_keeps_its_usual_meaning(glossary: Glossary) -> None:
    assert asked(glossary, POLISH, "omnichannel czy wielokanałowość") == [
        ("omnichannel", OMNI, True),
        ("wielokanałowość", MULTI, False),
    ]


def test_without_a_glossary_nothing_is_asked_about() -> None:
    assert asked(Glossary(), ENGLISH, "omnichannel") == []


@pytest.mark.parametrize("text", ["", "   ", "؟!", "a"])
def test_a_question_of_no_words_names_nothing(glossary: Glossary, text: str) -> None:
    assert asked(glossary, PERSIAN, text) == []


def test_a_very_long_question_is_read_to_its_end(glossary: Glossary) -> None:
    text = "słowo " * 150 + "omnichanell"
    assert asked(glossary, POLISH, text) == [("omnichanell", OMNI, True)]


@pytest.mark.parametrize(
    ("language", "text", "about"),
    [
        (LanguageCode.POLISH, "Co znaczy چندکاناله w perskich tekstach?", []),
        (LanguageCode.POLISH, "zalety چندکاناله", ["multichannel"]),
        (LanguageCode.POLISH, "Co znaczy omnichannel?", ["omnichannel"]),
    ],
)
def test_a_foreign_word_asked_about_as_a_word_names_no_concept(
    language: LanguageCode, text: str, about: list[str]
) -> None:
    concepts = QuestionConcepts(load_glossary(), is_known=lambda _word: False)
    assert [one.concept for one in concepts.read(text, language)] == about
