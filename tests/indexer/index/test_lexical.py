from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from indexer.index.lexical import K1, B, LexicalIndex

PASSAGES = [["kanał", "klient", "klient"], ["sklep", "klient"], ["marka"], ["sklep", "sklep", "sklep", "marka"]]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    LexicalIndex.write(tmp_path, PASSAGES)
    return LexicalIndex(tmp_path)


def bm25(frequency: int, length: int, in_passages: int) -> float:
    mean = sum(map(len, PASSAGES)) / len(PASSAGES)
    idf = math.log(1 + (len(PASSAGES) - in_passages + 0.5) / (in_passages + 0.5))
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean))


def test_scores_are_okapi_bm25(lexical: LexicalIndex) -> None:
    found = lexical.match([["klient"], ["sklep"]])
    assert found.rows.tolist() == [0, 1, 3]
    expected = [bm25(2, 3, 2), bm25(1, 2, 2) + bm25(1, 2, 2), bm25(3, 4, 2)]
    assert found.bm25.tolist() == pytest.approx(expected, rel=1e-5)
    assert found.found.tolist() == [[True, False], [True, True], [False, True]]


def test_alternatives_of_a_word_count_as_one_word(lexical: LexicalIndex) -> None:
    found = lexical.match([["kanał", "marka"]])
    assert found.rows.tolist() == [0, 2, 3]
    assert found.idf.tolist() == pytest.approx([math.log(1 + (4 - 3 + 0.5) / 3.5)])
    assert found.found.all()


def test_frequencies_of_alternatives_add_up(lexical: LexicalIndex) -> None:
    both = lexical.match([["sklep", "marka"]])
    assert float(both.bm25[both.rows.tolist().index(3)]) == pytest.approx(bm25(4, 4, 3), rel=1e-5)


def test_a_word_in_no_passage_is_the_rarest(lexical: LexicalIndex) -> None:
    found = lexical.match([["klient"], ["sernik"]])
    assert found.idf[1] > found.idf[0]
    assert not found.found[:, 1].any()


def test_a_filter_hides_rows_and_leaves_rarity_alone(lexical: LexicalIndex) -> None:
    allowed = np.array([False, True, True, True])
    found = lexical.match([["klient"]], allowed=allowed)
    assert found.rows.tolist() == [1]
    assert found.idf.tolist() == lexical.match([["klient"]]).idf.tolist()


def test_no_word_finds_nothing(lexical: LexicalIndex) -> None:
    assert lexical.match([]).rows.tolist() == []


def test_holds(lexical: LexicalIndex) -> None:
    assert lexical.holds("marka")
    assert not lexical.holds("mark")
    assert lexical.document_frequency("sklep") == 2
    assert lexical.document_frequency("nic") == 0
