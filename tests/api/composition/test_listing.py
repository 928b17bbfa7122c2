"""Lists, outlines and tables that are chosen whole, on passages made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.composition.scoring import Asking
from api.composition.selection import select
from api.domain import AnswerKind
from indexer import Hit, Span

from .making import HEADING, ITEM, LEAD_IN, PL, View, chosen, hit, said, table, texts

pytestmark = pytest.mark.usefixtures("scored_by_late")

FACT = AnswerKind.FACT


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


@pytest.mark.parametrize(("late", "first"), [(0.9, "Sześć kroków:"), (0.94, "Trzeci krok to zakup.")])
def test_what_leads_to_a_list_comes_before_a_sentence_that_is_hardly_more_likely(late: float, first: str) -> None:
    pages = (
        hit(said("Trzeci krok to zakup.", late)),
        hit(said("Sześć kroków:", 0.86, LEAD_IN), said("Kup.", 0.1, ITEM), said("Zwróć.", 0.1, ITEM, group=1), row=1),
    )
    assert chosen(AnswerKind.HOWTO, *pages)[0] == [first]


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
