"""A library over an empty corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.library.library import Library


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def library(root: Path, state: Path) -> Library:
    return Library([root], state=state)
