"""The words of a snapshot: neighbours by meaning and by sound, the passages that hold them, matches unit by unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.index import words as module
from indexer.index.words import AskedWords, Postings, WordIndex
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


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder = tmp_path_factory.mktemp("words")
    WordIndex.write(folder, PASSAGES, vectors_of=unit_vectors)
    return WordIndex(folder)


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


def test_expansion_finds_what_the_matches_say(index: WordIndex) -> None:
    words = asked(("shop", "shop"), ("channel", "channel"), ("microsoft", "microsoft"))
    expansion = index.expand(words)
    assert expansion.rows.tolist() == [0, 1, 2]
    whole = index.unit_matches(words, expansion.rows)
    best = np.maximum.reduceat(whole.matches, whole.first_units[:-1], axis=0)
    best[best < module.LEAST_COSINE] = 0
    assert expansion.matches == pytest.approx(best, abs=1e-5)
    assert expansion.spread == pytest.approx((best**4).sum(axis=0) / len(PASSAGES), abs=1e-5)


def test_a_filter_takes_rows_away_and_leaves_the_spread(index: WordIndex) -> None:
    words = asked(("shop", "shop"))
    everywhere = index.expand(words)
    some = index.expand(words, allowed=np.array([False, True, True, True]))
    assert (everywhere.rows.tolist(), some.rows.tolist()) == ([0, 1], [1])
    assert some.matches.tolist() == everywhere.matches[1:].tolist()
    assert some.spread.tolist() == everywhere.spread.tolist()


def test_a_word_near_to_too_much_is_cut_at_the_nearest(index: WordIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    words = asked(("shop", "shop"))  # "sklep" is in one passage, "store" in another
    whole = index.expand(words)
    monkeypatch.setattr(module, "MOST_ROWS", 1)
    cut = index.expand(words)
    assert (whole.rows.tolist(), cut.rows.tolist()) == ([0, 1], [0])
    # The two are in different passages, so the most the spread can be is what it is.
    assert cut.spread == pytest.approx(whole.spread)
    monkeypatch.setattr(module, "MOST_ROWS", 0)
    assert index.expand(words).rows.tolist() == []


def test_nothing_asked_finds_nothing(index: WordIndex) -> None:
    nothing = AskedWords(vectors=np.zeros((0, 2), dtype=np.float32), sounds=[])
    assert index.expand(nothing).rows.tolist() == []
    assert index.unit_matches(nothing, np.array([0, 1])).matches.shape == (5, 0)
    unknown = asked(("zzz", "zzz"))
    assert index.expand(unknown).rows.tolist() == []
    assert index.expand(unknown).spread.tolist() == [0]


def test_postings_are_sorted_and_without_repetitions(tmp_path: Path) -> None:
    numbers = np.array([2, 0, 2, 2, 0], dtype=np.uint32)
    rows = np.array([7, 5, 3, 7, 1], dtype=np.uint32)
    Postings.write(tmp_path, "some", numbers, rows, count=4)
    postings = Postings(tmp_path, "some")
    assert [postings[number].tolist() for number in range(4)] == [[1, 5], [], [3, 7], []]


def test_an_approximate_index_of_stems_finds_the_same_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    stems = [f"stem{number:04d}" for number in range(2_000)]
    vectors = rng.normal(size=(len(stems), 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    of_stem = dict(zip(stems, vectors, strict=True))
    passages = [[[], [(stem, stem)]] for stem in stems]
    for name, exact_up_to in (("exact", 10_000), ("approximate", 100)):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(module, "EXACT_UP_TO", exact_up_to)
        WordIndex.write(tmp_path / name, passages, vectors_of=lambda wanted: np.stack([of_stem[s] for s in wanted]))
    words = AskedWords(vectors=vectors[:20], sounds=[None] * 20)
    exact, approximate = (WordIndex(tmp_path / name).expand(words) for name in ("exact", "approximate"))
    assert set(range(20)) <= set(approximate.rows.tolist())
    shared = np.isin(exact.rows, approximate.rows).mean()
    assert 0.3 < shared <= 1
