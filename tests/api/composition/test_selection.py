"""What is chosen for a question of each kind, on passages made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.composition.picking import ALSO_IN_OWN_LANGUAGE, GENERAL_IN_OWN_LANGUAGE, OWN_LANGUAGE, picks
from api.composition.scoring import Asking
from api.composition.selection import select
from api.domain import AnswerKind
from indexer import Hit, LanguageCode, Span

from .making import AR, CELL, EN, FA, HEADING, ITEM, LEAD_IN, OMNI, PL, View, hit, said, table, texts

pytestmark = pytest.mark.usefixtures("scored_by_late")


def chosen(
    kind: AnswerKind,
    *hits: Hit,
    reader: LanguageCode = PL,
    concepts: tuple[str, ...] = (),
    beside: tuple[Hit, ...] = (),
) -> list[list[str]]:
    asked = Asking(kind=kind, language=reader, concepts=concepts)
    return texts(select(hits, asked, reader=reader, neighbour=View(*hits, *beside).neighbour))


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


@pytest.mark.parametrize("kind", [AnswerKind.LIST, AnswerKind.HOWTO])
def test_a_list_is_whole_with_its_lead_in_and_numbers_in_order(kind: AnswerKind) -> None:
    pages = (
        hit(
            said("Oto kroki:", 0.2, LEAD_IN),
            said("Kup.", 0.1, ITEM, group=0, marker="1."),
            said("Zapłać.", 0.9, ITEM, group=1, marker="2."),
            said("Zwróć.", 0.1, ITEM, group=2, marker="3."),
            said("Sklep płaci za zwrot.", 0.8),
        ),
    )
    found = select(pages, Asking(kind=kind, language=PL), reader=PL, neighbour=View(*pages).neighbour)
    assert texts(found) == [["Oto kroki:"], ["Kup."], ["Zapłać."], ["Zwróć."]]
    assert [one.picks[0].sentence.marker for one in found] == ["", "1.", "2.", "3."]


def test_for_another_kind_an_item_is_said_by_itself() -> None:
    page = hit(said("Oto kroki:", 0.9, LEAD_IN), said("Kup.", 0.5, ITEM, group=0), said("Zapłać.", 0.9, ITEM, group=1))
    assert chosen(FACT, page) == [["Zapłać."]]


def parts(late: float, in_context: float) -> tuple[Hit, ...]:
    """A list told in three long parts, each with a title, under a heading."""
    return tuple(
        hit(
            *((said("Kroki wdrożenia", role=HEADING),) if not row else ()),
            said(f"Krok {row}", 0.1, ITEM, group=row, marker=f"{row + 1}.", in_context=0.1),
            said(
                f"Opis kroku {row}.",
                late if row == 1 else 0.1,
                group=row,
                context=(0 if row else 1,),
                in_context=in_context if row == 1 else 0.1,
            ),
            row=row,
            heading=("Kroki wdrożenia",),
        )
        for row in range(3)
    )


OUTLINE = [["Kroki wdrożenia"], ["Krok 0"], ["Krok 1"], ["Krok 2"]]


def test_an_outline_is_given_where_the_heading_matches_better_than_the_sentence() -> None:
    before, best, after = parts(late=0.5, in_context=0.9)
    assert chosen(AnswerKind.HOWTO, best, beside=(before, after)) == OUTLINE


def test_no_outline_is_given_where_the_sentence_itself_is_asked_for() -> None:
    before, best, after = parts(late=0.6, in_context=0.9)
    assert chosen(AnswerKind.HOWTO, best, beside=(before, after)) == [["Krok 1", "Opis kroku 1."]]


def test_two_parts_make_no_outline() -> None:
    before, best, _ = parts(late=0.5, in_context=0.9)
    assert chosen(AnswerKind.HOWTO, best, beside=(before,)) == [["Krok 1", "Opis kroku 1."]]


def test_parts_under_another_heading_belong_to_another_outline() -> None:
    before, best, after = parts(late=0.5, in_context=0.9)
    other = hit(said("Inny", role=ITEM, group=0), said("Opis.", group=0, context=(0,)), row=3, heading=("X",))
    assert chosen(AnswerKind.HOWTO, best, beside=(before, after, other)) == OUTLINE


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


def sections(*titles: str, late: float, in_context: float) -> list[Hit]:
    """Passages of sections below one heading, each with its own heading and a sentence."""
    return [
        hit(
            said(title, role=HEADING),
            said(f"Treść {number}.", late, in_context=in_context),
            row=number,
            heading=("Siedem rad", title),
        )
        for number, title in enumerate(titles)
    ]


def test_sections_below_the_heading_asked_for_are_told_by_their_headings() -> None:
    pages = sections("Słuchaj", "Mierz", "Dziel", late=0.3, in_context=0.9)
    assert chosen(AnswerKind.LIST, *pages) == [["Słuchaj"], ["Mierz"], ["Dziel"]]


def test_of_two_sections_the_sentences_are_said() -> None:
    pages = sections("Słuchaj", "Mierz", late=0.3, in_context=0.9)
    assert ["Słuchaj"] not in chosen(AnswerKind.LIST, *pages)


CHALLENGES = (("Wyzwanie", "Rozwiązanie"), ("Złożoność", "programy"), ("Koszty", "stopniowo"), ("Prywatność", "zasady"))


def rows_of(kind: AnswerKind, *late: float) -> list[list[str]]:
    """What is said of a table of challenges with these late interactions of its first column."""
    page = table(*CHALLENGES, late=(0.0, 0.0, *(value for one in late for value in (one, 0.1))))
    return chosen(kind, page)


def test_a_table_is_a_list_and_given_whole() -> None:
    every = [list(row) for row in CHALLENGES[1:]]
    assert rows_of(AnswerKind.LIST, 0.5, 0.5, 0.4) == every
    assert rows_of(AnswerKind.HOWTO, 0.5, 0.5, 0.4) == every
    assert rows_of(AnswerKind.LIST, 0.5, 0.9, 0.5) == [["Koszty", "stopniowo"]], "one row is asked for"


def test_what_leads_to_a_table_stands_before_it() -> None:
    cells = table(*CHALLENGES, late=(0.0,) * 8)
    lead = hit(said("Artykuł wymienia trzy wyzwania:", 0.9, LEAD_IN))
    moved = tuple(
        replace(
            one,
            span=Span(start=one.span.start + 40, end=one.span.end + 40),
            context=tuple(Span(start=span.start + 40, end=span.end + 40) for span in one.context),
        )
        for one in cells.passage.sentences
        if one.context
    )
    text = lead.passage.text.ljust(40) + cells.passage.text
    passage = replace(
        lead.passage,
        text=text,
        span=Span(start=0, end=len(text)),
        sentences=(*lead.passage.sentences, *moved),
    )
    page = replace(lead, passage=passage, sentences=(*lead.sentences, *cells.sentences[2:]))
    assert chosen(AnswerKind.LIST, page) == [
        ["Artykuł wymienia trzy wyzwania:"],
        *[list(row) for row in CHALLENGES[1:]],
    ]


def test_the_versions_of_one_article_say_it_once() -> None:
    foreign = hit(said("فروشگاه کالا را خرید.", 0.8), language=FA, article="b", row=3)
    pages = hit(said("Sklep kupuje towar.", 0.9)), foreign
    assert len(chosen(FACT, *pages, reader=EN)) == 2
    linked = replace(foreign, article=replace(foreign.article, translations=("a",)))
    assert chosen(FACT, pages[0], linked, reader=EN) == [["Sklep kupuje towar."]]
