"""Fixtures of the library: three tiny articles with an index, and indexer processes to work on them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.library.job import Job
from indexer.library.jobs import Jobs
from indexer.library.library import Library
from indexer.models_in_use import Models

from .nursery import Fate, Nursery

ARTICLES = {
    "pl-sklep": "---\nid: pl-sklep\nlang: pl\n---\n# Sklep\n\nSklep przy rynku sprzedaje buty i kapcie.\n",
    "fa-bank": "---\nid: fa-bank\nlang: fa\n---\n# بانک\n\nاین بانک به مشتری وام می دهد.\n",
    "ar-kitab": "---\nid: ar-kitab\nlang: ar\n---\n# المكتبة\n\nتبيع المكتبة الكتب في المدينة.\n",
}


class Shelf:
    """A corpus with its index and state in one folder, and the indexers that work on them."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.folder = folder
        self.corpus, self.index, self.state = folder / "corpus", folder / "index", folder / "state"
        self.jobs = Jobs(self.state)
        self.nursery = nursery
        self._living: set[int] = set()

    def edit(self, sentence: str, article_id: str = "pl-sklep") -> str:
        """Let an article end with `sentence`; its text."""
        text = f"{ARTICLES[article_id]}\n{sentence}\n"
        (self.corpus / f"{article_id}.md").write_text(text, encoding="utf-8")
        return text.split("---\n")[2]

    def start(self, *, watch: bool = False, fate: Fate | None = None) -> int:
        pid = self.nursery.start(self.folder, watch=watch, fate=fate)
        self._living.add(pid)
        return pid

    def wait(self, pid: int) -> int:
        self._living.discard(pid)
        return self.nursery.wait(pid)

    def end(self, pid: int) -> int:
        self._living.discard(pid)
        return self.nursery.end(pid)

    def end_all(self) -> None:
        for pid in tuple(self._living):
            self.end(pid)

    def do(self, *, fate: Fate | None = None, whole: bool = False) -> Job:
        """Request a job and let an indexer of its own do it."""
        job = self.jobs.request(author="a test", whole=whole)
        pid = self.start(fate=fate)
        job = self.jobs.wait(job.id, timeout_s=30)
        assert self.end(pid) == 0
        return job

    def served(self, article_id: str = "pl-sklep") -> str:
        """The text of an article as the index serves it to whoever opens it now."""
        from indexer.knowledge import KnowledgeBase

        knowledge = KnowledgeBase.open(self.index)
        assert knowledge.refused == ()
        text = knowledge.article(article_id).source
        (hit, *_) = knowledge.search(text.splitlines()[-1], top_k=1)
        assert hit.passage.span.of(knowledge.article(hit.article.id).source) == hit.passage.text
        return text

    def leftovers(self) -> list[str]:
        return sorted(path.name for path in self.index.rglob(".*.partial"))


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="session")
def indexed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a shelf that was indexed once; to be copied, not used."""
    shelf = Shelf(tmp_path_factory.mktemp("shelf"), nursery)
    shelf.corpus.mkdir()
    for name, text in ARTICLES.items():
        (shelf.corpus / f"{name}.md").write_text(text, encoding="utf-8")
    job = shelf.do()
    assert (job.state, job.embedded, job.problems) == ("done", 3, ())
    return shelf.folder


@pytest.fixture(scope="session")
def models() -> Models:
    return Models.load()


@pytest.fixture
def shelf(
    indexed: Path, nursery: Nursery, models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shelf]:
    # Loading them takes longer than all the rest.
    monkeypatch.setattr(Models, "load", lambda *_: models)
    shutil.copytree(indexed, tmp_path / "shelf")
    made = Shelf(tmp_path / "shelf", nursery)
    yield made
    made.end_all()


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
