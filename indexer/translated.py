"""Which articles there are in another language too, as their `translations` say."""

from __future__ import annotations

from functools import lru_cache

from indexer.domain import Article, LanguageCode
from indexer.index.passage_index import PassageIndex

_REMEMBERED = 4096


class Translations:
    """Tells of the articles of one index whether there is one on the same subject in a language; thread-safe."""

    def __init__(self, index: PassageIndex) -> None:
        """Bind the index; the languages of articles asked for lately are remembered."""
        self._language_of = lru_cache(maxsize=_REMEMBERED)(index.language_of)

    def has(self, article: Article, language: LanguageCode) -> bool:
        """Whether there is an article in `language` among the translations of `article`, itself not counted."""
        return any(self._language_of(one) is language for one in article.translations)
