"""What follow-ups are resolved by: the shipped corpus's glossary and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import KnowledgeBase, KnowledgeView


@pytest.fixture(scope="session")
def view(shipped_index: Path) -> KnowledgeView:
    return KnowledgeBase.open(shipped_index).view()
