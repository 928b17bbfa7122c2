"""Words as names of Concepts are spelt: folded letters, but a space is a space.

The search form joins what readers take for one word; names are compared before it, since one source writes the two
Concepts of this subject alike but for a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.domain import LanguageCode, Span
from indexer.languages import LANGUAGES
from indexer.languages.folding import fold, fold_with_offsets

Key = tuple[str, ...]
"""The words of a name as they are compared, each in the form or stem its language goes by."""

_WORD = re.compile(r"[^\W_]+")
# What may stand between the words of a name.
_BETWEEN = re.compile(r"[ \-']*")
_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text: `form` as folded, `span` in the text; `joins` says that only space or hyphens precede it."""

    form: str
    span: Span
    joins: bool
    hyphen_before: bool
    hyphen_after: bool


def words(text: str) -> list[Word]:
    """The words of `text` in order."""
    folded, starts, ends = fold_with_offsets(text)
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(folded):
        start, end = match.span()
        between = folded[last:start]
        found.append(
            Word(
                form=match[0],
                span=Span(start=starts[start], end=ends[end - 1]),
                joins=bool(found) and _BETWEEN.fullmatch(between) is not None,
                hyphen_before=between.endswith("-"),
                hyphen_after=folded[end : end + 1] == "-" and folded[end + 1 : end + 2].isalnum(),
            )
        )
        last = end
    return found


@lru_cache(maxsize=_REMEMBERED)
def word_key(form: str, language: LanguageCode) -> str:
    """What the forms of one word share in names of `language`.

    In Arabic a word with the article is another than one without: «القنوات المتعددة» is a name, «قنوات متعددة» is
    any number of channels. Persian names go by their form: «همه کانال» is a name, «همه کانالها» is all channels.
    """
    if language is LanguageCode.PERSIAN:
        return form
    stem = LANGUAGES[language].stem(form)
    return f"+{stem}" if language is LanguageCode.ARABIC and _ARTICLE.match(form) else stem


# «ال» behind a conjunction or preposition, also where a «ل» has swallowed its alef.
_ARTICLE = re.compile(r"[وف]?(?:[بک]?ال|لل)(?=\w{3})")


@lru_cache(maxsize=_REMEMBERED)
def first_keys(form: str, language: LanguageCode) -> tuple[str, ...]:
    """The keys of names' first words that `form` may be.

    In Arabic also without a conjunction and a preposition written with it: «لرحلة العميل» names «رحلة العميل».
    """
    keys = [word_key(form, language)]
    if language is LanguageCode.ARABIC:
        found = (written_with.match(form) for written_with in _WRITTEN_WITH)
        keys += [word_key(form[match.end() :], language) for match in found if match]
    return tuple(dict.fromkeys(keys))


_WRITTEN_WITH = tuple(re.compile(rf"{clitics}(?=\w{{3}})") for clitics in ("[وف]", "[بلک]", "[وف][بلک]"))


@lru_cache(maxsize=_REMEMBERED)
def name_key(text: str, language: LanguageCode) -> Key:
    """The key of a name."""
    return tuple(word_key(form, language) for form in _WORD.findall(fold(text)))


def joined_key(key_forms: Sequence[str], language: LanguageCode) -> Key:
    """The key of a name of several words written as one."""
    return (word_key("".join(key_forms), language),)


def forms(text: str) -> list[str]:
    """The folded words of a name."""
    return _WORD.findall(fold(text))
