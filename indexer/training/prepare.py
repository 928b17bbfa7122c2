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
from indexer.training.guard import evaluation_texts, is_evaluation_text
from indexer.training.parallel import LANGUAGES, ParallelText, read_parallel, tsv_files
from indexer.training.questions import AnsweredQuestion, across_languages, folded_questions, read_questions
from indexer.training.stages import Material
from indexer.training.tables import TokenTable, concatenated
from indexer.training.vocabulary import encode_all

LOG = logging.getLogger("indexer.training")
FOLDED_AT_ONCE = 4_000


def fold_in_processes(texts: Sequence[str], language: LanguageCode, *, workers: int) -> list[str]:
    """The search forms of `texts`, in order, line breaks folded to spaces; `workers` processes share the work."""
    parts = [texts[first : first + FOLDED_AT_ONCE] for first in range(0, len(texts), FOLDED_AT_ONCE)]
    if workers < 2 or len(parts) < 2:
        return [text for part in parts for text in _fold_part(part, language)]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        return [text for part in pool.map(partial(_fold_part, language=language), parts) for text in part]


def _fold_part(texts: Sequence[str], language: LanguageCode) -> list[str]:
    return [" ".join(fold(text, language).split()) for text in texts]


def prepared(
    folders: Sequence[Path], qa: Path | None, *, evaluation: Path | None, cache: Path, workers: int
) -> tuple[ParallelText, list[AnsweredQuestion]]:
    """The folded parallel text and questions, read from `cache` when it was made from the same files.

    Rows and questions with a text of the `evaluation` folder are left out. Raises CorpusError as `read_parallel` and
    `read_questions` do.
    """
    files = tsv_files(folders) + (tsv_files([qa]) if qa else []) + (tsv_files([evaluation]) if evaluation else [])
    key = hashlib.sha256()
    for file in files:
        key.update(file.name.encode())
        key.update(hashlib.sha256(file.read_bytes()).digest())
    if (cache / "key").is_file() and (cache / "key").read_text(encoding="utf-8") == key.hexdigest():
        return _read(cache)
    fold_many = partial(fold_in_processes, workers=workers)
    judged_by = evaluation_texts(evaluation) if evaluation else set()
    text = read_parallel(folders, fold_many=fold_many, leave_out=lambda cell: is_evaluation_text(cell, judged_by))
    LOG.info("parallel text: %d rows, %s distinct cells", len(text.rows), [len(cells) for cells in text.cells])
    questions: list[AnsweredQuestion] = []
    if qa:
        asked = read_questions(qa)
        fresh = [q for q in asked if not any(is_evaluation_text(t, judged_by) for t in (q.question, q.passage))]
        LOG.info("questions left out because they or their passages are evaluation texts: %d", len(asked) - len(fresh))
        questions = folded_questions(fresh, fold_many=fold_many)
        crossing = across_languages(questions, text)
        LOG.info("questions: %d, and %d of them in another language", len(questions), len(crossing))
        questions += crossing
    _write(cache, text, questions)
    (cache / "key").write_text(key.hexdigest(), encoding="utf-8")
    return text, questions


def vocabulary_texts(text: ParallelText, questions: Sequence[AnsweredQuestion]) -> dict[LanguageCode, list[str]]:
    """All folded texts by language, each once."""
    texts = {code: dict.fromkeys(cells) for code, cells in zip(LANGUAGES, text.cells, strict=True)}
    for question in questions:
        texts[question.question_language][question.question] = None
        texts[question.passage_language][question.passage] = None
    return {code: list(of_language) for code, of_language in texts.items()}


def material(text: ParallelText, questions: Sequence[AnsweredQuestion], tokenizer: Any) -> Material:
    """Texts and questions as token ids."""
    table, starts = concatenated([_encoded(tokenizer, cells) for cells in text.cells])
    asked = _encoded(tokenizer, [question.question for question in questions])
    distinct = {passage: number for number, passage in enumerate(dict.fromkeys(q.passage for q in questions))}
    answering = _encoded(tokenizer, list(distinct))
    keys = np.asarray([distinct[question.passage] for question in questions], dtype=np.int64)
    keep = np.flatnonzero((asked.lengths > 1) & (answering.lengths[keys] > 3)) if len(questions) else keys
    sources = {name: number for number, name in enumerate(sorted({question.source for question in questions}))}
    groups = np.asarray([sources[question.source] for question in questions], dtype=np.int32)
    return Material(
        text=text,
        table=table,
        starts=starts,
        questions=asked.take(keep),
        passages=answering.take(keys[keep]),
        passage_keys=keys[keep],
        question_groups=groups[keep],
    )


def _encoded(tokenizer: Any, texts: Sequence[str]) -> TokenTable:
    ids, offsets = encode_all(tokenizer, texts)
    return TokenTable(ids=ids, offsets=offsets)


def _write(cache: Path, text: ParallelText, questions: Sequence[AnsweredQuestion]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "key").unlink(missing_ok=True)
    for code, cells in zip(LANGUAGES, text.cells, strict=True):
        (cache / f"cells.{code.value}.txt").write_text("\n".join(cells), encoding="utf-8")
    np.savez(cache / "rows.npz", rows=text.rows, source_of_row=text.source_of_row)
    (cache / "sources.json").write_text(json.dumps(text.sources), encoding="utf-8")
    (cache / "questions.json").write_text(
        json.dumps(
            [[q.question, q.question_language, q.passage, q.passage_language, q.source] for q in questions],
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )


def _read(cache: Path) -> tuple[ParallelText, list[AnsweredQuestion]]:
    arrays = np.load(cache / "rows.npz")
    text = ParallelText(
        cells=tuple((cache / f"cells.{code.value}.txt").read_text(encoding="utf-8").split("\n") for code in LANGUAGES),
        rows=arrays["rows"],
        source_of_row=arrays["source_of_row"],
        sources=tuple(json.loads((cache / "sources.json").read_text(encoding="utf-8"))),
    )
    stored = json.loads((cache / "questions.json").read_text(encoding="utf-8"))
    return text, [
        AnsweredQuestion(
            question=question,
            question_language=LanguageCode(asked_in),
            passage=passage,
            passage_language=LanguageCode(answered_in),
            source=source,
        )
        for question, asked_in, passage, answered_in, source in stored
    ]
