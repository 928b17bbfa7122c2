"""Hits and views made by hand: passages of a few sentences whose signals are given, not measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.composition.picking import Pick, Statement
from api.composition.scoring import Asking
from api.composition.selection import select
from api.domain import AnswerKind
from indexer import (
    Article,
    Hit,
    LanguageCode,
    Naming,
    Passage,
    Sentence,
    SentenceRole,
    SentenceSignals,
    Signals,
    Span,
)
from indexer.concepts import Glossary, Mention, NameFinder, read_glossary

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
HEADING, PLAIN, LEAD_IN = SentenceRole.HEADING, SentenceRole.SENTENCE, SentenceRole.LEAD_IN
ITEM, CELL = SentenceRole.ITEM, SentenceRole.CELL
AR, EN, FA, PL = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
OMNI, MULTI = "omnichannel", "multichannel"
GLOSSARY = Path(__file__).resolve().parents[3] / "corpus" / "glossary.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence to be: `context` numbers the sentences of its passage that give it its meaning."""

    text: str
    role: SentenceRole = PLAIN
    late: float = 0.1
    group: int = -1
    marker: str = ""
    context: tuple[int, ...] = ()
    concepts: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    in_context: float = 0.0


def said(text: str, late: float = 0.1, role: SentenceRole = PLAIN, **about: object) -> Said:
    """A sentence; what it names is what it is on, unless told otherwise."""
    about.setdefault("named", about.get("concepts", ()))
    return Said(text=text, late=late, role=role, **about)  # type: ignore[arg-type]


def hit(
    *sentences: Said,
    row: int = 0,
    article: str = "a",
    language: LanguageCode = PL,
    similarity: float = 0.5,
    heading: tuple[str, ...] = (),
    start: int | None = None,
    signals: Signals | None = None,
    joint: str = " ",
    heading_concepts: tuple[str, ...] = (),
) -> Hit:
    """A Hit whose passage is `sentences` with `joint` between them; cells that are a Concept's name name it.

    It begins at `start` of its article, by default so far from others that no two passages overlap.
    """
    start = 1000 * row if start is None else start
    begins = [start + sum(len(one.text) + len(joint) for one in sentences[:number]) for number in range(len(sentences))]
    spans = [Span(start=at, end=at + len(one.text)) for at, one in zip(begins, sentences, strict=True)]
    text = joint.join(one.text for one in sentences)
    passage = Passage(
        id=f"{article}#{row}",
        article_id=article,
        language=language,
        span=Span(start=start, end=start + len(text)),
        text=text,
        sentences=tuple(
            Sentence(
                span=span,
                role=one.role,
                context=tuple(spans[number] for number in one.context),
                group=one.group,
                marker=one.marker,
                concepts=one.concepts,
                named=one.named,
            )
            for one, span in zip(sentences, spans, strict=True)
        ),
        heading=heading,
        heading_concepts=heading_concepts,
        names=tuple(
            Naming(span=span, concept=one.text.lower())
            for one, span in zip(sentences, spans, strict=True)
            if one.role is CELL and one.text.lower() in {OMNI, MULTI}
        ),
    )
    return Hit(
        passage=passage,
        article=Article(id=article, title=f"Title of {article}", language=language, source="", sha256=""),
        similarity=similarity,
        signals=signals or Signals(support=1.0),
        sentences=tuple(SentenceSignals(late=one.late, in_context=one.in_context) for one in sentences),
        row=row,
    )


def table(*rows: Sequence[str], late: Sequence[float] = (), **about: object) -> Hit:
    """A Hit whose passage is a table with a head; `late` are the cells' late interactions, row by row.

    Of three columns and more the first names the row, as passages are made.
    """
    width = len(rows[0])
    cells = []
    for number, text in enumerate(text for row in rows for text in row):
        line, column = divmod(number, width)
        names = (line * width,) if width > 2 and column else ()
        context = (column, *names) if line else ()
        cells.append(said(text, late[number] if late else 0.1, CELL, group=line, context=context))
    return hit(*cells, joint=" | ", **about)  # type: ignore[arg-type]


def pick(chosen: Hit, number: int = 0, score: float = 0.0) -> Pick:
    """One sentence of a Hit."""
    late = chosen.sentences[number].late
    in_context = chosen.sentences[number].in_context
    return Pick(hit=chosen, sentence=chosen.passage.sentences[number], late=late, in_context=in_context, score=score)


def statement(chosen: Hit, *numbers: int) -> Statement:
    """Sentences of a Hit said in one breath."""
    return Statement(picks=tuple(pick(chosen, number) for number in numbers))


def texts(statements: Iterable[Statement]) -> list[list[str]]:
    """What statements say."""
    return [[one.text for one in statement.picks] for statement in statements]


class View:
    """What composing asks of a KnowledgeView: sources of the passages given, the shipped names, neighbours by row."""

    def __init__(self, *hits: Hit) -> None:
        self._hits = hits

    def article(self, article_id: str) -> Article:
        """An article whose source is the passages given, spaces between them."""
        own = sorted((one for one in self._hits if one.article.id == article_id), key=lambda one: one.passage.span)
        source = ""
        for one in own:
            source = source.ljust(one.passage.span.start) + one.passage.text
        return Article(id=article_id, title="", language=PL, source=source, sha256="")

    @cached_property
    def glossary(self) -> Glossary:
        """The shipped glossary."""
        return read_glossary(GLOSSARY)

    def names_in(self, text: str, language: LanguageCode) -> list[Mention]:
        """As KnowledgeView does it."""
        return NameFinder(self.glossary.names, languages=(EN, language)).find(text)

    def neighbour(self, of: Hit, step: int) -> Hit | None:
        """The passage some rows from that of a Hit, of the same article."""
        places = {(one.article.id, one.row): one for one in self._hits}
        return places.get((of.article.id, of.row + step))


def chosen(
    kind: AnswerKind,
    *hits: Hit,
    reader: LanguageCode = PL,
    concepts: tuple[str, ...] = (),
    beside: tuple[Hit, ...] = (),
) -> list[list[str]]:
    """What is said in answer to a question of a kind; `beside` are further passages of the articles."""
    asked = Asking(kind=kind, language=reader, concepts=concepts)
    return texts(select(hits, asked, reader=reader, neighbour=View(*hits, *beside).neighbour))
