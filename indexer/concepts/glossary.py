"""The glossary: Concepts with their names per language, read from `corpus/glossary.toml` and checked."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from indexer.concepts.spelling import Key, name_key
from indexer.domain import LanguageCode
from indexer.errors import CorpusError
from indexer.shipped import shipped_file

FILE_NAME = "glossary.toml"

_BEGINS = re.compile(r"\s*\[\[\s*(?:concept|\"concept\"|'concept')\s*\]\]")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LISTS = ("other", "misspelt", "inflected", "ambiguous", "usually")
_NAMES = ("preferred", *_LISTS)
_SURE = ("preferred", "other", "misspelt", "inflected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of Concepts in one language.

    `concepts` are the ids it may mean: exactly one unless it `is_ambiguous`; an ambiguous name may also mean none.
    `usual` is the one it means where a question leaves it open, None when there is no telling.
    """

    text: str
    language: LanguageCode
    key: Key
    concepts: tuple[str, ...]
    is_ambiguous: bool = False
    usual: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A glossary entry: its id, its family (Concepts of one family exclude each other) and the preferred names."""

    id: str
    family: str | None
    preferred: Mapping[LanguageCode, str]


class Glossary:
    """The Concepts in the order of the glossary, and their names."""

    def __init__(self, entries: Sequence[Mapping[str, Any]] = (), *, origins: Sequence[str] = ()) -> None:
        """Check and keep `entries`, the [[concept]] tables; `origins` says of each where it stands.

        Raises CorpusError for the Concept that cannot be used.
        """
        self.entries = tuple(entries)
        self.origins = tuple(origins) or (FILE_NAME,) * len(self.entries)
        checked = [
            _checked(number, entry, origin)
            for number, (entry, origin) in enumerate(zip(self.entries, self.origins, strict=True))
        ]
        self.concepts: Mapping[str, Concept] = MappingProxyType(_by_id(checked))
        self.names: tuple[Name, ...] = tuple(_names(checked))

    def __len__(self) -> int:
        """Number of Concepts."""
        return len(self.concepts)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The place of each Concept in the glossary, from 0."""
        return MappingProxyType({name: number for number, name in enumerate(self.concepts)})

    @cached_property
    def family(self) -> frozenset[str]:
        """The ids of the Concepts that belong to a family."""
        return frozenset(one.id for one in self.concepts.values() if one.family)

    def rivals(self, concept: str) -> frozenset[str]:
        """The Concepts that exclude `concept`: the others of its family."""
        family = self.concepts[concept].family
        return frozenset(one.id for one in self.concepts.values() if family is not None and one.family == family) - {
            concept
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    where: str
    concept: Concept
    names: Mapping[LanguageCode, Mapping[str, tuple[str, ...]]]


def glossary_paths(roots: Sequence[Path] = ()) -> list[Path]:
    """Where the glossary lies: MANBA_GLOSSARY, else the folders of the corpus, else the product's own."""
    named = os.environ.get("MANBA_GLOSSARY")
    if named:
        return [Path(named)]
    found = [root / FILE_NAME for root in roots if (root / FILE_NAME).is_file()]
    if found:
        return list({path.resolve(): path for path in found}.values())
    own = shipped_file(FILE_NAME)
    return [own] if own else []


def load_glossary(roots: Sequence[Path] = ()) -> Glossary:
    """The glossary of a corpus; that of several folders together, and an empty one where there is none.

    Raises CorpusError with file and line for everything that cannot be used.
    """
    parts = [read_glossary(path) for path in glossary_paths(roots)]
    return Glossary(
        [entry for part in parts for entry in part.entries],
        origins=[origin for part in parts for origin in part.origins],
    )


def read_glossary(path: Path) -> Glossary:
    """The glossary in one file; raises CorpusError with file and line for everything that cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(
            where=str(path), what=f"cannot be read ({error})", next_step="name a UTF-8 TOML file in MANBA_GLOSSARY"
        ) from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CorpusError(
            where=f"{path}:{line[1]}" if line else str(path), what=f"is not TOML: {error}", next_step="correct the line"
        ) from error
    strangers = sorted(set(content) - {"concept"})
    if strangers or not isinstance(content.get("concept", []), list):
        raise CorpusError(
            where=str(path),
            what=f"holds {strangers[0] if strangers else 'concept'!r}, which is no [[concept]]",
            next_step="begin each Concept with a line [[concept]]",
        )
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if _BEGINS.match(line)]
    entries = content.get("concept", [])
    # Where the lines cannot be told, such as in `concept = [{…}]`, none is better than a wrong one.
    origins = [f"{path}:{line}" for line in lines] if len(lines) == len(entries) else [str(path)] * len(entries)
    return Glossary(entries, origins=origins)


def _checked(number: int, entry: Any, where: str) -> _Entry:
    def refuse(what: str, next_step: str) -> CorpusError:
        name = entry.get("id", number + 1) if isinstance(entry, Mapping) else number + 1
        return CorpusError(where=f"{where}, Concept {name}", what=what, next_step=next_step)

    if not isinstance(entry, Mapping):
        raise refuse(f"{entry!r} is no table", "begin each Concept with a line [[concept]]")
    concept_id = entry.get("id")
    if not isinstance(concept_id, str) or not _ID.fullmatch(concept_id) or concept_id == "none":
        raise refuse(
            f"id {concept_id!r} cannot be used", "give an id of a-z, 0-9 and single hyphens, such as cross-channel"
        )
    family = entry.get("family")
    if family is not None and not isinstance(family, str):
        raise refuse("family must be a text", 'write it as family = "…"')
    codes = {code.value for code in LanguageCode}
    for key in entry:
        if key not in {"id", "family"} and key not in codes:
            raise refuse(f"{key!r} is not known", f"use id, family and the languages {', '.join(sorted(codes))}")
    names: dict[LanguageCode, dict[str, tuple[str, ...]]] = {}
    for code in LanguageCode:
        table = entry.get(code.value, {})
        if not isinstance(table, Mapping):
            raise refuse(f"{code.value} must be a table", f"begin it with a line [concept.{code.value}]")
        for key in table:
            if key not in _NAMES:
                raise refuse(f"{code.value}.{key} is not known", f"use {', '.join(_NAMES)}")
        lists = {key: _texts(table[key], f"{code.value}.{key}", refuse) for key in _NAMES if key in table}
        open_ = {name_key(text, code) for text in lists.get("ambiguous", ())}
        for text in lists.get("usually", ()):
            if name_key(text, code) not in open_:
                raise refuse(
                    f"{code.value}.usually has {text!r}, which is not among the ambiguous names",
                    f"add it to {code.value}.ambiguous too, or move it to other",
                )
        names[code] = lists
    if not any(lists.get("preferred") or lists.get("other") for lists in names.values()):
        raise refuse("it has no name", 'give a preferred name in at least one language, such as preferred = "…"')
    preferred = {code: lists["preferred"][0] for code, lists in names.items() if lists.get("preferred")}
    concept = Concept(id=concept_id, family=family, preferred=MappingProxyType(preferred))
    return _Entry(where=f"{where}, Concept {concept_id}", concept=concept, names=names)


def _texts(value: Any, name: str, refuse: Any) -> tuple[str, ...]:
    is_one = name.endswith(".preferred")
    if is_one and isinstance(value, str):
        value = [value]
    elif is_one or not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        wanted = "a text" if is_one else "a list of texts"
        raise refuse(f"{name} must be {wanted}", f"write it as {'“…”' if is_one else '[“…”, “…”]'} in straight quotes")
    for text in value:
        if not name_key(text, LanguageCode(name.split(".", maxsplit=1)[0])):
            raise refuse(f"{name} holds {text!r}, which has no word in it", "remove it")
    return tuple(value)


def _by_id(entries: Sequence[_Entry]) -> dict[str, Concept]:
    found: dict[str, _Entry] = {}
    for entry in entries:
        other = found.setdefault(entry.concept.id, entry)
        if other is not entry:
            raise CorpusError(where=entry.where, what=f"it stands in {other.where} already", next_step="join the two")
    return {name: entry.concept for name, entry in found.items()}


def _names(entries: Sequence[_Entry]) -> list[Name]:
    """All names, each once per language, those that several Concepts share as one ambiguous name."""
    sure: dict[tuple[LanguageCode, Key], tuple[_Entry, str]] = {}
    open_: dict[tuple[LanguageCode, Key], list[tuple[_Entry, str]]] = {}
    usual: dict[tuple[LanguageCode, Key], _Entry] = {}
    for entry in entries:
        for code, lists in entry.names.items():
            ambiguous = {name_key(text, code): text for text in lists.get("ambiguous", ())}
            for key, text in ambiguous.items():
                open_.setdefault((code, key), []).append((entry, text))
            for text in lists.get("usually", ()):
                known = usual.setdefault((code, name_key(text, code)), entry)
                if known is not entry:
                    raise _shared(text, code, known, entry)
            for text in (text for kind in _SURE for text in lists.get(kind, ())):
                key = name_key(text, code)
                if key in ambiguous:
                    continue
                known, _ = sure.setdefault((code, key), (entry, text))
                if known is not entry:
                    raise _shared(text, code, known, entry)
    for place in open_:
        if place in sure:
            known, text = sure[place]
            raise _shared(text, place[0], open_[place][0][0], known)
    names = [
        Name(text=text, language=code, key=key, concepts=(entry.concept.id,))
        for (code, key), (entry, text) in sure.items()
    ]
    return names + [
        Name(
            text=owners[0][1],
            language=place[0],
            key=place[1],
            concepts=tuple(dict.fromkeys(owner.concept.id for owner, _ in owners)),
            is_ambiguous=True,
            usual=usual[place].concept.id if place in usual else None,
        )
        for place, owners in open_.items()
    ]


def _shared(text: str, code: LanguageCode, one: _Entry, other: _Entry) -> CorpusError:
    return CorpusError(
        where=other.where,
        what=f"the {code.value} name {text!r} is given to {one.concept.id} too",
        next_step="list it under `ambiguous` of both, and under `usually` of one at most",
    )
