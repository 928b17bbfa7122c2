"""What a model of ours sees of a text: the stems of its words, the same in training and in serving.

Stems are those of the language's rules alone, without an index's lexicon: a model must see one word the same way
whatever it is asked about.
"""

from __future__ import annotations

from indexer.domain import LanguageCode
from indexer.languages import detect
from indexer.languages import language as language_of


def words_of(text: str, language: LanguageCode | None) -> list[tuple[str, str]]:
    """Form (search form) and stem of each word of `text`; without a language, in the one it seems to be in."""
    return language_of(language if language is not None else detect(text).language).words(text)


def fold(text: str, language: LanguageCode | None) -> str:
    """The stems of the words of `text`, a space between them: what sentence-transformers is to be given.

    >>> fold("Klienci: wielokanałowość!", LanguageCode.POLISH)
    'klienc wielokanalow'
    """
    return " ".join(stem for _, stem in words_of(text, language))
