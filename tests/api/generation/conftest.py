"""Fixtures: a scripted language model on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .model_server import ModelServer, model_server


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server
