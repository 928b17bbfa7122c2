"""The Persian lexicon: words of a corpus under their base in hazm's dictionary, and all forms of its verbs.

hazm takes seconds to import and its analysers err where spelling does (Stemmer: ایران becomes ایر; Lemmatizer knows no
word without its non-joiner), so its dictionary and its conjugation are used, on folded words, when an index is built.
"""

from __future__ import annotations

import threading
from collections import ChainMap
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import cast

from indexer.languages.folding import fold

# Shorter ones are particles and nouns rather than the imperatives they look like.
_SHORTEST_FORM = 3
_ATTESTED = 1e12


def build(
    words: Collection[str],
    *,
    known: Mapping[str, str],
    search_text: Callable[[str], str],
    stem_by_rule: Callable[[str], str],
    verb_by_rule: Callable[[str], str | None],
    base_of: Callable[[str, Callable[[str], float]], str | None],
    irregular: Collection[str],
) -> dict[str, str]:
    """Each of `words` (in search form) with its stem, and every one-word form of each verb that occurs among them.

    `base_of` gives the base of a noun, told how frequent a word is (0: unknown); `irregular` are words whose stem is
    listed and must be left to `stem_by_rule`. `verb_by_rule` gives a common verb's past stem, which goes before hazm's.
    Words that are `known`, with their stems, occur too and keep these.
    """
    if not words:
        return {}
    dictionary = _dictionary()
    verbs = _verb_forms(search_text)
    attested = set(words)

    def frequency(word: str) -> float:
        # A word of the corpus counts more than any of the dictionary; its counts are those of another time and place.
        return (_ATTESTED if word in attested or word in known else 0.0) + dictionary.get(word, 0.0)

    # Weak forms ("نیازی") count only where the verb is seen in a form that can be nothing else.
    occurring = {
        past
        for word in attested
        if (past := verb_by_rule(word) or verbs.get(word))
        and word not in dictionary
        and (past in word or word.startswith(("می", "نمی")))
    }
    stems: dict[str, str] = {}
    for word in sorted(attested):
        if word in irregular or word.isascii():
            stems[word] = stem_by_rule(word)
            continue
        past = verb_by_rule(word) or verbs.get(word)
        if past and (_is_verbal_noun(word, past) or (word not in dictionary and past in occurring)):
            stems[word] = past
        elif word in dictionary:
            stems[word] = word
        else:
            stems[word] = base_of(word, frequency) or stem_by_rule(word)
    every = ChainMap(stems, cast(dict[str, str], known))
    lexicon = {word: _last(word, every) for word in stems}
    for form, past in verbs.items():
        if past in occurring and form not in dictionary and form.removesuffix("ای") not in irregular:
            lexicon.setdefault(form, past)
    for stem in list(lexicon.values()):
        lexicon.setdefault(stem, stem_by_rule(stem) if stem in irregular else stem)
    return {form: stem for form, stem in lexicon.items() if form not in known} if known else lexicon


def _last(word: str, stems: Mapping[str, str]) -> str:
    """Follow stems that are inflected themselves ("کانالهایی", "کانالها", "کانال") to the end."""
    seen = {word}
    while (stem := stems.get(word, word)) not in seen:
        seen.add(stem)
        word = stem
    return word


def _is_verbal_noun(word: str, past: str) -> bool:
    # Of the words that are a noun too, only infinitive and participle mean what the verb means: "مردم", "نام", "چشم"
    # and "بازی" have nothing to do with the verbs whose forms they look like.
    return word in {past + "ن", past + "ه", "ن" + past + "ه"}


@cache
def _dictionary() -> dict[str, float]:
    from hazm.utils import words_list

    return {fold(word): frequency + 1.0 for word, frequency, _ in words_list()}


_VERB_FORMS: dict[str, str] = {}
_CONJUGATING = threading.Lock()


def _verb_forms(search_text: Callable[[str], str]) -> dict[str, str]:
    """Every form of every verb with its past stem, worked out once: there is one Persian, so one `search_text`."""
    # It takes seconds; a second thread that comes meanwhile waits instead of doing it, too.
    with _CONJUGATING:
        if not _VERB_FORMS:
            _VERB_FORMS.update(_conjugated(search_text))
    return _VERB_FORMS


def _conjugated(search_text: Callable[[str], str]) -> dict[str, str]:
    from hazm import Conjugation
    from hazm.utils import verbs_list

    conjugation = Conjugation()
    forms: dict[str, str] = {}
    for verb in verbs_list():
        past = fold(verb.split("#")[0])
        for written in conjugation.get_all(verb):
            if past and " " not in written and len(written) >= _SHORTEST_FORM:
                forms.setdefault(search_text(written), past)
    return forms
