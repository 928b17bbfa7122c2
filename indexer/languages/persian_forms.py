"""Persian word forms in search form: which verb a form belongs to, and what is left of a noun without its endings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from indexer.languages.folding import fold

_LONGEST_ENDING = 7
_SHORTEST_BASE = 3
_PAST_ENDINGS = ("", "م", "ی", "یم", "ید", "ند")
_PRESENT_ENDINGS = ("م", "ی", "د", "یم", "ید", "ند")
_SUBJUNCTIVE_ENDINGS = ("د", "یم", "ید", "ند")
_SPOKEN_ENDINGS = ("ه", "ن", "ین")
_COPULAS = ("", "ام", "ای", "ایم", "اید", "اند", "است")


class VerbForms:
    """One-word forms of verbs listed as "past#present#colloquial…", several to a line, recognised by rule.

    `nouns` are words that look like a verb form and are none.
    """

    def __init__(self, verbs: str, *, nouns: frozenset[str]) -> None:
        """Fold the lists."""
        self._past: dict[str, str] = {}
        self._present: dict[str, str] = {}
        for verb in verbs.split():
            past, *present = map(fold, verb.split("#"))
            self._past[past] = past
            for stem in present:
                self._present.setdefault(stem, past)
        self._nouns = nouns

    def past_stem(self, word: str) -> str | None:
        """The past stem of the verb that `word` is a form of, None if it is none."""
        if word in self._nouns:
            return None
        for prefix in ("نمی", "می"):
            if word.startswith(prefix):
                rest = word.removeprefix(prefix)
                return (
                    self._participle(rest)
                    or self._inflected(rest, self._past, _PAST_ENDINGS + _SPOKEN_ENDINGS)
                    or self._inflected(rest, self._present, _PRESENT_ENDINGS + _SPOKEN_ENDINGS)
                )
        positive = word[1:] if word.startswith("ن") else word
        if found := self._participle(positive) or self._inflected(positive, self._past, _PAST_ENDINGS):
            return found
        if word.startswith(("ب", "ن")):
            return self._inflected(word[1:], self._present, _SUBJUNCTIVE_ENDINGS, least=2)
        return self._inflected(word, self._present, _SUBJUNCTIVE_ENDINGS, least=2)

    def _participle(self, word: str) -> str | None:
        for copula in _COPULAS:
            participle = word.removesuffix(copula)
            if copula in {"", "ای"} and participle in self._nouns:
                continue
            if word.endswith("ه" + copula) and (past := self._past.get(participle[:-1])):
                return past
        return self._past.get(word[:-1]) if word.endswith("ن") else None

    @staticmethod
    def _inflected(word: str, stems: Mapping[str, str], endings: tuple[str, ...], *, least: int = 1) -> str | None:
        for ending in endings:
            if word.endswith(ending):
                stem = word[: len(word) - len(ending)]
                if len(stem) >= least and stem in stems:
                    return stems[stem]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NounEndings:
    """Endings of nouns and adjectives in search form, white space between.

    `sure` may follow anything, `after_heh` and `after_vowel` only a word in "ه" and in "ا" or "و"; `for_heh` stand for
    the "ه" of the base ("گان").
    """

    sure: frozenset[str]
    after_heh: frozenset[str]
    after_vowel: frozenset[str]
    for_heh: frozenset[str]

    def bases_of(self, word: str) -> Iterator[str]:
        """What can stand before an ending of `word`, the longest first."""
        for length in range(1, min(_LONGEST_ENDING, len(word) - 2) + 1):
            base, ending = word[:-length], word[-length:]
            last = base[-1]
            if len(base) < _SHORTEST_BASE and not ending.startswith("ها"):
                continue
            if (
                ending in self.sure
                or (last == "ه" and ending in self.after_heh)
                or (last in "او" and ending in self.after_vowel)
            ):
                yield base
            if ending in self.for_heh:
                yield base + "ه"

    def base_of(self, word: str, known: Callable[[str], float]) -> str | None:
        """The longest base of a noun that is `known`, by how frequent it is; None if there is none.

        Without its non-joiner, "های" at the end is the plural of what stands before it ("سالهای") or the indefinite
        of a word in "ه" ("رسانهای"): that of the more frequent word.
        """
        plural = word.removesuffix("های")
        if plural != word and len(plural) >= 2 and (frequency := known(plural)) and frequency >= known(plural + "ه"):
            return plural
        return next((base for base in self.bases_of(word) if known(base)), None)


def without_sure_ending(word: str, endings: tuple[tuple[str, int, str], ...], exceptions: frozenset[str]) -> str:
    """`word` without `endings` that are sure: each with the fewest letters left and what is put back."""
    for ending, least, put_back in () if word in exceptions else endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return without_sure_ending(word[: len(word) - len(ending)] + put_back, endings, exceptions)
    return word
