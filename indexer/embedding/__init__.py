"""Embedding: the Embedder protocol, the built-in static model without torch, and any sentence-transformers model."""

from indexer.embedding.base import Embedder, TokenIds, WordEmbedder
from indexer.embedding.interaction import SPREAD_POWER, best_in_stretches, saying, unit_rows, weighted_mean
from indexer.embedding.loading import BUILT_IN, load_embedder
from indexer.embedding.static import StaticEmbedder
from indexer.embedding.transformer import TransformerEmbedder

__all__ = [
    "BUILT_IN",
    "SPREAD_POWER",
    "Embedder",
    "StaticEmbedder",
    "TokenIds",
    "TransformerEmbedder",
    "WordEmbedder",
    "best_in_stretches",
    "load_embedder",
    "saying",
    "unit_rows",
    "weighted_mean",
]
