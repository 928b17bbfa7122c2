"""What is chosen for a question of each kind, on passages made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.composition.picking import ALSO_IN_OWN_LANGUAGE, GENERAL_IN_OWN_LANGUAGE, OWN_LANGUAGE, picks
from api.composition.scoring import Asking
from api.composition.selection import select
from api.domain import AnswerKind

from .making import AR, CELL, EN, FA, HEADING, OMNI, PL, View, chosen, hit, said, table, texts

pytestmark = pytest.mark.usefixtures("scored_by_late")


FACT, DEFINITION, FIGURE = AnswerKind.FACT, AnswerKind.DEFINITION, AnswerKind.FIGURE


@pytest.mark.parametrize("kind", AnswerKind)
def test_nothing_found_nothing_chosen(kind: AnswerKind) -> None:
    assert chosen(kind) == []
    assert chosen(kind, hit(said("Nagłówek", role=HEADING))) == []


def test_the_best_sentence_is_chosen() -> None:
    assert chosen(FACT, hit(said("Sklep płaci.", 0.3), said("Klient wraca.", 0.9))) == [["Klient wraca."]]


def test_a_further_sentence_of_a_passage_must_be_nearly_as_good() -> None:
    page = hit(said("Sklep płaci.", 0.85), said("Klient wraca.", 0.9), said("Kasa stoi.", 0.84))
    assert chosen(FACT, page) == [["Sklep płaci."], ["Klient wraca."]]


def test_a_sentence_of_another_passage_may_be_less_good() -> None:
    pages = (
        hit(said("Klient wraca.", 0.9)),
        hit(said("Sklep płaci.", 0.61), row=1),
        hit(said("Kasa stoi.", 0.59), row=2),
    )
    assert chosen(FACT, *pages) == [["Klient wraca."], ["Sklep płaci."]]


def test_no_more_passages_are_answered_from_than_asked_for() -> None:
    pages = hit(said("Klient wraca.", 0.9)), hit(said("Sklep płaci.", 0.89), row=1)
    asked = Asking(kind=FACT, language=PL)
    for most, said_of in ((1, [["Klient wraca."]]), (2, [["Klient wraca."], ["Sklep płaci."]])):
        found = select(pages, asked, reader=PL, neighbour=View(*pages).neighbour, most_passages=most)
        assert texts(found) == said_of


def test_the_passage_of_the_best_comes_first_and_each_keeps_its_order() -> None:
    pages = (
        hit(said("Sklep płaci.", 0.80), row=3),
        hit(said("Kasa stoi.", 0.88), said("Klient wraca.", 0.9), row=7),
    )
    assert chosen(FACT, *pages) == [["Kasa stoi."], ["Klient wraca."], ["Sklep płaci."]]


def test_what_says_the_same_is_said_once() -> None:
    pages = hit(said("Klient wraca do sklepu.", 0.9)), hit(said("Do sklepu wraca klient.", 0.8), row=1, article="b")
    assert chosen(FACT, *pages) == [["Klient wraca do sklepu."]]


@pytest.mark.parametrize(("kind", "most"), [(FACT, 3), (AnswerKind.YES_NO, 3), (DEFINITION, 2), (AnswerKind.LIST, 3)])
def test_no_more_is_said_than_the_kind_takes(kind: AnswerKind, most: int) -> None:
    different = ("Sklep płaci.", "Klient wraca.", "Kasa stoi.", "Towar leży.", "Zespół pracuje.", "Reklama działa.")
    pages = [hit(said(text, 0.9), row=row) for row, text in enumerate(different)]
    assert len(chosen(kind, *pages)) == most


def test_a_definition_comes_first_and_only_definitions_beside_it() -> None:
    pages = (
        hit(said("Klienci lubią sklepy.", 0.7, concepts=(OMNI,))),
        hit(said("Omnichannel to strategia łącząca kanały.", 0.6, concepts=(OMNI,)), row=1),
        hit(said("Omnichannel oznacza jedną bazę klientów.", 0.55, concepts=(OMNI,)), row=2),
    )
    assert chosen(DEFINITION, *pages, concepts=(OMNI,)) == [
        ["Omnichannel to strategia łącząca kanały."],
        ["Omnichannel oznacza jedną bazę klientów."],
    ]


def test_definitions_are_given_in_one_language() -> None:
    pages = (
        hit(said("Omnichannel to strategia łącząca kanały.", 0.6, concepts=(OMNI,))),
        hit(said("القناة الشاملة هي ربط القنوات.", 0.59, concepts=(OMNI,)), row=1, article="b", language=AR),
    )
    for reader in (EN, PL):
        assert chosen(DEFINITION, *pages, concepts=(OMNI,), reader=reader) == [
            ["Omnichannel to strategia łącząca kanały."]
        ]


def test_where_nothing_defines_the_best_is_said() -> None:
    assert chosen(DEFINITION, hit(said("Klienci wracają.", 0.6, concepts=(OMNI,))), concepts=(OMNI,)) == [
        ["Klienci wracają."]
    ]


def test_beside_a_figure_stand_figures_only() -> None:
    pages = (
        hit(said("Wróciło 38 osób.", 0.7), said("Klienci wracają.", 0.69)),
        hit(said("Odeszło trzech sprzedawców.", 0.6), row=1),
        hit(said("Sklep płaci.", 0.75), row=2),
    )
    assert chosen(FIGURE, *pages) == [["Wróciło 38 osób."], ["Odeszło trzech sprzedawców."]]


def test_without_a_figure_the_best_is_said() -> None:
    assert chosen(FIGURE, hit(said("Klienci wracają.", 0.7))) == [["Klienci wracają."]]


def test_a_cell_is_said_with_its_row_and_once() -> None:
    page = table(("Cecha", "Omni", "Multi"), ("Dane", "wspólne", "osobne"), late=(0, 0, 0, 0, 0.8, 0.79))
    assert chosen(FACT, page) == [["wspólne", "osobne"]]


def test_the_cells_of_a_row_count_once() -> None:
    rows = (
        ("Cecha", "Omni", "Multi"),
        ("Dane", "wspólne", "osobne"),
        ("Koszt", "wyższy", "niższy"),
        ("Cel", "klient", "zasięg"),
    )
    page = table(*rows, late=(0, 0, 0, 0, 0.84, 0.83, 0, 0.82, 0.81, 0, 0.80, 0.80))
    assert chosen(FACT, page) == [["wspólne", "osobne"], ["wyższy", "niższy"], ["klient", "zasięg"]]


def test_a_cell_that_stands_in_no_row_is_said_alone() -> None:
    assert chosen(FACT, hit(said("wspólne", 0.8, CELL, group=1))) == [["wspólne"]]


def test_what_a_sentence_leans_on_is_said_once() -> None:
    page = hit(said("Sklep płaci za zwroty.", 0.88), said("To przyciąga klientów.", 0.9))
    assert chosen(FACT, page) == [["Sklep płaci za zwroty."], ["To przyciąga klientów."]]


@pytest.mark.parametrize(
    ("kind", "concepts", "worth"),
    [
        (FACT, (), OWN_LANGUAGE),
        (FACT, (OMNI,), OWN_LANGUAGE),
        (DEFINITION, (), OWN_LANGUAGE),
        (DEFINITION, (OMNI,), GENERAL_IN_OWN_LANGUAGE),
        (AnswerKind.COMPARISON, (OMNI,), GENERAL_IN_OWN_LANGUAGE),
    ],
)
def test_the_readers_language_comes_before_its_equals(
    kind: AnswerKind, concepts: tuple[str, ...], worth: float
) -> None:
    pages = hit(said("فروشگاه.", 0.5), language=FA, article="b"), hit(said("Sklep.", 0.5), row=1)
    asked = Asking(kind=kind, language=EN, concepts=concepts)
    own, foreign = picks(pages, asked, reader=PL)
    assert (own.text, foreign.text) == ("Sklep.", "فروشگاه.")
    assert own.score - foreign.score == pytest.approx(worth)
    assert [one.text for one in picks(pages, asked, reader=FA)] == ["فروشگاه.", "Sklep."]


def test_a_sentence_in_another_language_that_is_much_better_comes_first() -> None:
    pages = hit(said("فروشگاه.", 0.9), language=FA, article="b"), hit(said("Sklep.", 0.5), row=1)
    assert chosen(FACT, *pages, reader=PL)[0] == ["فروشگاه."]


def test_a_sentence_that_there_is_in_the_readers_language_too_comes_behind() -> None:
    pages = hit(said("فروشگاه.", 0.9), language=FA, article="b"), hit(said("Sklep.", 0.5), row=1)
    asked = Asking(kind=FACT, language=EN)

    def score(article: str | None) -> float:
        found = picks(pages, asked, reader=PL, is_translated=lambda one, language: (one.id, language) == (article, PL))
        return next(one.score for one in found if one.text == "فروشگاه.")

    assert score(None) - score("b") == pytest.approx(ALSO_IN_OWN_LANGUAGE)
    assert score(None) == score("a"), "an article in the reader's language loses nothing"


def test_a_pick_repeats_what_has_most_of_the_shorter_ones_words() -> None:
    texts = ("Klient wraca do sklepu.", "Klient płaci.", "Klient wraca dziś do innego sklepu w mieście.")
    sentences = hit(*(said(text, late) for text, late in zip(texts, (0.9, 0.8, 0.7), strict=True)))
    one, other, longer = picks([sentences], Asking(kind=FACT, language=PL), reader=PL)
    assert one.repeats(one)
    assert one.repeats(longer)
    assert longer.repeats(one)
    assert not one.repeats(other)
    assert not other.repeats(one)


def test_the_versions_of_one_article_say_it_once() -> None:
    foreign = hit(said("فروشگاه کالا را خرید.", 0.8), language=FA, article="b", row=3)
    pages = hit(said("Sklep kupuje towar.", 0.9)), foreign
    assert len(chosen(FACT, *pages, reader=EN)) == 2
    linked = replace(foreign, article=replace(foreign.article, translations=("a",)))
    assert chosen(FACT, pages[0], linked, reader=EN) == [["Sklep kupuje towar."]]
