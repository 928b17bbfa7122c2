"""The library: articles as editors keep them, changed one at a time, with every version of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.articles import MAX_ARTICLE_BYTES
from indexer.articles.front_matter import check_id
from indexer.articles.reading import read_text
from indexer.articles.translations import check_translations
from indexer.checking import Checked, check_parsed, front_matter_as_found
from indexer.concepts import Glossary
from indexer.domain import ParsedArticle
from indexer.errors import ArticleError, NotFoundError, StateError
from indexer.library.archives import read_zip
from indexer.library.changes import Changes
from indexer.library.differences import Diff, diff_texts
from indexer.library.importing import Imported, Importer, entries_of
from indexer.library.indexed import note_indexed
from indexer.library.place_table import PlaceTable
from indexer.library.places import Places
from indexer.library.published import Published, StoredFile
from indexer.library.publishing import Publisher, not_found
from indexer.library.reader import ArticleReader
from indexer.library.schema import versions_database
from indexer.library.version_store import VersionStore
from indexer.library.versions import Author, Content, Version, version_of

if TYPE_CHECKING:
    from indexer.index.outcome import IndexedFile

NO_VERSION = "0"
"""In `diff`: the empty text before the first version."""


class Library:
    """The articles below some folders with all their versions; safe to share between threads and processes."""

    def __init__(self, roots: Sequence[Path], *, state: Path, max_bytes: int = MAX_ARTICLE_BYTES) -> None:
        """Keep the articles below `roots`, and their versions in the folder `state`; nothing is read yet."""
        database = versions_database(state)
        self._max_bytes = max_bytes
        self._store = store = VersionStore(database)
        self._reader = reader = ArticleReader(roots, max_bytes=max_bytes)
        self._places = places = Places(roots, state=state, table=PlaceTable(database), reader=reader)
        self._changes = changes = Changes(state=state, store=store, places=places)
        self._publisher = Publisher(reader=reader, store=store, places=places, changes=changes)
        self._importer = Importer(reader=reader, places=places, changes=changes, publisher=self._publisher)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders to index: those given, and that of the state where articles were put in it."""
        return self._places.roots_in_use()

    def settle(self) -> bool:
        """Finish what a crash has left, as the next change would; whether there was any. A server does so at its start.

        Raises ConflictError when others change articles all the time, StateError when it cannot be finished.
        """
        if not self._store.pending():
            return False
        with self._changes.alone():
            return True

    def check(self, raw: bytes, *, article_id: str | None = None) -> Checked:
        """What the indexer would make of `raw`, as the file of `article_id` where one is given; nothing is written.

        Raises ArticleError for what cannot be used.
        """
        if article_id is not None:
            check_id(article_id, where=article_id)
        held = self._places.find(article_id) if article_id is not None else None
        content = Content(raw=raw, sidecar=held.content.sidecar if held else None)
        origin = article_id or "article"
        parsed = self._with_translations(self._reader.read(content, origin=origin, article_id=article_id))
        around = self._reader.surroundings()
        checked = check_parsed(
            parsed, around.glossary or Glossary(), front_matter=front_matter_as_found(raw, origin=origin)
        )
        return replace(checked, warnings=(*checked.warnings, *around.problems))

    def file(self, article_id: str) -> StoredFile:
        """The file of an article as it is now; NotFoundError."""
        held = self._places.find(article_id)
        if held is None:
            raise not_found(article_id)
        return StoredFile(
            article_id=article_id, raw=held.content.raw, version=version_of(held.content.raw), path=held.path
        )

    def put(
        self,
        article_id: str,
        raw: bytes,
        *,
        author: Author,
        if_match: Collection[str] | None = None,
        must_be_new: bool = False,
        may_be_made: bool = False,
        note: str = "",
    ) -> Published:
        """Make `raw` the file of an article; when this returns it is on the disk, flushed, and so is its version.

        `if_match` are versions one of which the article must have now ("*": any); `must_be_new` that there must be
        none. `may_be_made` says that this change was perhaps asked for before and its answer lost: an article that is
        what it makes of it has not been overtaken then (RFC 9110, 13.1.1).

        Raises ConflictError when that is not so, or the file may not be changed where it lies; ArticleError when `raw`
        cannot be used, or would be read from the disk under another id; StateError when it cannot be written. All of
        them leave everything as it was.
        """
        published = self._publisher.put(
            article_id,
            raw,
            author=author,
            if_match=if_match,
            must_be_new=must_be_new,
            may_be_made=may_be_made,
            note=note,
        )
        return self._warned(published)

    def delete(
        self,
        article_id: str,
        *,
        author: Author,
        if_match: Collection[str] | None = None,
        may_be_made: bool = False,
    ) -> Version:
        """Delete the file of an article and its sidecar; both stay in its versions.

        `may_be_made` as in `put`: an article that this author has deleted last is no unknown one then.
        Raises as `put`, NotFoundError, and ConflictError where another file would take over its id.
        """
        return self._publisher.delete(article_id, author=author, if_match=if_match, may_be_made=may_be_made)

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
        """Make version `number` the article's file again, with the sidecar it had.

        Raises as `put`, and NotFoundError.
        """
        published = self._publisher.restore(
            article_id, number, author=author, if_match=if_match, must_be_new=must_be_new, may_be_made=may_be_made
        )
        return self._warned(published)

    def import_zip(self, data: bytes | Path, *, author: Author, replace: bool) -> list[Imported]:
        """Publish the articles of a zip, with their sidecars, and report each file; what is wrong stops no other.

        An article that is there with another text is replaced with `replace`, else skipped. Raises CorpusError for what
        is no zip, or holds too much.
        """
        return self._importer.run(read_zip(data, max_bytes=self._max_bytes), author=author, replace=replace)

    def import_folder(self, folder: Path, *, author: Author, replace: bool) -> list[Imported]:
        """Publish the articles of a folder as those of a zip; CorpusError where there is none."""
        return self.import_paths([folder], author=author, replace=replace)

    def import_paths(self, paths: Sequence[Path], *, author: Author, replace: bool) -> list[Imported]:
        """Publish the articles of folders, files and zips together; CorpusError for one that has none."""
        return self._importer.run(entries_of(paths, max_bytes=self._max_bytes), author=author, replace=replace)

    def versions(self, article_id: str) -> list[Version]:
        """The versions of an article, newest first, also of one that was deleted; NotFoundError."""
        self._note_outside(article_id)
        self._describe(article_id)
        found = self._store.all_of(article_id)
        if not found:
            raise not_found(article_id)
        return found

    def version(self, article_id: str, wanted: str) -> tuple[Version, bytes]:
        """The version with the number or id `wanted`, and its file; NotFoundError."""
        try:
            version, content = self._store.find(article_id, wanted)
        except NotFoundError:
            self._note_outside(article_id)
            version, content = self._store.find(article_id, wanted)
        return version, content.raw

    def cited(self, article_id: str, wanted: str) -> tuple[Version, str]:
        """A version, and its source text, in which the spans of its citations count; NotFoundError.

        Whatever was published or indexed is there; readers may ask, so nothing is looked for on the disk or written.
        """
        version, content = self._store.find(article_id, wanted)
        raw = content.raw
        source = read_text(raw, origin=article_id, max_bytes=len(raw)).body if version.is_whole else raw.decode("utf-8")
        return (version if version.title else self._described(version, content)), source

    def source(self, article_id: str, wanted: str) -> str:
        """The source text of a version; see `cited`."""
        return self.cited(article_id, wanted)[1]

    def knows(self, article_id: str) -> bool:
        """Whether there is a version of an article; as little is done for that as in `cited`."""
        return self._store.newest(article_id) is not None

    def diff(self, article_id: str, old: str, new: str) -> Diff:
        """What changed from one version to another, each a number or an id; "0" is the empty text."""
        return diff_texts(self._text(article_id, old), self._text(article_id, new), old_name=old, new_name=new)

    def note_indexed(self, files: Sequence[IndexedFile]) -> None:
        """Write down the versions among `files` that came to the disk outside the library, and where they lie.

        The indexer calls this before a snapshot serves, so that what is cited from it can be read for good.
        """
        note_indexed(files, changes=self._changes, store=self._store, places=self._places)

    def _warned(self, published: Published) -> Published:
        parsed = self._with_translations(published.parsed)
        return replace(published, parsed=parsed, warnings=parsed.warnings)

    def _with_translations(self, parsed: ParsedArticle) -> ParsedArticle:
        """`parsed` with the warnings that its translations give cause for."""
        others = []
        for other_id in dict.fromkeys(parsed.article.translations):
            try:
                held = self._places.find(other_id) if other_id != parsed.article.id else None
                others += [self._reader.read(held.content, origin=other_id, article_id=other_id)] if held else []
            except (ArticleError, StateError):
                continue
        return check_translations([parsed, *others], is_whole=True)[0]

    def _describe(self, article_id: str) -> None:
        """Read title and language of the versions that were found on the disk."""
        found = [self._store.find(article_id, str(number)) for number in self._store.undescribed(article_id)]
        if found:
            self._store.describe([self._described(version, content) for version, content in found])

    def _described(self, version: Version, content: Content) -> Version:
        """`version` with title and language of its text, as it is where that cannot be read as an article."""
        try:
            article = self._reader.read(content, origin=version.article_id).article
        except ArticleError:
            return version
        return replace(version, title=article.title, language=article.language)

    def _note_outside(self, article_id: str) -> None:
        """Write down what was done to an article outside the library, if anything was."""
        newest = self._store.newest(article_id)
        if newest is not None and newest.version.action == "deleted":
            return
        if self._changes.outside(article_id, self._places.find(article_id)) is not None:
            with self._changes.alone():
                self._changes.record_outside(article_id, self._places.find(article_id))

    def _text(self, article_id: str, wanted: str) -> str:
        return "" if wanted == NO_VERSION else self.version(article_id, wanted)[1].decode("utf-8", "replace")
