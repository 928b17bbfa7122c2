"""From articles to Hits: languages, articles, passages, embedding, index, retrieval, evaluation and the CLI."""
