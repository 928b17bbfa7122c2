"""Runs a test marked `golden("FILE.tsv")` for each row of the file, given to it as `row`, the reason last.

A golden file has one phenomenon a row; characters that cannot be seen stand in it by name.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parent / "golden"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "golden(name): run once for each row of a golden file")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("golden")
    if marker is not None:
        rows = _rows(marker.args[0])
        metafunc.parametrize("row", rows, ids=[f"{number}-{row[-1]}" for number, row in enumerate(rows, start=1)])


def _rows(name: str) -> list[tuple[str, ...]]:
    head, *lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    columns = len(head.split("\t"))
    found = [tuple(re.sub(r"\\N\{([^}]+)\}", _named, cell) for cell in line.split("\t")) for line in lines]
    for cells in found:
        if len(cells) != columns or not cells[-1]:
            raise ValueError(f"{name}: {cells} has {len(cells)} cells, not {columns}")
    if not found:
        raise ValueError(f"{name}: no rows")
    return found


def _named(match: re.Match[str]) -> str:
    names = {"EMPTY": "", "CHARACTER TABULATION": "\t"}
    return names[match[1]] if match[1] in names else unicodedata.lookup(match[1])
