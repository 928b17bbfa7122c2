"""Articles: Markdown with front matter, and plain text as found on the web, read into ParsedArticles."""

from __future__ import annotations

from indexer.articles.changes import Changes, Glances, find_changes
from indexer.articles.corpus import Corpus, read_corpus
from indexer.articles.parsing import parse_article
from indexer.articles.reading import MAX_ARTICLE_BYTES
from indexer.articles.source_facts import SourceFacts, load_source_facts

__all__ = [
    "MAX_ARTICLE_BYTES",
    "Changes",
    "Corpus",
    "Glances",
    "SourceFacts",
    "find_changes",
    "load_source_facts",
    "parse_article",
    "read_corpus",
]
