"""Fixtures shared by all tests: the folders beside the checkout, present in CI and optional elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def _beside_checkout(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        reason = f"needs ../shared/{name} beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five original web articles."""
    return _beside_checkout("seeds")


@pytest.fixture(scope="session")
def graded_questions() -> Path:
    """The folder of sample graded questions on the seeds."""
    return _beside_checkout("questions")


def _built(corpus: Path, folder: Path) -> Path:
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.models_in_use import Models

    found = read_corpus([corpus])
    assert found.problems == ()
    build_snapshot(found.articles, index=folder, models=Models.load())
    return folder


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped corpus; read only, shared by the tests of a run."""
    return _built(ROOT / "corpus", tmp_path_factory.mktemp("shipped") / "index")


@pytest.fixture(scope="session")
def seeds_index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the five original web articles; read only, shared by the tests of a run."""
    return _built(seeds, tmp_path_factory.mktemp("seeds") / "index")
