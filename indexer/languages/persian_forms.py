"""Persian word forms in search form: which verb a form belongs to, and what is left of a noun without its endings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.languages.folding import fold

_DEEPEST = 3


class VerbForms:
    """One-word forms of verbs listed as "past#present#colloquial…", several to a line, recognised by rule.

    `endings` are those of person. `nouns` are words that look like a verb form and are none.
    """

    def __init__(self, verbs: str, *, endings: tuple[str, ...], nouns: frozenset[str]) -> None:
        """Fold the lists."""
        self._past: dict[str, str] = {}
        self._present: dict[str, str] = {}
        for verb in verbs.split():
            past, *present = map(fold, verb.split("#"))
            self._past[past] = past
            for stem in present:
                self._present.setdefault(stem, past)
        self._endings = sorted(endings, key=len, reverse=True)
        self._nouns = nouns

    def past_stem(self, word: str) -> str | None:
        """The past stem of the verb that `word` is a form of, None if it is none."""
        if word in self._nouns:
            return None
        for prefix in ("نمی", "می"):
            if word.startswith(prefix):
                return self._finite(word.removeprefix(prefix), bare_present=False)
        if (found := self._participle(word) or self._finite(word, bare_present=False, least=2)) is not None:
            return found
        if word.startswith(("ب", "ن")):
            rest = word[1:].removeprefix("یا") and word[1:]
            return self._participle(rest) or self._finite(rest, bare_present=False, least=2)
        return None

    def _participle(self, word: str) -> str | None:
        for copula in ("", "ام", "ای", "ایم", "اید", "اند", "است"):
            if word.endswith("ه" + copula) and (past := self._past.get(word[: -len(copula) - 1])):
                return past
        return self._past.get(word[:-1]) if word.endswith("ن") else None

    def _finite(self, word: str, *, bare_present: bool, least: int = 1) -> str | None:
        for ending in self._endings:
            if word.endswith(ending):
                stem = word[: len(word) - len(ending)]
                if past := self._past.get(stem):
                    return past
                if (ending or bare_present) and len(stem) >= least and (past := self._present.get(stem)):
                    return past
        return None


def bases_of(word: str, endings: Mapping[str, str]) -> Iterator[str]:
    """What is left of `word` without one to three of its endings, the longest first.

    `endings` maps an ending to what stands in its place in the base ("گان" leaves "ه").
    """
    layer = {word}
    seen = {word}
    found: set[str] = set()
    for _ in range(_DEEPEST):
        layer = {
            form[: len(form) - len(ending)] + put_back
            for form in layer
            for ending, put_back in endings.items()
            if form.endswith(ending) and len(form) - len(ending) >= (2 if len(ending) > 1 else 3)
        } - seen
        seen |= layer
        found |= layer
    yield from sorted(found, key=lambda base: (-len(base), base))
