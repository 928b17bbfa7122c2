"""Statements become sentences whose citations are contiguous slices of their sources."""

from __future__ import annotations

import pytest

from api.answering import Answerer
from api.composition.citing import Cited
from api.composition.picking import Statement
from indexer import Hit, KnowledgeBase, Span

from .making import CELL, FA, ITEM, MULTI, OMNI, View, hit, pick, said, statement, table


def cited(*statements: Statement, hits: tuple[Hit, ...] = ()) -> Cited:
    known = {id(one.hit): one.hit for said_ in statements for one in said_.picks}
    return Cited(View(*known.values(), *hits), statements)  # type: ignore[arg-type]


def quotes(of: Cited) -> list[str]:
    return [one.quote for one in of.citations]


def test_a_sentence_is_its_quote_and_says_where_it_stands() -> None:
    page = hit(said("Klient wraca."), said("Sklep płaci.", concepts=(OMNI,)), start=50, heading=("H", "Zwroty"))
    found = cited(statement(page, 1))
    (sentence,), (citation,) = found.sentences, found.citations
    assert (sentence.text, sentence.citations, sentence.language, sentence.direction) == (
        "Sklep płaci.",
        (1,),
        "pl",
        "ltr",
    )
    assert (citation.number, citation.start, citation.end, citation.quote) == (1, 64, 76, "Sklep płaci.")
    assert (citation.article_id, citation.title, citation.passage_id) == ("a", "Title of a", "a#0")
    assert (citation.heading, citation.similarity, citation.concepts) == (("H", "Zwroty"), 0.5, (OMNI,))


def test_a_sentence_is_on_one_line_and_its_quote_as_the_source_has_it() -> None:
    found = cited(statement(hit(said("Sklep\n  płaci.")), 0))
    assert (found.sentences[0].text, quotes(found)) == ("Sklep płaci.", ["Sklep\n  płaci."])


def test_what_is_said_in_one_breath_is_one_quote_with_what_stands_between() -> None:
    page = hit(said("Sklep płaci."), said("To przyciąga."), joint="\n\n")
    found = cited(statement(page, 0, 1))
    assert found.sentences[0].text == "Sklep płaci. To przyciąga."
    assert quotes(found) == ["Sklep płaci.\n\nTo przyciąga."]


@pytest.mark.parametrize(
    ("title", "together"),
    [
        ("Zwroty", "Zwroty: Sklep płaci."),
        ("Krok 2", "Krok 2: Sklep płaci."),
        ("Kto płaci?", "Kto płaci? Sklep płaci."),
        ("Zwroty:", "Zwroty: Sklep płaci."),
        ("Zwroty.", "Zwroty. Sklep płaci."),
    ],
)
def test_a_title_without_a_mark_gets_a_colon_and_its_quote_none(title: str, together: str) -> None:
    found = cited(statement(hit(said(title, role=ITEM, group=0), said("Sklep płaci.", 0.1, ITEM, group=0)), 0, 1))
    assert found.sentences[0].text == together
    assert quotes(found) == [f"{title} Sklep płaci."]


def test_a_persian_title_gets_a_colon_too() -> None:
    page = hit(said("گام نخست", role=ITEM, group=0), said("فروشگاه را ببینید.", 0.1, ITEM, group=0), language=FA)
    sentence = cited(statement(page, 0, 1)).sentences[0]
    assert (sentence.text, sentence.direction) == ("گام نخست: فروشگاه را ببینید.", "rtl")


def test_citations_are_numbered_in_the_order_they_are_met_and_each_once() -> None:
    one, other = hit(said("Sklep płaci.")), hit(said("Klient wraca."), article="b")
    found = cited(statement(other, 0), statement(one, 0), statement(other, 0))
    assert [sentence.citations for sentence in found.sentences] == [(1,), (2,), (1,)]
    assert [(citation.number, citation.article_id) for citation in found.citations] == [(1, "b"), (2, "a")]


def test_the_concepts_of_a_citation_are_those_of_all_it_quotes_each_once() -> None:
    page = hit(said("Raz.", concepts=(OMNI,)), said("To dwa.", concepts=(MULTI, OMNI), named=()))
    assert cited(statement(page, 0, 1)).citations[0].concepts == (OMNI, MULTI)
    assert cited(statement(page, 0)).citations[0].concepts == (OMNI,)


HEADS = ("Cecha", "Omni", "Multi")


def test_a_row_is_said_with_its_name_and_heads_and_cited_by_both() -> None:
    found = cited(statement(table(HEADS, ("Dane", "wspólne.", "osobne.")), 4, 5))
    assert found.sentences[0].text == "Dane – Omni: wspólne; Multi: osobne."
    assert found.sentences[0].citations == (1, 2)
    assert quotes(found) == ["Dane | wspólne. | osobne.", "Omni | Multi"]


def test_the_heads_of_a_table_are_cited_once_for_all_rows() -> None:
    page = table(HEADS, ("Dane", "wspólne", "osobne"), ("Koszt", "wyższy", "niższy"))
    found = cited(statement(page, 4, 5), statement(page, 7, 8))
    assert [sentence.citations for sentence in found.sentences] == [(1, 2), (3, 2)]


def test_a_table_of_two_columns_has_no_row_names() -> None:
    found = cited(statement(table(("Wyzwanie", "Sposób"), ("koszt", "pilotaż")), 2, 3))
    assert found.sentences[0].text == "Wyzwanie: koszt; Sposób: pilotaż"
    assert quotes(found) == ["koszt | pilotaż", "Wyzwanie | Sposób"]


def test_a_cell_without_heads_is_said_and_cited_by_itself() -> None:
    found = cited(statement(hit(said("wspólne", role=CELL, group=0)), 0))
    assert (found.sentences[0].text, quotes(found)) == ("wspólne", ["wspólne"])


def test_heads_that_stand_outside_the_passage_are_read_in_the_article() -> None:
    """A table longer than a passage: the heads are in the passage before."""
    first = table(HEADS, start=0)
    second = table(("Dane", "wspólne", "osobne"), row=1, start=100)
    heads = [sentence.span for sentence in first.passage.sentences]
    label = second.passage.sentences[0].span
    cells = [pick_with_context(second, number, (heads[number], label)) for number in (1, 2)]
    found = cited(Statement(picks=tuple(cells)), hits=(first,))
    assert found.sentences[0].text == "Dane – Omni: wspólne; Multi: osobne"
    assert [(one.quote, one.start) for one in found.citations] == [
        ("Dane | wspólne | osobne", 100),
        ("Omni | Multi", heads[1].start),
    ]


def pick_with_context(page: Hit, number: int, context: tuple[Span, ...]):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    one = pick(page, number)
    return replace(one, sentence=replace(one.sentence, context=context))


def test_a_row_with_one_value_quotes_its_own_row_and_heads_only() -> None:
    """An empty cell leaves one value to a row; the quote of its head holds no other row."""
    page = table(HEADS, ("Dane", "wspólne", "osobne"), ("Koszt", "wyższy", "niższy"))
    found = cited(statement(page, 7))
    assert found.sentences[0].text == "Koszt – Omni: wyższy"
    assert quotes(found) == ["Koszt | wyższy", "Omni"]


def test_the_title_a_table_stands_under_is_cited_by_itself() -> None:
    """Quoted together with a row it would bring all rows between."""
    page = table(HEADS, ("Koszt", "wyższy", "niższy"), ("Dane", "wspólne", "osobne"), start=100)
    above = hit(said("Sklepy", role=ITEM), start=0)
    title = above.passage.sentences[0].span
    cells = [pick_with_context(page, n, (title, *page.passage.sentences[n].context)) for n in (7, 8)]
    found = cited(Statement(picks=tuple(cells)), hits=(above,))
    assert found.sentences[0].text == "Sklepy – Dane – Omni: wspólne; Multi: osobne"
    assert quotes(found) == ["Dane | wspólne | osobne", "Omni | Multi", "Sklepy"]


QUESTIONS = (
    "Jakie kroki wdrożenia omnichannel?",
    "Czym różni się omnichannel od multichannel?",
    "What is the difference between omnichannel and multichannel?",
    "چالش\N{ZERO WIDTH NON-JOINER}ها و راهکارها چیست؟",
    "ما خطوات التطبيق؟",
    "Kiedy weszło RODO?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_of_the_shipped_corpus_is_a_slice_with_the_words_said(
    answerer: Answerer, shipped_index: object, question: str
) -> None:
    knowledge = KnowledgeBase.open(shipped_index)  # type: ignore[arg-type]
    draft = answerer.draft(question)
    found = Cited(draft.view, draft.statements)
    assert len(found.sentences) == len(draft.statements) > 0
    for one in found.citations:
        assert knowledge.article(one.article_id).source[one.start : one.end] == one.quote
    for sentence, of in zip(found.sentences, draft.statements, strict=True):
        own = found.citations[sentence.citations[0] - 1]
        assert all(one.text in own.quote for one in of.picks)
        assert set(own.concepts) == {concept for one in of.picks for concept in one.sentence.concepts}
