"""The Concepts that sentences and passages speak of: those they name, and those they go on about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.concepts.glossary import Glossary
from indexer.concepts.reading import ConceptReading
from indexer.concepts.spelling import forms
from indexer.domain import BlockKind, LanguageCode, Naming, ParsedArticle, Passage, Sentence, SentenceRole, Span


def with_concepts(
    passages: Sequence[Passage], parsed: ParsedArticle, reading: ConceptReading, glossary: Glossary
) -> tuple[Passage, ...]:
    """The `passages` of `parsed`, in order, with the Concepts their sentences speak of.

    A sentence that names no Concept of a family goes on about the one named before it in its section, or in its list
    item; at a section's beginning about the one its heading names, else about the one the article's title names.
    """
    topics = _Topics(parsed, reading, glossary)
    return tuple(_annotated(passage, topics) for passage in passages)


def _annotated(passage: Passage, topics: _Topics) -> Passage:
    topics.enter(passage)
    over = [*topics.heading, *(concept for span in passage.context for concept in topics.of(span))]
    sentences = tuple(
        replace(
            sentence,
            concepts=topics.in_order(topics.spoken_of(sentence)),
            named=topics.in_order(topics.of(sentence.span)),
        )
        for sentence in passage.sentences
    )
    return replace(
        passage,
        sentences=sentences,
        heading_concepts=topics.in_order(over),
        concepts=topics.in_order([*over, *(concept for sentence in sentences for concept in sentence.concepts)]),
        names=tuple(topics.names(passage)),
    )


class _Topics:
    """What is spoken of from sentence to sentence."""

    def __init__(self, parsed: ParsedArticle, reading: ConceptReading, glossary: Glossary) -> None:
        self.heading: tuple[str, ...] = ()
        self._glossary = glossary
        self._reading = reading
        self._source = parsed.article.source
        self._english = {"".join(forms(name.text)) for name in glossary.names if name.language is LanguageCode.ENGLISH}
        self._title = _only(reading.title & glossary.family)
        self._path: tuple[str, ...] | None = None
        self._current: str | None = self._title
        # The list item begun in this passage and what it goes on about.
        self._item: tuple[int, str | None] = (-1, None)
        self._heading_starts: list[int] = []
        self._heading_concepts: list[tuple[str, ...]] = []
        above: list[tuple[int, tuple[str, ...]]] = []
        for block in parsed.blocks:
            if block.kind is BlockKind.HEADING:
                while above and above[-1][0] >= block.level:
                    above.pop()
                named = self.of(block.span)
                over = above[-1][1] if above else ()
                if not named:
                    # A heading that names none stands for what the one above it is about.
                    named = list(over)
                elif glossary.family.isdisjoint(named):
                    # One on touchpoints, under one on multichannel, is on touchpoints in multichannel.
                    named += [concept for concept in over if concept in glossary.family]
                above.append((block.level, tuple(named)))
                self._heading_starts.append(block.span.start)
                self._heading_concepts.append(tuple(named))

    def of(self, span: Span) -> list[str]:
        """The Concepts named in `span`."""
        return [one.concept for one in self._reading.within(span) if one.concept]

    def names(self, passage: Passage) -> Iterator[Naming]:
        """The names of Concepts of a family in `passage` and in its context."""
        context = {span for sentence in passage.sentences for span in sentence.context}
        outside = {span for span in (*context, *passage.context) if not passage.span.contains(span)}
        for span in (passage.span, *sorted(outside)):
            for one in self._reading.within(span):
                if one.concept in self._glossary.family:
                    yield Naming(
                        span=one.span,
                        concept=one.concept or "",
                        misleads=one.name.is_ambiguous and one.name.usual != one.concept,
                        is_english="".join(forms(one.span.of(self._source))) in self._english,
                    )

    def in_order(self, concepts: Iterable[str]) -> tuple[str, ...]:
        """Each of `concepts` once, in the glossary's order."""
        return tuple(sorted(set(concepts), key=self._glossary.numbers.__getitem__))

    def enter(self, passage: Passage) -> None:
        """Begin a passage; at a new section what was spoken of before is over."""
        self._item = (-1, None)
        if passage.heading == self._path:
            return
        self._path = passage.heading
        number = bisect_right(self._heading_starts, passage.span.start) - 1
        self.heading = self._heading_concepts[number] if number >= 0 and passage.heading else ()
        self._begin(self.heading)

    def _begin(self, heading: Iterable[str]) -> None:
        families = set(heading) & self._glossary.family
        self._current = _only(families) if families else self._title

    def spoken_of(self, sentence: Sentence) -> list[str]:
        """What a sentence names, or its column's head or item's title for it, or what it goes on about."""
        number = bisect_right(self._heading_starts, sentence.span.start) - 1
        if number >= 0 and self._heading_starts[number] == sentence.span.start:
            # Small sections share a passage; each begins anew all the same.
            self._begin(self._heading_concepts[number])
        own = self.of(sentence.span)
        named = [*own, *(concept for span in sentence.context for concept in self.of(span))]
        families = set(named) & self._glossary.family
        is_item = sentence.role is SentenceRole.ITEM
        if not families:
            about = self._item[1] if is_item and sentence.group == self._item[0] else self._current
            return [*named, about] if about else named
        # An item or a cell says nothing of what the next one and the text after the list or table go on about.
        if set(own) & self._glossary.family:
            about = _only(set(own) & self._glossary.family)
            if is_item:
                self._item = (sentence.group, about)
            elif sentence.role is not SentenceRole.CELL:
                self._current = about
        return named


def _only(concepts: Iterable[str]) -> str | None:
    found = set(concepts)
    return next(iter(found)) if len(found) == 1 else None
