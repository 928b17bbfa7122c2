"""README answers for itself: its examples, its map and its table of commands are checked against the product."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from api.answering import Answerer
from indexer import KnowledgeBase
from indexer.cli import LazyGroup, manba

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^\| (.+?) \| (?:`([\w-]+)`|nothing: .+?) \|$", README.split("| asked | answered from |")[1], re.M
)


@pytest.mark.parametrize(("question", "article"), EXAMPLES, ids=[f"example-{n}" for n in range(len(EXAMPLES))])
def test_the_examples_answer_as_the_readme_says(shipped_index: Path, question: str, article: str) -> None:
    answer = Answerer(KnowledgeBase.open(shipped_index)).answer(question)
    assert answer.answered == bool(article)
    assert [citation.article_id for citation in answer.citations[:1]] == ([article] if article else [])


def test_there_are_examples_in_every_language_and_a_refusal() -> None:
    assert len(EXAMPLES) >= 5
    assert any(not article for _, article in EXAMPLES)


def test_the_shown_citation_is_where_the_readme_says(shipped_index: Path) -> None:
    knowledge = KnowledgeBase.open(shipped_index)
    shown = re.search(r'"start": (\d+), "end": (\d+)', README)
    assert shown is not None
    (first, *_) = Answerer(knowledge).answer("Co to jest omnichannel?").citations
    assert (first.start, first.end) == (int(shown[1]), int(shown[2]))


def test_every_command_is_in_the_table_and_the_other_way_round() -> None:
    assert isinstance(manba, LazyGroup)
    told = set(re.findall(r"^\| `manba (\w+)", README, re.M))
    assert told == set(manba.list_commands(click.Context(manba)))


def test_every_path_the_readme_names_is_there() -> None:
    table = README.split("## Where do I change…")[1].split("## Licence")[0]
    named = re.findall(r"`((?:indexer|api|corpus|tests|benchmarks)/[\w./-]*)`", table)
    assert len(named) >= 15
    missing = [name for name in named if not (ROOT / name).exists()]
    assert not missing
