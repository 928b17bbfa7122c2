"""The two models an index works with: the embedder of the vector leg and the word model of late interaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.embedding import BUILT_IN, Embedder, WordEmbedder, load_embedder
from indexer.errors import EmbedderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """`embedder` gives a passage its vector, `word_model` (always ours) its words.

    `reference` is what `load_embedder` takes to find the embedder again: "built-in", a name or a path.
    """

    embedder: Embedder
    word_model: WordEmbedder
    reference: str

    @classmethod
    def load(cls, reference: str | None = None) -> Models:
        """Load the embedder a person named (None: the built-in one); EmbedderError when it cannot be had.

        A directory is remembered by its full path: an index is opened from wherever it is needed.
        """
        built_in = load_embedder(BUILT_IN)
        if not isinstance(built_in, WordEmbedder):
            raise EmbedderError(where=BUILT_IN, what="the model has no word vectors", next_step="reinstall manba")
        if reference is None or reference == BUILT_IN:
            return cls(embedder=built_in, word_model=built_in, reference=BUILT_IN)
        embedder = load_embedder(reference)
        directory = Path(reference)
        known_as = str(directory.resolve()) if directory.is_dir() else reference
        return cls(embedder=embedder, word_model=built_in, reference=known_as)
