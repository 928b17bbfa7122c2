"""Folding all text once and keeping it on disk, so that a run can be resumed and a recipe tried again quickly."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from indexer.domain import LanguageCode
from indexer.embedding.folding import fold
from indexer.languages import FORM_VERSION
from indexer.training.guard import evaluation_texts, is_evaluation_text
from indexer.training.parallel import LANGUAGES, ParallelText, read_parallel, tsv_files
from indexer.training.passes import Material
from indexer.training.tables import TokenTable, concatenated
from indexer.training.vocabulary import encode_all

LOG = logging.getLogger("indexer.training")
FOLDED_AT_ONCE = 4_000


def fold_in_processes(texts: Sequence[str], language: LanguageCode, *, workers: int) -> list[str]:
    """The stems of the words of `texts`, in order; `workers` processes share the work."""
    parts = [texts[first : first + FOLDED_AT_ONCE] for first in range(0, len(texts), FOLDED_AT_ONCE)]
    if workers < 2 or len(parts) < 2:
        return [text for part in parts for text in _fold_part(part, language)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return [text for part in pool.map(partial(_fold_part, language=language), parts) for text in part]


def _fold_part(texts: Sequence[str], language: LanguageCode) -> list[str]:
    return [fold(text, language) for text in texts]


def prepared(folders: Sequence[Path], *, evaluation: Path | None, cache: Path, workers: int) -> ParallelText:
    """The folded parallel text, read from `cache` when it was made from the same files by the same languages.

    Rows with a text of the `evaluation` folder are left out. Raises CorpusError as `read_parallel` does.
    """
    files = tsv_files(folders) + (tsv_files([evaluation]) if evaluation else [])
    key = hashlib.sha256(f"{FORM_VERSION}".encode())
    for file in files:
        key.update(file.name.encode())
        key.update(hashlib.sha256(file.read_bytes()).digest())
    if (cache / "key").is_file() and (cache / "key").read_text(encoding="utf-8") == key.hexdigest():
        return _read(cache)
    fold_many = partial(fold_in_processes, workers=workers)
    judged_by = evaluation_texts(evaluation) if evaluation else set()
    text = read_parallel(folders, fold_many=fold_many, leave_out=lambda cell: is_evaluation_text(cell, judged_by))
    LOG.info("parallel text: %d rows, %s distinct cells", len(text.rows), [len(cells) for cells in text.cells])
    _write(cache, text)
    (cache / "key").write_text(key.hexdigest(), encoding="utf-8")
    return text


def vocabulary_texts(text: ParallelText) -> dict[LanguageCode, list[str]]:
    """All folded texts by language, each once."""
    return dict(zip(LANGUAGES, text.cells, strict=True))


def material(text: ParallelText, tokenizer: Any) -> Material:
    """Texts as token ids."""
    table, starts = concatenated([_encoded(tokenizer, cells) for cells in text.cells])
    return Material(text=text, table=table, starts=starts)


def _encoded(tokenizer: Any, texts: Sequence[str]) -> TokenTable:
    ids, offsets = encode_all(tokenizer, texts)
    return TokenTable(ids=ids, offsets=offsets)


def _write(cache: Path, text: ParallelText) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "key").unlink(missing_ok=True)
    for code, cells in zip(LANGUAGES, text.cells, strict=True):
        (cache / f"cells.{code.value}.txt").write_text("\n".join(cells), encoding="utf-8")
    np.savez(cache / "rows.npz", rows=text.rows, source_of_row=text.source_of_row)
    (cache / "sources.json").write_text(json.dumps(text.sources), encoding="utf-8")


def _read(cache: Path) -> ParallelText:
    arrays = np.load(cache / "rows.npz")
    return ParallelText(
        cells=tuple((cache / f"cells.{code.value}.txt").read_text(encoding="utf-8").split("\n") for code in LANGUAGES),
        rows=arrays["rows"],
        source_of_row=arrays["source_of_row"],
        sources=tuple(json.loads((cache / "sources.json").read_text(encoding="utf-8"))),
    )
