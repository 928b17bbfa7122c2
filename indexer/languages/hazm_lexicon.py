"""The Persian lexicon: words of a corpus under their base in hazm's dictionary, and all forms of its verbs.

hazm takes seconds to import and its analysers err where spelling does (Stemmer: ایران becomes ایر; Lemmatizer knows no
word without its non-joiner), so its dictionary and its conjugation are used, on folded words, when an index is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from indexer.languages.folding import fold


def build(
    words: Collection[str],
    *,
    search_text: Callable[[str], str],
    stem_by_rule: Callable[[str], str],
    bases: Callable[[str], Iterator[str]],
    irregular: Collection[str],
) -> dict[str, str]:
    """Each of `words` (in search form) with its stem, and every one-word form of each verb that occurs among them.

    `bases` gives what is left of a word without its endings, the longest first; `irregular` are words whose stem is
    listed and must be left to `stem_by_rule`.
    """
    dictionary, verbs = _dictionary(), _verb_forms(search_text)
    attested = set(words)
    occurring = {verbs[word] for word in attested & verbs.keys()}
    lexicon: dict[str, str] = {}
    for word in sorted(attested):
        if word in irregular or word.isascii():
            lexicon[word] = stem_by_rule(word)
        elif word in verbs:
            lexicon[word] = verbs[word]
        elif word in dictionary:
            lexicon[word] = word
        else:
            known = (base for base in bases(word) if base in dictionary or base in attested)
            base = next(known, None)
            lexicon[word] = stem_by_rule(word) if base is None else verbs.get(base, base)
    # A base that was found by way of another attested word must end where that word ends.
    for word, stem in lexicon.items():
        lexicon[word] = lexicon.get(stem, stem)
    for form, past in verbs.items():
        if past in occurring:
            lexicon.setdefault(form, past)
    for stem in list(lexicon.values()):
        lexicon.setdefault(stem, stem)
    return lexicon


def _dictionary() -> frozenset[str]:
    from hazm.utils import words_list

    return frozenset(fold(word) for word, _, _ in words_list())


def _verb_forms(search_text: Callable[[str], str]) -> dict[str, str]:
    from hazm import Conjugation
    from hazm.utils import verbs_list

    conjugation = Conjugation()
    forms: dict[str, str] = {}
    for verb in verbs_list():
        past = fold(verb.split("#")[0])
        for written in conjugation.get_all(verb):
            form = search_text(written)
            if " " not in form and form:
                forms.setdefault(form, past)
    return forms
