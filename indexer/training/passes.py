"""Training: pass after pass over pairs of texts that say the same, each pass a step that can be resumed from."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indexer.training.losses import averaged_loss, make_batch
from indexer.training.model import Model
from indexer.training.parallel import ParallelText
from indexer.training.sampling import language_pairs, pass_over
from indexer.training.tables import Numbers, TokenTable

LOG = logging.getLogger("indexer.training")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The figures of a training run; the defaults are those of the model in the repository.

    `scale` multiplies the cosines of the loss (one over its temperature); `rate` falls to 0 over all passes.
    """

    vocabulary: int = 49_152
    characters_per_language: int = 9_000_000
    dimension: int = 384
    passes: int = 16
    batch: int = 2_048
    rate: float = 0.02
    scale: float = 12.0
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a pass draws from: `table` holds the tokens of all cells, a language after another from `starts`."""

    text: ParallelText
    table: TokenTable
    starts: Numbers


Keep = Callable[[int], None]


def train(model: Model, material: Material, recipe: Recipe, *, done: int, keep: Keep) -> None:
    """Run the passes of the recipe after the first `done`; `keep` is called with how many are done after each.

    Every pass draws from a generator of its own, so a run that was resumed sees what an unbroken one would have.
    """
    for number in range(done, recipe.passes):
        began = time.monotonic()
        loss = _pass(model, material, recipe, number=number)
        keep(number + 1)
        LOG.info("pass %d of %d: mean loss %.4f, %.0f s", number + 1, recipe.passes, loss, time.monotonic() - began)


def _pass(model: Model, material: Material, recipe: Recipe, *, number: int) -> float:
    rng = np.random.default_rng([recipe.seed, 1, number])
    pairs = language_pairs(material.text, material.table, material.starts)
    batches = list(pass_over(pairs, size=recipe.batch, rng=rng))
    if not batches:
        raise ValueError("the parallel text holds no two pairs of one language pair")
    steps = len(batches) * recipe.passes
    total = 0.0
    for step, chosen in enumerate(batches):
        table = material.table
        batch = make_batch(table.take(chosen.left), table.take(chosen.right), chosen.left, chosen.right)
        vectors = model.local(batch)
        loss = averaged_loss(vectors, batch, scale=recipe.scale)
        loss.backward()
        model.learn(batch, vectors, rate=recipe.rate * (1 - (number * len(batches) + step) / steps))
        total += float(loss.detach())
    return total / len(batches)
