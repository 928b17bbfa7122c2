"""Misspelt cue words put right, so that one expression serves a word and its slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

SHORTEST_REPAIRED = 5
# A shorter word with a letter missing or wrong is too often another word (price, prime).
SHORTEST_WITHOUT_A_LETTER = 6
_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """Repairs the words of a question that are one slip away from a cue word.

    A slip is a letter added or two neighbours exchanged in a cue word of at least five letters, a letter missing or
    wrong in one of at least six. `cue_words` are tried in their order; `spared` are words of the language that look
    like slips and are none; `aliases` are slips and short forms told word by word, of any length.
    """

    def __init__(self, *, cue_words: Iterable[str], spared: Iterable[str], aliases: Mapping[str, str]) -> None:
        """Remember under every cue word's shortened forms what it is, so that a word costs a few look-ups."""
        known = tuple(dict.fromkeys(word for word in cue_words if len(word) >= SHORTEST_REPAIRED))
        self._aliases = dict(aliases)
        self._left_alone = frozenset(spared) | frozenset(known)
        self._longest = max(map(len, known), default=0) + 1
        self._near: dict[str, list[str]] = {}
        for word in known:
            for shortened in dict.fromkeys((word, *_shortened(word))):
                self._near.setdefault(shortened, []).append(word)

    def repaired(self, form: str) -> str:
        """`form` with its misspelt cue words written as the cues have them."""
        return _WORD.sub(lambda found: self._repaired_word(found[0]), form)

    def _repaired_word(self, word: str) -> str:
        if word in self._aliases:
            return self._aliases[word]
        if not SHORTEST_REPAIRED <= len(word) <= self._longest or word in self._left_alone:
            return word
        candidates = list(self._near.get(word, ()))
        for shortened in _shortened(word):
            candidates += self._near.get(shortened, ())
        return next((candidate for candidate in candidates if _is_one_slip(word, candidate)), word)


def _shortened(word: str) -> Iterator[str]:
    """The word without one of its letters, each in turn."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _is_one_slip(word: str, cue: str) -> bool:
    """Whether words that are equal once each may lose a letter differ by one slip, and not by their beginning or end.

    A different end is mostly another form of the word, which may mean another kind ("advantage", "advantages").
    """
    if (word[0] != cue[0] and word[:2] != cue[1::-1]) or (word[-1] != cue[-1] and word[-2:] != cue[:-3:-1]):
        return False
    if len(word) > len(cue):
        return True
    if len(word) < len(cue):
        return len(cue) >= SHORTEST_WITHOUT_A_LETTER
    differing = [place for place, (one, other) in enumerate(zip(word, cue, strict=True)) if one != other]
    if len(differing) == 1:
        return len(cue) >= SHORTEST_WITHOUT_A_LETTER
    first, *others = differing
    return others == [first + 1] and word[first] == cue[first + 1] and word[first + 1] == cue[first]
