"""The two models an index works with: the embedder of the vector leg and the token model of late interaction."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.embedding import BUILT_IN, Embedder, TokenEmbedder, load_embedder
from indexer.errors import EmbedderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """`embedder` gives a passage its vector, `token_model` (always ours, it costs no time) its tokens.

    `reference` is what `load_embedder` takes to find the embedder again: "built-in", a name or a path.
    """

    embedder: Embedder
    token_model: TokenEmbedder
    reference: str

    @classmethod
    def load(cls, reference: str | None = None) -> Models:
        """Load the embedder a person named (None: the built-in one); EmbedderError when it cannot be had."""
        built_in = load_embedder(BUILT_IN)
        if not isinstance(built_in, TokenEmbedder):
            raise EmbedderError(where=BUILT_IN, what="the model has no token vectors", next_step="reinstall manba")
        if reference is None or reference == BUILT_IN:
            return cls(embedder=built_in, token_model=built_in, reference=BUILT_IN)
        return cls(embedder=load_embedder(reference), token_model=built_in, reference=reference)
