"""Watching a corpus: every way in which editors and tools change files is noticed, and what nobody reads is not."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from indexer.library import watching
from indexer.library.watching import corpus_changes

QUIET_S = 0.7


class Watched:
    """A corpus, and what is told of it."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self.told: queue.Queue[None] = queue.Queue()
        self.stop = threading.Event()
        # A test that fails must not keep the run from its end.
        self.thread = threading.Thread(target=self._watch, args=(tuple(roots),), daemon=True)
        self.thread.start()

    def _watch(self, roots: tuple[Path, ...]) -> None:
        for told in corpus_changes(lambda: roots, stop=self.stop):
            self.told.put(told)

    def must_tell(self, what: str) -> None:
        try:
            self.told.get(timeout=10)
        except queue.Empty:
            pytest.fail(f"nothing was told of: {what}")

    def must_not_tell(self, what: str) -> None:
        try:
            self.told.get(timeout=QUIET_S)
        except queue.Empty:
            return
        pytest.fail(f"something was told of: {what}")

    def end(self) -> None:
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "articles" / "pl").mkdir(parents=True)
    (folder / "articles" / "pl" / "a.md").write_text("# A\n\nZdanie.\n", encoding="utf-8")
    return folder


@pytest.fixture
def watched(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr(watching, "LOOK_S", 0.3)
    made = Watched([corpus])
    made.must_tell("the beginning")
    yield made
    made.end()


def test_whatever_changes_an_article_is_told(watched: Watched, corpus: Path) -> None:
    folder = corpus / "articles" / "pl"
    (folder / "b.md").write_text("# B\n\nZdanie.\n", encoding="utf-8")
    watched.must_tell("a new file")
    (folder / "b.md").write_text("# B\n\nInne.\n", encoding="utf-8")
    watched.must_tell("a file written again")
    (folder / ".b.md.swp").write_text("# B\n\nZ edytora.\n", encoding="utf-8")
    (folder / ".b.md.swp").replace(folder / "b.md")
    watched.must_tell("a file replaced by rename")
    (folder / "b.md").rename(folder / "c.md")
    watched.must_tell("a file renamed")
    (folder / "c.terms.toml").write_text('[terms]\n"a" = "b"\n', encoding="utf-8")
    watched.must_tell("a sidecar")
    (corpus / "glossary.toml").write_text("", encoding="utf-8")
    watched.must_tell("a glossary")
    folder.rename(corpus / "articles" / "polskie")
    watched.must_tell("a folder renamed")
    (corpus / "articles" / "polskie" / "c.md").unlink()
    watched.must_tell("a file deleted")
    (corpus / "articles" / "new" / "folder").mkdir(parents=True)
    (corpus / "articles" / "new" / "folder" / "d.txt").write_text("Zdanie.\n", encoding="utf-8")
    watched.must_tell("a file in a new folder")
    shutil.rmtree(corpus / "articles" / "new")
    watched.must_tell("a folder deleted")


def test_a_change_that_leaves_size_and_time_alone_is_told(watched: Watched, corpus: Path) -> None:
    path = corpus / "articles" / "pl" / "a.md"
    before = path.stat()
    path.write_text("# A\n\nZdania.\n"[: before.st_size], encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    watched.must_tell("a change with the old time")


def test_what_is_no_article_is_not_told(watched: Watched, corpus: Path) -> None:
    folder = corpus / "articles" / "pl"
    (folder / ".a.md.123.partial").write_text("half", encoding="utf-8")
    (folder / ".hidden.md").write_text("# Hidden\n", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("# X\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"png")
    (folder / "README.md").write_text("read me\n", encoding="utf-8")
    (corpus / "notes.md").write_text("beside articles/\n", encoding="utf-8")
    (folder / "empty").mkdir()
    watched.must_not_tell("files nobody reads")


def test_many_changes_at_once_are_told_once(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No look may fall into the midst of them by chance.
    monkeypatch.setattr(watching, "LOOK_S", 60.0)
    watched = Watched([corpus])
    watched.must_tell("the beginning")
    # Until files are watched nobody hears of them but by the look before that, which tells once at most.
    heard = 0
    for number in range(200):
        (corpus / "articles" / "pl" / "a.md").write_text(f"# A\n\nZdanie {number}.\n", encoding="utf-8")
        with contextlib.suppress(queue.Empty):
            watched.told.get(timeout=0.5)
            heard += 1
        if heard == 2:
            break
    for number in range(50):
        (corpus / "articles" / "pl" / f"many-{number}.md").write_text(f"# {number}\n\nZdanie.\n", encoding="utf-8")
    watched.must_tell("many files")
    watched.must_not_tell("the same files")
    watched.end()


def test_a_corpus_that_disappears_is_awaited_and_told_of_when_it_comes_back(watched: Watched, corpus: Path) -> None:
    away = corpus.with_name("away")
    corpus.rename(away)
    watched.must_not_tell("a corpus that is gone")
    away.rename(corpus)
    # A job that was to index it meanwhile has failed.
    watched.must_tell("the same corpus back again")
    corpus.rename(away)
    watched.must_not_tell("a corpus that is gone")
    corpus.mkdir()
    (corpus / "new.md").write_text("# Nowy\n\nZdanie.\n", encoding="utf-8")
    watched.must_tell("another corpus in its place")
    (corpus / "new.md").write_text("# Nowy\n\nZdanie inne.\n", encoding="utf-8")
    watched.must_tell("a change in the other corpus")


def test_without_events_it_is_only_slower(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[None]:
        raise OSError("the limit of watches is reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    monkeypatch.setattr(watching, "LOOK_S", 0.2)
    watched = Watched([corpus])
    try:
        watched.must_tell("the beginning")
        (corpus / "articles" / "pl" / "a.md").write_text("# A\n\nInne.\n", encoding="utf-8")
        watched.must_tell("a file written again")
    finally:
        watched.end()


def test_a_single_file_is_watched_also_when_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_S", 0.2)
    path = tmp_path / "one.md"
    path.write_text("# Jeden\n\nZdanie.\n", encoding="utf-8")
    watched = Watched([path])
    try:
        watched.must_tell("the beginning")
        for number in range(2):
            (tmp_path / "other").write_text(f"# Jeden\n\nZdanie {number}.\n", encoding="utf-8")
            (tmp_path / "other").replace(path)
            watched.must_tell("the file replaced")
    finally:
        watched.end()


def test_a_corpus_that_goes_away_while_it_is_looked_at_has_not_lost_its_files(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = watching.article_paths

    def gone_when_listed(roots: Sequence[Path]) -> list[Path]:
        paths = list(listed(roots))
        corpus.rename(corpus.with_name("away"))
        return paths

    assert watching._look([corpus])
    monkeypatch.setattr(watching, "article_paths", gone_when_listed)
    assert watching._look([corpus]) is None
