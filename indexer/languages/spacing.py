"""Rules for words that are written joined, with a zero-width non-joiner or apart, from plain lists of a language.

Folding drops the non-joiner, so joined and non-joined are already one; these rules bring the spelling with a space to
the same form. Lists are given in folded letters or not: they are folded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.languages.folding import fold
from indexer.languages.rewriting import Rule, spelled_as
from indexer.languages.scripts import ARABIC_LETTERS


def compounds(joined: str, apart: str = "", *, endings: str = "") -> Rule:
    """One rule for compounds listed with "+" at their joints, several to a line.

    Those of `joined` become one word, those of `apart` separate words, however they are spelled. `endings` are the
    suffixes (white space between) that may follow.
    """
    forms = {}
    for listed, glue in ((joined, ""), (apart, " ")):
        for entry in listed.split():
            parts = [fold(part) for part in entry.split("+")]
            forms["".join(parts)] = (" ".join(parts), glue.join(parts))
    tree = spelled_as(spelled for spelled, _ in forms.values())
    canonical = {key: form for key, (_, form) in forms.items()}
    return Rule(
        pattern=re.compile(rf"\b{tree}(?=(?:{_any_of(endings)})?\b)"),
        replacement=lambda match: canonical[match.group().replace(" ", "")],
        beyond_ascii=True,
    )


def respelled(pairs: str) -> Rule:
    """A rule that gives words beginning with a listed spelling the one after "=" ("this=that", several to a line)."""
    spellings = {fold(left): fold(right) for left, right in (pair.split("=") for pair in pairs.split())}
    return Rule(
        pattern=re.compile(rf"\b{spelled_as(spellings)}"),
        replacement=lambda match: spellings[match.group()],
        beyond_ascii=True,
    )


def without_final_hamza() -> Rule:
    """A rule that drops the hamza after a final alef ("اشیاء"), which Persian writes or leaves out at will."""
    return Rule(
        pattern=re.compile(rf"(?<=[{ARABIC_LETTERS}]{{2}}ا)\N{{ARABIC LETTER HAMZA}}\b"),
        replacement="",
        needles=("\N{ARABIC LETTER HAMZA}",),
    )


def joined_before(prefixes: str, *, unless_next: str = "") -> Rule:
    """A rule that joins each of `prefixes`, standing alone, to the word after it, unless that is in `unless_next`."""
    unless = rf"(?!(?:{_any_of(unless_next)})\b)" if unless_next else ""
    return Rule(
        pattern=re.compile(rf"\b({_any_of(prefixes)}) (?=[{ARABIC_LETTERS}]{{2}}){unless}"),
        replacement=lambda match: match[1],
        beyond_ascii=True,
    )


def joined_after(
    suffixes: str,
    *,
    unless_previous: str = "",
    only_previous: str = "",
    endings: str = "",
    after: str = ARABIC_LETTERS,
) -> Rule:
    """A rule that joins each of `suffixes`, standing alone, to the word before it.

    Not after a word of `unless_previous`; only after `only_previous` where that is given. `endings` may follow a
    suffix; the letter before it must be in the character class `after`.
    """
    unless = "".join(rf"(?<!\b{re.escape(fold(word))} )" for word in unless_previous.split())
    only = rf"(?<=\b{re.escape(fold(only_previous))} )" if only_previous else ""
    ending = f"(?:{_any_of(endings)})?" if endings else ""
    return Rule(
        pattern=re.compile(rf" (?=(?:{_any_of(suffixes)}){ending}\b)(?<=[{after}] ){unless}{only}"),
        replacement="",
        beyond_ascii=True,
    )


def split_between(first: str, second: str, *, least: int) -> Rule:
    """A rule that parts `first` from `second` at the head of a word, where at least so many letters follow."""
    return Rule(
        pattern=re.compile(rf"\b({_any_of(first)})(?=(?:{_any_of(second)})[{ARABIC_LETTERS}]{{{least}}})"),
        replacement=lambda match: match[1] + " ",
        beyond_ascii=True,
    )


def split_off(word: str, *, after: str) -> Rule:
    """A rule that parts `word`, the end of a written word, from any of the words `after` glued before it."""
    return Rule(
        pattern=re.compile(rf"({_any_of(after)})(?={fold(word)}\b)"),
        replacement=lambda match: match[1] + " ",
        needles=(fold(word),),
    )


def split_word(word: str, *, endings: str, least: int, unless_before: str) -> Rule:
    """A rule that parts `word` with one of its `endings` or none from at least so many letters glued before it.

    `unless_before` must have `least` letters: where they are the whole of what stands before, nothing is parted.
    """
    return Rule(
        pattern=re.compile(
            rf"(?<=[{ARABIC_LETTERS}]{{{least}}})(?<!\b{fold(unless_before)}){fold(word)}(?=(?:{_any_of(endings)})?\b)"
        ),
        replacement=lambda match: " " + match.group(),
        needles=(fold(word),),
    )


def _any_of(words: str | Iterable[str]) -> str:
    listed = words.split() if isinstance(words, str) else words
    # The longest first, so that "های" is tried before "ها".
    return "|".join(sorted({re.escape(fold(word)) for word in listed}, key=lambda word: (-len(word), word)))
