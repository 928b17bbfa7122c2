"""Any order of publishing, deleting, restoring, indexing and editing on disk, against a model of what must be there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from indexer.articles import read_corpus
from indexer.errors import ArticleError, ConflictError, ManbaError, NotFoundError
from indexer.index.outcome import IndexedFile
from indexer.library.library import Library
from indexer.library.published import Published
from indexer.library.versions import Author, Version, version_of

T = TypeVar("T")
ANNA = Author(name="Anna")
# One that its file's name gives, one that it cannot give, one that two folders may want.
IDS = st.sampled_from(["zwroty", "Wielki", "intro", "pl-intro"])
PATHS = st.sampled_from(["intro.md", "pl/intro.md", "lang/intro.txt", "b/zwroty.md", "other/other.md"])
NUMBERS = st.integers(0, 3)


def text(number: int, written: str | None) -> bytes:
    header = "lang: pl\n" + (f"id: {written}\n" if written else "")
    return f"---\n{header}---\nKlient kupuje w sklepie numer {number}.\n".encode()


def attempt(change: Callable[[], T]) -> T | ManbaError:
    try:
        return change()
    except ManbaError as error:
        return error


class Editing(RuleBasedStateMachine):
    """The model: what each article's file holds now, and every text that was ever there."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "corpus"
        (self.root / "pl").mkdir(parents=True)
        self.now: dict[str, bytes] = {}
        self.ever: set[tuple[str, bytes]] = set()
        self.versions: dict[str, int] = {}

    @property
    def library(self) -> Library:
        """A new one each time, as after a restart."""
        return Library([self.root], state=self.folder / "state")

    def reread(self) -> None:
        found = read_corpus([self.root], facts={}).articles
        self.now = {one.article.id: Path(one.article.origin).read_bytes() for one in found}

    def index(self) -> None:
        articles = [one.article for one in read_corpus([self.root], facts={}).articles]
        self.library.note_indexed(
            [
                IndexedFile(article_id=one.id, path=Path(one.origin), sha256=one.sha256, source=one.source)
                for one in articles
            ]
        )
        self.reread()
        self.ever |= set(self.now.items())

    @rule(article_id=IDS, number=NUMBERS, is_written=st.booleans(), knows=st.sampled_from(["now", "old", "nothing"]))
    def put(self, article_id: str, number: int, is_written: bool, knows: str) -> None:
        raw = text(number, article_id if is_written else None)
        before = self.now.get(article_id)
        if_match = None if knows == "nothing" else [version_of(before or b"") if knows == "now" else "0" * 16]
        done = attempt(lambda: self.library.put(article_id, raw, author=ANNA, if_match=if_match))
        if isinstance(done, ConflictError):
            assert if_match is not None
            assert knows == "old" or before is None
            return
        if isinstance(done, ArticleError):
            # Only a text that would not be read under its id is refused, and it is told what to add.
            assert not is_written
            assert done.next_step.endswith(f"id: {article_id}")
            return
        assert isinstance(done, Published)
        assert if_match is None or (knows == "now" and before is not None)
        assert done.created == (before is None)
        assert done.changed == (before != raw)
        if before is not None:
            self.ever.add((article_id, before))
        self.now[article_id] = raw
        self.ever.add((article_id, raw))

    @rule(article_id=IDS)
    def delete(self, article_id: str) -> None:
        done = attempt(lambda: self.library.delete(article_id, author=ANNA))
        if isinstance(done, NotFoundError):
            assert article_id not in self.now
        elif isinstance(done, ConflictError):
            assert "would be read under the id" in done.what
        else:
            assert isinstance(done, Version)
            assert done.action == "deleted"
            self.ever.add((article_id, self.now.pop(article_id)))

    @rule(article_id=IDS, back=st.integers(1, 5))
    def restore(self, article_id: str, back: int) -> None:
        wanted = attempt(lambda: self.library.versions(article_id))
        if isinstance(wanted, NotFoundError):
            assert article_id not in self.now
            return
        assert isinstance(wanted, list)
        chosen = wanted[min(back, len(wanted)) - 1]
        _, raw = self.library.version(article_id, str(chosen.number))
        before = self.now.get(article_id)
        done = attempt(lambda: self.library.restore(article_id, chosen.number, author=ANNA))
        if isinstance(done, ArticleError):
            # Where the folder's files changed since, the old text alone may no longer stand for its id.
            assert b"\nid: " not in raw
            assert done.next_step.endswith(f"id: {article_id}")
            return
        assert isinstance(done, Published)
        assert done.changed == (before != raw)
        if done.changed:
            assert (done.version.action, done.version.restored_from) == ("restored", chosen.number)
        if before is not None:
            self.ever.add((article_id, before))
        self.now[article_id] = raw

    @rule(number=NUMBERS, pick=st.integers(0, 9))
    def edit_outside(self, number: int, pick: int) -> None:
        if self.now:
            article_id = sorted(self.now)[pick % len(self.now)]
            path = self.library.file(article_id).path
            written = b"\nid: " in path.read_bytes()
            path.write_bytes(text(number + 100, article_id if written else None))
            self.reread()

    @rule(path=PATHS, number=NUMBERS, written=st.none() | IDS)
    def add_outside_and_index(self, path: str, number: int, written: str | None) -> None:
        (self.root / path).parent.mkdir(exist_ok=True)
        # Two files with the same bytes that want one id: see test_places.py.
        (self.root / path).write_bytes(text(200 + number + 10 * len(path), written))
        self.index()

    @rule(path=PATHS)
    def remove_outside_and_index(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)
        self.index()

    @invariant()
    def the_corpus_holds_what_the_model_says(self) -> None:
        found = read_corpus([self.root], facts={}).articles
        held = {one.article.id: Path(one.article.origin).read_bytes() for one in found}
        assert held == self.now
        library = self.library
        for article_id, raw in self.now.items():
            assert library.file(article_id).raw == raw

    @invariant()
    def every_text_can_be_read_and_versions_are_numbered(self) -> None:
        library = self.library
        for article_id, raw in self.ever:
            assert library.version(article_id, version_of(raw))[1] == raw
            assert raw.decode().endswith(library.source(article_id, version_of(raw)))
        for article_id in {one for one, _ in self.ever}:
            numbers = [one.number for one in library.versions(article_id)]
            assert numbers == list(range(len(numbers), 0, -1))
            assert len(numbers) >= self.versions.get(article_id, 0)
            self.versions[article_id] = len(numbers)

    @invariant()
    def nothing_half_written_lies_about(self) -> None:
        assert not list(self.root.rglob(".*"))

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
