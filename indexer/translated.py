"""Which articles there are in another language too, as their `translations` say."""

from __future__ import annotations

from indexer.domain import Article, LanguageCode
from indexer.index.passage_index import PassageIndex


class Translations:
    """Tells of the articles of one index whether there is one on the same subject in a language; thread-safe."""

    def __init__(self, index: PassageIndex) -> None:
        """Bind the index; what is asked for is remembered."""
        self._index = index
        self._known: dict[tuple[str, LanguageCode], bool] = {}

    def has(self, article: Article, language: LanguageCode) -> bool:
        """Whether there is an article in `language` among the translations of `article`, itself not counted."""
        key = (article.id, language)
        known = self._known.get(key)
        if known is None:
            there = filter(self._index.has_article, article.translations)
            known = self._known[key] = any(self._index.article(one).language is language for one in there)
        return known
