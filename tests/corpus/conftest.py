"""The shipped articles and graded questions as plain values, read without the indexer so that both can be checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedArticle:
    path: Path
    front: dict[str, Any]
    body: str

    @property
    def prose(self) -> str:
        """The body without what only Markdown reads: heading marks, list numbers, table rules."""
        return "\n".join(_without_marks(line) for line in self.body.splitlines())


def _without_marks(line: str) -> str:
    if line.startswith("| ---"):
        return ""
    head, _, rest = line.partition(" ")
    is_mark = head in {"-", "|"} or set(head) == {"#"} or (head.endswith(".") and head[:-1].isdecimal())
    return rest if is_mark else line


def read_article(path: Path) -> ShippedArticle:
    text = path.read_text(encoding="utf-8")
    opening, front, body = text.split("---\n", 2)
    assert opening == "", f"{path}: front matter must open the file"
    return ShippedArticle(path=path, front=yaml.safe_load(front), body=body)


def article_paths(language: str = "*") -> list[Path]:
    return sorted((CORPUS / "articles").glob(f"{language}/*.md"))


def _stem(path: Path) -> str:
    return path.stem


@pytest.fixture(params=article_paths(), ids=_stem)
def article(request: pytest.FixtureRequest) -> ShippedArticle:
    return read_article(request.param)


@pytest.fixture(params=article_paths("fa"), ids=_stem)
def persian(request: pytest.FixtureRequest) -> ShippedArticle:
    return read_article(request.param)


@pytest.fixture(params=article_paths("pl"), ids=_stem)
def polish(request: pytest.FixtureRequest) -> ShippedArticle:
    return read_article(request.param)


@pytest.fixture(params=article_paths("ar"), ids=_stem)
def arabic(request: pytest.FixtureRequest) -> ShippedArticle:
    return read_article(request.param)


@pytest.fixture(scope="session")
def articles() -> dict[str, ShippedArticle]:
    """Every shipped article by its id."""
    by_id: dict[str, ShippedArticle] = {}
    for path in article_paths():
        shipped = read_article(path)
        assert shipped.front["id"] not in by_id, f"{path}: id {shipped.front['id']!r} is taken"
        by_id[shipped.front["id"]] = shipped
    return by_id


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


@pytest.fixture(scope="session")
def questions() -> list[dict[str, Any]]:
    """Every graded question on the shipped articles."""
    return list(_lines(CORPUS / "questions"))
