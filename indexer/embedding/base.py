"""What every embedding model offers, and what a model of token vectors offers on top."""

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
class TokenEmbedder(Embedder, Protocol):
    """An Embedder whose texts are sets of token vectors, so that single tokens can be matched (late interaction).

    Token ids are stored in an index; they stay valid as long as `content_hash` does.
    """

    @property
    def token_vectors(self) -> NDArray[np.floating[Any]]:
        """The stored matrix, shape (vocabulary, dimension), memory-mapped: direction × √weight in the average."""

    @property
    def token_weights(self) -> NDArray[np.float32]:
        """How much each token says in late interaction, shape (vocabulary,), 0 or more; 0 for the unknown token."""

    def token_ids(self, text: str, *, language: LanguageCode | None = None) -> TokenIds:
        """Ids of the tokens of `text` in order, unknown ones left out; 16 bits wide where the vocabulary allows."""

    def token_ids_of(
        self, texts: Sequence[str], *, languages: Sequence[LanguageCode] | None = None
    ) -> tuple[TokenIds, NDArray[np.int64]]:
        """The ids of many texts one after the other, and `offsets`: text i is `ids[offsets[i]:offsets[i + 1]]`."""

    def late_interaction(
        self, question_ids: TokenIds, passage_ids: TokenIds, offsets: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """Σ_i w_i max_j cos(q_i, p_j) / Σ_i w_i of each passage, shape (passages,), each 0..1.

        `passage_ids` are the passages' ids one after the other; passage k is
        `passage_ids[offsets[k]:offsets[k + 1]]`, so `offsets` has one entry more than there are passages.
        """

    def best_matches(
        self, question_ids: TokenIds, passage_ids: TokenIds, offsets: NDArray[np.integer[Any]]
    ) -> NDArray[np.float32]:
        """max_j cos(q_i, p_j) for each passage and question token, shape (passages, question tokens), each 0..1."""
