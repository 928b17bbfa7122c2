"""The sources of an answer taken apart once, to be compared with one sentence after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.generation.checking.clauses import Clauses, clauses_of
from api.generation.checking.equivalents import Meanings
from api.generation.checking.figures import counts_of, dates_in_parts, figures_of
from api.speech.claims import CLAIMS
from indexer import HeldWords, Hit, KnowledgeView, Passage, Sentence, SentenceRole, Span, Worded

_SAME_ENDING = len("channel")
_LISTED = {SentenceRole.ITEM, SentenceRole.CELL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A sentence of a passage: its words stand in `columns` of all words held, `over` are the numbers of other texts.

    These give it its meaning: a list's lead-in, a cell's column head. `clauses` are its own; `named` are the places of
    its words that name a Concept of a family, with its id.
    """

    sentence: Sentence
    text: int
    columns: slice
    over: tuple[int, ...]
    clauses: Clauses
    named: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A passage taken apart: `units` are its sentences, headings left out; `frame` is the number of the text over it.

    That is its article's title, its headings and its context. `texts` are the numbers of all its texts, `figures` all
    its figures, `listed` how many items or rows its lists and tables have.
    """

    hit: Hit
    units: tuple[Unit, ...]
    frame: int
    texts: tuple[int, ...]
    columns: slice
    figures: frozenset[str]
    listed: frozenset[int]

    @property
    def passage(self) -> Passage:
        """The passage it is made of."""
        return self.hit.passage


class Sources:
    """All sources of an answer; number `i` of the answer is `self[i - 1]`."""

    def __init__(self, view: KnowledgeView, hits: Sequence[Hit]) -> None:
        """Read the passages of `hits`."""
        self._view = view
        self._texts: list[Worded] = []
        self._width = 0
        drafts = [self._draft(hit) for hit in hits]
        self.held = HeldWords(self._texts)
        self.meanings = Meanings(self._texts)
        self.all = tuple(drafts)
        self.counts = [counts_of(text) for text in self._texts]

    def __len__(self) -> int:
        """Number of sources."""
        return len(self.all)

    def __getitem__(self, place: int) -> Source:
        """The source at a place, from 0."""
        return self.all[place]

    def rivals(self, concept: str) -> frozenset[str]:
        """The Concepts that exclude `concept`."""
        return self._view.glossary.rivals(concept)

    def alike(self, concept: str) -> frozenset[str]:
        """The Concepts whose ids end as that of `concept` does: "single-channel" is no rival, and of the sort."""
        end = concept[-_SAME_ENDING:]
        return frozenset(one for one in self._view.glossary.concepts if one.endswith(end)) - {concept}

    def _draft(self, hit: Hit) -> Source:
        passage = hit.passage
        first, first_column = len(self._texts), self._width
        source = self._view.article(hit.article.id).source
        over = [hit.article.title, *passage.heading, *(span.of(source) for span in passage.context)]
        frame = self._add(" \u2013 ".join(over), passage)
        numbers: dict[Span, int] = {}
        columns: dict[Span, slice] = {}
        for sentence in passage.sentences:
            begins = self._width
            numbers[sentence.span] = self._add(passage.text_of(sentence.span), passage)
            columns[sentence.span] = slice(begins, self._width)
        for span in {span for sentence in passage.sentences for span in sentence.context} - set(numbers):
            numbers[span] = self._add(span.of(source), passage)
        units = tuple(self._units(passage, numbers, columns))
        texts = tuple(range(first, len(self._texts)))
        figures = frozenset[str]().union(*(figures_of(self._texts[number]) for number in texts))
        claims = CLAIMS[passage.language]
        if any(claims.is_dual(form) for number in texts for form in self._texts[number].forms):
            figures |= {"2"}
        published = hit.article.published
        figures |= dates_in_parts([published] if published else [])
        figures |= dates_in_parts(figure for figure in figures if figure.count("-") == 2)
        return Source(
            hit=hit,
            units=units,
            frame=frame,
            texts=texts,
            columns=slice(first_column, self._width),
            figures=figures,
            listed=frozenset(_listed(passage)),
        )

    def _units(self, passage: Passage, numbers: dict[Span, int], columns: dict[Span, slice]) -> Iterator[Unit]:
        lead: int | None = None
        some = [one for one in passage.sentences if one.role is not SentenceRole.HEADING] or list(passage.sentences)
        for sentence in some:
            number = numbers[sentence.span]
            if sentence.role is SentenceRole.LEAD_IN:
                lead = number
            elif sentence.role not in _LISTED:
                lead = None
            over = [numbers[span] for span in sentence.context]
            if lead is not None and sentence.role in _LISTED:
                over.append(lead)
            yield Unit(
                sentence=sentence,
                text=number,
                columns=columns[sentence.span],
                over=tuple(dict.fromkeys(over)),
                clauses=clauses_of(self._texts[number]),
                named=_named(passage, sentence, self._texts[number]),
            )

    def _add(self, text: str, passage: Passage) -> int:
        worded = self._view.words.read(text, passage.language)
        self._texts.append(worded)
        self._width += len(worded)
        return len(self._texts) - 1


def _named(passage: Passage, sentence: Sentence, worded: Worded) -> dict[int, str]:
    """The places of the words that name a Concept of a family."""
    start = sentence.span.start
    return {
        place: naming.concept
        for naming in passage.names
        if sentence.span.contains(naming.span)
        for place, span in enumerate(worded.spans)
        if span.start < naming.span.end - start and naming.span.start - start < span.end
    }


def _listed(passage: Passage) -> Iterator[int]:
    """How many items or rows each list or table of a passage has."""
    groups: set[int] = set()
    for sentence in passage.sentences:
        if sentence.group >= 0:
            groups.add(sentence.group)
        elif groups:
            yield len(groups)
            groups = set()
    if groups:
        yield len(groups)
