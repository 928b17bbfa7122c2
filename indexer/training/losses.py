"""Mean vectors of texts as a torch expression, and the contrastive loss on them.

Shapes: U distinct tokens of a batch with vectors (U, dimension); a batch of texts is flat places into these U and
offsets. Contrastive loss with in-batch negatives after van den Oord et al. (2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.training.tables import Numbers, TokenTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Lefts and rights that belong together row by row, over the distinct tokens `tokens` of both.

    `left` and `right` hold places in `tokens`. `same` marks (left i, right j), i ≠ j, that must not count as
    negatives because a text of theirs is repeated.
    """

    tokens: Numbers
    left: TokenTable
    right: TokenTable
    same: Any


def make_batch(left: TokenTable, right: TokenTable, left_keys: Numbers, right_keys: Numbers) -> Batch:
    """A batch from token ids; texts with equal keys are the same text."""
    tokens, places = np.unique(np.concatenate([left.ids, right.ids]), return_inverse=True)
    cut = len(left.ids)
    same = (left_keys[:, None] == left_keys[None, :]) | (right_keys[:, None] == right_keys[None, :])
    np.fill_diagonal(same, val=False)
    return Batch(
        tokens=tokens.astype(np.int64),
        left=TokenTable(ids=places[:cut], offsets=left.offsets),
        right=TokenTable(ids=places[cut:], offsets=right.offsets),
        same=same,
    )


def averaged(vectors: Any, texts: TokenTable) -> Any:
    """The mean vector of each text, shape (texts, dimension)."""
    import torch

    return torch.nn.functional.embedding_bag(
        torch.from_numpy(texts.ids), vectors, torch.from_numpy(texts.offsets[:-1]), mode="mean"
    )


def averaged_loss(vectors: Any, batch: Batch, *, scale: float) -> Any:
    """Contrastive loss on cosines of mean vectors, both directions."""
    import torch

    left, right = averaged(vectors, batch.left), averaged(vectors, batch.right)
    cosines = torch.nn.functional.normalize(left, dim=1) @ torch.nn.functional.normalize(right, dim=1).T
    return contrastive(cosines, torch.from_numpy(batch.same), scale=scale)


def contrastive(cosines: Any, same: Any, *, scale: float) -> Any:
    """Mean cross-entropy of each row's own column, and of each column's own row, at logits `scale * cosines`.

    `same` marks entries that are neither right nor wrong. Cosines are at most 1, so one exponential, taken relative
    to that bound, serves rows and columns alike.
    """
    relative = scale * (cosines - 1)
    shares = relative.exp().masked_fill(same, 0)
    both = shares.sum(dim=1).log().mean() + shares.sum(dim=0).log().mean()
    return both / 2 - relative.diagonal().mean()
