from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.commands.check import check

BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy. Potem wraca."
ISOLATE, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [
        "Zwroty bez bólu",
        "Opublikowano: 17 تیر 1403",
        BODY,
        BODY,
        BODY,
        "Dodaj komentarz do tego bardzo długiego wpisu o zwrotach",
    ]
    (tmp_path / "zwroty.txt").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(check, [str(argument) for argument in arguments])


def test_each_article_is_told_with_what_was_guessed_and_left_out(folder: Path) -> None:
    found = run(folder)
    assert found.exit_code == 0
    assert found.output.splitlines() == [
        f"{folder}/zwroty.txt",
        "  id         zwroty (guessed)",
        "  title      Zwroty bez bólu (guessed)",
        "  language   pl (guessed)",
        "  published  2024-07-07 = 17 تیر 1403 (guessed)",
        "  publisher  not found",
        "  passages   1, of 6 sentences",
        "  left out of passages:",
        "    line    2  date line: Opublikowano: 17 تیر 1403",
        "    line    6  comment form: Dodaj komentarz do tego bardzo długiego wpisu o…",
        "",
        "1 article, 1 passage, 2 stretches of residue, 0 warnings, 0 problems",
    ]


def test_problems_are_told_with_their_next_step_and_exit_code_2(folder: Path) -> None:
    (folder / "bad.md").write_text("---\nlang: plk\n---\nx", encoding="utf-8")
    found = run(folder)
    assert found.exit_code == 2
    assert f"{folder}/bad.md:2: language 'plk' is unknown\n  next: use one of ar, en, fa, pl\n" in found.stderr
    assert "Zwroty bez bólu" in found.stdout
    assert found.stdout.endswith("1 problem\n")


def test_an_empty_corpus_is_no_clean_check(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert found.exit_code == 2
    assert "holds no article" in found.stderr


def test_json_tells_the_same(folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff")
    found = run(folder, "--json")
    assert found.exit_code == 2
    told = json.loads(found.stdout)
    (article,) = told["articles"]
    assert (article["id"], article["language"], article["published"]) == ("zwroty", "pl", "2024-07-07")
    assert article["guessed"] == ["id", "title", "language", "published"]
    assert (article["passages"], article["sentences"]) == (1, 6)
    assert [(row["line"], row["reason"]) for row in article["residue"]] == [(2, "date line"), (6, "comment form")]
    (problem,) = told["problems"]
    assert problem["where"] == f"{folder}/bad.md:1"
    assert set(problem) == {"where", "what", "next_step"}


def test_warnings_leave_the_exit_code_0(folder: Path) -> None:
    (folder / "c.md").write_text(f"---\nlang: pl\nautor: x\n---\n{BODY}", encoding="utf-8")
    found = run(folder)
    assert found.exit_code == 0
    assert "  warning: line 3: field 'autor' is not known" in found.output


def test_articles_are_counted_by_language_and_translations_are_told(tmp_path: Path) -> None:
    for language, other in (("pl", "ar"), ("ar", "pl")):
        text = f"---\nlang: {language}\ntitle: x\ntranslations: [{other}-a]\n---\n{BODY}\n"
        (tmp_path / f"{language}-a.md").write_text(text, encoding="utf-8")
    found = run(tmp_path)
    assert "  translated pl-a\n" in found.output
    assert found.output.splitlines()[-2] == "by language: 1 ar, 1 pl"
    told = json.loads(run(tmp_path, "--json").output)
    assert told["languages"] == {"ar": 1, "pl": 1}
    assert [article["translations"] for article in told["articles"]] == [["pl-a"], ["ar-a"]]


def test_paths_and_the_option_may_be_given_together(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "b.txt"
    other.write_text(f"{BODY} {BODY}", encoding="utf-8")
    assert run("--corpus", folder).output.endswith(
        "1 article, 1 passage, 2 stretches of residue, 0 warnings, 0 problems\n"
    )
    assert run(other, "--corpus", folder).output.splitlines()[-1].startswith("2 articles, 2 passages")
    assert run(other).output.splitlines()[-1].startswith("1 article, 1 passage, 0 stretches")


def test_on_a_terminal_texts_are_isolated_and_elsewhere_not(folder: Path) -> None:
    assert ISOLATE not in run(folder).output
    code = f"from indexer.commands.check import check; check([{str(folder)!r}])"
    main, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=terminal, stderr=terminal, env=environment) as process:
        os.close(terminal)
        told = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # the terminal is gone with its last writer
                break
            if not part:
                break
            told += part
        assert process.wait() == 0
    os.close(main)
    output = told.decode()
    assert f"2024-07-07 = {ISOLATE}17 تیر 1403{POP}" in output
    assert output.count(ISOLATE) == output.count(POP)


def test_the_five_originals_are_clean(seeds: Path) -> None:
    found = run(seeds)
    assert found.exit_code == 0
    assert found.output.splitlines()[-1].startswith("5 articles, ")
    assert found.output.endswith("0 warnings, 0 problems\n")
