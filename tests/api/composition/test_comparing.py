"""Both sides of a comparison that no table gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.answering import Answerer
from api.composition.comparing import sides
from api.composition.picking import Pick
from api.composition.scoring import Asking
from api.composition.selection import select
from api.domain import AnswerKind
from indexer import Hit, LanguageCode

from .making import CELL, FA, MULTI, OMNI, PL, View, hit, pick, said, table, texts

BOTH = (OMNI, MULTI)
ASKED = Asking(kind=AnswerKind.COMPARISON, language=PL, concepts=BOTH)


GENERAL = replace(ASKED, is_general=True)


def told(*scored: Pick) -> list[str]:
    return [one.text for one in sides(sorted(scored, key=lambda one: -one.score), BOTH)]


def compared(*hits: Hit, asked: Asking = ASKED, reader: LanguageCode = PL) -> list[list[str]]:
    return texts(select(hits, asked, reader=reader, neighbour=View(*hits).neighbour))


def one_of(text: str, score: float, *concepts: str, row: int = 0, article: str = "a") -> Pick:
    return pick(hit(said(text, concepts=concepts), row=row, article=article), 0, score)


def test_without_a_sentence_on_both_each_side_is_told() -> None:
    assert told(
        one_of("Omnichannel spaja kanały.", 5.0, OMNI),
        one_of("Omnichannel kosztuje.", 4.9, OMNI, row=1),
        one_of("Multichannel dzieli zespoły.", 1.0, MULTI, row=2),
    ) == ["Omnichannel spaja kanały.", "Multichannel dzieli zespoły."]


def test_a_sentence_on_both_comes_before_the_sides() -> None:
    assert told(
        one_of("Omnichannel spaja dane, multichannel dzieli zespoły.", 4.0, OMNI, MULTI),
        one_of("Omnichannel wymaga integracji.", 5.0, OMNI, row=5),
        one_of("Multichannel startuje szybko.", 3.0, MULTI, row=6),
    ) == [
        "Omnichannel spaja dane, multichannel dzieli zespoły.",
        "Omnichannel wymaga integracji.",
        "Multichannel startuje szybko.",
    ]


def test_a_sentence_on_both_that_is_much_less_likely_is_left_out() -> None:
    both = "Omnichannel spaja dane, multichannel dzieli zespoły."
    scored = one_of("Omnichannel wymaga integracji.", 5.0, OMNI), one_of("Multichannel startuje.", 4.0, MULTI, row=3)
    assert both in told(one_of(both, 3.0, OMNI, MULTI, row=6), *scored)
    assert both not in told(one_of(both, 2.9, OMNI, MULTI, row=6), *scored)


def test_a_sentence_on_one_side_that_names_neither_counts_for_its_side() -> None:
    scored = pick(hit(said("Spaja kanały.", concepts=(OMNI,), named=())), 0, 2.0), one_of("Dzieli.", 1.0, MULTI, row=1)
    assert told(*scored) == ["Spaja kanały.", "Dzieli."]


def test_what_stands_near_in_an_article_is_told_in_its_order() -> None:
    page = hit(
        said("Multichannel dzieli zespoły.", concepts=(MULTI,)), said("Omnichannel spaja kanały.", concepts=(OMNI,))
    )
    assert told(pick(page, 1, 5.0), pick(page, 0, 4.0)) == ["Multichannel dzieli zespoły.", "Omnichannel spaja kanały."]


def test_the_other_side_comes_from_the_same_article_where_it_is_nearly_as_good() -> None:
    first = one_of("Omnichannel spaja kanały.", 5.0, OMNI)
    elsewhere = one_of("Multichannel startuje szybko.", 4.0, MULTI, article="b", row=9)
    at_home = "Multichannel dzieli zespoły."
    assert told(first, elsewhere, one_of(at_home, 2.0, MULTI, row=1))[1] == at_home
    assert told(first, elsewhere, one_of(at_home, 1.9, MULTI, row=1))[1] == "Multichannel startuje szybko."


def test_a_side_is_not_told_in_the_words_of_a_sentence_on_both() -> None:
    both = one_of("Omnichannel spaja wszystkie kanały, multichannel dzieli zespoły.", 5.0, OMNI, MULTI)
    again = one_of("Omnichannel spaja wszystkie kanały.", 4.0, OMNI, row=4)
    assert told(both, again) == ["Omnichannel spaja wszystkie kanały, multichannel dzieli zespoły."]


def test_two_articles_with_one_sentence_say_it_once() -> None:
    words = "Omnichannel spaja wszystkie kanały, multichannel dzieli zespoły."
    scored = [one_of(words, 5.0, OMNI, MULTI), one_of(words, 4.9, OMNI, MULTI, article="b", row=9)]
    assert told(*scored) == [words]


def test_where_no_sentence_is_on_either_the_best_is_told() -> None:
    assert told(one_of("Kanały.", 2.0), one_of("Sklepy.", 1.0, row=1)) == ["Kanały."]


@pytest.mark.usefixtures("scored_by_late")
def test_rows_of_a_table_come_whole_and_in_the_tables_order() -> None:
    page = table(
        ("Cecha", "Omnichannel", "Multichannel"),
        ("Dane", "wspólne", "osobne"),
        ("Koszt", "wyższy", "niższy"),
        late=(0.1, 0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 0.1, 0.6),
    )
    assert compared(page) == [["wspólne", "osobne"], ["wyższy", "niższy"]]


@pytest.mark.usefixtures("scored_by_late")
def test_of_many_rows_those_on_the_point_asked_about_are_shown_in_the_tables_order() -> None:
    rows = [("Cecha", "Omnichannel", "Multichannel"), *((f"c{n}", f"o{n}", f"m{n}") for n in range(4))]
    late = [0.1] * 3 + [value for n in (0.85, 0.2, 0.9, 0.1) for value in (0.0, n, 0.0)]
    assert compared(table(*rows, late=late)) == [["o0", "m0"], ["o2", "m2"]]


@pytest.mark.usefixtures("scored_by_late")
def test_rows_alike_are_all_shown() -> None:
    rows = [("Cecha", "Omnichannel", "Multichannel"), *((f"c{n}", f"o{n}", f"m{n}") for n in range(7))]
    late = [0.1] * 3 + [0.0, 0.9, 0.0] * 7
    assert compared(table(*rows, late=late)) == [[f"o{n}", f"m{n}"] for n in range(7)]


@pytest.mark.usefixtures("scored_by_late")
@pytest.mark.parametrize(("late", "is_table"), [(0.75, True), (0.76, False)])
def test_a_table_beats_sentences_that_are_only_a_little_nearer(late: float, is_table: bool) -> None:
    rows = table(("Cecha", "Omnichannel", "Multichannel"), ("Dane", "wspólne", "osobne"), late=(0, 0, 0, 0, 0.5, 0))
    page = hit(said("Omnichannel łączy, multichannel dzieli.", late, concepts=BOTH), row=4, article="b")
    found = compared(rows, page)
    assert (found == [["wspólne", "osobne"]]) is is_table
    assert (found == [["Omnichannel łączy, multichannel dzieli."]]) is not is_table


@pytest.mark.usefixtures("scored_by_late")
def test_rows_of_a_table_of_other_things_are_no_comparison() -> None:
    prices = table(("Miasto", "Sklepy", "Koszt"), ("Łódź", "dwa", "wysoki"), late=(0, 0, 0, 0, 0.9, 0))
    page = hit(said("Omnichannel łączy, multichannel dzieli.", 0.8, concepts=BOTH), row=4, article="b")
    assert compared(prices, page) == [["Omnichannel łączy, multichannel dzieli."]]


def both(rows: int, **about: object) -> Hit:
    """A table of both with so many rows."""
    cells = [(f"c{n}", f"o{n}", f"m{n}") for n in range(rows)]
    return table(("Cecha", "Omnichannel", "Multichannel"), *cells, **about)  # type: ignore[arg-type]


def test_where_only_the_difference_is_asked_the_whole_table_is_given() -> None:
    page = hit(said("Omnichannel łączy, multichannel dzieli.", 0.9, concepts=BOTH), row=40, article="b")
    assert compared(page, both(12), asked=GENERAL) == [[f"o{n}", f"m{n}"] for n in range(12)]


def test_of_two_tables_the_longer_one_is_given() -> None:
    short, long = both(2, article="b", row=30, similarity=0.9), both(3)
    assert compared(short, long, asked=GENERAL) == [["o0", "m0"], ["o1", "m1"], ["o2", "m2"]]


@pytest.mark.usefixtures("scored_by_late")
def test_a_table_in_another_language_is_given_where_the_readers_says_nothing_of_both() -> None:
    foreign = both(2, language=FA)
    own = hit(said("Omnichannel łączy, multichannel dzieli.", 0.9, concepts=BOTH), row=40, article="b")
    assert compared(foreign, asked=GENERAL) == [["o0", "m0"], ["o1", "m1"]]
    assert compared(foreign, own, asked=GENERAL) == [["Omnichannel łączy, multichannel dzieli."]]


def test_a_table_goes_on_in_the_next_passage_and_another_one_is_left_out() -> None:
    first = both(2)
    heads = first.passage.sentences[1].span, first.passage.sentences[2].span
    more = hit(
        said("c2", role=CELL), said("o2", role=CELL), said("m2", role=CELL), said("x", role=CELL), row=1, joint=" | "
    )
    cells = [
        replace(one, context=(head,) if head else (), group=0)
        for one, head in zip(more.passage.sentences, (None, *heads, None), strict=True)
    ]
    # The last cell is of a table with other heads.
    cells[3] = replace(cells[3], context=(cells[0].span,), group=1)
    more = replace(more, passage=replace(more.passage, sentences=tuple(cells)))
    assert compared(first, more, asked=GENERAL) == [["o0", "m0"], ["o1", "m1"], ["o2", "m2"]]


@pytest.mark.parametrize(
    ("language", "question", "is_general"),
    [
        ("ar", "ما الفرق بين omnichannel و multichannel؟", True),
        ("ar", "ما أهم الفروق بين omnichannel و multichannel؟", True),
        ("ar", "ما الفرق بين omnichannel و multichannel في الكلفة؟", False),
        ("en", "What's the main difference between omnichannel and multichannel?", True),
        ("en", "omnichannel vs multichannel", True),
        ("en", "How do omnichannel and multichannel differ in cost?", False),
        ("fa", "فرق omnichannel و multichannel چیست؟", True),
        ("fa", "تفاوت اصلی omnichannel با multichannel چیه", True),
        ("fa", "تفاوت omnichannel و multichannel در هزینه چیست؟", False),
        ("pl", "Jaka jest różnica między omnichannel a multichannel?", True),
        ("pl", "Czym różni się omnichannel od multichannel?", True),
        ("pl", "Czym różni się koszt omnichannel od multichannel?", False),
    ],
)
def test_a_question_is_general_where_it_asks_for_no_difference_in_particular(
    answerer: Answerer, language: str, question: str, is_general: bool
) -> None:
    code = LanguageCode(language)
    named = answerer.draft(question, language=code).view.concepts_of(question, language=code)
    asked = Asking.of(question, code, named=named)
    assert (asked.kind, asked.is_general) == (AnswerKind.COMPARISON, is_general)


@pytest.mark.usefixtures("scored_by_late")
def test_a_sentence_said_with_another_is_not_said_twice() -> None:
    page = hit(
        said("Omnichannel spaja wszystkie kanały.", 0.8, concepts=(OMNI,)),
        said("To odróżnia go od multichannel, czyli osobnych zespołów.", 0.9, concepts=(MULTI,)),
    )
    assert compared(page) == [
        ["Omnichannel spaja wszystkie kanały."],
        ["To odróżnia go od multichannel, czyli osobnych zespołów."],
    ]


def test_the_shipped_corpus_compares_by_both_sides_each_cited(answerer: Answerer) -> None:
    answer = answerer.answer("Czym różni się omnichannel od multichannel?")
    assert answer.kind is AnswerKind.COMPARISON
    assert len({sentence.text for sentence in answer.sentences}) == len(answer.sentences)
    concepts = [set(answer.citations[sentence.citations[0] - 1].concepts) & set(BOTH) for sentence in answer.sentences]
    assert set().union(*concepts) == set(BOTH)
    starts = [answer.citations[sentence.citations[0] - 1].start for sentence in answer.sentences]
    assert len({one.article_id for one in answer.citations}) > 1 or starts == sorted(starts)
