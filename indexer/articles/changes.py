"""What became of the articles of a corpus since they were indexed: only files that changed are read and parsed."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from indexer.articles.corpus import article_paths, fingerprint, id_with_folder, read_article, read_corpus, read_file
from indexer.articles.parsing import slug
from indexer.articles.source_facts import SourceFacts
from indexer.concepts import SIDECAR_SUFFIX, Glossary
from indexer.domain import ParsedArticle
from indexer.errors import ArticleError, CorpusError

# A file changed so short a time before it was looked at may change again without its times telling.
_SETTLED_AFTER_NS = 2_000_000_000

_Signature = tuple[int, ...]
Problem = ArticleError | CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The articles of a corpus by id: those `kept` as they were indexed, with their fingerprints, and those read anew.

    `paths` are the files of all of them. `problems` are of files that cannot be used, with the file.
    """

    kept: Mapping[str, bytes]
    parsed: tuple[ParsedArticle, ...]
    paths: Mapping[str, Path]
    problems: tuple[tuple[Path, Problem], ...]

    def fingerprints(self) -> dict[str, bytes]:
        """The fingerprint of every article by id."""
        return {**self.kept, **{one.article.id: one.fingerprint for one in self.parsed}}

    def told(self) -> tuple[Problem, ...]:
        """The problems, for whoever does not ask which file each is of."""
        return tuple(problem for _, problem in self.problems)


@dataclass(slots=True)
class Glances:
    """Remembers the fingerprints of files as long as their times, sizes and numbers on the disk stay the same."""

    _facts: Mapping[str, SourceFacts] = field(default_factory=dict)
    _known: dict[str, tuple[_Signature, bytes]] = field(default_factory=dict)

    def begin(self, facts: Mapping[str, SourceFacts]) -> None:
        """Forget everything where other `facts` are known than last time: fingerprints depend on them."""
        if self._facts != facts:
            self._facts, self._known = facts, {}

    def fingerprint(self, path: Path) -> bytes:
        """The fingerprint of an article's file; ArticleError when it cannot be read."""
        # A large corpus is looked through at every edit: plain strings are several times as quick as paths.
        name = str(path)
        before = _signature(name)
        known = self._known.get(name)
        if known is not None and known[0] == before:
            return known[1]
        found = fingerprint(path, read_file(path), self._facts)
        # Changed while it was read, or too fresh to tell: look again next time.
        if before is not None and before == _signature(name) and time.time_ns() - max(before) > _SETTLED_AFTER_NS:
            self._known[name] = (before, found)
        return found


def _signature(name: str) -> _Signature | None:
    """When the file and its sidecar were changed last, in nanoseconds, then their sizes and numbers; None if unread."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    own = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
    try:
        beside = os.stat(os.path.splitext(name)[0] + SIDECAR_SUFFIX)
    except OSError:
        return own
    return (*own, beside.st_mtime_ns, beside.st_ctime_ns, beside.st_size, beside.st_ino)


def find_changes(
    roots: Sequence[Path],
    *,
    known: Mapping[bytes, str],
    facts: Mapping[str, SourceFacts],
    glossary: Glossary,
    glances: Glances | None = None,
) -> Changes:
    """What the articles below `roots` are now; `known` gives the id of each fingerprint that is indexed.

    A file that cannot be used becomes a problem. Raises CorpusError when a root is not there: that its articles are
    gone is not what an editor means who unplugs a disk.
    """
    glances = glances if glances is not None else Glances()
    glances.begin(facts)
    kept: dict[str, bytes] = {}
    paths: dict[str, Path] = {}
    parsed: dict[str, ParsedArticle] = {}
    problems: list[tuple[Path, Problem]] = []
    for path in article_paths(roots):
        try:
            found = glances.fingerprint(path)
            article_id = known.get(found)
            one = None if article_id is not None else read_article(path, facts, glossary)
        except (ArticleError, CorpusError) as error:
            problems.append((path, error))
            continue
        article_id = article_id if one is None else one.article.id
        assert article_id is not None  # noqa: S101  (it is known, or it was read)
        if article_id in paths:
            # Which of two gets which id depends on both: read them all, in order.
            return _all_anew(roots, known=known, facts=facts, glossary=glossary)
        paths[article_id] = path
        if one is None:
            kept[article_id] = found
        else:
            parsed[article_id] = one
    gone = set(known.values()) - paths.keys()
    if any(_may_take(gone, article_id, paths[article_id]) for article_id in kept):
        return _all_anew(roots, known=known, facts=facts, glossary=glossary)
    return Changes(kept=kept, parsed=tuple(parsed.values()), paths=paths, problems=tuple(problems))


def _may_take(gone: Set[str], article_id: str, path: Path) -> bool:
    """Whether a file was given an id with its folder's name because one that is `gone` now had that of its own name."""
    return article_id != path.stem and bool(gone) and slug(path.stem) in gone and article_id == id_with_folder(path)


def _all_anew(
    roots: Sequence[Path], *, known: Mapping[bytes, str], facts: Mapping[str, SourceFacts], glossary: Glossary
) -> Changes:
    corpus = read_corpus(roots, facts=facts, glossary=glossary)
    same = {one.article.id: one.fingerprint for one in corpus.articles if known.get(one.fingerprint) == one.article.id}
    return Changes(
        kept=same,
        parsed=tuple(one for one in corpus.articles if one.article.id not in same),
        paths={one.article.id: Path(one.article.origin) for one in corpus.articles},
        problems=tuple((Path(error.where.rpartition(":")[0] or error.where), error) for error in corpus.problems),
    )
