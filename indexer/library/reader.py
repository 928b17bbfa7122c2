"""Reading one article as the whole corpus would be read: with its facts and its glossary, kept until they change."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.articles import MAX_ARTICLE_BYTES, SourceFacts, load_source_facts
from indexer.articles.corpus import parse_in_corpus
from indexer.articles.source_facts import sources_path
from indexer.concepts import Glossary, load_glossary, parse_sidecar, sidecar_of
from indexer.concepts.glossary import glossary_paths
from indexer.domain import ParsedArticle
from indexer.errors import ArticleError, CorpusError, StateError
from indexer.library.files import read_content
from indexer.library.versions import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an article is read by beside its own text; `problems` says what could not be loaded."""

    facts: Mapping[str, SourceFacts]
    glossary: Glossary | None
    problems: tuple[str, ...]


class ArticleReader:
    """Reads articles of one corpus; safe to share between threads."""

    def __init__(self, roots: Sequence[Path], *, max_bytes: int = MAX_ARTICLE_BYTES) -> None:
        """Read by the glossary of `roots`; files over `max_bytes` are refused."""
        self._roots = tuple(roots)
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._stamp: tuple[object, ...] | None = None
        self._loaded: Surroundings | None = None

    def read(self, content: Content, *, origin: str, article_id: str | None = None) -> ParsedArticle:
        """The article of a file and its sidecar; ArticleError as `parse_article` and `read_sidecar` raise it."""
        around = self.surroundings()
        sidecar = content.sidecar
        terms = parse_sidecar(sidecar, origin=sidecar_of(Path(origin)).name) if sidecar is not None else ()
        return parse_in_corpus(
            content.raw,
            origin=origin,
            facts=around.facts,
            glossary=around.glossary,
            terms=terms,
            article_id=article_id,
            max_bytes=self._max_bytes,
        )

    def can_read(self, path: Path) -> bool:
        """Whether the file at `path` can be used as an article."""
        try:
            content = read_content(path)
            if content is None:
                return False
            self.read(content, origin=str(path))
        except (ArticleError, StateError):
            return False
        return True

    def surroundings(self) -> Surroundings:
        """Facts and glossary as they are now."""
        with self._lock:
            stamp = tuple(_stamp(path) for path in (sources_path(), *glossary_paths(self._roots)))
            if self._loaded is None or stamp != self._stamp:
                self._loaded, self._stamp = _load(self._roots), stamp
            return self._loaded


def _stamp(path: Path | None) -> tuple[object, ...]:
    try:
        status = path.stat() if path else None
    except OSError:
        status = None
    return (path, *((status.st_mtime_ns, status.st_size, status.st_ino) if status else ()))


def _load(roots: Sequence[Path]) -> Surroundings:
    problems = []
    facts: Mapping[str, SourceFacts] = {}
    glossary = None
    try:
        facts = load_source_facts()
    except CorpusError as error:
        problems.append(str(error))
    try:
        glossary = load_glossary(roots)
    except CorpusError as error:
        problems.append(str(error))
    return Surroundings(facts=facts, glossary=glossary, problems=tuple(problems))
