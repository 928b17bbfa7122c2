from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["lines", "month_names", "parsing"])
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"indexer.articles.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
