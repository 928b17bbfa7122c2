"""What every embedding model offers, and what a model that knows single words offers on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from indexer.domain import LanguageCode

TokenIds = NDArray[np.unsignedinteger[Any]]


@runtime_checkable
class Embedder(Protocol):
    """Turns questions and passages into unit vectors of one space.

    `content_hash` is a SHA-256 in hex of weights and tokenizer, or, for models whose files are not at hand, of what
    identifies them; two embedders with the same hash give the same vectors.
    """

    @property
    def name(self) -> str:
        """The model's name, as an index's manifest keeps it."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def content_hash(self) -> str:
        """SHA-256 in hex of what decides the vectors."""

    def embed_query(self, question: str, *, language: LanguageCode | None = None) -> NDArray[np.float32]:
        """The unit vector of a question, shape (dimension,); zeros when the model knows none of its tokens."""

    def embed_passages(
        self, passages: Sequence[str], *, languages: Sequence[LanguageCode] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors of passages, shape (len(passages), dimension); a row of zeros where no token is known.

        `languages` gives the language of each passage; without it, each is told from its letters.
        """


@runtime_checkable
class WordEmbedder(Embedder, Protocol):
    """An Embedder that has a vector and a weight for each word, so that words can be matched (late interaction).

    What stands for a word is its stem by the language's rules; equal stems have equal vectors.
    """

    def words(self, text: str, *, language: LanguageCode | None = None) -> list[tuple[str, str]]:
        """Form (search form) and stem of each word of `text`, one for each of the language's tokens, in order."""

    def word_vectors(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of words, (stems, dimension); a row of zeros where no part of a word is known."""

    def word_weights(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """How much each word says in late interaction, (stems,), 0 or more; 0 for an unknown word."""
