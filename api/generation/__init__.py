"""Answers that a language model writes from the passages found; every sentence is checked before it is shown."""
