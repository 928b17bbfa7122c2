"""Answers written by a language model from the passages found, each sentence checked against what it cites."""
