"""Words that say the same in two languages or in one, by hand: what the model of words is not sure of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer import LANGUAGES, LanguageCode, Worded

FILE = Path(__file__).with_name("equivalents.toml")
WORTH = 0.85
"""How near two words of one meaning are, as a cosine would say it."""

_REMEMBERED_WORDS = 16_384
# What is written together with the beginning of an Arabic word; the letter that a verb in the present begins with.
_BEFORE_ARABIC = ("وال", "فال", "بال", "کال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ک", "س")
_OF_PRESENT = ("ت", "ن")
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """The words of one language with the numbers of their meanings, `whole` or as the `beginnings` of words."""

    whole: Mapping[str, frozenset[int]]
    beginnings: Mapping[str, frozenset[int]]

    def of(self, form: str) -> frozenset[int]:
        """The meanings of a word: those of the whole and those of the longest beginning."""
        found = (self.beginnings[form[:end]] for end in range(len(form), 1, -1) if form[:end] in self.beginnings)
        return self.whole.get(form, frozenset()) | next(found, frozenset())


@cache
def listed() -> Mapping[LanguageCode, _Listed]:
    """The words of equivalents.toml; ValueError for a line that has not one part for each language."""
    fields = tomllib.loads(FILE.read_text(encoding="utf-8"))
    codes = [LanguageCode(code) for code in fields["languages"]]
    whole: dict[LanguageCode, dict[str, set[int]]] = {code: {} for code in codes}
    beginnings: dict[LanguageCode, dict[str, set[int]]] = {code: {} for code in codes}
    for number, line in enumerate(fields["groups"].strip().splitlines()):
        for code, words in zip(codes, line.split("|"), strict=True):
            language = LANGUAGES[code]
            for word in words.split():
                folded = language.search_text(word.rstrip("*"))
                if word.endswith("*"):
                    beginnings[code].setdefault(folded, set()).add(number)
                else:
                    for one in {folded, language.stem(folded)}:
                        whole[code].setdefault(one, set()).add(number)
    return {code: _Listed(whole=_frozen(whole[code]), beginnings=_frozen(beginnings[code])) for code in codes}


@lru_cache(_REMEMBERED_WORDS)
def meanings_of(language: LanguageCode, form: str, stem: str) -> frozenset[int]:
    """The numbers of the meanings of a word, none where it is not listed."""
    own = listed()[language]
    found = own.of(form) | own.of(stem)
    if found or language is not LanguageCode.ARABIC:
        return found
    for bare in _bare(form):
        found = own.of(bare)
        if not found and bare.startswith(_OF_PRESENT):
            found = own.of("ی" + bare[1:])
        if found:
            return found
    return frozenset()


class Meanings:
    """In which columns of all words held each meaning stands."""

    def __init__(self, texts: Sequence[Worded]) -> None:
        """Look the words of `texts` up, laid end to end."""
        columns: dict[int, list[int]] = {}
        column = 0
        for text in texts:
            for form, stem in zip(text.forms, text.stems, strict=True):
                for meaning in meanings_of(text.language, form, stem):
                    columns.setdefault(meaning, []).append(column)
                column += 1
        self._columns = {meaning: np.array(places, dtype=np.int64) for meaning, places in columns.items()}

    def raised(self, likeness: NDArray[np.float32], asked: Worded) -> NDArray[np.float32]:
        """`likeness` (words asked, words held), at least WORTH where two words have a meaning in common."""
        raised = likeness.copy()
        for place, (form, stem) in enumerate(zip(asked.forms, asked.stems, strict=True)):
            for meaning in meanings_of(asked.language, form, stem):
                columns = self._columns.get(meaning)
                if columns is not None:
                    raised[place, columns] = np.maximum(raised[place, columns], WORTH)
        return raised


def _bare(form: str) -> list[str]:
    return [
        form,
        *(
            form[len(start) :]
            for start in _BEFORE_ARABIC
            if form.startswith(start) and len(form) - len(start) >= _SHORTEST
        ),
    ]


def _frozen(numbers: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {word: frozenset(found) for word, found in numbers.items()}
