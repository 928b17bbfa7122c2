"""A training run from its inputs to the model directory, going on from what an earlier run of the same work left."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.domain import LanguageCode
from indexer.errors import CorpusError
from indexer.training.card import read_licences, write_card
from indexer.training.model import Model, export, load_checkpoint, save_checkpoint
from indexer.training.passes import Recipe, train
from indexer.training.prepare import material, prepared, vocabulary_texts
from indexer.training.vocabulary import train_vocabulary

LOG = logging.getLogger("indexer.training")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Where a run reads and writes; `threads` 0 takes all processors."""

    text: Sequence[Path]
    out: Path
    work: Path
    evaluation: Path | None = None
    licences: Path | None = None
    threads: int = 0


def run(inputs: Inputs, recipe: Recipe) -> None:
    """Train by `recipe` and write the model to `inputs.out`.

    Raises CorpusError when a folder cannot be used, or `inputs.work` holds another run.
    """
    import torch

    inputs.work.mkdir(parents=True, exist_ok=True)
    handlers = _log_to(inputs.work / "training.log")
    try:
        began = time.monotonic()
        workers = inputs.threads or os.cpu_count() or 1
        torch.set_num_threads(workers)
        LOG.info("recipe: %s", json.dumps(dataclasses.asdict(recipe)))
        text = prepared(inputs.text, evaluation=inputs.evaluation, cache=inputs.work / "folded", workers=workers)
        checkpoint = inputs.work / "checkpoint.pt"
        _keep_to_one_run(inputs.work, recipe, checkpoint=checkpoint)
        tokenizer = _vocabulary(inputs.work / "tokenizer.json", vocabulary_texts(text), recipe)
        stuff = material(text, tokenizer)
        LOG.info("%d texts, %d tokens", len(stuff.table), len(stuff.table.ids))
        model = Model(tokens=tokenizer.get_vocab_size(), dimension=recipe.dimension, seed=recipe.seed)
        done = load_checkpoint(checkpoint, model)
        if done:
            LOG.info("going on after pass %d", done)
        train(model, stuff, recipe, done=done, keep=lambda passes: save_checkpoint(checkpoint, model, done=passes))
        card = write_card(
            name=inputs.out.name,
            text=text,
            licences=read_licences(inputs.licences) if inputs.licences else {},
            command=" ".join(["python -m indexer.training", *sys.argv[1:]]),
            minutes=(time.monotonic() - began) / 60,
            pieces=tokenizer.get_vocab_size(),
            dimension=recipe.dimension,
        )
        about: dict[str, Any] = {"recipe": dataclasses.asdict(recipe), "sources": sorted(text.sources)}
        export(inputs.out, model, tokenizer, card=card, about=about)
        LOG.info("written to %s after %.0f s", inputs.out, time.monotonic() - began)
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
            handler.close()


def _keep_to_one_run(work: Path, recipe: Recipe, *, checkpoint: Path) -> None:
    """Refuse to go on from a run with other text or another recipe: the outcome would be neither."""
    this = {"recipe": dataclasses.asdict(recipe), "text": (work / "folded" / "key").read_text(encoding="utf-8")}
    note = work / "run.json"
    begun = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else None
    if (begun is None and checkpoint.is_file()) or (begun is not None and begun != this):
        raise CorpusError(
            where=str(work),
            what="the folder holds a run with another recipe or other text",
            next_step="remove it, or name another folder with --work",
        )
    note.write_text(json.dumps(this), encoding="utf-8")


def _vocabulary(file: Path, texts: Mapping[LanguageCode, Sequence[str]], recipe: Recipe) -> Any:
    from tokenizers import Tokenizer

    if file.is_file():
        return Tokenizer.from_file(str(file))
    began = time.monotonic()
    tokenizer = train_vocabulary(
        texts, size=recipe.vocabulary, characters_per_language=recipe.characters_per_language, seed=recipe.seed
    )
    tokenizer.save(str(file), pretty=False)
    LOG.info("vocabulary of %d pieces: %.0f s", tokenizer.get_vocab_size(), time.monotonic() - began)
    return tokenizer


def _log_to(file: Path) -> list[logging.Handler]:
    LOG.setLevel(logging.INFO)
    form = logging.Formatter("%(asctime)s %(message)s")
    handlers: list[logging.Handler] = [logging.FileHandler(file, encoding="utf-8"), logging.StreamHandler()]
    for handler in handlers:
        handler.setFormatter(form)
        LOG.addHandler(handler)
    return handlers
