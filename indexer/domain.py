"""The words of the product as frozen values: Span, Article, Passage, Question, Hit and what they are made of.

Normalised text is for matching only: whatever a person reads or cites is a slice of `Article.source`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class LanguageCode(StrEnum):
    """ISO 639-1 codes of the languages the product speaks."""

    ARABIC = "ar"
    ENGLISH = "en"
    PERSIAN = "fa"
    POLISH = "pl"


Direction = Literal["rtl", "ltr"]


def direction_of(language: LanguageCode) -> Direction:
    """The direction a language is written in."""
    return "rtl" if language in {LanguageCode.ARABIC, LanguageCode.PERSIAN} else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a text: `start` inclusive, `end` exclusive, both in Unicode code points.

    >>> Span(start=2, end=5).of("abcdef")
    'cde'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must have 0 <= start <= end, not {self.start}..{self.end}")

    def __len__(self) -> int:
        """Length in code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` this span stands for."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A structural piece of an article: one heading, paragraph, list item or table row.

    `span` covers the readable text without its marker (`#`, `-`, `1.`, `|`); a reader never cites a marker alone.
    `level` is 1 for a top heading or outermost list, 2 below it and so on. `marker` is the list marker as written
    ("1.", "-", "آ."), empty otherwise. `cells` are the spans of a table row's cells, in reading order.
    """

    kind: BlockKind
    span: Span
    level: int = 1
    marker: str = ""
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """A stretch of the source left out of passages, and why: `reason` is a short English phrase for editors.

    `line` is the 1-based line of the article's file (front matter counted), as an editor sees it.
    """

    span: Span
    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One source text with what is known about it.

    `source` is the file's body exactly as stored; every Span of the article counts its code points. `published` is
    ISO 8601 (YYYY-MM-DD) and `published_original` the date as the text writes it. `translations` are the ids of the
    articles on the same subject in other languages. `guessed` names the fields the
    indexer found out by itself rather than read in front matter. `sha256` is that of the whole file's bytes, in hex.
    `origin` is the file's path as given, for messages only.
    """

    id: str
    title: str
    language: LanguageCode
    source: str
    sha256: str
    origin: str = ""
    published: str | None = None
    published_original: str | None = None
    publisher: str | None = None
    url: str | None = None
    license: str | None = None
    based_on: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReading:
    """What `name` means in an article: in lines `first` to `last` of its file (1-based, inclusive; None: everywhere).

    `concepts` are ids of the glossary or "none": one for all occurrences, several for the occurrences in the lines one
    after the other (the last for all further ones). `where` says where this is written, for messages.
    """

    name: str
    concepts: tuple[str, ...]
    first: int | None = None
    last: int | None = None
    where: str = ""

    def covers(self, line: int | None) -> bool:
        """Whether the reading applies in `line`, None for what stands in no line, such as a title in front matter."""
        if self.first is None or self.last is None:
            return True
        return line is not None and self.first <= line <= self.last

    @property
    def extent(self) -> float:
        """Lines covered; of two readings the one of fewer lines counts."""
        return float("inf") if self.first is None or self.last is None else self.last - self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """An Article with its structure: blocks in reading order, residue left out of them, and warnings for editors.

    `terms` are the readings of ambiguous names declared for it. `first_line` is the 1-based line of the file on which
    the source text begins. `fingerprint` changes when anything it was read from does, empty where nobody keeps watch.
    """

    article: Article
    blocks: tuple[Block, ...]
    residue: tuple[Residue, ...] = ()
    warnings: tuple[str, ...] = ()
    terms: tuple[TermReading, ...] = ()
    first_line: int = 1
    fingerprint: bytes = b""


class SentenceRole(StrEnum):
    """What part a sentence plays in its passage."""

    HEADING = "heading"
    SENTENCE = "sentence"
    LEAD_IN = "lead_in"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The smallest stretch that is quoted: a sentence, a list item's sentence, a list's lead-in or a table cell.

    `context` is source text elsewhere that gives the sentence its meaning: a cell's column head, an item's title.
    `group` numbers the list item or table row the sentence belongs to within its passage, -1 outside lists and tables.
    `concepts` are the ids of what it names or goes on about, in the glossary's order, `named` those it names.
    """

    span: Span
    role: SentenceRole = SentenceRole.SENTENCE
    context: tuple[Span, ...] = ()
    group: int = -1
    marker: str = ""
    concepts: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A name of a Concept where a source has it: `span` in the source, `concept` what it means there.

    `misleads` says that by itself it would be taken for another Concept or for none, `is_english` that it is the
    English name, which readers of every language know.
    """

    span: Span
    concept: str
    misleads: bool = False
    is_english: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A contiguous slice of an Article, sized for an answer, made of sentences.

    `heading` is the heading path from the article's top (texts, outermost first; the article's title is not in it).
    `context` holds spans outside the slice that belong to its meaning: the lead-in of a list that was split, a
    table's heads. `id` is unique in a corpus and stable as long as the article's text and id are. `concepts` are the
    ids of all it speaks of, `heading_concepts` those its headings and context name. `names` are the names of Concepts
    of a family that stand in it and in its context.
    """

    id: str
    article_id: str
    language: LanguageCode
    span: Span
    text: str
    sentences: tuple[Sentence, ...]
    heading: tuple[str, ...] = ()
    context: tuple[Span, ...] = ()
    concepts: tuple[str, ...] = ()
    heading_concepts: tuple[str, ...] = ()
    names: tuple[Naming, ...] = ()

    def text_of(self, span: Span) -> str:
        """The words of `span`, which must lie within the passage's own span."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


class Ranking(StrEnum):
    """What passages are ordered by: all signals together, or one alone for comparison."""

    FUSED = "fused"
    LATE = "late"
    LEXICAL = "lexical"
    DENSE = "dense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a learner asks: `text` as typed and the language it is in (`detected` when the learner did not say)."""

    text: str
    language: LanguageCode
    detected: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The measurements behind a Hit, each 0..1, higher is better.

    `dense`: cosine of the embedder's vectors. `late`: late interaction, the mean of each question word's best match,
    weighted by how much the word says here. `lexical`: BM25 relative to the best possible. `coverage`: the share,
    weighted by rarity, of the question's content words found in the passage. `support`: the same with each word
    weighted by how much it says, and counted as far as the passage comes near to it in meaning or sound. `known`: the
    same of all candidates together, that is, how much of the question the knowledge base knows at all. `agreement`: how
    well the Concepts spoken of fit those asked about, 0.5 where the question is on none that exclude each other.
    `names`: how near the passage comes to the one of the question's names it is farthest from, 1 where it has none;
    `strangest`: how near any candidate comes to the word of weight that all are farthest from. `heading`: the late
    interaction of the passage's headings. `own`: the share of all candidates that are in the question's language or
    have no counterpart in it; what an article in it speaks of is found there before it is found elsewhere.
    """

    dense: float = 0.0
    late: float = 0.0
    lexical: float = 0.0
    coverage: float = 0.0
    support: float = 0.0
    known: float = 0.0
    agreement: float = 0.5
    names: float = 1.0
    strangest: float = 0.0
    heading: float = 0.0
    own: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceSignals:
    """The measurements of one sentence of a Hit, each 0..1, higher is better.

    `late`: its late interaction with the question. `in_context`: the same with the words of its passage's headings and
    lead-in taken for its own; `nearby`: with those of the sentences before and after it. `agreement`: as in Signals.
    """

    late: float = 0.0
    in_context: float = 0.0
    nearby: float = 0.0
    agreement: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A Passage found for a question, with `similarity` (0..1, higher is better) and the signals it was fused from.

    `article` carries everything but the source text (empty here; `KnowledgeBase.article` gives it). `sentences` are
    the signals of each of the passage's sentences, in its order, for whoever composes an answer. `row` numbers the
    passage in its snapshot; the passages of an article have consecutive rows in reading order.
    """

    passage: Passage
    article: Article
    similarity: float
    signals: Signals = field(default_factory=Signals)
    sentences: tuple[SentenceSignals, ...] = ()
    row: int = -1
