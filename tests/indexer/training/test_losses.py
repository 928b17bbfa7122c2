"""The loss against its formula written out, and the optimiser against torch's own Adam."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from indexer.training.losses import averaged_loss, make_batch
from indexer.training.optimiser import RowAdam
from indexer.training.tables import TokenTable

LEFT = [[1, 2, 2], [3], [4, 5, 6, 7]]
RIGHT = [[2, 8], [9, 3, 3], [5]]


def table(texts: list[list[int]]) -> TokenTable:
    return TokenTable(
        ids=np.array([token for text in texts for token in text], dtype=np.uint16),
        offsets=np.cumsum([0, *map(len, texts)]).astype(np.int64),
    )


def cross_entropy(scores: list[list[float]]) -> float:
    return sum(math.log(sum(map(math.exp, row))) - row[k] for k, row in enumerate(scores)) / len(scores)


def turned(scores: list[list[float]]) -> list[list[float]]:
    return [list(column) for column in zip(*scores, strict=True)]


@pytest.fixture
def vectors() -> torch.Tensor:
    return torch.from_numpy(np.random.default_rng(1).normal(size=(10, 8)).astype(np.float32))


def cosine(a: torch.Tensor, b: torch.Tensor) -> float:
    return float(torch.nn.functional.cosine_similarity(a, b, dim=0))


def test_averaged_loss_is_the_contrastive_loss_of_cosines(vectors: torch.Tensor) -> None:
    batch = make_batch(table(LEFT), table(RIGHT), np.arange(3), np.arange(3))
    own = vectors[torch.from_numpy(batch.tokens)]
    scores = [[20 * cosine(vectors[a].mean(0), vectors[b].mean(0)) for b in RIGHT] for a in LEFT]
    expected = (cross_entropy(scores) + cross_entropy(turned(scores))) / 2
    assert float(averaged_loss(own, batch, scale=20)) == pytest.approx(expected, abs=1e-4)


def test_the_loss_moves_the_vectors_of_its_tokens(vectors: torch.Tensor) -> None:
    batch = make_batch(table(LEFT), table(RIGHT), np.arange(3), np.arange(3))
    assert batch.tokens.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    own = vectors[torch.from_numpy(batch.tokens)].requires_grad_()
    averaged_loss(own, batch, scale=12).backward()
    assert own.grad is not None
    assert float(own.grad.abs().sum(dim=1).min()) > 0


def test_repeated_texts_are_no_negatives(vectors: torch.Tensor) -> None:
    repeated = make_batch(table([LEFT[0], LEFT[0]]), table(RIGHT[:2]), np.array([4, 4]), np.arange(2))
    assert repeated.same.tolist() == [[False, True], [True, False]]
    own = vectors[torch.from_numpy(repeated.tokens)]
    assert float(averaged_loss(own, repeated, scale=20)) == pytest.approx(0, abs=1e-4)


def test_row_adam_is_adam_where_every_row_has_a_gradient() -> None:
    start = torch.arange(6.0).reshape(3, 2)
    reference = start.clone().requires_grad_()
    theirs = torch.optim.Adam([reference], lr=0.1)
    ours = RowAdam(start.clone())
    for step in range(4):
        gradient = torch.sin(torch.arange(6.0).reshape(3, 2) + step)
        reference.grad = gradient.clone()
        theirs.step()
        ours.step(torch.arange(3), gradient, rate=0.1)
    assert ours.values.numpy() == pytest.approx(reference.detach().numpy(), abs=1e-5)


def test_row_adam_leaves_other_rows_alone_and_can_go_on() -> None:
    first = RowAdam(torch.ones(3, 2))
    first.step(torch.tensor([1]), torch.full((1, 2), 0.5), rate=0.1)
    assert first.values[[0, 2]].tolist() == [[1, 1], [1, 1]]
    assert first.values[1].tolist() == pytest.approx([0.9, 0.9], abs=1e-5)
    second = RowAdam(torch.zeros(3, 2))
    second.restore(first.state())
    for adam in (first, second):
        adam.step(torch.tensor([1, 2]), torch.full((2, 2), -0.2), rate=0.1)
    assert second.values.tolist() == first.values.tolist()
