"""What is known about given files by the SHA-256 of their bytes: `corpus/sources.toml`, numbers and names only."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indexer.concepts.terms import read_terms
from indexer.domain import LanguageCode, TermReading
from indexer.errors import ArticleError, CorpusError
from indexer.shipped import shipped_file

_FILE_NAME = "sources.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidueFact:
    """A line known to be residue; `columns` (first, end; 0-based, end exclusive) where only a part of it is."""

    line: int
    reason: str
    columns: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What is known about one file; None or empty where nothing is.

    Lines are 1-based lines of the file. `title_line` names the line whose text is the title. `headings` maps the line
    of each heading to its level; when given, no other whole line is one. `kept` are lines that look like residue and
    are not. `terms` says what ambiguous names mean.
    """

    sha256: str
    language: LanguageCode | None = None
    title_line: int | None = None
    publisher: str | None = None
    published: str | None = None
    published_original: str | None = None
    residue: tuple[ResidueFact, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    terms: tuple[TermReading, ...] = ()


def sources_path() -> Path | None:
    """Where the facts lie: MANBA_SOURCES, else the file of the shipped corpus."""
    named = os.environ.get("MANBA_SOURCES")
    return Path(named) if named else shipped_file(_FILE_NAME)


def load_source_facts(path: Path | None = None) -> Mapping[str, SourceFacts]:
    """The facts by SHA-256 in hex; empty when there is no such file and none was named.

    Raises CorpusError when a named file is missing, is not TOML or says something of the wrong kind.
    """
    path = path or sources_path()
    if path is None:
        return MappingProxyType({})
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
        facts = [_facts(entry, str(path)) for entry in entries]
    except ArticleError as error:
        raise CorpusError(where=error.where, what=error.what, next_step=error.next_step) from error
    except OSError as error:
        raise CorpusError(
            where=str(path), what=f"cannot be read ({error.strerror})", next_step="correct MANBA_SOURCES or unset it"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(where=str(path), what=f"is not TOML: {error}", next_step="correct the file") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CorpusError(
            where=str(path),
            what=f"holds an entry that cannot be used: {error!r}",
            next_step="give each [[source]] a sha256 and fields as SourceFacts describes",
        ) from error
    return MappingProxyType({fact.sha256: fact for fact in facts})


def _facts(entry: Mapping[str, Any], where: str) -> SourceFacts:
    return SourceFacts(
        sha256=str(entry["sha256"]).lower(),
        language=LanguageCode(entry["lang"]) if "lang" in entry else None,
        title_line=entry.get("title_line"),
        publisher=entry.get("publisher"),
        published=entry.get("published"),
        published_original=entry.get("published_original"),
        residue=tuple(
            ResidueFact(
                line=int(row["line"]),
                reason=str(row["reason"]),
                columns=(int(row["columns"][0]), int(row["columns"][1])) if "columns" in row else None,
            )
            for row in entry.get("residue", [])
        ),
        headings=MappingProxyType({int(line): int(level) for line, level in entry.get("headings", {}).items()}),
        kept=tuple(int(line) for line in entry.get("kept", [])),
        terms=read_terms(entry.get("terms"), where=f"{where}, source {str(entry['sha256'])[:12]}"),
    )
