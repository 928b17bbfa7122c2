"""A sentence that is to be checked, taken apart and compared with all sources at once."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.clauses import Clauses, clauses_of
from api.generation.checking.sources import Sources
from indexer import AskedConcept, KnowledgeView, LanguageCode, Worded, direction_of

# A word that names a Concept, where the Concept is spoken of under whatever name, where it is not, where its rival is.
_SPOKEN_OF = 0.85
_ELSEWHERE = 0.6
_RIVAL = 0.3
# The Concept spoken of is the same in most of what is found; the other words tell more.
_OF_CONCEPTS = 0.5
# Whose statement it is says nothing of what is stated, and names are checked by themselves.
_OF_ATTRIBUTION = 0.25
_OF_NAMES = 0.5
# To the model some common words of the subject weigh as much as three others.
_HEAVIEST = 2.0

_QUOTED = re.compile(r"\u00ab[^\u00bb]*\u00bb|\u201e[^\u201d]*\u201d|\u201c[^\u201d]*\u201d|\"[^\"]*\"")

Numbers = NDArray[np.float32]


class Asserted:
    """One sentence: its words, Concepts, clauses and figures, and how near each word comes to each word held.

    `likeness` is (words, words held), `by_text` (texts held, words), `weights` (words,) how much each says, 0 for what
    says nothing.
    """

    def __init__(self, view: KnowledgeView, sources: Sources, text: str, language: LanguageCode) -> None:
        """Take `text` apart."""
        self.words: Worded = view.words.read(text, language)
        self.clauses: Clauses = clauses_of(self.words)
        self.concepts: tuple[AskedConcept, ...] = view.concepts_of(text, language=language)
        self.likeness = sources.meanings.raised(sources.held.likeness(self.words), self.words)
        self.is_named = np.array(
            [any(one.span.overlaps(span) for one in self.concepts) for span in self.words.spans], dtype=bool
        )
        self.content = self.clauses.content | self.is_named
        self.weights = self._weights()
        self.own = {one.concept for one in self.concepts}
        self._rivals = frozenset[str]().union(*map(sources.rivals, self.own)) - self.own
        self.by_text = self._by_concept(sources, sources.held.by_text(self.likeness))

    def mean(self, matches: Numbers) -> float:
        """The weighted mean of a match (words,) for each word."""
        total = float(self.weights.sum())
        return float(matches @ self.weights) / total if total > 0 else 0.0

    def is_of_rival(self, concepts: Collection[str]) -> bool:
        """Whether who speaks of `concepts` speaks of a rival of what the sentence names, and of nothing it names."""
        return bool(self._rivals.intersection(concepts)) and not self.own.intersection(concepts)

    @cached_property
    def said(self) -> tuple[AskedConcept, ...]:
        """The Concepts named, but for those in quotation marks where others are named: a title says nothing of them."""
        quoted = [match.span() for match in _QUOTED.finditer(self.words.text)]
        plain = [
            one
            for one in self.concepts
            if not any(start <= one.span.start and one.span.end <= end for start, end in quoted)
        ]
        return tuple(plain) or self.concepts

    @cached_property
    def names(self) -> list[int]:
        """The places of words that look like names and name no Concept."""
        return [place for place in names_in(self.words) if not self.is_named[place]]

    def _weights(self) -> Numbers:
        weights = np.where(self.content, self.words.weights, 0.0).astype(np.float32)
        weights = np.minimum(weights, _HEAVIEST)
        weights[self.is_named] *= _OF_CONCEPTS
        weights[self.names] *= _OF_NAMES
        attributing = [self.clauses.claims.attributes(form) for form in self.words.forms]
        weights[np.array(attributing, dtype=bool)] *= _OF_ATTRIBUTION
        is_figure = np.array([form[:1].isdigit() for form in self.words.forms], dtype=bool)
        if is_figure.any() and (weights[~is_figure] > 0).any():
            weights = np.where(is_figure, np.minimum(weights, weights[~is_figure].max()), weights)
        return weights

    def _by_concept(self, sources: Sources, by_text: Numbers) -> Numbers:
        """`by_text` where words that name a Concept match by Concept in the sentences of sources."""
        if not self.concepts:
            return by_text
        by_text = by_text.copy()
        for one in self.concepts:
            places = [place for place, span in enumerate(self.words.spans) if one.span.overlaps(span)]
            rivals = sources.rivals(one.concept)
            for source in sources.all:
                for unit in source.units:
                    spoken = unit.sentence.concepts
                    row = by_text[unit.text]
                    if one.concept in spoken:
                        row[places] = np.maximum(row[places], _SPOKEN_OF)
                    elif rivals:
                        row[places] = np.minimum(row[places], _ELSEWHERE if rivals.isdisjoint(spoken) else _RIVAL)
        return by_text


def names_in(words: Worded) -> list[int]:
    """The places of words that look like names: Latin letters among Arabic ones, else a capital not at the start."""
    found = []
    for place, span in enumerate(words.spans):
        written = span.of(words.text)
        if not written[:1].isalpha():
            continue
        if direction_of(words.language) == "rtl":
            is_name = written[:1].isascii()
        else:
            is_name = (place > 0 and written[:1].isupper()) or any(letter.isupper() for letter in written[1:])
        if is_name:
            found.append(place)
    return found
