"""README's section on editing, run as it stands: its commands, its requests with curl."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .served import servers

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.split("## Editing over HTTP\n")[1].split("\n## ")[0]
COMMANDS, REQUESTS = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
FIRST = "# Zwroty\n\nKlient zwraca towar w sklepie.\n"
SECOND = "# Zwroty\n\nKlient zwraca towar w każdym sklepie.\n"
# Each answer on a line of its own; a refused request ends the script.
CURL = """set -euo pipefail
curl() { command curl -sS --fail-with-body --noproxy '*' "$@" && echo; }
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the files that the section speaks of and the command where it says."""
    command = tmp_path / ".venv" / "bin" / "manba"
    command.parent.mkdir(parents=True)
    script = "from indexer.cli import main; main()"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(script)} "$@"\n')
    command.chmod(0o755)
    (tmp_path / "my-articles").mkdir()
    (tmp_path / "my-articles" / "dostawa.md").write_text("# Dostawa\n\nPaczka jedzie dwa dni.\n", encoding="utf-8")
    (tmp_path / "zwroty.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "zwroty-2.md").write_text(SECOND, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "articles.zip", "w") as archive:
        archive.writestr("reklamacje.md", "# Reklamacje\n\nReklamację rozpatruje się w dwa tygodnie.\n")
    return tmp_path


def run(script: str, place: Path, **environment: str) -> list[str]:
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        ["bash", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=place,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_the_section_works_as_it_stands(place: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    *commands, serve = COMMANDS.strip().splitlines()
    (*_, key) = run("set -e\n" + "\n".join([*commands, 'echo "$KEY"']), place)
    assert key.startswith("manba_")
    assert shlex.split(serve) == [".venv/bin/manba", "serve", "--corpus", "my-articles", "--index", "index"]
    with servers(place / "index") as start:
        server = start("--corpus", str(place / "my-articles"))
        requests = REQUESTS.replace("http://127.0.0.1:8000", server.address)
        lines = run(CURL + requests, place, KEY=key)
        seen, published, corrected, diff, restored, imported, jobs, deleted = map(json.loads, filter(None, lines))
    assert seen["usable"] is True
    assert (published["version"]["number"], published["job"]["state"]) == (1, "done")
    assert corrected["version"]["number"] == 2
    assert [line["text"] for line in diff["lines"] if line["kind"] == "added"] == [SECOND.splitlines()[2]]
    assert restored["version"]["restored_from"] == 1
    assert [(one["id"], one["status"]) for one in imported["files"]] == [("reklamacje", "created")]
    assert jobs["jobs"]
    assert deleted["version"]["action"] == "deleted"
    assert {path.name for path in (place / "my-articles").iterdir()} == {"dostawa.md", "reklamacje.md"}
