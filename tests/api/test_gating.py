"""The gate of `manba eval`: figures once reached, below which no cell may fall again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import evaluate as evaluating
from api.cli.gating import fallen, read, write
from indexer import EvaluationError, Report
from indexer.cli import main
from indexer.evaluation import GradedQuestion, Outcome, Response
from indexer.evaluation.questions import read_questions

ROWS = {"all": {"cited@1": 0.75, "wrongly_refused": 0.25, "took_ms": 7.0}, "pl": {"cited@1": 0.5}}
QUESTION = {
    "id": "q1",
    "lang": "pl",
    "question": "Co to jest omnichannel?",
    "kind": "definition",
    "answerable": True,
    "gold": [{"doc": "pl-terms", "quote": "Omnichannel to strategia, w której firma łączy wszystkie swoje kanały"}],
}


def report(rows: dict[str, dict[str, float]], questions: int = 4) -> Report:
    return Report(rows=rows, counts=dict.fromkeys(rows, questions), outcomes=())


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    file = tmp_path / "gate.json"
    write(report(ROWS), file)
    return file


def test_a_gate_holds_the_figures_that_count_and_the_number_of_questions(gate: Path) -> None:
    assert json.loads(gate.read_text(encoding="utf-8")) == {
        "all": {"questions": 4, "cited@1": 0.75, "wrongly_refused": 0.25},
        "pl": {"questions": 4, "cited@1": 0.5},
    }


def test_what_reaches_its_own_gate_or_more_has_not_fallen(gate: Path) -> None:
    assert fallen(report(ROWS), read(gate)) == []
    assert fallen(report({"all": {"cited@1": 0.8, "wrongly_refused": 0.2}, "pl": {"cited@1": 1.0}}), read(gate)) == []


@pytest.mark.parametrize(
    ("group", "measure", "value", "line"),
    [
        ("all", "cited@1", 0.74, "all: cited@1 is 0.740, the gate is 0.750"),
        ("pl", "cited@1", 0.25, "pl: cited@1 is 0.250, the gate is 0.500"),
        ("all", "wrongly_refused", 0.26, "all: wrongly_refused is 0.260, the gate is 0.250"),
    ],
)
def test_a_cell_that_falls_is_named_and_the_others_are_not(
    gate: Path, group: str, measure: str, value: float, line: str
) -> None:
    """One language's fall is not hidden by the others'."""
    rows = {name: {**row, measure: value} if name == group else row for name, row in ROWS.items()}
    assert fallen(report(rows), read(gate)) == [line]


def test_a_cell_that_was_not_measured_has_fallen(gate: Path) -> None:
    assert fallen(report({**ROWS, "pl": {}}), read(gate)) == ["pl: cited@1 was not measured"]


def test_a_group_without_questions_has_fallen(gate: Path) -> None:
    assert fallen(report({"all": ROWS["all"]}), read(gate)) == [
        "pl: 0 questions, the gate was made with 4",
        "pl: cited@1 was not measured",
    ]


@pytest.mark.parametrize("questions", [3, 5])
def test_another_number_of_questions_needs_another_gate(gate: Path, questions: int) -> None:
    assert fallen(report(ROWS, questions=questions), read(gate)) == [
        f"all: {questions} questions, the gate was made with 4",
        f"pl: {questions} questions, the gate was made with 4",
    ]


def test_rounding_is_no_fall(tmp_path: Path) -> None:
    rows = {"all": {"cited@1": 2 / 3, "wrongly_refused": 1 / 3}}
    write(report(rows), tmp_path / "gate.json")
    assert fallen(report(rows), read(tmp_path / "gate.json")) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{}", "the gate holds no figure"),
        ('{"all": {}}', "the gate holds no figure"),
        ('{"all": {"questions": 4}}', "the gate holds no figure"),
        ("", "is no gate"),
        ("{", "is no gate"),
        ("[]", "is no gate"),
        ('{"all": 1}', "is no gate"),
        ('{"all": {"cited@1": null}}', "is no gate"),
        ('{"all": {"cited@1": "high"}}', "is no gate"),
        ('{"all": {"cited@1": NaN}}', "a figure of the gate is no number"),
    ],
)
def test_an_empty_or_broken_gate_is_an_error(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "gate.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=rf"gate\.json: {fault}.*--write-gate"):
        fallen(report(ROWS), read(file))


def test_a_gate_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"nowhere\.json: is no gate"):
        fallen(report(ROWS), read(tmp_path / "nowhere.json"))


def test_a_gate_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gate.json").write_bytes(b"\xff\xfe")
    with pytest.raises(EvaluationError, match="is no gate"):
        fallen(report(ROWS), read(tmp_path / "gate.json"))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8")
    return file


def run(*arguments: object) -> int:
    """The exit code of `manba eval` with these arguments."""
    try:
        main(["eval", *map(str, arguments)])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_what_writes_a_gate_passes_it(questions: Path, shipped_index: Path, tmp_path: Path) -> None:
    gate = tmp_path / "gate.json"
    assert run(questions, "--index", shipped_index, "--write-gate", gate) == 0
    assert json.loads(gate.read_text(encoding="utf-8"))["pl"]["cited@1"] == 1.0
    assert run(questions, "--index", shipped_index, "--gate", gate) == 0


def test_what_falls_below_its_gate_exits_with_1_and_says_what(
    questions: Path, shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.json"
    gate.write_text('{"pl": {"questions": 2, "cited@1": 1.0, "mentions": 0.1}}', encoding="utf-8")
    assert run(questions, "--index", shipped_index, "--gate", gate) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == ["manba: pl: 1 questions, the gate was made with 2", "manba: pl: mentions was not measured"]


def test_a_gate_is_looked_at_before_it_is_written_anew(
    questions: Path, shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.json"
    gate.write_text('{"pl": {"cited@1": 1.1}}', encoding="utf-8")
    assert run(questions, "--index", shipped_index, "--gate", gate, "--write-gate", gate) == 1
    assert "pl: cited@1 is 1.000, the gate is 1.100" in capsys.readouterr().err
    assert json.loads(gate.read_text(encoding="utf-8"))["pl"]["cited@1"] == 1.0


def test_an_empty_gate_exits_with_2_before_anything_is_measured(
    questions: Path,
    shipped_index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluating, "measure", None)
    (tmp_path / "gate.json").write_text("{}", encoding="utf-8")
    assert run(questions, "--index", shipped_index, "--gate", tmp_path / "gate.json") == 2
    assert "the gate holds no figure" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_of_no_questions_exits_with_2(
    shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "none.jsonl").write_text(content, encoding="utf-8")
    assert run(tmp_path / "none.jsonl", "--index", shipped_index) == 2
    assert "there is no graded question to evaluate" in capsys.readouterr().err


@pytest.mark.parametrize("entry", ["cited@1", "cited@1=", "cited@1=high", "cited@1=nan", "cited@1=inf"])
def test_a_bound_that_is_no_number_exits_with_2(questions: Path, shipped_index: Path, entry: str) -> None:
    assert run(questions, "--index", shipped_index, "--at-least", entry) == 2


def test_a_bound_from_above_and_from_below(questions: Path, shipped_index: Path) -> None:
    index = "--index", shipped_index
    assert run(questions, *index, "--at-most", "wrongly_refused=0", "--at-least", "cited@1=1") == 0
    assert run(questions, *index, "--at-most", "cited@1=0.9") == 1
    assert run(questions, *index, "--at-least", "wrongly_refused=0.1") == 1


def test_kinds_losses_and_reliability_are_printed_and_in_the_json(
    questions: Path, shipped_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unanswerable = {**QUESTION, "id": "q2", "answerable": False, "gold": []}
    questions.write_text("\n".join(json.dumps(one) for one in (QUESTION, unanswerable)), encoding="utf-8")
    assert run(questions, "--index", shipped_index, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["kind definition"] == 2
    assert told["lost"]["all"] == {"answered, though the sources do not say": 1}
    (one,) = told["reliability"]
    assert (one["count"], one["right"]) == (2, 0.5)
    assert one["low"] <= one["confidence"] < one["high"]
    assert run(questions, "--index", shipped_index, "--failures") == 0
    printed = capsys.readouterr().out
    assert "where the rest is lost: (1) answered, though the sources do not say" in printed
    assert "q2 (pl, definition): answered, though the sources do not say: Co to jest omnichannel?" in printed
    assert f"{one['low']:.1f} to {one['high']:.1f}" in printed


def test_measuring_puts_each_question_to_the_index(questions: Path, shipped_index: Path) -> None:
    graded: list[GradedQuestion] = read_questions([questions])
    outcome: Outcome = evaluating.measure(graded, shipped_index).outcomes[0]
    response: Response = outcome.response
    assert response.answered
    assert response.confidence > 0.5
    assert response.citations[0].article_id == "pl-terms"
    assert response.text.startswith("Omnichannel to strategia")
    assert outcome.lost is None
