"""How a word sounds, roughly, in any script: what finds a name ("Newton") written in another («نیوتن», «نيوتن»).

Scripts agree on the consonants of a borrowed word and hardly on its vowels, so a word is reduced to its consonants.
Words of three consonants have a *close* key, which keeps those apart that most spellings keep apart (t and d, s and z);
longer ones have a *loose* key, which does not. Words go in as search form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

VOWEL_FIRST = "A"
"""Begins the close key of a word that begins with a vowel: "Ontario" is not "Netterio"."""

# Spellings of consonants in English and Polish without diacritics, longer ones first. Capitals are sounds: C stands
# for sh and ch, G for g and j, X for the kh of "sheikh"; a point for what is not counted.
LATIN_GROUPS = {
    "tsch": "C",
    "sch": "C",
    "tch": "C",
    "dge": "G.",
    "sz": "C",
    "cz": "C",
    "sh": "C",
    "ch": "C",
    "rz": "Z",
    "zh": "G",
    "kh": "X",
    "gh": "G",
    "th": "T",
    "ph": "F",
    "ck": "K",
    "qu": "K",
    "dj": "G",
    "ce": "S.",
    "ci": "S.",
    "cy": "S.",
}
LATIN_LETTERS = {
    **dict(zip("bpdtszckqgjfmnlr", "BBDTSZKKKGGFMNLR", strict=True)),
    "x": "KS",
    "v": "F",
}
ARABIC_LETTERS = {
    "ب": "B",
    "پ": "B",
    "ت": "T",
    "ث": "T",
    "ط": "T",
    "د": "D",
    "ض": "D",
    "س": "S",
    "ص": "S",
    "ز": "Z",
    "ذ": "Z",
    "ظ": "Z",
    "ش": "C",
    "چ": "C",
    "ج": "G",
    "گ": "G",
    "غ": "G",
    "ژ": "G",
    "ک": "K",
    "ق": "K",
    "خ": "X",
    "ف": "F",
    "م": "M",
    "ن": "N",
    "ل": "L",
    "ر": "R",
}
LATIN_VOWELS_FIRST = "aeiouy"
ARABIC_VOWELS_FIRST = "اعی"
# What the loose key makes alike.
LOOSE = str.maketrans({VOWEL_FIRST: "", "D": "T", "Z": "S", "C": "S", "G": "K", "X": "K"})
# Arabic writes these together with the word that follows.
CLITICS = "وفبل"
ARTICLE = "ال"
CLITIC_BEFORE_ARTICLE = "ل"
_LETTERS_AFTER_CLITIC = 4
_LETTERS_AFTER_ARTICLE = 3

SHORTEST_CLOSE = 3
SHORTEST_LOOSE = 4
LONG_LOOSE = 5

# How alike two words of different scripts are that share a key, as a cosine would say it; found on XQuAD, see
# benchmarks/README.md.
CLOSE_WORTH = 0.6
LOOSE_WORTH = 0.7
LONG_LOOSE_WORTH = 0.85


class Script(Enum):
    """The two scripts of the product's languages."""

    LATIN = "latin"
    ARABIC = "arabic"

    @property
    def other(self) -> Script:
        """The other one."""
        return Script.ARABIC if self is Script.LATIN else Script.LATIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """The keys of one word; a word with too few consonants has none.

    `close` holds keys of three consonants, `loose` longer ones; two keys, where the spelling leaves open which (a
    clitic or the first letter of the word; a Persian vav or an Arabic feh for "v").
    """

    script: Script
    close: frozenset[str]
    loose: frozenset[str]

    def worths(self) -> list[tuple[str, float]]:
        """All keys by name, with how alike two words of different scripts are that share it (0..1), least first."""
        named = [(f"close {key}", CLOSE_WORTH) for key in sorted(self.close)]
        named += [
            (f"loose {key}", LONG_LOOSE_WORTH if len(key) >= LONG_LOOSE else LOOSE_WORTH) for key in sorted(self.loose)
        ]
        return sorted(named, key=lambda pair: pair[1])


def sound(word: str) -> Sound | None:
    """The sound of `word` (search form); None for a figure, a mixture of scripts or a word with too few consonants.

    >>> sound("newton").close == sound("نیوتن").close == {"NTN"}, sorted(sound("starbucks").loose)
    (True, ['STRBKS'])
    """
    script = script_of(word)
    if script is None:
        return None
    close, loose = set(), set()
    for key in _latin(word) if script is Script.LATIN else _arabic(word):
        lenient = _without_doubles(key.translate(LOOSE))
        # Words that share a close key share the loose one too: where there is a loose one, it is enough.
        if len(lenient) >= SHORTEST_LOOSE:
            loose.add(lenient)
        elif len(key.removeprefix(VOWEL_FIRST)) >= SHORTEST_CLOSE:
            close.add(key)
    return Sound(script=script, close=frozenset(close), loose=frozenset(loose)) if close or loose else None


def script_of(word: str) -> Script | None:
    """The script all letters of `word` are of; None for figures and mixtures.

    >>> script_of("hubspot").value
    'latin'
    """
    if word.isascii():
        return Script.LATIN if word.isalpha() else None
    return Script.ARABIC if _arabic_word().fullmatch(word) else None


@cache
def _arabic_word() -> re.Pattern[str]:
    return re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER FARSI YEH}]+")


@cache
def _latin_pattern() -> re.Pattern[str]:
    return re.compile("|".join([*LATIN_GROUPS, "."]))


def _latin(word: str) -> Iterator[str]:
    first = VOWEL_FIRST if word[0] in LATIN_VOWELS_FIRST else ""
    # Arabic writes a "v" as feh; Persian as vav, which counts as a vowel, like "w".
    for spelled in dict.fromkeys((word, word.replace("v", "w"))):
        parts = _latin_pattern().findall(spelled)
        yield first + _consonants("".join(LATIN_GROUPS.get(part) or LATIN_LETTERS.get(part, ".") for part in parts))


def _arabic(word: str) -> Iterator[str]:
    yield _arabic_key(word)
    # «ال» may be the article or the name's own beginning («الکساندر»); «لل» is a clitic and what it leaves of one.
    bare = word[1:] if word[0] in CLITICS and len(word) > _LETTERS_AFTER_CLITIC else word
    for beginning in (ARTICLE, *((CLITIC_BEFORE_ARTICLE,) if bare is not word else ())):
        if bare.startswith(beginning) and len(bare) - len(beginning) >= _LETTERS_AFTER_ARTICLE:
            bare = bare[len(beginning) :]
            break
    if bare is not word:
        yield _arabic_key(bare)


def _arabic_key(word: str) -> str:
    first = VOWEL_FIRST if word[0] in ARABIC_VOWELS_FIRST else ""
    return first + _consonants("".join(ARABIC_LETTERS.get(letter, ".") for letter in word))


def _consonants(sounds: str) -> str:
    return _without_doubles(sounds).replace(".", "")


def _without_doubles(sounds: str) -> str:
    return re.sub(r"([A-Z])\1+", r"\1", sounds)
