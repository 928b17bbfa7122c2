from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from indexer.index.lexical import K1, B, LexicalIndex, LexicalSegment
from indexer.index.parts import lined_up

PASSAGES = [["kanał", "klient", "klient"], ["sklep", "klient"], ["marka"], ["sklep", "sklep", "sklep", "marka"]]


def opened(folder: Path) -> LexicalIndex:
    segment = LexicalSegment(folder)
    return LexicalIndex(lined_up([(segment, len(segment))]))


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    LexicalSegment.write(tmp_path, PASSAGES)
    return opened(tmp_path)


def bm25(frequency: int, length: int, in_passages: int) -> float:
    mean = sum(map(len, PASSAGES)) / len(PASSAGES)
    idf = math.log(1 + (len(PASSAGES) - in_passages + 0.5) / (in_passages + 0.5))
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean))


def test_scores_are_okapi_bm25(lexical: LexicalIndex) -> None:
    found = lexical.match([["klient"], ["sklep"]])
    rows = found.top(10)
    expected = {0: bm25(2, 3, 2), 1: bm25(1, 2, 2) + bm25(1, 2, 2), 3: bm25(3, 4, 2)}
    assert rows.tolist() == sorted(expected, key=lambda row: -expected[row])
    assert found.bm25(rows).tolist() == pytest.approx([expected[row] for row in rows], rel=1e-5)
    assert found.best_possible == pytest.approx((K1 + 1) * float(found.idf.sum()), rel=1e-5)
    assert max(expected.values()) < found.best_possible
    assert found.held(np.arange(4)).tolist() == [[1, 0], [1, 1], [0, 0], [0, 1]]


def test_alternatives_of_a_word_count_as_one_word(lexical: LexicalIndex) -> None:
    found = lexical.match([["kanał", "marka"]])
    assert sorted(found.top(10).tolist()) == [0, 2, 3]
    assert found.idf.tolist() == pytest.approx([math.log(1 + (4 - 3 + 0.5) / 3.5)])
    assert found.held(np.arange(4)).tolist() == [[1], [0], [1], [1]]


def test_frequencies_of_alternatives_add_up(lexical: LexicalIndex) -> None:
    both = lexical.match([["sklep", "marka"]])
    assert float(both.bm25(np.array([3]))[0]) == pytest.approx(bm25(4, 4, 3), rel=1e-5)


def test_a_word_in_no_passage_is_the_rarest(lexical: LexicalIndex) -> None:
    found = lexical.match([["klient"], ["sernik"]])
    assert found.idf[1] > found.idf[0]
    assert found.held(np.arange(4))[:, 1].tolist() == [0, 0, 0, 0]


def test_a_filter_hides_rows_and_leaves_rarity_alone(lexical: LexicalIndex) -> None:
    allowed = np.array([False, True, True, True])
    found = lexical.match([["klient"]])
    assert found.top(10, allowed=allowed).tolist() == [1]
    assert found.idf.tolist() == lexical.match([["klient"]]).idf.tolist()


def test_only_as_many_as_asked_for_and_ties_in_order_of_rows(lexical: LexicalIndex) -> None:
    assert lexical.match([["kanał"], ["marka"]]).top(1).tolist() in ([0], [2])
    tied = lexical.match([["nic"], ["marka"]])
    assert tied.top(2).tolist() == [2, 3]


def test_no_word_finds_nothing(lexical: LexicalIndex) -> None:
    assert lexical.match([]).top(10).tolist() == []
    assert lexical.match([["sernik"]]).top(10).tolist() == []


def test_holds(lexical: LexicalIndex) -> None:
    assert lexical.holds("marka")
    assert not lexical.holds("mark")
