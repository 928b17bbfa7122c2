"""From a question to Hits: candidates from the vector and the lexical leg, scored together token by token.

Three signals are fused. *Late interaction* (Khattab and Zaharia 2020, ColBERT) matches each token of the question with
its nearest token of the passage, across languages, by the built-in model's static vectors. *Lexical coverage* is the
share of the question's words, weighted by rarity, that stand in the passage. *Dense* is the cosine of the embedder's
vectors. Words of another script cannot stand in a passage, so the lexical signal counts only as far as the question's
words could have been found there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.domain import Hit, LanguageCode, Question, Signals
from indexer.index.lexical import LexicalMatches
from indexer.index.passage_index import PassageIndex
from indexer.languages import LANGUAGES, Language, Token
from indexer.models_in_use import Models

CANDIDATES = 64
"""Passages each leg hands over to be scored token by token."""

LATE_WEIGHT = 1.0
LEXICAL_WEIGHT = 0.4
DENSE_WEIGHT = 0.2
_JOINED_WORDS = 3
_REMEMBERED_WORDS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The content words of a question: alternative terms of each, for the lexical leg."""

    terms: tuple[frozenset[str], ...]


class Retriever:
    """Searches one PassageIndex with the models it was made with."""

    def __init__(self, index: PassageIndex, *, models: Models) -> None:
        """Bind index and models; the languages take the lexicons made from this corpus."""
        self._index = index
        self._embedder = models.embedder
        self._tokens = models.token_model
        self._languages: Mapping[LanguageCode, Language] = {
            code: plain.with_lexicon(index.lexicon(code)) for code, plain in LANGUAGES.items()
        }
        # Words recur from question to question, and each is looked up in four languages.
        self._stems = lru_cache(maxsize=_REMEMBERED_WORDS)(self._stems_of)

    def search(
        self,
        question: Question,
        *,
        top_k: int,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
    ) -> list[Hit]:
        """The `top_k` best passages for `question`, best first; NotFoundError for an unknown article id."""
        allowed = self._index.allowed(languages=source_languages, article_ids=article_ids)
        vector = self._embedder.embed_query(question.text, language=question.language)
        words = self._words(question)
        matches = self._index.match(words.terms, allowed=allowed)
        nearest, _ = self._index.nearest(vector, k=CANDIDATES, allowed=allowed)
        best_words = matches.rows[np.argsort(-matches.bm25, kind="stable")[:CANDIDATES]]
        rows = np.union1d(nearest, best_words).astype(np.int64)
        if not len(rows):
            return []
        return self._scored(question, rows, vector=vector, matches=matches, top_k=top_k)

    def _scored(
        self,
        question: Question,
        rows: NDArray[np.int64],
        *,
        vector: NDArray[np.float32],
        matches: LexicalMatches,
        top_k: int,
    ) -> list[Hit]:
        dense = np.clip(self._index.cosines(vector, rows), 0.0, 1.0)
        question_ids = self._tokens.token_ids(question.text, language=question.language)
        weights = self._tokens.token_weights[question_ids]
        units = self._index.unit_tokens(rows)
        best = np.clip(self._tokens.best_matches(question_ids, units.ids, units.offsets), 0.0, 1.0)
        whole = _maximum_by_passage(best, units.first_units)
        total = float(weights.sum()) or 1.0
        late = whole @ weights / total
        unit_late = best @ weights / total
        lexical, coverage = _lexical_signals(matches, rows)
        similarity = (LATE_WEIGHT * late + LEXICAL_WEIGHT * coverage + DENSE_WEIGHT * dense) / (
            LATE_WEIGHT + LEXICAL_WEIGHT + DENSE_WEIGHT
        )
        hits = []
        for place in np.argsort(-similarity, kind="stable")[:top_k]:
            row = int(rows[place])
            first, last = int(units.first_units[place]), int(units.first_units[place + 1])
            hits.append(
                Hit(
                    passage=self._index.passage(row),
                    article=self._index.article_of(row),
                    similarity=round(float(min(similarity[place], 1.0)), 6),
                    signals=Signals(
                        dense=float(dense[place]),
                        late=float(late[place]),
                        lexical=float(lexical[place]),
                        coverage=float(coverage[place]),
                    ),
                    sentences=tuple(Signals(late=float(unit_late[unit])) for unit in range(first + 1, last)),
                    row=row,
                )
            )
        return hits

    def _words(self, question: Question) -> _Words:
        language = self._languages[question.language]
        own = language.tokens(question.text)
        content = [place for place, token in enumerate(own) if not token.is_stop_word] or list(range(len(own)))
        return _Words(terms=tuple(self._alternatives(place, own, language) for place in content))

    def _alternatives(self, place: int, own: Sequence[Token], language: Language) -> frozenset[str]:
        token = own[place]
        terms = {token.stem, *self._stems(token.form), *self._joined(place, own)}
        if not any(self._index.holds(term) for term in terms):
            terms.update(self._parted(token.form, language))
        return frozenset(terms)

    def _joined(self, place: int, own: Sequence[Token]) -> set[str]:
        """Spellings that write the word together with its neighbours: the passage may, where the question does not."""
        joined: set[str] = set()
        for size in range(2, _JOINED_WORDS + 1):
            for first in range(max(0, place - size + 1), min(place, len(own) - size) + 1):
                form = "".join(part.form for part in own[first : first + size])
                joined.update(stem for stem in self._stems(form) if self._index.holds(stem))
        return joined

    def _parted(self, form: str, language: Language) -> frozenset[str]:
        """The longer half of a word written together, where the passages have it only as two words."""
        for cut in range(2, len(form) - 1):
            halves = (language.tokens(form[:cut]), language.tokens(form[cut:]))
            if all(len(half) == 1 and self._index.holds(half[0].stem) for half in halves):
                return frozenset({max((half[0].stem for half in halves), key=len)})
        return frozenset()

    def _stems_of(self, form: str) -> frozenset[str]:
        return frozenset(token.stem for language in self._languages.values() for token in language.tokens(form))


def _maximum_by_passage(best: NDArray[np.float32], first_units: NDArray[np.int64]) -> NDArray[np.float32]:
    return np.maximum.reduceat(best, first_units[:-1], axis=0)


def _lexical_signals(
    matches: LexicalMatches, rows: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    lexical = np.zeros(len(rows), dtype=np.float32)
    coverage = np.zeros(len(rows), dtype=np.float32)
    total = float(matches.idf.sum())
    if not len(matches.rows) or total == 0.0:
        return lexical, coverage
    places = np.minimum(np.searchsorted(matches.rows, rows), len(matches.rows) - 1)
    present = matches.rows[places] == rows
    lexical[present] = matches.bm25[places[present]] / float(matches.bm25.max())
    coverage[present] = matches.found[places[present]] @ matches.idf / total
    return lexical, coverage
