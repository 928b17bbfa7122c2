"""The model card: data with licences, command, figures and limits, in a README beside the weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from indexer.training.parallel import LANGUAGES, MISSING, ParallelText

_NOT_STATED = "see the folder's own notes"


def read_licences(file: Path) -> dict[str, str]:
    """The licence of each file named in the Markdown tables of `file` that have the columns "file" and "licence"."""
    licences: dict[str, str] = {}
    columns: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            columns = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not columns:
            columns = cells
        elif {"file", "licence"} <= set(columns) and len(cells) == len(columns):
            row = dict(zip(columns, cells, strict=True))
            if row["file"].endswith(".tsv"):
                licences[row["file"]] = row["licence"]
    return licences


def write_card(
    *,
    name: str,
    text: ParallelText,
    licences: Mapping[str, str],
    command: str,
    minutes: float,
    pieces: int,
    dimension: int,
) -> str:
    """The card of a model just trained; its figures are to be filled in from `benchmarks/model.py`."""
    rows = Counter(text.source_of_row.tolist())
    filled = (text.rows != MISSING).sum(axis=0)
    cells = ", ".join(f"{code.value} {int(count):,}" for code, count in zip(LANGUAGES, filled, strict=True))
    lines = [
        f"# {name}",
        "",
        "Static token vectors for Persian, Polish, Arabic and English in one space, in the StaticEmbedding format of",
        f"sentence-transformers: {pieces:,} pieces of {dimension} numbers in 16 bits. A text is the mean of its",
        "tokens' vectors; for late interaction a word is the sum of its tokens, and each token has a weight of its own",
        "(`late_weights` in the same file). Texts go in as the stems of their words: `indexer.embedding` sees to that,",
        "sentence-transformers has to be given what `indexer.embedding.folding.fold` makes of a text.",
        "",
        "## Data",
        "",
        f"{len(text.rows):,} rows of parallel text ({cells}), counted after repetitions and",
        "evaluation texts were left out.",
        "",
        "| file | licence | rows |",
        "|---|---|---|",
    ]
    for number in np.argsort(np.asarray(text.sources, dtype=object), kind="stable"):
        source = text.sources[int(number)]
        lines.append(f"| {source} | {licences.get(source, _NOT_STATED)} | {rows[int(number)]:,} |")
    lines += [
        "",
        "## Command",
        "",
        "```",
        command,
        "```",
        "",
        f"It took {minutes:.0f} minutes. The recipe's figures stand in `manba.json`.",
        "",
        "## Figures",
        "",
        "From `python benchmarks/model.py`.",
        "",
        "## Limits",
        "",
        "- Word order, endings and context do not count: a sentence and its negation are near each other.",
        "- Much of the text is software documentation and interface strings, part of it machine-translated; everyday",
        "  speech, literature and names are known less well.",
        "- Persian has the least text, Arabic and Polish mostly documentation.",
        "- Dialects of Arabic and spoken Persian were not trained on.",
        "",
    ]
    return "\n".join(lines)
