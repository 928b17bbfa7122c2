"""The words of a segment for late interaction: what each means and sounds like, and which passages hold it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embedding import best_in_stretches
from indexer.index.files import SortedStrings, open_array, save_array
from indexer.index.vectors import VectorIndex
from indexer.languages.sounds import Sound, sound

# Looking at all of so many stems of 384 numbers took 0.6 ms for each word asked.
EXACT_UP_TO = 16_384
NEIGHBOURS = 48
"""Nearest words a question's word is expanded to."""

_MOST_KEYS = 4
_NO_KEY = -1
# The sound's number of a word that has none.
_SILENT = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWords:
    """The words of a question for late interaction: `vectors` (words, dimension) unit rows, `sounds` one of each."""

    vectors: NDArray[np.float32]
    sounds: Sequence[Sound | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatches:
    """How near units come to the words of a question; a passage's unit 0 is its context, then one per sentence.

    `matches` (units, words asked), each 0..1; `first_units` (passages + 1,) the first unit of each passage.
    """

    matches: NDArray[np.float32]
    first_units: NDArray[np.int64]


class WordSegment:
    """Stems and sounds of one segment, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        """Map the files that `write` left in `folder`."""
        self._stems = SortedStrings(folder, "stems")
        self._vectors = VectorIndex(folder / "stems.faiss")
        self._rows_of_stem = Postings(folder, "stem_rows")
        self._sound_keys = SortedStrings(folder, "sound_keys")
        self._rows_of_key = Postings(folder, "sound_rows")
        self._keys_of_sound = open_array(folder / "sounds.npy")
        self._unit_stems = open_array(folder / "unit_stems.npy")
        self._unit_sounds = open_array(folder / "unit_sounds.npy")
        self._unit_offsets = open_array(folder / "units.npy")
        self._first_units = open_array(folder / "passage_units.npy")

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._first_units) - 1

    def units(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the units of `rows`, one passage after the other."""
        return ranges(self._first_units[rows], self._first_units[rows + 1])

    def nearest_stems(self, vectors: NDArray[np.float32]) -> list[list[tuple[int, float]]]:
        """For each of `vectors` (words, dimension) the numbers of the nearest stems with their cosines, best first."""
        return [
            [(int(stem), min(float(cosine), 1.0)) for stem, cosine in zip(stems, cosines, strict=True)]
            for stems, cosines in self._vectors.nearest_many(vectors, k=NEIGHBOURS)
        ]

    def stem(self, number: int) -> str:
        """The stem of a number."""
        return self._stems[number]

    def rows_of_stem(self, number: int) -> NDArray[np.uint32]:
        """The rows that hold a stem, ascending; nothing is read yet."""
        return self._rows_of_stem[number]

    def rows_of_sound(self, key: str) -> NDArray[np.uint32]:
        """The rows that hold a word with this key of its sound, ascending; nothing is read yet."""
        number = self._sound_keys.find(key)
        return self._rows_of_key[number] if number >= 0 else np.empty(0, dtype=np.uint32)

    def unit_matches(self, asked: AskedWords, rows: NDArray[np.int64]) -> UnitMatches:
        """The similarity of each word asked to the nearest word of each unit of `rows`.

        That is the cosine, or what sounding alike in the other script is worth, if that is more.
        """
        first, last = self._first_units[rows], self._first_units[rows + 1]
        units = ranges(first, last)
        begins, ends = self._unit_offsets[units], self._unit_offsets[units + 1]
        places = ranges(begins, ends)
        # Each distinct stem is fetched and multiplied once: passages share most of theirs.
        distinct, place = _distinct(self._unit_stems[places], count=len(self._vectors))
        similarities = np.take(asked.vectors @ self._vectors.vectors(distinct).T, place, axis=1)
        if any(asked.sounds):
            distinct, place = _distinct(self._unit_sounds[places], count=len(self._keys_of_sound))
            heard = self._alike(asked.sounds, distinct)
            np.maximum(similarities, np.take(heard, place, axis=1), out=similarities)
        offsets = np.cumsum(np.concatenate([[0], ends - begins]), dtype=np.int64)
        return UnitMatches(
            matches=best_in_stretches(similarities, offsets).T,
            first_units=np.cumsum(np.concatenate([[0], last - first]), dtype=np.int64),
        )

    def _alike(self, sounds: Sequence[Sound | None], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """What sounding alike is worth between each of `sounds` and the sounds of `numbers`, (sounds, numbers)."""
        alike = np.zeros((len(sounds), len(numbers)), dtype=np.float32)
        keys = self._keys_of_sound[numbers]
        for row, heard in zip(alike, sounds, strict=True):
            for name, worth in other_script_keys(heard):
                key = self._sound_keys.find(name)
                if key >= 0:
                    row[(keys == key).any(axis=1)] = worth
        return alike

    @staticmethod
    def write(
        folder: Path,
        passages: Iterable[Sequence[Sequence[tuple[str, str]]]],
        *,
        vectors_of: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> None:
        """Write the words of `passages`: of each its units, of each unit form and stem of its words in order.

        `vectors_of` gives the unit vectors of stems. Of a passage only numbers are kept, so that a large corpus fits.
        """
        table = _Table()
        for units in passages:
            table.add(units)
        words = np.frombuffer(table.words, dtype=np.uint32)
        unit_offsets = np.frombuffer(table.unit_ends, dtype=np.int64)
        first_units = np.frombuffer(table.passage_ends, dtype=np.int64)
        save_array(folder / "units.npy", unit_offsets)
        save_array(folder / "passage_units.npy", first_units)
        rows = np.repeat(np.arange(len(first_units) - 1, dtype=np.uint32), np.diff(unit_offsets[first_units]))

        stems = SortedStrings.write(folder, "stems", {stem for _, stem in table.numbers})
        number_of = {stem: number for number, stem in enumerate(stems)}
        unit_stems = _mapped([number_of[stem] for _, stem in table.numbers], words)
        save_array(folder / "unit_stems.npy", unit_stems)
        VectorIndex.write(folder / "stems.faiss", vectors_of(stems), exact_up_to=EXACT_UP_TO)
        Postings.write(folder, "stem_rows", unit_stems, rows, count=len(stems))

        keys_of: dict[tuple[str, ...], int] = {(): _SILENT}
        unit_sounds = _mapped([keys_of.setdefault(_own_keys(form), len(keys_of)) for form, _ in table.numbers], words)
        save_array(folder / "unit_sounds.npy", unit_sounds)
        names = SortedStrings.write(folder, "sound_keys", {key for keys in keys_of for key in keys})
        name_of = {name: number for number, name in enumerate(names)}
        key_table = np.full((len(keys_of), _MOST_KEYS), _NO_KEY, dtype=np.int32)
        for keys, number in keys_of.items():
            key_table[number, : len(keys)] = [name_of[key] for key in keys]
        save_array(folder / "sounds.npy", key_table)
        # Each sound of a passage once, before its keys multiply it.
        sounds, their_rows = _distinct_pairs(unit_sounds, rows)
        heard = key_table[sounds]
        rows_of_keys = np.repeat(their_rows[:, None], _MOST_KEYS, axis=1)
        some = heard != _NO_KEY
        Postings.write(folder, "sound_rows", heard[some], rows_of_keys[some], count=len(names))


class _Table:
    """The words of a corpus as numbers of its distinct words (form, stem)."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.words = array("I")
        self.unit_ends = array("q", [0])
        self.passage_ends = array("q", [0])

    def add(self, units: Sequence[Sequence[tuple[str, str]]]) -> None:
        for unit in units:
            self.words.extend(self.numbers.setdefault(word, len(self.numbers)) for word in unit)
            self.unit_ends.append(len(self.words))
        self.passage_ends.append(len(self.unit_ends) - 1)


class Postings:
    """Rows filed under numbers: `NAME.offsets.npy` says where each list begins, `NAME.rows.npy` holds them."""

    def __init__(self, folder: Path, name: str) -> None:
        """Map the two files of `name` in `folder`."""
        self._offsets = open_array(folder / f"{name}.offsets.npy")
        self._rows = open_array(folder / f"{name}.rows.npy")

    def __getitem__(self, number: int) -> NDArray[np.uint32]:
        """The rows filed under `number`, ascending, each once; nothing is read yet."""
        rows: NDArray[np.uint32] = self._rows[self._offsets[number] : self._offsets[number + 1]]
        return rows

    @staticmethod
    def write(
        folder: Path, name: str, numbers: NDArray[np.integer[Any]], rows: NDArray[np.uint32], *, count: int
    ) -> None:
        """File each of `rows` under the number at its place; there are `count` numbers."""
        filed, their_rows = _distinct_pairs(numbers, rows)
        save_array(folder / f"{name}.offsets.npy", np.searchsorted(filed, np.arange(count + 1)).astype(np.int64))
        save_array(folder / f"{name}.rows.npy", their_rows)


def _distinct_pairs(
    numbers: NDArray[np.integer[Any]], rows: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Each pair of number and row once, ascending."""
    pairs = np.unique(numbers.astype(np.uint64) << np.uint64(32) | rows)
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _mapped(numbers: Sequence[int], words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return np.asarray(numbers, dtype=np.uint32)[words]


def _own_keys(form: str) -> tuple[str, ...]:
    heard = sound(form)
    return () if heard is None else tuple(f"{heard.script.value} {key}" for key, _ in heard.worths())


def other_script_keys(heard: Sound | None) -> list[tuple[str, float]]:
    """The keys a word like `heard` would have in the other script, with what each is worth, the least first."""
    if heard is None:
        return []
    return [(f"{heard.script.other.value} {key}", worth) for key, worth in heard.worths()]


def _distinct(numbers: NDArray[np.integer[Any]], *, count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The distinct of `numbers` (each below `count`), ascending, and the place of each number among them."""
    present = np.zeros(count, dtype=bool)
    present[numbers] = True
    distinct = np.flatnonzero(present)
    place = np.empty(count, dtype=np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, place[numbers]


def ranges(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from each of `first` up to the `last` beside it, end to end."""
    lengths = last - first
    begins = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(first - begins, lengths), dtype=np.int64)
