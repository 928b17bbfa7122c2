"""Where the file of an article lies, and where that of a new one goes."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.articles.corpus import ARTICLES, article_paths, folder_of
from indexer.articles.parsing import slug
from indexer.domain import LanguageCode
from indexer.errors import ArticleError, ConflictError, StateError
from indexer.library.files import read_content
from indexer.library.layout import LaidFile, Layout, written_id
from indexer.library.place_table import Place, PlaceTable
from indexer.library.reader import ArticleReader
from indexer.library.versions import Content, sha256_of
from indexer.shipped import installed_corpus

# A file changed twice within a tick of the file system's clock may look unchanged.
_SETTLED_S = 2.0
# A file's name may have 255 bytes, of which the partial's name and the sidecar's take some.
_LONGEST_STEM_BYTES = 200
_IGNORED_STEM = "readme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article's file as it lies on the disk."""

    path: Path
    content: Content


class Places:
    """The folders of a corpus and the files in them."""

    def __init__(self, roots: Sequence[Path], *, state: Path, table: PlaceTable, reader: ArticleReader) -> None:
        """Look below `roots`, and below the folder `articles` of `state`, which takes what finds no room there."""
        self._own = _absolute(state) / ARTICLES
        self._as_given = tuple(roots)
        given = dict.fromkeys(map(_absolute, roots))
        self._given = tuple(root for root in given if root != self._own)
        self._roots = (*self._given, self._own)
        self._table = table
        self._reader = reader

    def roots_in_use(self) -> tuple[Path, ...]:
        """The roots as they were given, and the folder of the state where it holds an article."""
        is_used = self._own.is_dir() and next(article_paths([self._own]), None) is not None
        is_given = self._own in map(_absolute, self._as_given)
        return (*self._as_given, self._own) if is_used and not is_given else self._as_given

    def find(self, article_id: str, *, layout: Layout | None = None) -> Held | None:
        """The file that is read under `article_id`, None where there is none.

        `layout`, where given, is as the corpus is now, and spares a look at it. Raises StateError when the file cannot
        be read, CorpusError when a folder cannot.
        """
        held, _ = self.find_or_look(article_id, layout=layout)
        return held

    def find_or_look(self, article_id: str, *, layout: Layout | None = None) -> tuple[Held | None, Layout | None]:
        """As `find`, with the layout that was looked up for it, None where it was not needed."""
        place = self._table.of(article_id)
        held = self._still(place) if place else None
        if held is not None:
            return held, layout
        layout = layout or self.look()
        path = layout.paths.get(article_id)
        content = read_content(path) if path else None
        return Held(path=path, content=content) if path and content else None, layout

    def look(self) -> Layout:
        """The files there are now; those that did not change since the last look are not read again."""
        known = {place.path: place for place in self._table.all()}
        files, seen = [], {}
        for number, path in self._walk():
            place = self._looked_at(path, known.get(path))
            if place is not None:
                seen[path] = place
                files.append(_laid(number, place))
        layout = Layout(files, is_usable=self._reader.can_read)
        places = [
            Place(
                path=path,
                article_id=layout.ids[path],
                written_id=place.written_id,
                sha256=place.sha256,
                stamp=place.stamp,
            )
            for path, place in seen.items()
        ]
        changed = [place for place in places if known.get(place.path) != place]
        gone = [path for path in known if path not in seen and self._is_ours(path)]
        if changed or gone:
            # A full disk keeps nobody from reading: the next look takes longer, that is all.
            with suppress(StateError):
                self._table.change(gone=gone, seen=changed)
        return layout

    def note(self, places: Sequence[Place]) -> None:
        """Keep where files lie now."""
        self._table.change(gone=(), seen=places)

    def place(self, article_id: str, path: Path, raw: bytes) -> Place:
        """What is kept of a file with the bytes `raw`."""
        try:
            written = written_id(raw, origin=str(path))
        except ArticleError:
            written = article_id if slug(path.stem) != article_id else None
        return Place(path=path, article_id=article_id, written_id=written, sha256=sha256_of(raw))

    def forget(self, path: Path) -> None:
        """Keep that there is no file at `path` any more."""
        self._table.change(gone=[path], seen=())

    def for_new(self, article_id: str, language: LanguageCode, *, suffix: str, former: Path | None) -> Path:
        """Where a new article's file goes: where it lay before, else the first root that may be written."""
        if former is not None and self._is_ours(former) and self.may_write(former) and _is_free(former):
            return former
        folder = next((one for root in self._given if (one := _folder_for(root, language))), self._own)
        stem = _stem(article_id)
        numbers = iter(range(2, 1_000_000))
        path = folder / f"{stem}{suffix}"
        while not _is_free(path):
            path = folder / f"{stem}-{next(numbers)}{suffix}"
        return path

    def may_write(self, path: Path) -> bool:
        """Whether the file at `path` may be changed where it lies."""
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        return os.access(folder, os.W_OK | os.X_OK) and not _is_installed(path)

    def check_id(self, article_id: str, path: Path, raw: bytes, *, layout: Layout | None = None) -> None:
        """Raise ArticleError unless `raw` at `path` is read under `article_id`, and all others as before."""
        written = written_id(raw, origin=article_id)
        place = self._table.of(article_id)
        is_held = place is not None and place.path == path
        is_alone = all(place.path == path for place in self._table.with_text(sha256_of(raw)))
        if is_held and (written is not None or (slug(path.stem) == article_id and is_alone)):
            return
        before = layout or self.look()
        after = self.with_file(before, path, raw)
        lost = next((one for one in after.moved if one.was is not None), None)
        if after.ids[path] == article_id and lost is None:
            return
        taken = f"the file {path.name} would be read under the id '{after.ids[path] or slug(path.stem)}'"
        if lost is not None:
            taken = f"{lost.path.name}, which is '{lost.was}', would no longer be read under that id"
        raise ArticleError(
            where=article_id,
            what=f"without an id in its front matter {taken}",
            next_step=f"add a line to the front matter: id: {article_id}",
        )

    def with_file(self, layout: Layout, path: Path, raw: bytes) -> Layout:
        """The layout once `raw`, a sound article, stands at `path`."""
        root = next(number for number, root in enumerate(self._roots) if _is_below(path, root))
        written = written_id(raw, origin=str(path))
        return layout.with_file(LaidFile(root=root, path=path, written_id=written, sha256=sha256_of(raw)))

    def check_removal(self, article_id: str, path: Path) -> None:
        """Raise ConflictError where another file would be read under another id without the one at `path`."""
        for one in self.look().without(path).moved:
            if one.was is None and one.now != article_id:
                continue
            other = f"{one.path.parent.name}/{one.path.name}"
            raise ConflictError(
                where=article_id,
                what=f"without its file {path.name} another one, {other}, would be read under the id '{one.now}'",
                next_step=f"give that file an id of its own in its front matter{f', id: {one.was}' if one.was else ''}",
            )

    def _still(self, place: Place) -> Held | None:
        """The file of a place that holds the same article as when it was last looked at."""
        content = read_content(place.path) if self._is_ours(place.path) else None
        if content is None or place.article_id is None:
            return None
        written = place.written_id
        if sha256_of(content.raw) != place.sha256:
            try:
                written = written_id(content.raw, origin=str(place.path))
            except ArticleError:
                # A file that was broken outside is still its article's; its editor may want to mend it.
                written = place.article_id
        # An id that others' ids decide on is worked out again.
        is_same = (written or slug(place.path.stem)) == place.article_id
        return Held(path=place.path, content=content) if is_same else None

    def _walk(self) -> Iterator[tuple[int, Path]]:
        # A root that is not there, or cannot be read, must not be taken for one whose articles are gone.
        roots = [root for root in self._roots if root != self._own or root.is_dir()]
        found = [(number, path) for number, root in enumerate(roots) for path in article_paths([root])]
        nested = any(one.is_relative_to(other) for one in roots for other in roots if one is not other)
        if not nested and not any(os.path.islink(path) for _, path in found):
            yield from found
            return
        met = set()
        for number, path in found:
            real = path.resolve()
            if real not in met:
                met.add(real)
                yield number, path

    def _looked_at(self, path: Path, known: Place | None) -> Place | None:
        try:
            status = os.stat(path)
            stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
            if known is not None and known.stamp == stamp:
                return known
            if time.time() - max(status.st_mtime, status.st_ctime) < _SETTLED_S:
                stamp = ""
            raw = path.read_bytes()
        except OSError:
            return None
        try:
            written = written_id(raw, origin=str(path))
        except ArticleError:
            # Broken front matter does not tell; who it was before, it is for whoever wants to mend it.
            was = known.article_id if known is not None else None
            written = was if was != slug(path.stem) else None
        return Place(path=path, article_id=None, written_id=written, sha256=sha256_of(raw), stamp=stamp)

    def _is_ours(self, path: Path) -> bool:
        return any(_is_below(path, root) for root in self._roots)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _laid(root: int, place: Place) -> LaidFile:
    return LaidFile(root=root, path=place.path, written_id=place.written_id, sha256=place.sha256)


def _is_below(path: Path, root: Path) -> bool:
    return path == root or path.is_relative_to(folder_of(root))


def _folder_for(root: Path, language: LanguageCode) -> Path | None:
    """Where below `root` new articles in `language` go, None where they may not be written."""
    if not root.is_dir():
        return None
    folder = folder_of(root)
    if any((folder / code.value).is_dir() for code in LanguageCode):
        folder = folder / language.value
    nearest = folder if folder.is_dir() else folder.parent
    return folder if os.access(nearest, os.W_OK | os.X_OK) and not _is_installed(folder) else None


def _is_installed(path: Path) -> bool:
    """Whether the next update of the product would overwrite what lies at `path`."""
    installed = installed_corpus()
    return installed is not None and path.resolve().is_relative_to(installed)


def _is_free(path: Path) -> bool:
    """Whether neither an article nor one that would share its sidecar lies at `path`."""
    return not any(os.path.lexists(path.with_suffix(suffix)) for suffix in (".md", ".txt"))


def _stem(article_id: str) -> str:
    """A name for the file of an article: its id, unless the file system or the corpus would not have it."""
    if len(article_id.encode()) <= _LONGEST_STEM_BYTES and article_id.lower() != _IGNORED_STEM:
        return article_id
    digest = hashlib.sha256(article_id.encode()).hexdigest()[:8]
    short = article_id.encode()[: _LONGEST_STEM_BYTES - 9].decode(errors="ignore")
    return f"{short}-{digest}"
