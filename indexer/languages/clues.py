"""Clues to a language in a text: its letters as typed, its function words, its groups of letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Literal

from indexer.languages.folding import fold
from indexer.languages.scripts import ARABIC_LETTERS

Script = Literal["arabic", "latin"]

_FUNCTION_WORD_POINTS = 4.0
# What a function word says beyond that where no language of the script has it too.
_OWN_FUNCTION_WORD_POINTS = 1.0
_FREQUENT_WORD_POINTS = 3.0
# One letter may be anything: a list marker, an initial, a variable.
_ONE_LETTER_POINTS = 1.5
_MOST_POINTS_OF_LETTERS = 6.0
_MOST_POINTS_OF_GROUPS = 6.0
# So many points make evidence of one half.
_HALF = 6.0
# Terms of the field that all four languages use in Latin letters: they say nothing of the language.
_INTERNATIONAL = re.compile(r"(?:omni|multi|cross|opti)-?chann?el|crm|cx|erp|b2b|b2c|e-?mail|marketing")
# Grams are counted on folded words; dotted and plain letters are looked for in the text as typed.
_LONGEST_GROUP = 3


@cache
def _words() -> dict[Script, re.Pattern[str]]:
    joiner = "\N{ZERO WIDTH NON-JOINER}"
    return {
        "arabic": re.compile(
            rf"[{ARABIC_LETTERS}\u0621-\u064a\u064b-\u0655\u0670\u0640{joiner}\ufb50-\ufdfb\ufe70-\ufefc]+"
        ),
        "latin": re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?"),
    }


def words_in(text: str, script: Script) -> list[str]:
    """The words of `text` in a script, as typed; what looks like a code or an address counts too."""
    return _words()[script].findall(text)


class Clues:
    """What tells one language from another of the same script, in points.

    `letters` are points by letter as typed, `groups` letter groups in search form by points, "^" and "$" standing for
    the edges of a word; `function_words` and other `frequent_words` are in search form.
    """

    def __init__(
        self,
        *,
        script: Script,
        letters: Mapping[str, int],
        groups: Mapping[int, str],
        function_words: frozenset[str],
        frequent_words: frozenset[str],
    ) -> None:
        """Keep the tables."""
        self._frequent_words = frequent_words
        self.script = script
        self.function_words = function_words
        self._letters = letters
        self._listed_groups = groups

    @cached_property
    def _groups(self) -> dict[str, int]:
        return {group: points for points, listed in self._listed_groups.items() for group in listed.split()}

    def points(self, text: str, *, beside: Sequence[Clues] = ()) -> float:
        """The points of all words of the language's script in `text`, as `points_of_word` gives them."""
        return sum(self.points_of_word(word, beside=beside) for word in words_in(text, self.script))

    def knows(self, folded: str) -> bool:
        """Whether a word in search form is a function word or another frequent word of the language."""
        return folded in self.function_words or folded in self._frequent_words

    def points_of_word(self, word: str, *, beside: Sequence[Clues] = ()) -> float:
        """The points of one word as typed; one that a language `beside` this one knows says nothing by its groups."""
        letters = sum(self._letters.get(letter, 0) for letter in set(word.lower()))
        folded = fold(word)
        is_known_beside = any(other.knows(folded) for other in beside)
        if _INTERNATIONAL.fullmatch(folded):
            known = 0.0
        elif folded in self.function_words:
            known = _FUNCTION_WORD_POINTS if len(folded) > 1 else _ONE_LETTER_POINTS
            if not is_known_beside:
                known += min(self._points_of_groups(f"^{folded}$"), 2.0)
                known += _OWN_FUNCTION_WORD_POINTS if beside else 0.0
        elif folded in self._frequent_words:
            known = _FREQUENT_WORD_POINTS
        elif is_known_beside:
            known = 0.0
        else:
            known = min(self._points_of_groups(f"^{folded}$"), _MOST_POINTS_OF_GROUPS)
        return min(letters, _MOST_POINTS_OF_LETTERS) + known

    def _points_of_groups(self, edged: str) -> float:
        return sum(
            self._groups.get(edged[start : start + length], 0)
            for length in (2, _LONGEST_GROUP)
            for start in range(len(edged) - length + 1)
        )

    def holds_function_words(self, text: str) -> int:
        """How many words of `text` are function words of the language, one-letter ones not counted."""
        return sum(len(word) > 1 and fold(word) in self.function_words for word in words_in(text, self.script))


def evidence(points: float) -> float:
    """Points as a number 0..1."""
    return points / (points + _HALF)
