"""How good a model of token vectors is: bitext retrieval and passage retrieval, averaged and by late interaction."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode
from indexer.embedding import SPREAD_POWER, best_in_stretches, saying, weighted_mean
from indexer.embedding.static import StaticEmbedder
from indexer.errors import EvaluationError
from indexer.languages import LANGUAGES
from indexer.languages.sounds import sound
from indexer.training.parallel import read_rows

Scores = NDArray[np.float32]
TokensOf = Callable[[str, LanguageCode], list[str]]

K1 = 1.2
B = 0.75
_CELLS_AT_ONCE = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Measures of one set: each the mean over its questions, 0..1, higher is better."""

    questions: int
    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    ndcg_at_10: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSet:
    """Passages of one language, and questions in one language with the number of the passage that answers each."""

    passages: list[str]
    passage_language: LanguageCode
    questions: list[str]
    question_language: LanguageCode
    answers: NDArray[np.int64]


def read_passage_set(passages: Path, questions: Path) -> PassageSet:
    """A set from `NAME.LANG.passages.tsv` and `NAME.LANG.questions.tsv`, which may differ in language.

    Passages are kept once; unanswerable questions are left out. Raises EvaluationError when nothing is left.
    """
    rows = [row for _, row in read_rows(passages)]
    texts = list(dict.fromkeys(row["text"] for row in rows))
    place = {text: number for number, text in enumerate(texts)}
    number_of = {row["passage_id"]: place[row["text"]] for row in rows}
    asked = [row for _, row in read_rows(questions) if row.get("is_impossible", "0") in ("", "0") and row["question"]]
    if not asked:
        raise EvaluationError(where=str(questions), what="no question in it", next_step="give a file of questions")
    return PassageSet(
        passages=texts,
        passage_language=LanguageCode(passages.name.split(".")[-3]),
        questions=[row["question"] for row in asked],
        question_language=LanguageCode(questions.name.split(".")[-3]),
        answers=np.asarray([number_of[row["passage_id"]] for row in asked], dtype=np.int64),
    )


def ranking(scores: Scores, answers: NDArray[np.int64]) -> Ranking:
    """Measures of `scores` (questions, passages) with one right passage each; a tie counts against the right one."""
    if not len(scores):
        raise EvaluationError(where="evaluation", what="no question to rank for", next_step="give some questions")
    own = scores[np.arange(len(scores)), answers]
    ranks = (scores >= own[:, None]).sum(axis=1)
    gains = np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0)
    return Ranking(
        questions=len(scores),
        recall_at_1=float((ranks <= 1).mean()),
        recall_at_5=float((ranks <= 5).mean()),
        recall_at_10=float((ranks <= 10).mean()),
        ndcg_at_10=float(gains.mean()),
    )


def averaged_scores(
    embedder: StaticEmbedder,
    left: Sequence[str],
    right: Sequence[str],
    *,
    left_language: LanguageCode,
    right_language: LanguageCode,
) -> Scores:
    """Cosine of mean vectors, shape (left, right)."""
    a = embedder.embed_passages(left, languages=[left_language] * len(left))
    b = embedder.embed_passages(right, languages=[right_language] * len(right))
    return np.asarray(a @ b.T, dtype=np.float32)


def late_scores(
    embedder: StaticEmbedder,
    questions: Sequence[str],
    passages: Sequence[str],
    *,
    question_language: LanguageCode,
    passage_language: LanguageCode,
    by_sound: bool = True,
    by_spread: bool = True,
    stop_words: bool = True,
) -> Scores:
    """Late interaction of every question with every passage, shape (questions, passages).

    As in retrieval: words of different scripts are alike by sound too, unless `by_sound` is False, and a word says
    less the more of the passages it is near to, unless `by_spread` is False. Retrieval leaves `stop_words` out; it
    counts only near words towards the spread, here all count.
    """

    def words(text: str, language: LanguageCode) -> list[tuple[str, str]]:
        found = embedder.words(text, language=language)
        return found if stop_words else [word for word in found if word[0] not in LANGUAGES[language].stop_words]

    asked = [words(text, question_language) for text in questions]
    there = [words(text, passage_language) for text in passages]
    place = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(asked)))}
    stems = [stem for _, stem in place]
    best = best_for_words(embedder.word_vectors(stems), there, embedder)
    if by_sound:
        _raise_by_sound(best, [form for form, _ in place], there)
    weights = embedder.word_weights(stems)
    if by_spread:
        weights = weights * saying(np.mean(best**SPREAD_POWER, axis=1))
    scores = np.zeros((len(questions), len(passages)), dtype=np.float32)
    for number, of_question in enumerate(asked):
        own = [place[word] for word in of_question]
        scores[number] = weighted_mean(best[own].T, weights[own])
    return scores


def best_for_words(vectors: Scores, passages: Sequence[Sequence[tuple[str, str]]], embedder: StaticEmbedder) -> Scores:
    """The highest cosine of each of `vectors` (asked, dimension) in each passage, (asked, passages), each 0..1.

    A passage is given as form and stem of its words. Asked words are taken in blocks.
    """
    number_of: dict[str, int] = {}
    local = np.fromiter(
        (number_of.setdefault(stem, len(number_of)) for words in passages for _, stem in words), dtype=np.int64
    )
    offsets = np.cumsum([0, *map(len, passages)], dtype=np.int64)
    there = embedder.word_vectors(list(number_of))
    best = np.zeros((len(vectors), len(passages)), dtype=np.float32)
    block = max(1, _CELLS_AT_ONCE // max(len(local), 1))
    for first in range(0, len(vectors), block):
        cosines = vectors[first : first + block] @ there.T
        best[first : first + block] = best_in_stretches(np.take(cosines, local, axis=1), offsets)
    return best


def _raise_by_sound(best: Scores, forms: Sequence[str], passages: Sequence[Sequence[tuple[str, str]]]) -> None:
    keys_of = {
        form: [] if heard is None else [f"{heard.script.value} {key}" for key, _ in heard.worths()]
        for form in {form for words in passages for form, _ in words}
        for heard in (sound(form),)
    }
    holding: dict[str, set[int]] = {}
    for number, words in enumerate(passages):
        for form, _ in words:
            for key in keys_of[form]:
                holding.setdefault(key, set()).add(number)
    for row, form in zip(best, forms, strict=True):
        heard = sound(form)
        for key, worth in heard.worths() if heard is not None else []:
            alike = list(holding.get(f"{heard.script.other.value} {key}", ()))  # type: ignore[union-attr]
            row[alike] = np.maximum(row[alike], worth)


def bm25_scores(questions: Sequence[Sequence[str]], passages: Sequence[Sequence[str]]) -> Scores:
    """BM25 (Robertson & Zaragoza 2009; idf as in Lucene) of tokenised texts, shape (questions, passages)."""
    vocabulary = {word: n for n, word in enumerate(dict.fromkeys(word for passage in passages for word in passage))}
    counts = np.zeros((len(vocabulary), len(passages)), dtype=np.float32)
    for number, passage in enumerate(passages):
        np.add.at(counts[:, number], [vocabulary[word] for word in passage], 1)
    lengths = np.asarray([len(passage) for passage in passages], dtype=np.float32)
    found_in = (counts > 0).sum(axis=1)
    idf = np.log(1 + (len(passages) - found_in + 0.5) / (found_in + 0.5)).astype(np.float32)
    scale = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1e-9))
    scores = np.zeros((len(questions), len(passages)), dtype=np.float32)
    for number, question in enumerate(questions):
        rows = [vocabulary[word] for word in question if word in vocabulary]
        tf = counts[rows]
        scores[number] = (idf[rows, None] * tf * (K1 + 1) / (tf + scale)).sum(axis=0)
    return scores


def best_possible_bm25(questions: Sequence[Sequence[str]], passages: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """What a passage made of all of a question's words would score at most, shape (questions,); for relative scores."""
    found_in: dict[str, int] = {}
    for passage in passages:
        for word in set(passage):
            found_in[word] = found_in.get(word, 0) + 1
    n = len(passages)
    return np.asarray(
        [
            sum(math.log(1 + (n - found_in.get(w, 0) + 0.5) / (found_in.get(w, 0) + 0.5)) * (K1 + 1) for w in question)
            for question in questions
        ],
        dtype=np.float32,
    )


def bitext_accuracy(scores: Scores) -> tuple[float, float]:
    """Share of rows, and of columns, whose best partner is their own."""
    own = np.arange(len(scores))
    return float((scores.argmax(axis=1) == own).mean()), float((scores.argmax(axis=0) == own).mean())


def stems(texts: Sequence[str], language: Any) -> list[list[str]]:
    """The stems of each text's words without stop words, by the product's own analyser."""
    return [[token.stem for token in language.tokens(text) if not token.is_stop_word] for text in texts]
