"""The command line as a person meets it: exit codes, one-line errors, JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.library.state import Database

ROOT = Path(__file__).resolve().parents[3]


def manba(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indexer", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )


def test_search_prints_passages_and_json(shipped_index: Path) -> None:
    shown = manba("search", "podróż klienta", "--index", shipped_index, "--top-k", "2")
    assert shown.returncode == 0
    assert shown.stdout.startswith("1. 0.")
    found = json.loads(manba("search", "podróż klienta", "--index", shipped_index, "--json").stdout)["hits"]
    assert len(found) == 5
    similarities = [hit["similarity"] for hit in found]
    assert similarities == sorted(similarities, reverse=True)
    assert all(hit["end"] - hit["start"] == len(hit["text"]) for hit in found)


def test_ask_answers_with_sources_and_in_the_contracts_json(shipped_index: Path) -> None:
    shown = manba("ask", "Co to jest omnichannel?", "--index", shipped_index)
    assert shown.returncode == 0
    assert "[1]" in shown.stdout
    answer = json.loads(manba("ask", "Co to jest omnichannel?", "--index", shipped_index, "--json").stdout)
    assert answer["answered"] is True
    assert answer["citations"][0]["number"] == 1
    assert answer["answer"]


def test_a_refusal_exits_with_1(shipped_index: Path) -> None:
    done = manba("ask", "Jak upiec sernik?", "--index", shipped_index)
    assert done.returncode == 1
    assert done.stdout.startswith("W źródłach tej bazy wiedzy nie ma odpowiedzi na to pytanie.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "?", "--index", "nowhere"], "manba: nowhere: there is no index yet; run: manba build --index nowhere"),
        (["search", "   "], "the question is empty; type a question"),
        (["build", "--corpus", "nowhere"], "nowhere"),
        (["serve", "--index", "nowhere"], "nowhere: there is no index"),
        (["eval", "nowhere.jsonl"], "nowhere.jsonl: the file cannot be read"),
        (["nonsense"], "No such command 'nonsense'"),
        (["ask", "x", "--top-k", "0"], "0 is not in the range"),
    ],
)
def test_bad_usage_and_input_exit_with_2_and_say_what(shipped_index: Path, arguments: list[str], message: str) -> None:
    needs_index = arguments[0] in {"search", "eval"}
    done = manba(*arguments, *(("--index", shipped_index) if needs_index else ()))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_eval_prints_figures_per_language_and_a_gate_can_fail(shipped_index: Path, tmp_path: Path) -> None:
    # All of them are put in test_gate.py.
    questions = tmp_path / "questions"
    questions.mkdir()
    for file in Path("corpus/questions").glob("*.jsonl"):
        few = file.read_text(encoding="utf-8").splitlines()[::6]
        (questions / file.name).write_text("\n".join(few), encoding="utf-8")
    done = manba("eval", questions, "--index", shipped_index, "--json", "--at-least", "verbatim=1")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert {"all", "ar", "en", "fa", "pl", "same language", "across languages"} <= set(report["rows"])
    assert report["rows"]["all"]["verbatim"] == 1.0
    fallen = manba("eval", questions, "--index", shipped_index, "--at-least", "recall@1=1.01")
    assert fallen.returncode == 1
    assert "recall@1 is" in fallen.stderr
    unmeasured = manba("eval", questions, "--index", shipped_index, "--at-least", "beauty=0.1")
    assert unmeasured.returncode == 1
    assert "beauty was not measured at all" in unmeasured.stderr


def test_doctor_is_content_with_a_sound_index_and_names_what_is_wrong(shipped_index: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    arguments = ("doctor", "--corpus", "corpus", "--index", shipped_index, "--state", state)
    sound = manba(*arguments)
    assert sound.returncode == 0, sound.stdout
    assert "checksums agree" in sound.stdout
    assert f"ok    state: {state} holds nothing yet" in sound.stdout
    with Database(state / "kept.db", ("CREATE TABLE one (n TEXT);\n",)).writing() as connection:
        connection.execute("INSERT INTO one VALUES ('kept')")
    assert f"ok    state: {state}, 1 databases, sound" in manba(*arguments).stdout
    (state / "torn.db").write_bytes((state / "kept.db").read_bytes()[:4096] + b"!" * 4096)
    torn = manba(*arguments)
    assert torn.returncode == 1
    assert f"FAIL  state: {state / 'torn.db'}: " in torn.stdout
    missing = manba("doctor", "--corpus", "corpus", "--index", tmp_path / "none")
    assert missing.returncode == 1
    assert f"→ run: manba build --index {tmp_path / 'none'}" in missing.stdout


def test_a_corpus_with_a_problem_is_not_built_unless_told_so(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Tytuł\n\nTo jest pierwszy artykuł o sklepach.\n", encoding="utf-8")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe broken")
    refused = manba("build", "--corpus", tmp_path, "--index", tmp_path / "index")
    assert refused.returncode == 2
    assert "bad.md" in refused.stderr
    assert "nothing was built" in refused.stderr
    built = manba("build", "--corpus", tmp_path, "--index", tmp_path / "index", "--allow-problems")
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("1 articles, 1 passages")


def test_a_second_build_embeds_only_what_changed(tmp_path: Path) -> None:
    article = tmp_path / "corpus" / "a.md"
    article.parent.mkdir()
    article.write_text("# Sklep\n\nSklep sprzedaje buty.\n", encoding="utf-8")
    (article.parent / "b.md").write_text("# Bank\n\nBank prowadzi konta klientów.\n", encoding="utf-8")
    arguments = ("build", "--corpus", article.parent, "--index", tmp_path / "index", "--json")
    assert json.loads(manba(*arguments).stdout)["embedded"] == 2
    article.write_text("# Sklep\n\nSklep sprzedaje książki.\n", encoding="utf-8")
    again = json.loads(manba(*arguments).stdout)
    assert (again["embedded"], again["reused"]) == (1, 1)
    found = json.loads(manba("search", "książki", "--index", tmp_path / "index", "--json").stdout)["hits"]
    assert "książki" in found[0]["text"]
