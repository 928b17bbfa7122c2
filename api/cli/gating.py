"""The gate: figures once reached, below which no cell may fall again."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer import Report

HIGHER_IS_BETTER = (
    "recall@1",
    "recall@5",
    "recall@10",
    "cited@1",
    "cited@5",
    "mentions",
    "refused_off_topic",
    "refused_near_topic",
    "verbatim",
)
LOWER_IS_BETTER = ("wrong@1", "wrongly_refused", "long")

# Of one question: figures are means over whole questions, but for mentions and recalls of several golds.
_SLACK = 1e-6


def write(report: Report, path: Path) -> None:
    """Write the figures of `report` as a gate, with the number of questions in each group."""
    cells = {
        group: {
            "questions": report.counts[group],
            **{name: round(row[name], 6) for name in (*HIGHER_IS_BETTER, *LOWER_IS_BETTER) if name in row},
        }
        for group, row in report.rows.items()
    }
    path.write_text(json.dumps(cells, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


Cells = list[tuple[str, str, float]]
"""Group, measure and bound of each cell of a gate."""


def read(path: Path) -> Cells:
    """The cells of the gate in `path`; EvaluationError when it holds none."""
    from indexer import EvaluationError

    try:
        gate = json.loads(path.read_text(encoding="utf-8"))
        cells = [(group, name, float(bound)) for group, row in gate.items() for name, bound in row.items()]
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise EvaluationError(
            where=str(path), what=f"is no gate ({error})", next_step="write one with manba eval --write-gate"
        ) from error
    if any(not math.isfinite(bound) for _, _, bound in cells):
        raise EvaluationError(
            where=str(path),
            what="a figure of the gate is no number",
            next_step="write one with manba eval --write-gate",
        )
    if all(name == "questions" for _, name, _ in cells):
        raise EvaluationError(
            where=str(path), what="the gate holds no figure", next_step="write one with manba eval --write-gate"
        )
    return cells


def fallen(report: Report, cells: Cells) -> list[str]:
    """The cells of a gate that `report` does not reach, in words."""
    lines = []
    for group, name, bound in cells:
        if name == "questions":
            reached = report.counts.get(group, 0)
            if reached != bound:
                lines.append(f"{group}: {reached} questions, the gate was made with {bound:.0f}")
            continue
        value = report.rows.get(group, {}).get(name)
        sign = -1 if name in LOWER_IS_BETTER else 1
        if value is None:
            lines.append(f"{group}: {name} was not measured")
        elif sign * value < sign * bound - _SLACK:
            lines.append(f"{group}: {name} is {value:.3f}, the gate is {bound:.3f}")
    return lines
