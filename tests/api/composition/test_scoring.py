"""The features of a sentence: what was measured of it, and what fits the kind of question."""

from __future__ import annotations

import pytest

from api.answering import Answerer
from api.composition.scoring import FEATURES, Asking, candidates, figures
from api.domain import AnswerKind
from indexer import Hit, LanguageCode, Signals

from .making import AR, CELL, EN, FA, HEADING, ITEM, LEAD_IN, MULTI, OMNI, PL, ZWNJ, Said, hit, said

OF_KIND = FEATURES[FEATURES.index("definition") : FEATURES.index("heading")]


def asking(kind: AnswerKind, language: LanguageCode = PL, **about: object) -> Asking:
    return Asking(kind=kind, language=language, **about)  # type: ignore[arg-type]


def features(asked: Asking, *hits: Hit) -> list[dict[str, float]]:
    return [dict(zip(FEATURES, one.features, strict=True)) for one in candidates(hits, asked)]


def of_kind(asked: Asking, *hits: Hit) -> list[set[str]]:
    """The features of the kind that each sentence has."""
    return [{name for name in OF_KIND if found[name]} for found in features(asked, *hits)]


FACT = asking(AnswerKind.FACT)


def test_headings_and_questions_answer_nothing() -> None:
    page = hit(said("Zwroty", role=HEADING), said("Kto płaci?"), said("Sklep płaci."), said("من يدفع؟"))
    assert [one.text for one in candidates([page], FACT)] == ["Sklep płaci."]


@pytest.mark.parametrize("kind", AnswerKind)
def test_a_lead_in_answers_only_where_a_list_is_asked_for(kind: AnswerKind) -> None:
    page = hit(said("Oto kroki:", role=LEAD_IN), said("Kup.", role=ITEM, group=0))
    found = [one.text for one in candidates([page], asking(kind))]
    assert ("Oto kroki:" in found) is (kind in {AnswerKind.LIST, AnswerKind.HOWTO})
    assert "Kup." in found


def test_no_hits_no_candidates() -> None:
    assert candidates([], FACT) == []


def test_similarity_is_told_by_what_is_missing_to_the_best() -> None:
    best, other = hit(said("Raz."), similarity=0.7), hit(said("Dwa."), row=1, similarity=0.5)
    first, second = features(FACT, best, other)
    assert (first["similarity"], first["first"]) == (1.0, 1.0)
    assert (second["similarity"], second["first"]) == (pytest.approx(0.8), 0.0)


def test_what_was_measured_of_a_sentence_is_taken_over() -> None:
    found = features(FACT, hit(said("Sklep płaci.", 0.4, in_context=0.6)))[0]
    assert (found["late"], found["in_context"], found["agreement"]) == (0.4, 0.6, 0.5)


def test_a_sentence_in_another_language_than_the_question_is_foreign() -> None:
    pages = hit(said("Sklep.")), hit(said("فروشگاه."), row=1, article="b", language=FA)
    assert [found["foreign"] for found in features(FACT, *pages)] == [0.0, 1.0]


def test_a_sentence_announces_and_an_item_does_not() -> None:
    page = hit(said("Poniżej opisujemy kroki."), said("Poniżej opisujemy kroki.", role=ITEM, group=0))
    assert [found["announces"] for found in features(FACT, page)] == [1.0, 0.0]


def test_a_definition_is_one_only_where_a_definition_is_asked_for() -> None:
    page = hit(said("Omnichannel to strategia.", concepts=(OMNI,)), said("Klienci wracają.", concepts=(OMNI,)))
    assert of_kind(asking(AnswerKind.DEFINITION, concepts=(OMNI,)), page) == [{"definition"}, set()]
    assert of_kind(FACT, page) == [set(), set()]


def test_a_definition_of_something_else_is_none() -> None:
    page = hit(said("Multichannel to strategia.", concepts=(MULTI,)), said("To strategia.", concepts=(OMNI,), named=()))
    assert of_kind(asking(AnswerKind.DEFINITION, named=(OMNI,)), page) == [set(), set()]
    crm = hit(said("CRM to system.", concepts=("crm",)), said("Koszyk to lista.", concepts=("shopping-cart",)))
    assert of_kind(asking(AnswerKind.DEFINITION, named=("crm",)), crm) == [{"definition"}, set()]
    assert of_kind(asking(AnswerKind.DEFINITION), page)[0] == {"definition"}


def test_what_goes_on_and_on_defines_nothing() -> None:
    page = hit(said("Omnichannel to strategia" + " kanałów" * 60 + "."))
    assert of_kind(asking(AnswerKind.DEFINITION), page) == [set()]


WHAT = "Co to jest omnichannel?"


def below(heading: str, *texts: str, **about: object) -> Hit:
    """A passage that begins with its heading."""
    return hit(said(heading, role=HEADING), *map(said, texts), heading=(heading,), **about)  # type: ignore[arg-type]


def test_the_first_sentences_below_a_heading_that_asks_may_define() -> None:
    asked = asking(AnswerKind.DEFINITION)
    page = below(WHAT, "Zdanie a.", "Zdanie b.", "Zdanie c.", signals=Signals(heading=0.9))
    assert of_kind(asked, page) == [{"definition_heading"}, {"definition_heading"}, set()]
    far = below(WHAT, "Zdanie a.", signals=Signals(heading=0.1))
    assert of_kind(asked, far) == [set()], "no Concept is named, and the heading asks about something else"
    assert of_kind(FACT, page) == [set()] * 3
    assert of_kind(asked, below("Zwroty", "Zdanie.")) == [set()]


def test_a_passage_that_goes_on_below_a_heading_does_not_define() -> None:
    assert of_kind(asking(AnswerKind.DEFINITION), hit(said("Zdanie."), heading=(WHAT,))) == [set()]


def test_a_heading_that_asks_something_else_defines_nothing() -> None:
    asked = asking(AnswerKind.DEFINITION, named=(OMNI,))
    when = below("Kiedy lepiej poczekać?", "Zdanie.", heading_concepts=(OMNI,))
    other = below("Co to jest multichannel?", "Zdanie.", heading_concepts=(MULTI,))
    right = below(WHAT, "Zdanie.", heading_concepts=(OMNI,))
    assert of_kind(asked, when, other, right) == [set(), set(), {"definition_heading"}]


def test_a_glossarys_item_defines_its_term() -> None:
    items = (
        "Punkt styku (touchpoint): punkt styku, w którym klient spotyka markę.",
        "Punkt styku (touchpoint): klient spotyka tu markę.",
    )
    page = hit(*(said(text, role=ITEM, group=n) for n, text in enumerate(items)))
    assert of_kind(asking(AnswerKind.DEFINITION), page) == [{"definition"}, set()]


def test_the_first_sentences_below_a_question_are_as_near_as_the_question_is() -> None:
    near = Signals(support=1.0, heading=0.8)
    asks = below("Czy warto?", "Zdanie a.", "Zdanie b.", "Zdanie c.", signals=near)
    assert [found["heading"] for found in features(FACT, asks)] == [0.8, 0.8, 0.0]
    assert features(FACT, below("Zwroty", "Zdanie.", signals=near))[0]["heading"] == 0.0
    assert features(FACT, hit(said("Zdanie."), heading=("Czy warto?",), signals=near))[0]["heading"] == 0.0


def test_a_list_as_long_as_is_asked_for_counts() -> None:
    def items(number: int) -> list[Said]:
        return [said(f"Krok {one}.", role=ITEM, group=one) for one in range(number)]

    begin, end = said("Początek."), said("Koniec.")
    six = hit(begin, said("Oto lista:", role=LEAD_IN), *items(6), end)
    told = hit(said("Artykuł wymienia sześć kroków:", role=LEAD_IN), *items(2))
    three = hit(begin, *items(3), end)
    two_lists = hit(begin, *items(3), said("Oto sześć rad:", role=LEAD_IN), *items(2), end)
    goes_on = hit(*items(3), end)
    asked = Asking.of("Jakie są te 6 kroków wdrożenia?", PL)
    assert asked.counts == {6}

    def marks(page: Hit) -> list[float]:
        return [found["counted"] for found in features(asked, page)]

    assert marks(six) == [0.5] + [1.0] * 7 + [0.5]
    assert marks(told) == [1.0] * 3
    assert marks(three) == [0.5, 0.0, 0.0, 0.0, 0.5]
    assert marks(two_lists) == [0.5, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.5]
    assert marks(goes_on) == [0.5] * 4, "of a list that begins before the passage it is not known how long it is"
    assert {found["counted"] for found in features(asking(AnswerKind.HOWTO), three)} == {0.5}


def test_a_figure_stands_in_digits_or_words() -> None:
    page = hit(said("Wróciło 38 osób."), said("Kroków jest sześć."), said("Klienci wracają."))
    assert of_kind(asking(AnswerKind.FIGURE), page) == [{"figure"}, {"figure"}, set()]
    assert of_kind(FACT, page) == [set()] * 3


def test_a_figure_in_percent_is_one_where_a_share_is_asked_for() -> None:
    page = hit(said("Wzrost o 90%."), said("Wróciło 38 osób."))
    assert of_kind(asking(AnswerKind.FIGURE, wants_percent=True), page) == [{"figure", "percent"}, {"figure"}]
    assert of_kind(asking(AnswerKind.FIGURE), page) == [{"figure"}, {"figure"}]


def test_digits_tell_a_time_where_one_is_asked_for() -> None:
    page = hit(said("Weszło w 2018 roku."), said("Weszło dawno."))
    assert of_kind(asking(AnswerKind.PERSON_PLACE_TIME), page) == [{"time"}, set()]


def test_a_comparison_likes_cells_and_sentences_on_both() -> None:
    page = hit(
        said("wspólne", role=CELL, group=1),
        said("Omnichannel łączy, multichannel dzieli.", concepts=(OMNI, MULTI)),
        said("Omnichannel łączy.", concepts=(OMNI,)),
    )
    asked = asking(AnswerKind.COMPARISON, concepts=(OMNI, MULTI))
    assert of_kind(asked, page) == [{"cell"}, {"both_sides"}, set()]
    assert of_kind(asking(AnswerKind.COMPARISON), page) == [{"cell"}, set(), set()]


def test_a_list_likes_items_and_their_lead_in() -> None:
    page = hit(said("Oto kroki:", role=LEAD_IN), said("Kup.", role=ITEM, group=0), said("Koniec."))
    for kind in (AnswerKind.LIST, AnswerKind.HOWTO):
        assert of_kind(asking(kind), page) == [{"item"}, {"item"}, set()]


def test_a_question_is_read_for_its_kind_and_what_it_wants() -> None:
    asked = Asking.of("Ile procent klientów wróciło po 90 dniach?", PL, concepts=[OMNI])
    assert (asked.kind, asked.language, asked.concepts) == (AnswerKind.FIGURE, PL, (OMNI,))
    assert asked.figures == {"90"}
    assert (asked.wants_percent, asked.wants_money, asked.wants_time) == (True, False, False)


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("How much does a CRM cost?", EN, "wants_money"),
        ("When did it begin?", EN, "wants_time"),
        ("Jaki odsetek klientów wraca?", PL, "wants_percent"),
        ("كم سعر البرنامج؟", AR, "wants_money"),
        ("متى تأسست الشركة؟", AR, "wants_time"),
        ("قیمت این برنامه چنده؟", FA, "wants_money"),
        ("در چه سالی شروع شد؟", FA, "wants_time"),
    ],
)
def test_a_question_wants_one_thing(question: str, language: LanguageCode, wanted: str) -> None:
    asked = Asking.of(question, language)
    assert [name for name in ("wants_percent", "wants_money", "wants_time") if getattr(asked, name)] == [wanted]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Should prices be the same in all channels?", EN),
        ("Czy ceny powinny być takie same we wszystkich kanałach?", PL),
        ("هل يجب أن تكون الأسعار نفسها في كل القنوات؟", AR),
        (f"آیا قیمت{ZWNJ}ها باید در همه کانال{ZWNJ}ها یکسان باشد؟", FA),
        ("نرخ بازگشت مشتری چقدر بیشتر شد؟", FA),
        ("What share of the price is delivery?", EN),
    ],
)
def test_whoever_speaks_of_prices_does_not_always_ask_for_one(question: str, language: LanguageCode) -> None:
    assert not Asking.of(question, language).wants_money


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("۲۳ درصد و ۹۰", FA, {"23", "90"}),
        ("wzrost o 90%", PL, {"90"}),
        ("٩٠ في المئة", AR, {"90"}),
        ("none", EN, set()),
    ],
)
def test_figures_are_plain_numbers_in_any_digits(text: str, language: LanguageCode, found: set[str]) -> None:
    assert figures(text, language) == found


def test_features_are_shares(answerer: Answerer) -> None:
    """On the real index every feature of every sentence is 0..1, whatever the kind of question."""
    seen = 0
    for question in ("Co to jest omnichannel?", f"فرق همه{ZWNJ}کاناله و چندکاناله چیست؟", "كم نسبة العملاء؟", "When?"):
        draft = answerer.draft(question)
        for one in candidates(draft.hits, draft.asking):
            seen += 1
            assert len(one.features) == len(FEATURES)
            assert all(0.0 <= value <= 1.0 + 1e-6 for value in one.features), (one.text, one.features)
    assert seen > 100
