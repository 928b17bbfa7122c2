"""The Polish lexicon: which forms belong to which lemma, from the dictionary of Morfeusz 2 (SGJP, BSD-2)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from indexer.languages.folding import fold

# Tags of Morfeusz for punctuation, words it does not know, foreign bodies and the like.
_NO_LEMMA = frozenset({"interp", "ign", "brev", "dig", "romandig", "frag"})
# Every form of so many lemmas, the most frequent ones, is kept; of the others the forms the corpus holds.
_MOST_LEMMAS = 20_000
_WORD = re.compile(r"[^\W\d_]{2,}")


def build(
    forms: Iterable[str], stem: Callable[[str], str], *, is_settled: Callable[[str], bool] = lambda _form: False
) -> dict[str, str]:
    """Folded forms with the stem of their lemma, where `stem` of the form itself would be another.

    All forms of a lemma the corpus holds are listed, so that a question may use one the corpus does not. A folded form
    of several lemmas goes to the one most frequent in the corpus. Folded forms that are settled are left out. Empty
    where Morfeusz is not installed.
    """
    words = Counter(word.lower() for form in forms for word in _WORD.findall(form))
    words = Counter({word: count for word, count in words.items() if not is_settled(fold(word))})
    if not words:
        return {}
    morfeusz = _morfeusz()
    if morfeusz is None:
        return {}
    lemmas: Counter[str] = Counter()
    attested: dict[str, set[str]] = defaultdict(set)
    for word, count in sorted(words.items()):
        for lemma in sorted(set(_lemmas(morfeusz.analyse(word)))):
            lemmas[lemma] += count
            attested[lemma].add(fold(word))
    generous = {lemma for lemma, _ in lemmas.most_common(_MOST_LEMMAS)}
    best: dict[str, str] = {}
    for lemma in sorted(lemmas, key=lambda lemma: (lemmas[lemma], lemma)):
        inflected = {fold(form[0]) for form in morfeusz.generate(lemma)} if lemma in generous else set()
        best.update(dict.fromkeys(inflected | attested[lemma], lemma))
    lexicon = {
        form: stem(fold(lemma)) for form, lemma in best.items() if _WORD.fullmatch(form) and not is_settled(form)
    }
    return {form: stemmed for form, stemmed in sorted(lexicon.items()) if stemmed != stem(form)}


@cache
def _morfeusz() -> Any:
    """The analyser; it loads a dictionary of 20 MB, and the package has no types. None where it is not installed."""
    # Both are made with SWIG and share its table of types: where Morfeusz comes first, its iterators are taken for
    # those of faiss, and the process dies.
    import_module("faiss")
    try:
        return import_module("morfeusz2").Morfeusz()
    except ImportError:
        return None


def _lemmas(analyses: list[tuple[int, int, tuple[str, str, str, list[str], list[str]]]]) -> Iterator[str]:
    for start, _, (_, lemma, tag, *_) in analyses:
        # A word taken apart ("byłem" = był + em) counts by its first part.
        if start == 0 and tag.split(":")[0] not in _NO_LEMMA:
            yield lemma.split(":")[0]
