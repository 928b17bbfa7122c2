"""Publishing, deleting and restoring an article: what editors may do to its file, and when they may not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from indexer.articles.front_matter import check_id
from indexer.domain import ParsedArticle
from indexer.errors import ConflictError, NotFoundError
from indexer.library.changes import Changes
from indexer.library.layout import Layout
from indexer.library.places import Held, Places
from indexer.library.published import Published
from indexer.library.reader import ArticleReader
from indexer.library.swapping import OvertakenError
from indexer.library.version_store import VersionStore
from indexer.library.versions import Action, Author, Content, Record, Version, sha256_of, version_of

T = TypeVar("T")

_ATTEMPTS = 20
ANY_VERSION = "*"
"""In `if_match`: whichever version there is."""


class Publisher:
    """Changes articles one at a time; safe to share between threads and processes."""

    def __init__(self, *, reader: ArticleReader, store: VersionStore, places: Places, changes: Changes) -> None:
        """Put together what a change needs."""
        self._reader = reader
        self._store = store
        self._places = places
        self._changes = changes

    def put(
        self,
        article_id: str,
        raw: bytes,
        *,
        author: Author,
        if_match: Collection[str] | None,
        must_be_new: bool,
        may_be_made: bool,
        note: str,
    ) -> Published:
        """Make `raw` the file of an article; see `Library.put`."""
        check_id(article_id, where=article_id)
        # What cannot be used is refused before anybody has to wait for it.
        parsed = self._reader.read(Content(raw=raw), origin=article_id, article_id=article_id)

        def work() -> Published:
            held, layout = self._places.find_or_look(article_id)
            content = Content(raw=raw, sidecar=held.content.sidecar if held else None)
            made = content if may_be_made else None
            _expect(article_id, held, if_match=if_match, must_be_new=must_be_new, made=made)
            return self.publish(article_id, content, held, author=author, note=note, parsed=parsed, layout=layout)

        return self._alone(work)

    def delete(
        self,
        article_id: str,
        *,
        author: Author,
        if_match: Collection[str] | None = None,
        may_be_made: bool = False,
    ) -> Version:
        """Delete the file of an article and its sidecar; see `Library.delete`."""

        def work() -> Version:
            held = self._places.find(article_id)
            if held is None:
                self._changes.record_outside(article_id, None)
                made = self._store.newest(article_id) if may_be_made else None
                if made is not None and _is_deletion(made.version, author, if_match):
                    return made.version
                raise not_found(article_id)
            _expect(article_id, held, if_match=if_match)
            self._may_write(held.path)
            self._places.check_removal(article_id, held.path)
            newest = self._store.newest(article_id)
            is_known = newest is not None and newest.version.sha256 == sha256_of(held.content.raw)
            record = Record(
                article_id=article_id,
                action="deleted",
                content=held.content,
                path=held.path,
                author=author,
                title=newest.version.title if newest and is_known else None,
                language=newest.version.language if newest and is_known else None,
            )
            return self._changes.make(record, held=held, after=None)

        return self._alone(work)

    def restore(
        self,
        article_id: str,
        number: int,
        *,
        author: Author,
        if_match: Collection[str] | None = None,
        must_be_new: bool = False,
        may_be_made: bool = False,
    ) -> Published:
        """Make version `number` the article's file again; see `Library.restore`."""
        version, content = self._store.find(article_id, str(number))
        if not version.is_whole:
            raise ConflictError(
                where=article_id,
                what=f"of version {number} only the body is known: its file changed while it was indexed",
                next_step="copy the text from that version into a new one",
            )

        def work() -> Published:
            held, layout = self._places.find_or_look(article_id)
            made = content if may_be_made else None
            _expect(article_id, held, if_match=if_match, must_be_new=must_be_new, made=made)
            return self.publish(article_id, content, held, author=author, restored_from=version.number, layout=layout)

        return self._alone(work)

    def publish(
        self,
        article_id: str,
        content: Content,
        held: Held | None,
        *,
        author: Author,
        note: str = "",
        restored_from: int | None = None,
        suffix: str = ".md",
        layout: Layout | None = None,
        parsed: ParsedArticle | None = None,
    ) -> Published:
        """Make `content` the file of an article and its sidecar, which is `held` now; the caller is the only writer.

        A new file's name ends in `suffix`. `layout` spares a look at the corpus, `parsed` reading a file that has no
        sidecar.
        """
        if parsed is None or content.sidecar is not None:
            parsed = self._reader.read(content, origin=article_id, article_id=article_id)
        path = held.path if held else self._new_path(article_id, parsed, suffix)
        parsed = replace(parsed, article=replace(parsed.article, origin=str(path)))
        if held is not None and held.content == content:
            self._changes.record_outside(article_id, held)
            version, changed = self._store.find_newest(article_id), False
        else:
            self._may_write(path)
            self._places.check_id(article_id, path, content.raw, layout=layout)
            action: Action = "replaced" if held else "created"
            record = Record(
                article_id=article_id,
                action="restored" if restored_from is not None else action,
                content=content,
                path=path,
                author=author,
                note=note,
                restored_from=restored_from,
                title=parsed.article.title,
                language=parsed.article.language,
            )
            version, changed = self._changes.make(record, held=held, after=content), True
        return Published(
            article_id=article_id,
            version=version,
            created=held is None,
            changed=changed,
            warnings=parsed.warnings,
            parsed=parsed,
        )

    def _alone(self, work: Callable[[], T]) -> T:
        """`work` as the only writer; again where another program changed the file in the midst of it."""
        with self._changes.alone():
            for _ in range(_ATTEMPTS - 1):
                with suppress(OvertakenError):
                    return work()
            return work()

    def _new_path(self, article_id: str, parsed: ParsedArticle, suffix: str) -> Path:
        newest = self._store.newest(article_id)
        former = newest.path if newest else None
        return self._places.for_new(article_id, parsed.article.language, suffix=suffix, former=former)

    def _may_write(self, path: Path) -> None:
        if not self._places.may_write(path):
            raise ConflictError(
                where=str(path),
                what="the article may not be changed where its file lies",
                next_step="copy the corpus to a folder of your own and name that with --corpus or MANBA_CORPUS",
            )


def _expect(
    article_id: str,
    held: Held | None,
    *,
    if_match: Collection[str] | None,
    must_be_new: bool = False,
    made: Content | None = None,
) -> None:
    """Raise ConflictError unless the article is as its editor thinks it is, or what the change has `made` of it."""
    if held is not None and held.content == made:
        return
    if must_be_new and held is not None:
        raise ConflictError(
            where=article_id, what="there is such an article already", next_step="choose another id, or replace it"
        )
    if if_match is None:
        return
    now = version_of(held.content.raw) if held else None
    if now is None or (now not in if_match and ANY_VERSION not in if_match):
        raise ConflictError(
            where=article_id,
            what=f"the article was changed meanwhile: it is at version {now}" if now else "the article was deleted",
            next_step="read it again, compare, and publish your changes to that version",
        )


def _is_deletion(version: Version, author: Author, if_match: Collection[str] | None) -> bool:
    """Whether that is what deleting an article that was at one of `if_match` came to."""
    is_theirs = version.action == "deleted" and version.author == author
    return is_theirs and (if_match is None or version.version in if_match or ANY_VERSION in if_match)


def not_found(article_id: str) -> NotFoundError:
    """The error that there is no such article."""
    return NotFoundError(
        where=article_id, what="there is no such article", next_step="see GET /v1/articles for the ids, or manba check"
    )
