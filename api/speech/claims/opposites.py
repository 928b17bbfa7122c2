"""Pairs of opposites, the same in all languages: opposites.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer import LANGUAGES, LanguageCode

FILE = Path(__file__).with_name("opposites.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poles:
    """The words of one language that have an opposite, in search form: `whole` ones and the `beginnings` of others."""

    whole: Mapping[str, tuple[tuple[str, bool], ...]]
    beginnings: Mapping[str, tuple[tuple[str, bool], ...]]

    def of(self, form: str) -> tuple[tuple[str, bool], ...]:
        """The pairs of a word and its sides: those of the whole word, else those of its longest beginning."""
        if form in self.whole:
            return self.whole[form]
        for end in range(len(form), 1, -1):
            if form[:end] in self.beginnings:
                return self.beginnings[form[:end]]
        return ()


@cache
def poles(language: LanguageCode) -> Poles:
    """The words of a language that have an opposite."""
    own = LANGUAGES[language]
    whole: dict[str, list[tuple[str, bool]]] = {}
    beginnings: dict[str, list[tuple[str, bool]]] = {}
    for pair, sides in _read().items():
        for is_first, words in zip((True, False), sides[language.value].split("/"), strict=True):
            for word in words.split():
                into = beginnings if word.endswith("*") else whole
                into.setdefault(own.search_text(word.rstrip("*")), []).append((pair, is_first))
    return Poles(
        whole={word: tuple(found) for word, found in whole.items()},
        beginnings={word: tuple(found) for word, found in beginnings.items()},
    )


@cache
def _read() -> Mapping[str, Mapping[str, str]]:
    """Each pair with its words in each language."""
    found: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found
