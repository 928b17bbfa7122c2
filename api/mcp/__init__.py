"""Manba's tools for language models by the Model Context Protocol: search, ask, read_article."""
