"""However a reader names a Concept, the same passages are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.domain import LanguageCode
from indexer.knowledge import KnowledgeBase

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.fixture(scope="module")
def knowledge(shipped_index: Path) -> KnowledgeBase:
    return KnowledgeBase.open(shipped_index)


def found(knowledge: KnowledgeBase, text: str, language: LanguageCode) -> list[str]:
    return [hit.passage.id for hit in knowledge.search(text, language=language, top_k=5)]


@pytest.mark.parametrize(
    ("language", "spellings"),
    [
        (
            LanguageCode.PERSIAN,
            (f"همه{ZWNJ}کاناله چیست؟", f"اومنی{ZWNJ}چنل چیست؟", "اومنی چنل چیست؟", "omnichannel چیست؟"),
        ),
        (LanguageCode.POLISH, ("Co to jest omnichannel?", "Co to jest omnikanałowość?", "Co to jest omni-channel?")),
        (LanguageCode.ENGLISH, ("What is multichannel?", "What is multi-channel?")),
    ],
)
def test_spellings_of_one_name_find_the_same(
    knowledge: KnowledgeBase, language: LanguageCode, spellings: tuple[str, ...]
) -> None:
    first, *others = (found(knowledge, text, language) for text in spellings)
    assert len(first) == 5
    assert all(other == first for other in others)


def test_who_asks_about_a_word_means_that_word(knowledge: KnowledgeBase) -> None:
    asked = [f"معنی «{word}» چیست؟" for word in (f"اومنی{ZWNJ}چنل", f"همه{ZWNJ}کاناله")]
    first, second = (found(knowledge, text, LanguageCode.PERSIAN) for text in asked)
    assert first != second
