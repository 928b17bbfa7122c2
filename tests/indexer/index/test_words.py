"""The words of a snapshot: neighbours by meaning and by sound, the passages that hold them, matches unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.index import expansion as module
from indexer.index import words as words_module
from indexer.index.expansion import Expansion, WordIndex
from indexer.index.parts import lined_up
from indexer.index.words import AskedWords, Postings, WordSegment
from indexer.languages.sounds import CLOSE_WORTH, LONG_LOOSE_WORTH, sound

# Directions in the plane by angle in degrees: cosines one can reckon with.
ANGLES = {
    "shop": 0,
    "sklep": 10,
    "channel": 90,
    "kanal": 100,
    "store": 40,
    "microsoft": 180,
    "مایکروسافت": 270,
    "نیوت": 265,
}
PASSAGES = [
    [[], [("sklepy", "sklep"), ("kanal", "kanal")], [("نیوتن", "نیوت")]],
    [[("channels", "channel")], [("store", "store"), ("store", "store")]],
    [[], [("مایکروسافت", "مایکروسافت"), ("2024", "2024")]],
    [[], []],
]


def unit_vectors(stems: Sequence[str]) -> NDArray[np.float32]:
    angles = np.radians([ANGLES.get(stem, 0) for stem in stems])
    known = np.asarray([stem in ANGLES for stem in stems])
    return (np.stack([np.cos(angles), np.sin(angles)], axis=1) * known[:, None]).astype(np.float32)


def asked(*words: tuple[str, str]) -> AskedWords:
    return AskedWords(vectors=unit_vectors([stem for _, stem in words]), sounds=[sound(form) for form, _ in words])


def opened(folder: Path) -> WordIndex:
    segment = WordSegment(folder)
    return WordIndex(lined_up([(segment, len(segment))]))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder = tmp_path_factory.mktemp("words")
    WordSegment.write(folder, PASSAGES, vectors_of=unit_vectors)
    return opened(folder)


def cosine(one: str, other: str) -> float:
    return float(np.cos(np.radians(ANGLES[one] - ANGLES[other])))


def test_matches_of_each_unit(index: WordIndex) -> None:
    matches = index.unit_matches(asked(("shop", "shop"), ("channel", "channel")), np.array([0, 1, 3]))
    assert matches.first_units.tolist() == [0, 3, 5, 7]
    expected = [
        [0, 0],
        [cosine("shop", "sklep"), cosine("channel", "kanal")],
        [0, 0],  # further than a right angle
        [0, 1],
        [cosine("shop", "store"), cosine("channel", "store")],
        [0, 0],
        [0, 0],
    ]
    assert matches.matches == pytest.approx(np.array(expected), abs=1e-5)


def test_sound_counts_across_scripts_and_only_there(index: WordIndex) -> None:
    words = asked(("microsoft", "microsoft"), ("newton", "newton"), ("مایکروسافت", "unknown"))
    matches = index.unit_matches(words, np.array([2, 0])).matches
    assert matches[1] == pytest.approx([LONG_LOOSE_WORTH, 0, 0])
    # The stem of the name in the passage has lost its last letter; its form has not.
    assert matches[4] == pytest.approx([cosine("microsoft", "نیوت"), CLOSE_WORTH, 0], abs=1e-5)


def found_rows(expansion: Expansion) -> list[int]:
    return sorted({int(row) for rows, _ in expansion.found for row in rows})


def test_expansion_finds_what_the_matches_say(index: WordIndex) -> None:
    words = asked(("shop", "shop"), ("channel", "channel"), ("microsoft", "microsoft"))
    expansion = index.expand(words)
    whole = index.unit_matches(words, np.arange(len(PASSAGES)))
    best = np.maximum.reduceat(whole.matches, whole.first_units[:-1], axis=0)
    best[best < module.LEAST_COSINE] = 0
    for place, (rows, values) in enumerate(expansion.found):
        assert rows.tolist() == np.flatnonzero(best[:, place]).tolist()
        assert values == pytest.approx(best[rows, place], abs=1e-5)
    assert expansion.spread == pytest.approx((best**4).sum(axis=0) / len(PASSAGES), abs=1e-5)


def test_the_best_rows_of_an_expansion(index: WordIndex) -> None:
    expansion = index.expand(asked(("shop", "shop"), ("channel", "channel"), ("microsoft", "microsoft")))
    assert found_rows(expansion) == [0, 1, 2]
    assert expansion.best(np.array([1, 0, 0], dtype=np.float32), k=1).tolist() == [0]
    assert expansion.best(np.array([0, 1, 0.5], dtype=np.float32), k=2).tolist() == [1, 0]
    assert expansion.best(np.array([0, 0, 1], dtype=np.float32), k=9).tolist() == [2, 0, 1]


def test_a_filter_takes_rows_away_and_leaves_the_spread(index: WordIndex) -> None:
    words = asked(("shop", "shop"))
    everywhere = index.expand(words)
    some = index.expand(words, allowed=np.array([False, True, True, True]))
    assert (found_rows(everywhere), found_rows(some)) == ([0, 1], [1])
    assert some.found[0][1].tolist() == everywhere.found[0][1][1:].tolist()
    assert some.spread.tolist() == everywhere.spread.tolist()


def test_a_word_in_too_many_passages_hands_none_over(index: WordIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    words = asked(("shop", "shop"))  # "sklep" is in one passage, "store" in another
    whole = index.expand(words)
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    cut = index.expand(words)
    assert (found_rows(whole), found_rows(cut)) == ([0, 1], [0])
    # The two are in different passages, so the most the spread can be is what it is.
    assert cut.spread == pytest.approx(whole.spread)
    monkeypatch.setattr(module, "MOST_ROWS", 0)
    assert found_rows(index.expand(words)) == []
    assert index.expand(words).spread == pytest.approx(whole.spread)


def test_nothing_asked_finds_nothing(index: WordIndex) -> None:
    nothing = AskedWords(vectors=np.zeros((0, 2), dtype=np.float32), sounds=[])
    assert index.expand(nothing).best(np.zeros(0, dtype=np.float32), k=5).tolist() == []
    assert index.unit_matches(nothing, np.array([0, 1])).matches.shape == (5, 0)
    unknown = asked(("zzz", "zzz"))
    assert found_rows(index.expand(unknown)) == []
    assert index.expand(unknown).spread.tolist() == [0]


def test_passages_without_a_word(tmp_path: Path) -> None:
    WordSegment.write(tmp_path, [[[], []], [[]]], vectors_of=unit_vectors)
    silent = opened(tmp_path)
    words = asked(("shop", "shop"), ("newton", "newton"))
    assert found_rows(silent.expand(words)) == []
    assert silent.unit_matches(words, np.array([0, 1])).matches.tolist() == [[0, 0]] * 3


def test_postings_are_sorted_and_without_repetitions(tmp_path: Path) -> None:
    numbers = np.array([2, 0, 2, 2, 0], dtype=np.uint32)
    rows = np.array([7, 5, 3, 7, 1], dtype=np.uint32)
    Postings.write(tmp_path, "some", numbers, rows, count=4)
    postings = Postings(tmp_path, "some")
    assert [postings[number].tolist() for number in range(4)] == [[1, 5], [], [3, 7], []]


def test_an_approximate_index_finds_the_near_words_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A hundred meanings, each said by twenty stems, each stem in a passage of its own.
    rng = np.random.default_rng(1)
    meanings = rng.normal(size=(100, 32))
    vectors = np.repeat(meanings, 20, axis=0) + 0.1 * rng.normal(size=(2_000, 32))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    stems = [f"stem{number:04d}" for number in range(2_000)]
    of_stem = dict(zip(stems, vectors, strict=True))
    monkeypatch.setattr(words_module, "EXACT_UP_TO", 100)
    WordSegment.write(
        tmp_path, [[[(stem, stem)]] for stem in stems], vectors_of=lambda wanted: np.stack([of_stem[s] for s in wanted])
    )
    chosen = np.arange(0, 2_000, 40)
    expansion = opened(tmp_path).expand(AskedWords(vectors=vectors[chosen], sounds=[None] * len(chosen)))
    own = [
        np.isin(np.arange(row, row + 20), rows).mean() for row, (rows, _) in zip(chosen, expansion.found, strict=True)
    ]
    assert np.mean(own) > 0.95
