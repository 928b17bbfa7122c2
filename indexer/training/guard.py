"""The guard against training on what the model is judged by."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path

from indexer.errors import CorpusError
from indexer.training.parallel import read_rows, tsv_files

# Columns whose cells are text; ids, sources and marks are not.
TEXT_COLUMNS = ("en", "fa", "pl", "ar", "text", "question", "answer")
_SENTENCE_ENDS = ".!?؟…。\n"
# Short cells ("Yes", a name, a date, an answer of two words) are the same everywhere and teach nothing of a test.
MIN_WORDS = 4


def letters_and_digits(text: str) -> str:
    """`text` reduced to what cannot hide a repetition: compatibility forms, case, marks and punctuation folded away.

    >>> letters_and_digits("Łódź – 1,5 Mln")
    'łodz15mln'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if unicodedata.category(letter)[0] in "LN")


def evaluation_texts(folder: Path) -> set[str]:
    """The cells of the evaluation files in `folder`, and the sentences of their passages, folded.

    Texts of fewer than MIN_WORDS words are left out. Raises CorpusError when the folder holds no file.
    """
    texts: set[str] = set()
    for file in tsv_files([folder]):
        for _, row in read_rows(file):
            for column in TEXT_COLUMNS:
                if column == "answer":
                    continue
                cell = row.get(column, "")
                pieces = [cell]
                if column == "text":
                    marked = cell
                    for end in _SENTENCE_ENDS:
                        marked = marked.replace(end, f"{end}\n")
                    pieces += marked.split("\n")
                texts.update(letters_and_digits(piece) for piece in pieces if len(piece.split()) >= MIN_WORDS)
    texts.discard("")
    return texts


def is_evaluation_text(cell: str, judged_by: Collection[str]) -> bool:
    """Whether `cell` equals one of the texts that `evaluation_texts` gave."""
    return len(cell.split()) >= MIN_WORDS and letters_and_digits(cell) in judged_by


def leaks(training: Iterable[Path], evaluation: Path) -> list[str]:
    """Where a training cell equals an evaluation text, as "file:line: text"; an empty list is what one wants.

    Raises CorpusError when a folder is missing, or the evaluation folder holds no text: a guard that compared nothing
    has not guarded.
    """
    judged_by = evaluation_texts(evaluation)
    if not judged_by:
        raise CorpusError(
            where=str(evaluation), what="no evaluation text", next_step="give the folder of the evaluation files"
        )
    return [
        f"{file}:{number}: {cell[:80]}"
        for file in tsv_files(training)
        for number, row in read_rows(file)
        for cell in (row.get(column, "") for column in TEXT_COLUMNS)
        if is_evaluation_text(cell, judged_by)
    ]
