"""From articles to Hits: languages, articles, passages, embedding, index, retrieval, evaluation and the CLI."""

from indexer.domain import LanguageCode
from indexer.languages.base import Direction

__all__ = ["Direction", "LanguageCode"]
