"""Embedding: the Embedder protocol, the built-in static model without torch, and any sentence-transformers model."""

from indexer.embedding.base import Embedder, TokenEmbedder, TokenIds
from indexer.embedding.interaction import weighted_mean
from indexer.embedding.loading import BUILT_IN, load_embedder
from indexer.embedding.static import StaticEmbedder
from indexer.embedding.transformer import TransformerEmbedder

__all__ = [
    "BUILT_IN",
    "Embedder",
    "StaticEmbedder",
    "TokenEmbedder",
    "TokenIds",
    "TransformerEmbedder",
    "load_embedder",
    "weighted_mean",
]
