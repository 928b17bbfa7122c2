"""Fixtures of composing: sentences scored by one feature, and answers from the shipped corpus."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from api.answering import Answerer
from api.composition import picking
from api.composition.calibration import Calibration
from api.composition.scoring import FEATURES
from indexer import KnowledgeBase


@pytest.fixture
def scored_by_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times a sentence's late interaction is its score, four more for a definition, two for a figure."""
    weights = {**dict.fromkeys(FEATURES, 0.0), "late": 10.0, "definition": 4.0, "figure": 2.0}
    fitted = Calibration(
        model="", content_hash="", sentence=MappingProxyType(weights), confidence={}, bias=0.0, answered_from=0.0
    )
    monkeypatch.setattr(picking, "calibration", lambda: fitted)


@pytest.fixture(scope="session")
def answerer(shipped_index: Path) -> Answerer:
    return Answerer(KnowledgeBase.open(shipped_index))
