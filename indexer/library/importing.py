"""Many articles at once, from a zip or from folders and files, with a report of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from indexer.articles.corpus import id_with_folder
from indexer.errors import ArticleError, ManbaError
from indexer.library.archives import Entry, read_files, read_zip
from indexer.library.changes import Changes
from indexer.library.places import Places
from indexer.library.publishing import Publisher
from indexer.library.reader import ArticleReader
from indexer.library.versions import Author, Content

ImportStatus = Literal["created", "replaced", "unchanged", "skipped", "refused"]

ZIP_SUFFIX = ".zip"
# Other editors wait for at most so many files.
_AT_ONCE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one file: `what` and `next_step` say why it was skipped or refused.

    `article_id` is None where it is not known; a file skipped with an id is an article that is there already.
    """

    name: str
    status: ImportStatus
    article_id: str | None = None
    path: Path | None = None
    what: str | None = None
    next_step: str | None = None
    warnings: tuple[str, ...] = ()


def entries_of(paths: Sequence[Path], *, max_bytes: int) -> list[Entry]:
    """The files to import of folders, files and zips; CorpusError for one that has none or cannot be read."""
    found: list[Entry] = []
    for path in paths:
        is_zip = path.suffix.lower() == ZIP_SUFFIX and path.is_file()
        found += read_zip(path, max_bytes=max_bytes) if is_zip else read_files(path, max_bytes=max_bytes)
    return found


class Importer:
    """Imports articles into a library."""

    def __init__(self, *, reader: ArticleReader, places: Places, changes: Changes, publisher: Publisher) -> None:
        """Put together what an import needs."""
        self._reader = reader
        self._places = places
        self._changes = changes
        self._publisher = publisher

    def run(self, entries: Sequence[Entry], *, author: Author, replace: bool) -> list[Imported]:
        """Publish each of `entries` that can be used; what is wrong with one stops no other.

        An article that is there with another text is replaced with `replace`, else skipped.
        """
        taken: dict[str, str] = {}
        done: list[Imported] = []
        for first in range(0, len(entries), _AT_ONCE):
            with self._changes.alone():
                batch = _Batch(self._places)
                part = entries[first : first + _AT_ONCE]
                done += [self._import(entry, taken, batch, author=author, replace=replace) for entry in part]
        return done

    def _import(self, entry: Entry, taken: dict[str, str], batch: _Batch, *, author: Author, replace: bool) -> Imported:
        if entry.skipped is not None:
            return Imported(name=entry.name, status="skipped", what=entry.skipped)
        article_id = None
        try:
            if entry.refused is not None:
                raise entry.refused
            article_id = self._id(entry, taken)
            taken[article_id] = entry.name
            return self._publish(entry, article_id, batch, author=author, replace=replace)
        except ManbaError as error:
            line = error.where.rpartition(":")[2]
            what = f"line {line}: {error.what}" if line.isdecimal() else error.what
            return Imported(
                name=entry.name, status="refused", article_id=article_id, what=what, next_step=error.next_step
            )

    def _id(self, entry: Entry, taken: dict[str, str]) -> str:
        """The id an entry is to have, by the rules of a corpus, where those before it have theirs."""
        parsed = self._reader.read(Content(raw=entry.raw, sidecar=entry.sidecar), origin=entry.name)
        article_id, is_guessed = parsed.article.id, "id" in parsed.article.guessed
        if is_guessed and not entry.is_name_sure:
            raise ArticleError(
                where=entry.name,
                what="its name is not UTF-8, and without an id in the front matter it would be its id",
                next_step="add a line `id:` to its front matter, or make the zip with a program that writes UTF-8",
            )
        if article_id in taken and is_guessed:
            article_id = id_with_folder(Path(entry.name))
        if article_id in taken:
            raise ArticleError(
                where=entry.name,
                what=f"id '{article_id}' is that of {taken[article_id]} too",
                next_step="give one of the two another id in its front matter",
            )
        return article_id

    def _publish(self, entry: Entry, article_id: str, batch: _Batch, *, author: Author, replace: bool) -> Imported:
        held = self._places.find(article_id, layout=batch.layout)
        sidecar = entry.sidecar if entry.sidecar is not None or held is None else held.content.sidecar
        content = Content(raw=entry.raw, sidecar=sidecar)
        if held is not None and held.content != content and not replace:
            return Imported(
                name=entry.name,
                status="skipped",
                article_id=article_id,
                path=held.path,
                what="there is such an article already, with another text",
                next_step="import it again and say that articles may be replaced",
            )
        suffix = PurePosixPath(entry.name).suffix.lower()
        published = self._publisher.publish(
            article_id, content, held, author=author, suffix=suffix, layout=batch.layout
        )
        path = Path(published.parsed.article.origin)
        if published.changed:
            batch.add(path, entry.raw)
        status: ImportStatus = "created" if published.created else "replaced"
        return Imported(
            name=entry.name,
            status=status if published.changed else "unchanged",
            article_id=article_id,
            path=path,
            warnings=published.warnings,
        )


class _Batch:
    """The layout of the corpus while nobody else changes it."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.layout = places.look()

    def add(self, path: Path, raw: bytes) -> None:
        self.layout = self._places.with_file(self.layout, path, raw)
