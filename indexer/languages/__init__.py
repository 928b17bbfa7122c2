"""The languages of the product, one file each, and what they share, one file a subject.

`LANGUAGES` maps a code to its Language; nothing heavy is imported or built before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from indexer.domain import LanguageCode
from indexer.languages.base import Direction, Language, SearchForm, Token
from indexer.languages.detection import Detection, detect_among

__all__ = [
    "FORM_VERSION",
    "LANGUAGES",
    "Detection",
    "Direction",
    "Language",
    "SearchForm",
    "Token",
    "detect",
    "language",
]

FORM_VERSION = 1
"""Counts up when the search form or a stem of any language changes: indexes made with another are rebuilt.

The built-in model was trained on the stems of version 1. A stem it has never met is cut into pieces it knows; after
changes to many words it is better trained anew.
"""

_CLASSES = {
    LanguageCode.ARABIC: ("indexer.languages.arabic", "Arabic"),
    LanguageCode.ENGLISH: ("indexer.languages.english", "English"),
    LanguageCode.PERSIAN: ("indexer.languages.persian", "Persian"),
    LanguageCode.POLISH: ("indexer.languages.polish", "Polish"),
}


@cache
def language(code: LanguageCode) -> Language:
    """The Language of a code; the same object at each call."""
    module, name = _CLASSES[code]
    made: Language = getattr(import_module(module), name)()
    return made


class _Languages(Mapping[LanguageCode, Language]):
    def __getitem__(self, code: LanguageCode) -> Language:
        return language(code)

    def __iter__(self) -> Iterator[LanguageCode]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


LANGUAGES: Mapping[LanguageCode, Language] = _Languages()


def detect(text: str, *, default: LanguageCode | None = None) -> Detection:
    """The language of `text`; `default` (else English) where the text does not say.

    >>> detect("co to jest omnichannel").language.value
    'pl'
    """
    return detect_among(LANGUAGES.values(), text, default)
