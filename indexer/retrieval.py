"""From a question to Hits: candidates from three legs, scored together word by word.

The legs are the embedder's vectors, BM25, and the question's words expanded to those near to them. Six signals are
fused. *Late interaction* (Khattab and Zaharia 2020, ColBERT) matches each word of the question with its nearest word of
the passage, across languages, by the built-in model's static vectors and across scripts by sound. *Lexical* is BM25
relative to the best possible, *coverage* the share of the question's words, weighted by rarity, that stand in the
passage, *sentence* the late interaction of its best sentence. *Dense* is the cosine of the embedder's vectors. Other
signals rank nothing and tell answers from refusals: *support* counts each word literally or by what comes near to it,
whichever is more. A word that names a Concept matches what speaks of it by any name, and *agreement* sets passages on
the Concept asked about above those on its rival.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from indexer.agreement import Spoken
from indexer.asked import Analyst, Asked
from indexer.concepts import AskedConcept
from indexer.domain import Hit, LanguageCode, Question, Ranking, SentenceSignals, Signals
from indexer.embedding import saying, weighted_mean
from indexer.index.passage_index import Filter, PassageIndex, WordMatches
from indexer.index.words import UnitMatches
from indexer.models_in_use import Models
from indexer.translated import Translations

CANDIDATES = 64
"""Passages each leg hands over to be scored word by word."""

# Found by benchmarks/fusion.py on graded questions of two corpora and public sets of passages.
LATE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
COVERAGE_WEIGHT = 0.1
DENSE_WEIGHT = 0.4
SENTENCE_WEIGHT = 0.5
AGREEMENT_WEIGHT = 0.3
_WHOLE_WEIGHT = LATE_WEIGHT + LEXICAL_WEIGHT + COVERAGE_WEIGHT + DENSE_WEIGHT + SENTENCE_WEIGHT + AGREEMENT_WEIGHT

HEAVY = 0.5
"""A word of this share of the question's mean weight is one that an answer cannot pass over."""


class Retriever:
    """Searches one PassageIndex with the models it was made with; safe to share between threads."""

    def __init__(self, index: PassageIndex, *, models: Models, translations: Translations | None = None) -> None:
        """Bind index and models; `translations` are those of the index."""
        self._index = index
        self._translations = translations or Translations(index)
        self._embedder = models.embedder
        self._analyst = Analyst(index, models.word_model)

    def concepts(self, question: Question) -> tuple[AskedConcept, ...]:
        """The Concepts `question` names."""
        return self._analyst.concepts(question)

    def search(
        self,
        question: Question,
        *,
        top_k: int,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
        ranking: Ranking = Ranking.FUSED,
    ) -> list[Hit]:
        """The `top_k` (1 or more) best passages for `question`, best first; NotFoundError for an unknown article."""
        if top_k < 1:
            raise ValueError(f"top_k must be at least 1, not {top_k}")
        within = Filter(
            languages=None if source_languages is None else frozenset(source_languages),
            article_ids=None if article_ids is None else frozenset(article_ids),
        )
        k = max(CANDIDATES, top_k)
        # BM25 alone is a baseline: it knows words and no Concepts.
        if ranking is not Ranking.LEXICAL:
            question = self._analyst.in_preferred_names(question)
        vector = self._embedder.embed_query(question.text, language=question.language)
        asked = self._analyst.take_apart(question)
        expansion = self._index.expand(asked.words, within=within)
        weights = asked.weights * saying(expansion.spread)
        terms = asked.literal_terms if ranking is Ranking.LEXICAL else asked.terms
        best_words, matches = self._index.match(terms, k=k, within=within)
        legs = (self._index.nearest(vector, k=k, within=within), best_words, expansion.best(weights, k=k))
        rows = np.unique(np.concatenate(legs)).astype(np.int64)
        if not len(rows):
            return []
        scores = _Scores(
            asked,
            matches,
            rows,
            units=self._index.unit_matches(asked.words, rows),
            spoken=Spoken.of(asked, self._index, rows),
            weights=weights,
            dense=np.clip(self._index.cosines(vector, rows), 0.0, 1.0),
            own=self._share_of_own(rows, question.language, within),
        )
        order = np.argsort(-scores.by(ranking), kind="stable")[:top_k]
        return [self._hit(int(rows[place]), int(place), scores) for place in order]

    def _share_of_own(self, rows: NDArray[np.int64], language: LanguageCode, within: Filter) -> float:
        """The share of `rows` in `language` or of articles without a translation into it.

        It is 1 where a filter leaves the translations out: there is nothing to compare with.
        """
        if within.article_ids is not None or (within.languages is not None and language not in within.languages):
            return 1.0
        articles = [self._index.article_of(row) for row in rows.tolist()]
        distinct = {article.id: article for article in articles}
        own = {
            article_id
            for article_id, article in distinct.items()
            if article.language is language or not self._translations.has(article, language)
        }
        return sum(article.id in own for article in articles) / len(articles)

    def _hit(self, row: int, place: int, scores: _Scores) -> Hit:
        return Hit(
            passage=self._index.passage(row),
            article=self._index.article_of(row),
            similarity=round(float(scores.similarity[place]), 6),
            signals=scores.signals(place),
            sentences=scores.sentences(place),
            row=row,
        )


class _Scores:
    """The signals of all candidates of a question, one row each, and their fusion."""

    def __init__(
        self,
        asked: Asked,
        matches: WordMatches,
        rows: NDArray[np.int64],
        *,
        units: UnitMatches,
        spoken: Spoken,
        weights: NDArray[np.float32],
        dense: NDArray[np.float32],
        own: float,
    ) -> None:
        self._own = own
        self._first_units = units.first_units
        by_unit = spoken.matches(units.matches)
        whole = np.maximum.reduceat(by_unit, units.first_units[:-1], axis=0)
        self._by_unit = by_unit
        self._weights = weights
        self._unit_agreement = spoken.agreement
        self._agreement = spoken.by_passage(units.first_units)
        self._late = weighted_mean(whole, weights)
        by_sentence = weighted_mean(by_unit, weights)
        # A passage's first unit is its context and no sentence.
        self._heading = by_sentence[units.first_units[:-1]]
        by_sentence[units.first_units[:-1]] = 0.0
        self._best_sentence = np.maximum.reduceat(by_sentence, units.first_units[:-1])
        self._dense = dense
        found = matches.held(rows)
        self._lexical = matches.bm25(rows) / (matches.best_possible or 1.0)
        self._coverage = found @ (matches.idf / (float(matches.idf.sum()) or 1.0))
        # A content word counts literally or by what comes near to it, whichever is more.
        held = np.maximum(whole, found)
        says = weights * asked.telling
        self._support = weighted_mean(held, says)
        heavy = np.flatnonzero(weights >= HEAVY * weights.mean())
        self._strangest = float(held[:, heavy].max(axis=0).min())
        self._names = held[:, list(asked.names)].min(axis=1) if asked.names else np.ones(len(rows), dtype=np.float32)
        self._known = float(weighted_mean(held.max(axis=0), says))
        parts = (
            LATE_WEIGHT * self._late
            + LEXICAL_WEIGHT * self._lexical
            + COVERAGE_WEIGHT * self._coverage
            + DENSE_WEIGHT * dense
            + SENTENCE_WEIGHT * self._best_sentence
            + AGREEMENT_WEIGHT * self._agreement
        )
        self.similarity = np.minimum(parts / _WHOLE_WEIGHT, 1.0)

    def by(self, ranking: Ranking) -> NDArray[np.float32]:
        """What `ranking` orders by, (rows,)."""
        signals: dict[Ranking, NDArray[np.float32]] = {
            Ranking.FUSED: self.similarity,
            Ranking.LATE: self._late,
            Ranking.LEXICAL: self._lexical,
            Ranking.DENSE: self._dense,
        }
        return signals[ranking]

    def signals(self, place: int) -> Signals:
        """The signals of one candidate."""
        return Signals(
            dense=float(self._dense[place]),
            late=float(self._late[place]),
            lexical=float(self._lexical[place]),
            coverage=float(self._coverage[place]),
            support=float(self._support[place]),
            known=self._known,
            agreement=float(self._agreement[place]),
            names=float(self._names[place]),
            strangest=self._strangest,
            heading=float(self._heading[place]),
            own=self._own,
        )

    def sentences(self, place: int) -> tuple[SentenceSignals, ...]:
        """The signals of a candidate's sentences; its first unit is its context and no sentence."""
        first, last = int(self._first_units[place]), int(self._first_units[place + 1])
        own = self._by_unit[first + 1 : last]
        around = np.vstack([np.zeros_like(own[:1]), own, np.zeros_like(own[:1])])
        ways = np.stack(
            [
                own,
                np.maximum(own, self._by_unit[first]),
                np.maximum(own, np.maximum(around[:-2], around[2:])),
            ]
        )
        measured = weighted_mean(ways, self._weights).tolist()
        return tuple(
            SentenceSignals(late=late, in_context=in_context, nearby=near, agreement=agreement)
            for late, in_context, near, agreement in zip(
                *measured, self._unit_agreement[first + 1 : last].tolist(), strict=True
            )
        )
