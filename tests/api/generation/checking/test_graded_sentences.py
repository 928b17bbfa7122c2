"""The gate on graded sentences: what is shown is supported, and answers are left standing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from indexer import KnowledgeBase

ROOT = Path(__file__).resolve().parents[4]
FEWEST = 100


def test_precision_and_recall_do_not_fall(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    sys.modules.pop("support", None)
    import support

    files = sorted(support.GRADED.glob("*.jsonl"))
    if not files:
        pytest.skip("needs the graded sentences of benchmarks/support")
    # Every third sentence of each file, so that the gate is quick.
    graded = [one for number, one in enumerate(support.read_graded(files)) if number % 3 == 0]
    assert len(graded) >= FEWEST
    view = KnowledgeBase.open(shipped_index).view()
    groups = support.grouped([support.checked(view, case) for case in support.cases(view, graded)])
    for name, least_precision, least_recall in (("same", 0.8, 0.75), ("across", 0.8, 0.55)):
        precision, recall = support.precision_recall(groups[name], lambda one: one.is_shown)
        assert precision >= least_precision, name
        assert recall >= least_recall, name
    swapped = [one for one in groups["all"] if one.case.graded.grade in {"concept", "figure", "wrong_source"}]
    assert sum(not one.is_shown for one in swapped) >= 0.93 * len(swapped)
