"""The committed gate: no figure on the shipped corpus may fall below what was once reached."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from api.cli.evaluate import evaluate

QUESTIONS = Path(__file__).resolve().parent.parent / "corpus" / "questions"
GATE = QUESTIONS / "gate.json"


def test_no_figure_falls(shipped_index: Path) -> None:
    run = CliRunner().invoke(evaluate, [str(QUESTIONS), "--index", str(shipped_index), "--gate", str(GATE)])
    assert run.exit_code == 0, run.output


def test_the_gate_holds_every_language_and_kind_with_its_questions() -> None:
    gate = json.loads(GATE.read_text(encoding="utf-8"))
    languages = {code: cells["questions"] for code, cells in gate.items() if len(code) == 2}
    assert set(languages) == {"ar", "en", "fa", "pl"}
    assert sum(languages.values()) == gate["all"]["questions"] >= 200
    kinds = {group for group in gate if group.startswith("kind ")}
    assert len(kinds) >= 12
    assert {"cited@1", "cited@5", "refused_off_topic", "refused_near_topic"} <= set(gate["all"])
