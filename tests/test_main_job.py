"""The main job on real input: the five web articles in, cited answers out in four languages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.answering import Answerer
from indexer import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent

ASKED = [
    pytest.param(
        "شش مرحله کلیدی پیاده\N{ZERO WIDTH NON-JOINER}سازی استراتژی omni-channel کدام\N{ZERO WIDTH NON-JOINER}اند؟",
        "000",
        id="000 in Persian",
    ),
    pytest.param("Dlaczego warto dopracować punkty styku na ścieżce klienta?", "001", id="001 in Polish"),
    pytest.param("ما هو QuestionPro CX؟", "002", id="002 in Arabic"),
    pytest.param("برنامه وفاداری استارباکس چه ویژگی\N{ZERO WIDTH NON-JOINER}ای دارد؟", "003", id="003 in Persian"),
    pytest.param("بانک\N{ZERO WIDTH NON-JOINER}ها با omni-channel به دنبال چه هستند؟", "004", id="004 in Persian"),
    pytest.param("What did Neil Mohan of Google say at a conference?", "004", id="004 in English"),
    pytest.param("Jakie narzędzia pomagają w wizualizacji danych, np. Tableau?", "003", id="003 in Polish"),
]


@pytest.fixture(scope="module")
def knowledge(seeds_index: Path) -> KnowledgeBase:
    return KnowledgeBase.open(seeds_index)


@pytest.mark.parametrize(("question", "article"), ASKED)
def test_a_question_on_each_article_is_answered_from_it(knowledge: KnowledgeBase, question: str, article: str) -> None:
    answer = Answerer(knowledge).answer(question)
    assert answer.answered
    assert answer.citations[0].article_id.startswith(article)


def test_every_citation_is_a_slice_of_its_source(knowledge: KnowledgeBase, graded_questions: Path) -> None:
    answerer = Answerer(knowledge)
    lines = (graded_questions / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    citations = [one for line in lines for one in answerer.answer(json.loads(line)["question"]).citations]
    assert len(citations) >= 20
    for citation in citations:
        assert knowledge.article(citation.article_id).source[citation.start : citation.end] == citation.quote


def test_sources_are_the_files_byte_for_byte(knowledge: KnowledgeBase, seeds: Path) -> None:
    stored = {article.id[:3]: knowledge.article(article.id).source for article in knowledge.articles()}
    files = {path.name[:3]: path.read_bytes() for path in seeds.glob("*.txt")}
    assert {name: source.encode("utf-8") for name, source in stored.items()} == files


def test_asking_imports_no_torch(shipped_index: Path) -> None:
    script = (
        "import sys; from indexer.cli import main\n"
        f"main(['ask', 'Co to jest omnichannel?', '--index', {str(shipped_index)!r}])\n"
        "slow = [name for name in ('torch', 'transformers', 'sentence_transformers', 'hazm') if name in sys.modules]\n"
        "assert not slow, slow"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout


def test_building_imports_no_torch(tmp_path: Path) -> None:
    script = (
        "import sys; from indexer.cli import main\n"
        f"main(['build', '--corpus', 'corpus', '--index', {str(tmp_path / 'index')!r}])\n"
        "slow = [name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules]\n"
        "assert not slow, slow"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "serves from" in done.stdout
