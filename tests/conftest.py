"""Fixtures shared by all tests: the folders beside the checkout, present in CI and optional elsewhere."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

# Elsewhere every run tries other inputs; what is merged does not turn red by chance.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing skips in continuous integration: what a test needs is there, or the test has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


def _beside_checkout(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"needs ../shared/{name} beside the checkout")
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
    build_snapshot(found.articles, index=folder, models=Models.load(), glossary=found.glossary)
    return folder


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped corpus; read only, shared by the tests of a run."""
    return _built(ROOT / "corpus", tmp_path_factory.mktemp("shipped") / "index")


@pytest.fixture(scope="session")
def seeds_index(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the five original web articles; read only, shared by the tests of a run."""
    return _built(seeds, tmp_path_factory.mktemp("seeds") / "index")
