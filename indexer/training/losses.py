"""The two ways of scoring texts by token vectors, as torch expressions, and the contrastive loss on either.

Shapes: U distinct tokens of a batch with vectors (U, dimension); a batch of texts is flat places into these U and
offsets. Contrastive loss with in-batch negatives after van den Oord et al. (2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexer.training.tables import Ids, Numbers, TokenTable

MEAN_SCALE = 20.0


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


def averaged_loss(vectors: Any, batch: Batch, *, widths: Sequence[int]) -> Any:
    """Contrastive loss on cosines of mean vectors, both directions, summed over prefixes of the vectors."""
    import torch

    left, right = averaged(vectors, batch.left), averaged(vectors, batch.right)
    same = torch.from_numpy(batch.same)
    losses = []
    for width in widths:
        a = torch.nn.functional.normalize(left[:, :width], dim=1)
        b = torch.nn.functional.normalize(right[:, :width], dim=1)
        losses.append(contrastive(a @ b.T, same, scale=MEAN_SCALE, both_directions=True))
    return sum(losses) / len(losses)


def late_loss(vectors: Any, log_weights: Any, batch: Batch, *, scale: float, both_directions: bool) -> Any:
    """Contrastive loss on late interaction of left with right, and of right with left if asked.

    `vectors` (U, dimension) of any length, `log_weights` (U,) the logarithms of the tokens' weights.
    """
    import torch

    directions = torch.nn.functional.normalize(vectors, dim=1)
    left_places, left_local = np.unique(batch.left.ids, return_inverse=True)
    right_places, right_local = np.unique(batch.right.ids, return_inverse=True)
    cosines = directions[torch.from_numpy(left_places)] @ directions[torch.from_numpy(right_places)].T
    same = torch.from_numpy(batch.same)
    weights = log_weights.exp()

    def scores(table: Any, asking: TokenTable, asking_local: Numbers, places: Ids, asked: TokenTable) -> Any:
        """Σ w max cos / Σ w with `table` (asking tokens, asked tokens) for every asking and asked text."""
        shares = _weight_shares(weights[torch.from_numpy(places)], asking, asking_local)
        return shares @ best_in_texts(table, asked)

    right_texts = TokenTable(ids=right_local, offsets=batch.right.offsets)
    forward = scores(cosines, batch.left, left_local, left_places, right_texts)
    loss = contrastive(forward, same, scale=scale, both_directions=both_directions)
    if both_directions:
        left_texts = TokenTable(ids=left_local, offsets=batch.left.offsets)
        backward = scores(cosines.T.contiguous(), batch.right, right_local, right_places, left_texts)
        loss = (loss + contrastive(backward, same.T, scale=scale, both_directions=True)) / 2
    return loss


def best_in_texts(table: Any, texts: TokenTable) -> Any:
    """The highest entry of each row of `table` (U, tokens) among each text's tokens, shape (U, texts)."""
    import torch

    lengths = texts.lengths
    longest = int(lengths.max())
    # A text is padded with its own first token, which changes no maximum.
    positions = texts.offsets[:-1, None] + np.where(np.arange(longest) < lengths[:, None], np.arange(longest), 0)
    padded = torch.from_numpy(texts.ids[positions])
    with torch.no_grad():
        spread = table.detach().index_select(1, padded.reshape(-1)).view(len(table), len(texts), longest)
        best = spread.max(dim=2).indices
        columns = padded.unsqueeze(0).expand(len(table), -1, -1).gather(2, best.unsqueeze(2)).squeeze(2)
    return table.gather(1, columns)


def contrastive(cosines: Any, same: Any, *, scale: float, both_directions: bool) -> Any:
    """Mean cross-entropy of each row's own column (and of each column's own row) at logits `scale * cosines`.

    `same` marks entries that are neither right nor wrong. Cosines are at most 1, so one exponential, taken relative
    to that bound, serves rows and columns alike.
    """
    relative = scale * (cosines - 1)
    shares = relative.exp().masked_fill(same, 0)
    loss = shares.sum(dim=1).log().mean() - relative.diagonal().mean()
    if both_directions:
        loss = (loss + shares.sum(dim=0).log().mean() - relative.diagonal().mean()) / 2
    return loss


def _weight_shares(weights: Any, texts: TokenTable, local: Numbers) -> Any:
    """(texts, U): the share of each token's weight in its text; repeated tokens count as often as they occur."""
    import torch

    text_of = torch.from_numpy(np.repeat(np.arange(len(texts)), texts.lengths))
    places = torch.from_numpy(local)
    shares = torch.zeros(len(texts), len(weights)).index_put((text_of, places), weights[places], accumulate=True)
    return shares / shares.sum(dim=1, keepdim=True).clamp_min(1e-6)
