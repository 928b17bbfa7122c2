"""Lists that run over passages and rows of tables, on passages made by hand."""

from __future__ import annotations

from api.composition.picking import Pick
from api.composition.shapes import table_rows, whole_list
from indexer import Article, Hit, LanguageCode, Passage, Sentence, SentenceRole, Signals, Span

ITEM, LEAD_IN, PLAIN, CELL = SentenceRole.ITEM, SentenceRole.LEAD_IN, SentenceRole.SENTENCE, SentenceRole.CELL
ARTICLE = Article(id="a", title="A", language=LanguageCode.POLISH, source="", sha256="")


def hit(row: int, *sentences: tuple[SentenceRole, str, int], heading: tuple[str, ...] = (), start: int = 0) -> Hit:
    """A Hit whose passage is the given sentences (role, text, group) with a space between them."""
    text, made = "", []
    for role, words, group in sentences:
        begin = start + len(text)
        made.append(Sentence(span=Span(start=begin, end=begin + len(words)), role=role, group=group))
        text += words + " "
    text = text.rstrip()
    passage = Passage(
        id=f"a#{row}",
        article_id="a",
        language=LanguageCode.POLISH,
        span=Span(start=start, end=start + len(text)),
        text=text,
        sentences=tuple(made),
        heading=heading,
    )
    return Hit(passage=passage, article=ARTICLE, similarity=0.5, sentences=tuple(Signals() for _ in made), row=row)


def said(statements: object) -> list[list[str]]:
    return [[pick.text for pick in statement.picks] for statement in statements]  # type: ignore[attr-defined]


def pick(chosen: Hit, number: int, score: float = 1.0) -> Pick:
    return Pick(hit=chosen, sentence=chosen.passage.sentences[number], late=0.5, score=score)


PASSAGES = [
    hit(0, (PLAIN, "Wstęp.", -1), heading=("H",)),
    hit(
        1,
        (PLAIN, "Zdanie.", -1),
        (LEAD_IN, "Oto kroki:", -1),
        (ITEM, "Raz.", 0),
        (ITEM, "Dalej raz.", 0),
        heading=("H",),
    ),
    hit(2, (ITEM, "Dwa.", 0), (ITEM, "Trzy.", 1), heading=("H",), start=100),
    hit(3, (ITEM, "Cztery.", 0), (PLAIN, "Po liście.", -1), heading=("H",), start=200),
    hit(4, (ITEM, "Inna lista.", 0), heading=("Inny",), start=300),
]


def neighbour(of: Hit, step: int) -> Hit | None:
    place = of.row + step
    return PASSAGES[place] if 0 <= place < len(PASSAGES) else None


WHOLE = [["Oto kroki:"], ["Raz.", "Dalej raz."], ["Dwa."], ["Trzy."], ["Cztery."]]


def test_a_list_is_whole_from_its_lead_in_over_three_passages() -> None:
    assert said(whole_list(pick(PASSAGES[1], 1), neighbour)) == WHOLE


def test_a_list_is_whole_from_its_middle() -> None:
    assert said(whole_list(pick(PASSAGES[2], 1), neighbour)) == WHOLE


def test_a_list_is_whole_from_its_end() -> None:
    assert said(whole_list(pick(PASSAGES[3], 0), neighbour)) == WHOLE


def test_a_sentence_before_a_list_leads_to_it() -> None:
    assert said(whole_list(pick(PASSAGES[1], 0), neighbour)) == WHOLE


def test_a_sentence_after_every_list_leads_to_none() -> None:
    assert whole_list(pick(PASSAGES[3], 1), neighbour) == []
    assert whole_list(pick(PASSAGES[0], 0), neighbour) == []


def test_a_list_under_another_heading_is_another_list() -> None:
    assert said(whole_list(pick(PASSAGES[4], 0), neighbour)) == [["Inna lista."]]


def test_rows_of_a_table_carry_all_sides_and_no_heads_or_names() -> None:
    cells = ["Cecha", "Omni", "Multi", "Dane", "wspólne", "osobne", "Koszt", "wyższy", "niższy"]
    table = hit(0, *((CELL, text, number // 3) for number, text in enumerate(cells)))
    spans = [sentence.span for sentence in table.passage.sentences]
    sentences = tuple(
        Sentence(
            span=sentence.span,
            role=CELL,
            group=sentence.group,
            context=()
            if number < 3
            else (spans[number % 3],)
            if number % 3 == 0
            else (spans[number % 3], spans[number - number % 3]),
        )
        for number, sentence in enumerate(table.passage.sentences)
    )
    passage = Passage(
        id="a#0",
        article_id="a",
        language=LanguageCode.POLISH,
        span=table.passage.span,
        text=table.passage.text,
        sentences=sentences,
    )
    shown = Hit(passage=passage, article=ARTICLE, similarity=0.5, sentences=table.sentences, row=0)
    scored = [
        pick(shown, number, score) for number, score in ((7, 0.9), (4, 0.8), (8, 0.7), (5, 0.6), (3, 0.5), (0, 0.4))
    ]
    assert said(table_rows(shown, scored)) == [["wspólne", "osobne"], ["wyższy", "niższy"]]
