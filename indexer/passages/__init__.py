"""Passages: contiguous slices of an article, sized for an answer, with heading path and sentences."""

from __future__ import annotations

from indexer.passages.splitting import split_passages

__all__ = ["split_passages"]
