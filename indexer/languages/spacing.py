"""Rules for words that are written joined, with a zero-width non-joiner or apart, from plain lists of a language.

Folding drops the non-joiner, so joined and non-joined are already one; these rules bring the spelling with a space to
the same form. Lists are folded here, so they may be given as they are written. Expressions begin with a literal where
they can and look back from there, which the regular expression engine finds several times faster.
"""

from __future__ import annotations

import re

from indexer.languages.folding import fold
from indexer.languages.rewriting import Rule, spelled_as
from indexer.languages.scripts import ARABIC_LETTERS


def compounds(joined: str, apart: str = "", *, endings: str = "") -> Rule:
    """One rule for compounds listed with "+" at their joints, several to a line.

    Those of `joined` become one word, those of `apart` separate words, however they are spelled. `endings` are the
    suffixes (white space between) that may follow.
    """
    canonical = {}
    spelled = []
    for listed, glue in ((joined, ""), (apart, " ")):
        for entry in listed.split():
            parts = [fold(part) for part in entry.split("+")]
            spelled.append(" ".join(parts))
            canonical["".join(parts)] = glue.join(parts)
    ending = f"(?:{_any_of(endings)})?" if endings else ""
    return Rule(
        pattern=re.compile(rf"\b{spelled_as(spelled)}(?={ending}\b)"),
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
    """A rule that drops the hamza after a final alef ("اشیاء"), which Persian writes or leaves out at will.

    Not in a word with the Arabic article.
    """
    hamza = "\N{ARABIC LETTER HAMZA}"
    return Rule(
        pattern=re.compile(rf"\b(?!ال)([{ARABIC_LETTERS}]{{2,}}ا){hamza}\b"),
        replacement=lambda match: match[1],
        needles=(hamza,),
    )


def joined_before(prefix: str, *, negation: str = "", unless_next: str = "") -> Rule:
    """A rule that joins `prefix`, standing alone or after `negation`, to the next word if not in `unless_next`."""
    unless = rf"(?!(?:{_any_of(unless_next)})\b)" if unless_next else ""
    alone = "|".join(rf"(?<=\b{form} )" for form in sorted({prefix, negation + prefix}))
    return Rule(
        # After another one it stays alone: joined, it would be the next word of that.
        pattern=re.compile(rf"{prefix} (?=[{ARABIC_LETTERS}]{{2}}){unless}(?:{alone})(?<!\b{prefix} {prefix} )"),
        replacement=prefix,
        beyond_ascii=True,
    )


def joined_after(
    suffixes: str,
    *,
    unless_previous: str = "",
    unless_ending: str = "",
    only_previous: str = "",
    endings: str = "",
    after: str = ARABIC_LETTERS,
) -> Rule:
    """A rule that joins each of `suffixes`, standing alone, to the word before it.

    Not after a word of `unless_previous` or one that ends in `unless_ending`; only after `only_previous` where that is
    given. `endings` may follow a suffix; the letter before it must be in the character class `after`.
    """
    unless = "".join(rf"(?<!\b{re.escape(fold(word))} )" for word in unless_previous.split())
    if unless_ending:
        unless += rf"(?<!{fold(unless_ending)} )"
    only = rf"(?<=\b{re.escape(fold(only_previous))} )" if only_previous else ""
    ending = f"(?:{_any_of(endings)})?" if endings else ""
    return Rule(
        pattern=re.compile(rf" (?=(?:{_any_of(suffixes)}){ending}\b)(?<=[{after}] ){unless}{only}"),
        replacement="",
        beyond_ascii=True,
    )


def split_between(first: str, second: str, *, least: int) -> Rule:
    """A rule that parts `second` from any of `first` that is the whole of what stands before it in the word.

    At least so many letters must follow `second`, an expression.
    """
    heads = re.compile(rf"\b{_any_of(first)}\Z")

    def parted(match: re.Match[str]) -> str:
        start = match.start()
        return " " + match.group() if heads.search(match.string, max(0, start - 6), start) else match.group()

    return Rule(
        pattern=re.compile(rf"{second}(?=[{ARABIC_LETTERS}]{{{least}}})"), replacement=parted, beyond_ascii=True
    )


def split_off(word: str, *, after: str) -> Rule:
    """A rule that parts `word`, the end of a written word, from any of the words `after` glued before it."""
    words = tuple(fold(form) for form in after.split())

    def parted(match: re.Match[str]) -> str:
        return " " + match.group() if match.string.endswith(words, 0, match.start()) else match.group()

    return Rule(pattern=re.compile(rf"{fold(word)}\b"), replacement=parted, needles=(fold(word),))


def split_word(word: str, *, endings: str, unless_before: str) -> Rule:
    """A rule that parts `word` with one of its `endings` or none from three letters or more glued before it.

    Not from `unless_before` alone. A negating "ن" goes with the word, unless a long vowel before it says that it ends
    the other ("بیان", "تعیین").
    """
    base = re.compile(rf"[{ARABIC_LETTERS}]*\Z")

    def parted(match: re.Match[str]) -> str:
        start = match.start()
        before = base.search(match.string, max(0, start - 12), start)
        stem = before.group() if before else ""
        negated = match.group().startswith("ن")
        if negated and stem.endswith(("ا", "ی", "و")):
            return f"ن {match.group()[1:]}" if len(stem) >= 2 else match.group()
        return " " + match.group() if len(stem) >= 3 and stem != unless_before else match.group()

    # Written twice in a row it is parted once, so that the form of a form is itself.
    pattern = rf"(?:ن?{fold(word)})+(?=(?:{_any_of(endings)})?\b)"
    return Rule(pattern=re.compile(pattern), replacement=parted, needles=(fold(word),))


def _any_of(words: str) -> str:
    return spelled_as(fold(word) for word in words.split())
