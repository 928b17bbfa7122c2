"""A wheel brings the shipped corpus with it: whoever installs Manba has the articles, away from any checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = len(list((ROOT / "corpus" / "articles").glob("*/*.md")))


def _run(*arguments: str, cwd: Path, **variables: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MANBA_")}
    done = subprocess.run(
        (sys.executable, *arguments), cwd=cwd, env={**kept, **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_wheel_has_its_articles_and_glossary(tmp_path: Path) -> None:
    _run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("manba-*.whl")
    prefix, elsewhere = tmp_path / "prefix", tmp_path / "elsewhere"
    elsewhere.mkdir()
    options = ("--quiet", "--no-deps", "--no-index", "--ignore-installed", "--prefix", str(prefix))
    _run("-m", "pip", "install", *options, str(wheel), cwd=tmp_path)
    (packages,) = prefix.glob("lib/python*/site-packages")
    told = json.loads(_run("-m", "indexer", "check", "--json", cwd=elsewhere, PYTHONPATH=str(packages)))
    assert len(told["articles"]) == ARTICLES >= 6
    assert told["problems"] == []
    assert all(article["origin"].startswith(str(prefix.resolve())) for article in told["articles"])
    assert all("omnichannel" in article["concepts"] for article in told["articles"]), "the glossary was not found"
