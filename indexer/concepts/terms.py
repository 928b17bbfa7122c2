"""`terms`: what an ambiguous name means in an article, whole or by lines; in front matter, a sidecar or the facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from indexer.domain import TermReading
from indexer.errors import ArticleError

NO_CONCEPT = "none"
"""What `terms` writes where a name means no Concept: «قنوات متعددة» is at times just many channels."""

_LINES = re.compile(r"\s*(\d{1,9})\s*(?:[-–]\s*(\d{1,9})\s*)?")
_EXAMPLE = 'write `name: concept`, or a list of {lines: "7-11", concept: …} below the name'


def read_terms(value: Any, *, where: str) -> tuple[TermReading, ...]:
    """The readings in the value of `terms`; raises ArticleError at `where` for what cannot be used."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise ArticleError(where=where, what="terms must be a mapping of names", next_step=_EXAMPLE)
    return tuple(reading for name, meaning in value.items() for reading in _readings(str(name), meaning, where))


def _readings(name: str, meaning: Any, where: str) -> Iterator[TermReading]:
    if isinstance(meaning, str):
        yield TermReading(name=name, concepts=(meaning,), where=where)
        return
    if not isinstance(meaning, list) or not meaning:
        raise ArticleError(where=where, what=f"terms: {name!r} is given no Concept", next_step=_EXAMPLE)
    for part in meaning:
        if not isinstance(part, Mapping) or set(part) != {"lines", "concept"}:
            raise ArticleError(
                where=where, what=f"terms: {name!r} needs `lines` and `concept` in each entry", next_step=_EXAMPLE
            )
        concepts = part["concept"] if isinstance(part["concept"], list) else [part["concept"]]
        if not concepts or not all(isinstance(concept, str) for concept in concepts):
            raise ArticleError(where=where, what=f"terms: a Concept of {name!r} is not a text", next_step=_EXAMPLE)
        # An empty list is refused as it stands: it would say nothing without anybody noticing.
        for lines in (part["lines"] or [[]]) if isinstance(part["lines"], list) else [part["lines"]]:
            match = _LINES.fullmatch(str(lines))
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 1 <= first <= last:
                raise ArticleError(
                    where=where,
                    what=f"terms: lines {lines!r} of {name!r} are none",
                    next_step='write a line such as 7 or a range such as "7-11", counted in the file',
                )
            yield TermReading(name=name, concepts=tuple(concepts), first=first, last=last, where=where)


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of an article lies: `NAME.terms.toml` beside `NAME.txt`."""
    return path.with_name(f"{path.stem}.terms.toml")


def read_sidecar(path: Path) -> tuple[TermReading, ...]:
    """The readings in a sidecar, none where there is no such file; ArticleError for one that cannot be used."""
    if not path.is_file():
        return ()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ArticleError(where=str(path), what=f"cannot be read ({error})", next_step="save it as UTF-8") from error
    return parse_sidecar(raw, origin=str(path))


def parse_sidecar(raw: bytes, *, origin: str) -> tuple[TermReading, ...]:
    """The readings in the bytes of a sidecar; ArticleError for one that cannot be used."""
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ArticleError(where=origin, what=f"cannot be read ({error})", next_step="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ArticleError(
            where=f"{origin}:{line[1]}" if line else origin,
            what=f"is not TOML: {error}",
            next_step='correct the line; a name stands in quotes: "چند کاناله" = "multichannel"',
        ) from error
    if set(content) - {"terms"}:
        raise ArticleError(
            where=origin,
            what=f"holds {min(set(content) - {'terms'})!r}, which is not known",
            next_step="put the names below a line [terms]",
        )
    return read_terms(content.get("terms"), where=origin)
