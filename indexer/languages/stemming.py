"""Snowball stemmers, made when first asked for, and a bounded memory for stems."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# Words of a language that a running service meets, many times over; beyond it the memory starts afresh.
_MOST_REMEMBERED = 50_000


@cache
def snowball(algorithm: str) -> Callable[[str], str]:
    """The Snowball stemmer of a language by its English name in lower case."""
    from Stemmer import Stemmer

    # Its own cache is neither bounded by us nor safe between threads.
    stem: Callable[[str], str] = Stemmer(algorithm, 0).stemWord
    return stem


class Remembered(dict[str, str]):
    """A function from word to stem that remembers what it said."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        """Wrap `stem`."""
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        """Ask the wrapped function."""
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        stem = self[word] = self._stem(word)
        return stem
