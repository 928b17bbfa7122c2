"""The text a model of ours sees: the search form of the text's language, the same in training and in serving."""

from __future__ import annotations

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES
from indexer.languages import language as language_of


def fold(text: str, language: LanguageCode | None) -> str:
    """`text` in the search form of `language`; without a language, of the one the text speaks for most.

    >>> fold("Wielokanałowość", LanguageCode.POLISH)
    'wielokanalowosc'
    """
    code = language if language is not None else max(LANGUAGES, key=lambda each: LANGUAGES[each].evidence(text))
    return language_of(code).search_text(text)
