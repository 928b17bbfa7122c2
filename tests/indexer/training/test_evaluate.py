"""The measures: ranks with ties, BM25 by its formula, late interaction in blocks as one by one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from indexer.domain import LanguageCode
from indexer.embedding import StaticEmbedder, saying, weighted_mean
from indexer.errors import EvaluationError
from indexer.index.words import AskedWords, WordSegment
from indexer.languages.sounds import LONG_LOOSE_WORTH, sound
from indexer.training import evaluate
from indexer.training.evaluate import (
    best_possible_bm25,
    bitext_accuracy,
    bm25_scores,
    late_scores,
    ranking,
    read_passage_set,
)
from indexer.training.model import Model, export

EN, PL = LanguageCode.ENGLISH, LanguageCode.POLISH
WORDS = ("[UNK]", "shop", "sklep", "store", "channel", "kanal", "the", "starbuck")
# What each word means, as the place of a 1.
MEANINGS = (7, 0, 0, 1, 2, 2, 3, 4)


@pytest.fixture
def embedder(tmp_path: Path) -> StaticEmbedder:
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    model = Model(tokens=len(WORDS), dimension=8, seed=3)
    model.vectors.values[:] = torch.eye(8)[list(MEANINGS)]
    export(tmp_path / "small", model, tokenizer, card="# small", about={})
    return StaticEmbedder(tmp_path / "small")


def test_ranking_counts_a_tie_against_the_right_passage() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.5, 0.5, 0.1], [0.1, 0.2, 0.3]], dtype=np.float32)
    measures = ranking(scores, np.array([0, 0, 0]))  # ranks 1, 2, 3
    assert measures.questions == 3
    assert measures.recall_at_1 == pytest.approx(1 / 3)
    assert measures.recall_at_5 == 1
    assert measures.ndcg_at_10 == pytest.approx((1 + 1 / math.log2(3) + 1 / 2) / 3)


def test_the_eleventh_place_gains_nothing() -> None:
    measures = ranking(np.linspace(1, 0, 12, dtype=np.float32)[None, :], np.array([10]))
    assert (measures.recall_at_10, measures.ndcg_at_10) == (0, 0)


def test_ranking_nothing_is_an_error() -> None:
    with pytest.raises(EvaluationError):
        ranking(np.zeros((0, 3), dtype=np.float32), np.zeros(0, dtype=np.int64))


def test_bm25_by_its_formula() -> None:
    passages = [["a", "b", "a"], ["b", "c"], ["d"]]
    scores = bm25_scores([["a", "x"], ["b", "b"]], passages)
    idf_a, idf_b = math.log(1 + 2.5 / 1.5), math.log(1 + 1.5 / 2.5)
    length = 1.2 * (0.25 + 0.75 * 3 / 2)
    assert scores[0] == pytest.approx([idf_a * 2 * 2.2 / (2 + length), 0, 0])
    assert scores[1, 0] == pytest.approx(2 * idf_b * 2.2 / (1 + length))
    assert scores[1, 2] == 0
    idf_x = math.log(1 + 3.5 / 0.5)
    assert best_possible_bm25([["a", "x"]], passages) == pytest.approx([(idf_a + idf_x) * 2.2])


def test_bitext_accuracy_both_ways() -> None:
    assert bitext_accuracy(np.array([[0.9, 0.8], [0.95, 0.85]], dtype=np.float32)) == (0.5, 0.5)


@pytest.mark.parametrize("cells", [1, 7, 10**6])
def test_late_scores_are_those_of_an_index(
    embedder: StaticEmbedder, monkeypatch: pytest.MonkeyPatch, cells: int, tmp_path: Path
) -> None:
    monkeypatch.setattr(evaluate, "_CELLS_AT_ONCE", cells)
    questions = ["shop channel", "nothing", "the store", "Starbucks store"]
    passages = ["kanał sklep", "", "store the shop", "nothing", "استارباکس"]
    (tmp_path / "index").mkdir()
    WordSegment.write(
        tmp_path / "index",
        [[embedder.words(text, language=PL)] for text in passages],
        vectors_of=embedder.word_vectors,
    )
    index = WordSegment(tmp_path / "index")
    scores = late_scores(embedder, questions, passages, question_language=EN, passage_language=PL, by_spread=False)
    for question, row in zip(questions, scores, strict=True):
        words = embedder.words(question, language=EN)
        stems = [stem for _, stem in words]
        asked = AskedWords(vectors=embedder.word_vectors(stems), sounds=[sound(form) for form, _ in words])
        matches = index.unit_matches(asked, np.arange(len(passages))).matches
        assert row == pytest.approx(weighted_mean(matches, embedder.word_weights(stems)), abs=1e-6)


def test_sound_and_spread_count_unless_told_otherwise(embedder: StaticEmbedder) -> None:
    languages = {"question_language": EN, "passage_language": PL}
    passages = ["sklep", "استارباکس", "kanał sklep", "sklep"]
    plain = late_scores(embedder, ["shop starbucks"], passages, **languages, by_sound=False, by_spread=False)
    assert plain[0] == pytest.approx([0.5, 0, 0.5, 0.5], abs=1e-3)  # both weigh the same; the name is near to nothing
    heard = late_scores(embedder, ["shop starbucks"], passages, **languages, by_spread=False)
    assert heard[0] == pytest.approx([0.5, LONG_LOOSE_WORTH / 2, 0.5, 0.5], abs=1e-3)
    whole = late_scores(embedder, ["shop starbucks"], passages, **languages)
    says = saying(np.array([3 / 4, LONG_LOOSE_WORTH**4 / 4], dtype=np.float32))
    shop, name = says / says.sum()
    assert whole[0] == pytest.approx([shop, LONG_LOOSE_WORTH * name, shop, shop], abs=1e-3)


def test_passage_sets_join_repeated_passages_and_drop_the_unanswerable(tmp_path: Path) -> None:
    (tmp_path / "s.pl.passages.tsv").write_text("passage_id\ttext\n5\tA b\n7\tC d\n9\tA b\n", encoding="utf-8")
    (tmp_path / "s.en.questions.tsv").write_text(
        "id\tpassage_id\tquestion\tanswer\tis_impossible\n1\t9\tq1\ta\t0\n2\t7\tq2\t\t1\n3\t7\tq3\tc\t0\n",
        encoding="utf-8",
    )
    chosen = read_passage_set(tmp_path / "s.pl.passages.tsv", tmp_path / "s.en.questions.tsv")
    assert chosen.passages == ["A b", "C d"]
    assert chosen.questions == ["q1", "q3"]
    assert chosen.answers.tolist() == [0, 1]
    assert (chosen.passage_language, chosen.question_language) == (PL, EN)
