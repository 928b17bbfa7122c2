"""The text a model of ours sees: the search form of the text's language, the same in training and in serving."""

from __future__ import annotations

from indexer.domain import LanguageCode
from indexer.languages import detect
from indexer.languages import language as language_of


def fold(text: str, language: LanguageCode | None) -> str:
    """`text` in the search form of `language`; without a language, of the one it seems to be in.

    >>> fold("Wielokanałowość", LanguageCode.POLISH)
    'wielokanalowosc'
    """
    code = language if language is not None else detect(text).language
    return language_of(code).search_text(text)
