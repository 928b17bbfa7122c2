"""Changes to the files of articles: one writer at a time, and none lost or half made by a crash.

A change is prepared (its file written and flushed under a hidden name), written down as pending, made (one rename) and
written down as made. A crash before it is written down leaves all as it was; after that the next writer finishes it.
What it replaces is in the versions before it goes.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.concepts import sidecar_of
from indexer.errors import ConflictError, ManbaError, StateError
from indexer.library.files import Prepared, prepare, read_bytes, remove, rescue, sweep
from indexer.library.places import Held, Places
from indexer.library.swapping import OvertakenError
from indexer.library.version_store import Kept, VersionStore
from indexer.library.versions import ON_DISK, Content, Pending, Record, Version, sha256_of

LOCK_FILE = "library.lock"
WAIT_S = 60.0
"""Seconds a writer waits for others."""
_POLL_S = 0.005

logger = logging.getLogger("manba.library")


class Changes:
    """The way to change files of articles; safe to share between threads and processes."""

    def __init__(self, *, state: Path, store: VersionStore, places: Places) -> None:
        """Write versions down in `store`, and lock the folder `state`."""
        self._state = state
        self._store = store
        self._places = places
        self._threads = threading.Lock()
        self._stuck: dict[str, StateError] = {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only writer, with nothing left over from a crash; ConflictError after WAIT_S seconds of others."""
        with ExitStack() as held:
            try:
                if not self._threads.acquire(timeout=WAIT_S):
                    raise Timeout(LOCK_FILE)
                held.callback(self._threads.release)
                self._state.mkdir(parents=True, exist_ok=True)
                held.enter_context(FileLock(self._state / LOCK_FILE, timeout=WAIT_S, poll_interval=_POLL_S))
            except Timeout as error:
                raise ConflictError(
                    where=str(self._state),
                    what="others are changing the articles all the time",
                    next_step="try again in a minute",
                ) from error
            except OSError as error:
                raise StateError(
                    where=str(self._state),
                    what=f"the state folder cannot be written to ({error.strerror or error})",
                    next_step="see that the disk has room and the folder may be written to, then try again",
                ) from error
            self._recover()
            yield

    def outside(self, article_id: str, held: Held | None) -> Record | None:
        """What was done to an article outside the library and is in no version yet."""
        return self.outside_since(self._store.newest(article_id), article_id, held)

    def outside_since(self, newest: Kept | None, article_id: str, held: Held | None) -> Record | None:
        """The same, where the newest version is known."""
        is_gone = newest is None or newest.version.action == "deleted"
        if held is None:
            if newest is None or is_gone:
                return None
            _, content = self._store.find(article_id, str(newest.version.number))
            return Record(
                article_id=article_id,
                action="deleted",
                content=content,
                path=newest.path,
                author=ON_DISK,
                title=newest.version.title,
                language=newest.version.language,
            )
        if newest is not None and not is_gone and _is_that_of(held.content, newest):
            return None
        return Record(article_id=article_id, action="found", content=held.content, path=held.path, author=ON_DISK)

    def record_outside(self, article_id: str, held: Held | None) -> None:
        """Write down what was done to an article outside the library."""
        outside = self.outside(article_id, held)
        if outside is not None:
            self._store.record([outside])

    def make(self, record: Record, *, held: Held | None, after: Content | None) -> Version:
        """Take the file of an article from what is `held` to `after` (None: no file), and write `record` down of it.

        What was done outside is written down before it. Raises StateError when that is not possible, OvertakenError
        when something is done outside in the midst of it, and then all is as it was.
        """
        if record.article_id in self._stuck:
            raise self._stuck[record.article_id]
        outside = self.outside(record.article_id, held)
        before = held.content if held else None
        if before and after is None and before.sidecar is not None and _shares_sidecar(record.path):
            before = replace(before, sidecar=None)
        moves = _moves(record.path, before, after)
        sweep(Path(os.path.realpath(record.path)).parent)
        with ExitStack() as undo:
            prepared = {}
            for move in moves:
                if move.after is not None:
                    prepared[move.path] = prepare(move.path, move.after)
                    undo.callback(prepared[move.path].discard)
            pending, version = self._store.begin([*([outside] if outside else []), record], before=before, after=after)
            try:
                for move in moves:
                    _make(move, prepared.get(move.path))
            except (StateError, OvertakenError) as error:
                with _kept_on_failure(undo):
                    taken = error.taken if isinstance(error, OvertakenError) else _rescued(move)
                    self._take_back(pending, because=error, taken=_with(pending, move, taken))
                raise
        # The change is made, and the next writer sees that it is: what fails from here on does not undo it.
        with suppress(StateError):
            self._store.finish(pending)
            if after is None:
                self._places.forget(record.path)
            else:
                self._places.note([self._places.place(record.article_id, record.path, after.raw)])
        return version

    def _take_back(self, pending: Pending, *, because: ManbaError, taken: Sequence[Content]) -> None:
        """Forget a change that could not be made, and put back what was made of it.

        What another program has written meanwhile and was `taken` out of its place is in the versions then: that
        program may have replaced it since without having seen it.
        """
        every = list(taken)
        try:
            for move in _moves(pending.path, pending.before, pending.after):
                if read_bytes(move.path) == move.after:
                    back = _Move(path=move.path, before=move.after, after=move.before)
                    try:
                        _make(back)
                    except OvertakenError as error:
                        every += _with(pending, back, error.taken)
            self._store.take_back(pending)
            for content in every:
                self.record_outside(pending.article_id, Held(path=pending.path, content=content))
        except StateError as error:
            raise StateError(
                where=because.where,
                what=f"{because.what}, and the change could not be taken back ({error.what})",
                next_step="make room on the disk; the next change finishes this one: read the article before you go on",
            ) from error

    def _recover(self) -> None:
        """Finish what a crash has left; what was changed outside since then stays as it is.

        An article whose change cannot be finished yet keeps nobody from changing the others.
        """
        self._stuck = {}
        for pending in self._store.pending():
            try:
                if not self._rescue(pending):
                    self._finish(pending)
            except StateError as error:
                logger.warning("a change of %s that was begun cannot be finished yet: %s", pending.article_id, error)
                self._stuck[pending.article_id] = error

    def _rescue(self, pending: Pending) -> bool:
        """Take a change back at which a crash came while another program's words were out of their place."""
        for move in _moves(pending.path, pending.before, pending.after):
            taken = _rescued(move)
            if taken:
                self._take_back(pending, because=OvertakenError(move.path), taken=_with(pending, move, taken))
                return True
        return False

    def _finish(self, pending: Pending) -> None:
        for move in _moves(pending.path, pending.before, pending.after):
            if read_bytes(move.path) == move.before:
                with suppress(OvertakenError):
                    _make(move)
        self._store.finish(pending)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """What one file held and is to hold; None: no file."""

    path: Path
    before: bytes | None
    after: bytes | None


def _moves(path: Path, before: Content | None, after: Content | None) -> list[_Move]:
    moves = [
        _Move(path=path, before=before.raw if before else None, after=after.raw if after else None),
        _Move(
            path=sidecar_of(path),
            before=before.sidecar if before else None,
            after=after.sidecar if after else None,
        ),
    ]
    return [move for move in moves if move.before != move.after]


def _make(move: _Move, prepared: Prepared | None = None) -> None:
    """Change one file; OvertakenError where it does not hold what it did any more."""
    if move.after is None:
        remove(move.path, before=move.before)
    else:
        (prepared or prepare(move.path, move.after)).place(before=move.before)


def _rescued(move: _Move) -> tuple[bytes, ...]:
    return rescue(move.path, before=move.before, after=move.after)


def _with(pending: Pending, move: _Move, taken: Sequence[bytes]) -> list[Content]:
    """The article as another program had left it each time, of whose files `taken` is the one of `move`."""
    if move.path == pending.path:
        sidecar = pending.before.sidecar if pending.before else None
        return [Content(raw=raw, sidecar=sidecar) for raw in taken]
    article = pending.before or pending.after
    return [replace(article, sidecar=sidecar) for sidecar in taken] if article else []


@contextmanager
def _kept_on_failure(undo: ExitStack) -> Iterator[None]:
    """Have nothing undone where the body fails: the next writer finds what it needs for another try."""
    try:
        yield
    except StateError:
        undo.pop_all()
        raise


def _shares_sidecar(path: Path) -> bool:
    """Whether NAME.md and NAME.txt lie side by side: the sidecar is that of both."""
    return any(other.exists() for suffix in (".md", ".txt") if (other := path.with_suffix(suffix)) != path)


def _is_that_of(content: Content, kept: Kept) -> bool:
    sidecar = sha256_of(content.sidecar) if content.sidecar is not None else None
    return sha256_of(content.raw) == kept.version.sha256 and sidecar == kept.sidecar
