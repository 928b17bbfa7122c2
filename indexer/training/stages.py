"""The three stages of training: averaged vectors, late interaction, questions."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.training.losses import Batch, averaged_loss, late_loss, make_batch
from indexer.training.model import Model
from indexer.training.parallel import ParallelText
from indexer.training.sampling import Pairs, by_length, language_pairs, pass_over, windows
from indexer.training.tables import Numbers, TokenTable

LOG = logging.getLogger("indexer.training")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The figures of a training run; the defaults are those of the model in the repository."""

    vocabulary: int = 49_152
    characters_per_language: int = 9_000_000
    dimension: int = 256
    averaged_passes: int = 5
    averaged_batch: int = 2_048
    averaged_rate: float = 0.02
    late_steps: int = 3_000
    late_batch: int = 128
    late_rate: float = 0.003
    late_weight_rate: float = 0.01
    late_scale: float = 25.0
    late_window_share: float = 0.4
    window_tokens: tuple[int, int] = (40, 120)
    longest: int = 200
    averaged_beside: int = 1_024
    question_steps: int = 1_000
    question_batch: int = 64
    question_rate: float = 0.001
    question_weight_rate: float = 0.01
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a stage draws from.

    `table` holds the tokens of all cells, a language after another from `starts`; `questions` and `passages` are the
    tokens of answered questions row by row, `passage_keys` equal where the passage is the same.
    """

    text: ParallelText
    table: TokenTable
    starts: Numbers
    questions: TokenTable
    passages: TokenTable
    passage_keys: Numbers
    question_groups: NDArray[np.int32]


Keep = Callable[[str], None]


def train(model: Model, material: Material, recipe: Recipe, *, done: str, keep: Keep) -> None:
    """Run what of the recipe is not in `done` yet; `keep` is called with the new mark after each pass or stretch.

    Every pass draws from a generator of its own, so a run that was resumed sees what an unbroken one would have.
    """
    stages: list[tuple[str, Callable[[], None]]] = [
        (
            f"averaged {number:03d}",
            lambda number=number: _averaged_pass(model, material, recipe, number=number),  # type: ignore[misc]
        )
        for number in range(recipe.averaged_passes)
    ]
    stretch = 500
    # A word that says much grows long in the mean; late interaction starts from there.
    stages.append(("late", model.weights_from_lengths))
    stages += [
        (f"late {first:06d}", lambda first=first: _late_stretch(model, material, recipe, first, stretch))  # type: ignore[misc]
        for first in range(0, recipe.late_steps, stretch)
    ]
    stages += [
        (f"questions {first:06d}", lambda first=first: _question_stretch(model, material, recipe, first, stretch))  # type: ignore[misc]
        for first in range(0, recipe.question_steps, stretch)
    ]
    names = [name for name, _ in stages]
    after = names.index(done) + 1 if done else 0
    for name, stage in stages[after:]:
        began = time.monotonic()
        stage()
        keep(name)
        LOG.info("%s: %.0f s", name, time.monotonic() - began)


def _averaged_pass(model: Model, material: Material, recipe: Recipe, *, number: int) -> None:
    rng = np.random.default_rng([recipe.seed, 1, number])
    pairs = language_pairs(material.text, material.table, material.starts)
    batches = list(pass_over(pairs, material.table, size=recipe.averaged_batch, rng=rng))
    steps = len(batches) * recipe.averaged_passes
    total = 0.0
    for step, chosen in enumerate(batches):
        remaining = 1 - (number * len(batches) + step) / steps
        total += _averaged_step(model, material.table, chosen, recipe, rate=recipe.averaged_rate * remaining)
    LOG.info("averaged pass %d: %d batches, mean loss %.4f", number, len(batches), total / len(batches))


def _averaged_step(model: Model, table: TokenTable, chosen: Pairs, recipe: Recipe, *, rate: float) -> float:
    batch = make_batch(table.take(chosen.left), table.take(chosen.right), chosen.left, chosen.right)
    vectors, log_weights = model.local(batch)
    loss = averaged_loss(vectors, batch, widths=(recipe.dimension, recipe.dimension // 4))
    loss.backward()
    model.learn(batch, vectors, log_weights, rate=rate, weight_rate=0)
    return float(loss.detach())


def _late_stretch(model: Model, material: Material, recipe: Recipe, first: int, steps: int) -> None:
    steps = min(steps, recipe.late_steps - first)
    rng = np.random.default_rng([recipe.seed, 2, first])
    in_windows = int(steps * recipe.late_window_share)
    batches = [(batch, True) for batch in _pair_batches(material, recipe, count=steps - in_windows, rng=rng)] + [
        (batch, False) for batch in _window_batches(material, recipe, count=in_windows, rng=rng)
    ]
    beside = _endless(material, size=recipe.averaged_beside, rng=rng)
    totals = np.zeros(2)
    for step, number in enumerate(rng.permutation(len(batches))):
        batch, both = batches[number]
        remaining = 1 - (first + step) / recipe.late_steps
        vectors, log_weights = model.local(batch)
        loss = late_loss(vectors, log_weights, batch, scale=recipe.late_scale, both_directions=both)
        loss.backward()
        model.learn(
            batch,
            vectors,
            log_weights,
            rate=recipe.late_rate * remaining,
            weight_rate=recipe.late_weight_rate * remaining,
        )
        totals[0] += float(loss.detach())
        # The mean keeps its own lesson, or it would forget while the directions move.
        if step % 2 == 0:
            totals[1] += 2 * _averaged_step(
                model, material.table, next(beside), recipe, rate=recipe.late_rate * remaining
            )
    LOG.info("late from step %d: loss %.4f, averaged %.4f", first, *(totals / max(len(batches), 1)))


def _question_stretch(model: Model, material: Material, recipe: Recipe, first: int, steps: int) -> None:
    steps = min(steps, recipe.question_steps - first)
    rng = np.random.default_rng([recipe.seed, 3, first])
    asked: list[Numbers] = []
    while len(asked) < steps and len(material.questions) >= 2:
        size = min(recipe.question_batch, len(material.questions))
        asked += by_length(material.question_groups, material.passages.lengths, size=size, rng=rng)
    others = [(batch, True) for batch in _pair_batches(material, recipe, count=steps // 2, rng=rng)] + [
        (batch, False) for batch in _window_batches(material, recipe, count=steps - steps // 2, rng=rng)
    ]
    beside = _endless(material, size=recipe.averaged_beside, rng=rng)
    totals = np.zeros(2)
    for step, (chosen, (other, both)) in enumerate(zip(asked, others, strict=False)):
        remaining = 1 - (first + step) / recipe.question_steps
        rates = {
            "rate": recipe.question_rate * remaining,
            "weight_rate": recipe.question_weight_rate * remaining,
        }
        questions = material.questions.take(chosen)
        passages = material.passages.take(chosen).cut(recipe.longest)
        batch = make_batch(questions, passages, chosen, material.passage_keys[chosen])
        vectors, log_weights = model.local(batch)
        late = late_loss(vectors, log_weights, batch, scale=recipe.late_scale, both_directions=False)
        mean = averaged_loss(vectors, batch, widths=(recipe.dimension, recipe.dimension // 4))
        (late + 0.5 * mean).backward()
        model.learn(batch, vectors, log_weights, **rates)
        totals += float(late.detach()), float(mean.detach())
        # Translations stay half of the lesson: most of these questions are asked in the passage's own language.
        vectors, log_weights = model.local(other)
        late_loss(vectors, log_weights, other, scale=recipe.late_scale, both_directions=both).backward()
        model.learn(other, vectors, log_weights, **rates)
        if step % 2 == 0:
            _averaged_step(model, material.table, next(beside), recipe, rate=recipe.question_rate * remaining)
    LOG.info("questions from step %d: late %.4f, averaged %.4f", first, *(totals / max(steps, 1)))


def _endless(material: Material, *, size: int, rng: np.random.Generator) -> Iterator[Pairs]:
    pairs = language_pairs(material.text, material.table, material.starts)
    while True:
        yield from pass_over(pairs, material.table, size=size, rng=rng)


def _pair_batches(material: Material, recipe: Recipe, *, count: int, rng: np.random.Generator) -> list[Batch]:
    """Pairs of sentences for late interaction: alike in length, from one source as far as it reaches."""
    table = material.table
    pairs = language_pairs(material.text, table, material.starts)
    batches: list[Batch] = []
    drawn = _endless_pools(pairs, table, size=recipe.late_batch * 8, rng=rng)
    while len(batches) < count:
        pool = next(drawn)
        pool = pool.take(np.argsort(table.lengths[pool.right], kind="stable"))
        for first in range(0, len(pool) - 1, recipe.late_batch):
            part = pool.take(np.arange(first, min(first + recipe.late_batch, len(pool))))
            if len(part) > 1 and rng.random() < 0.5:
                left, right = table.take(part.left), table.take(part.right)
                batches.append(make_batch(left.cut(recipe.longest), right.cut(recipe.longest), part.left, part.right))
    return batches[:count]


def _endless_pools(pairs: list[Pairs], table: TokenTable, *, size: int, rng: np.random.Generator) -> Iterator[Pairs]:
    shortest = 4
    while True:
        empty = True
        for pool in pass_over(pairs, table, size=size, rng=rng, shortest=shortest):
            empty = False
            yield pool
        if empty:
            if shortest == 1:
                raise ValueError("the parallel text holds no two pairs of one language pair")
            shortest = 1


def _window_batches(material: Material, recipe: Recipe, *, count: int, rng: np.random.Generator) -> list[Batch]:
    """Sentences with a stretch of text in another language that holds their translation."""
    if not count:
        return []
    sentences, stretches, sources = windows(
        material.text,
        material.table,
        material.starts,
        count=count * recipe.late_batch,
        tokens=recipe.window_tokens,
        rng=rng,
    )
    size = min(recipe.late_batch, len(sentences))
    batches: list[Batch] = []
    while len(batches) < count:
        for chosen in by_length(sources, stretches.lengths, size=size, rng=rng):
            right = stretches.take(chosen).cut(recipe.longest)
            # Two stretches that share the sentence are rare; the sentence alone says whether they are the same.
            batches.append(make_batch(material.table.take(sentences[chosen]), right, sentences[chosen], chosen))
    return batches[:count]
