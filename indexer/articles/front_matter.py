"""Front matter: the YAML on top of an article, checked field by field with the line of each fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from indexer.articles.dates import parse_date
from indexer.concepts.terms import read_terms
from indexer.domain import LanguageCode, TermReading
from indexer.errors import ArticleError

_FIRST_LINE = 2
_TEXT_FIELDS = ("id", "title", "lang", "published", "publisher", "url", "license")
_LIST_FIELDS = ("based_on", "tags", "translations")
_FIELDS = (*_TEXT_FIELDS, *_LIST_FIELDS, "terms")
_ID = re.compile(r"[^\W_][\w.\-]{0,119}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What an article says of itself; None or empty where it says nothing.

    `published` is ISO 8601, `published_original` the date as written. `terms` are readings of names.
    `lines` gives the 1-based line of each field in the file. `warnings` are for editors.
    """

    id: str | None = None
    title: str | None = None
    language: LanguageCode | None = None
    published: str | None = None
    published_original: str | None = None
    publisher: str | None = None
    url: str | None = None
    license: str | None = None
    based_on: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    terms: tuple[TermReading, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def parse_front_matter(header: str, *, origin: str) -> FrontMatter:
    """Read the YAML between the `---` lines; raises ArticleError with the line for everything it cannot use."""
    fields = _fields(header, origin)
    lines = {name: node.start_mark.line + _FIRST_LINE for name, node in fields.items()}
    texts = {name: _text(fields[name], name, origin) for name in _TEXT_FIELDS if name in fields}
    lists = {name: _texts(fields[name], name, origin) for name in _LIST_FIELDS if name in fields}

    def where(name: str) -> str:
        return f"{origin}:{lines[name]}"

    if texts.get("id") is not None:
        check_id(texts["id"] or "", where=where("id"))
    for translation in lists.get("translations", ()):
        check_id(translation, where=where("translations"))
    if texts.get("url") is not None and not re.match(r"https?://\S+$", texts["url"] or ""):
        raise ArticleError(
            where=where("url"),
            what=f"url '{texts['url']}' is not a web address",
            next_step="write it in full, beginning with https://",
        )
    published = parse_date(texts["published"] or "") if texts.get("published") else None
    if texts.get("published") and published is None:
        raise ArticleError(
            where=where("published"),
            what=f"published '{texts['published']}' is no date",
            next_step="write day, month and year, for example 2024-07-07 or 17 تیر 1403",
        )
    unknown = [name for name in fields if name not in _FIELDS]
    return FrontMatter(
        id=texts.get("id"),
        title=texts.get("title"),
        language=parse_language(texts["lang"] or "", where=where("lang")) if texts.get("lang") else None,
        published=published.iso if published else None,
        published_original=texts.get("published"),
        publisher=texts.get("publisher"),
        url=texts.get("url"),
        license=texts.get("license"),
        based_on=lists.get("based_on", ()),
        tags=lists.get("tags", ()),
        translations=lists.get("translations", ()),
        terms=_terms(fields["terms"], origin) if "terms" in fields else (),
        lines=lines,
        warnings=tuple(
            f"line {lines[name]}: field '{name}' is not known and not used; known are {', '.join(_FIELDS)}"
            for name in unknown
        ),
    )


def parse_language(code: str, *, where: str) -> LanguageCode:
    """The language of a code such as "fa" or "pl-PL"; raises ArticleError for any other."""
    primary = re.split(r"[-_]", code.strip().lower())[0]
    try:
        return LanguageCode(primary)
    except ValueError:
        known = ", ".join(sorted(LanguageCode))
        raise ArticleError(where=where, what=f"language '{code}' is unknown", next_step=f"use one of {known}") from None


def check_id(article_id: str, *, where: str) -> None:
    """Raise ArticleError unless `article_id` can stand in an address and a file name as it is."""
    if not _ID.fullmatch(article_id) or ".." in article_id:
        raise ArticleError(
            where=where,
            what=f"id '{article_id}' cannot be used in an address",
            next_step="use up to 120 letters, digits, '-', '_' and '.', beginning with a letter or digit",
        )


def _fields(header: str, origin: str) -> dict[str, yaml.Node]:
    try:
        root = yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = _FIRST_LINE + (mark.line if mark else 0)
        raise _broken(f"{origin}:{line}", str(error.problem or error.context)) from error
    except yaml.YAMLError as error:
        raise _broken(f"{origin}:{_FIRST_LINE}", str(error).splitlines()[0]) from error
    except RecursionError as error:
        raise _broken(f"{origin}:{_FIRST_LINE}", "lists or mappings nested too deep") from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        line = _FIRST_LINE + root.start_mark.line
        raise _broken(f"{origin}:{line}", "it is not a list of 'field: value' lines")
    fields: dict[str, yaml.Node] = {}
    for key, value in root.value:
        line = _FIRST_LINE + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise _broken(f"{origin}:{line}", "a field's name must be a word")
        if key.value in fields:
            raise _broken(f"{origin}:{line}", f"field '{key.value}' stands there twice")
        fields[key.value] = value
    return fields


def _broken(where: str, detail: str) -> ArticleError:
    return ArticleError(
        where=where,
        what=f"the front matter is broken: {detail}",
        next_step="correct the line; a text with a colon or quotes needs quotes around it",
    )


def _text(node: yaml.Node, name: str, origin: str) -> str | None:
    if isinstance(node, yaml.ScalarNode):
        value = " ".join(str(node.value).split())
        # A number or date is taken as written: `id: 007` is an id, `published: 1403-04-17` a Jalali date.
        return None if node.tag == "tag:yaml.org,2002:null" or not value else value
    raise ArticleError(
        where=f"{origin}:{node.start_mark.line + _FIRST_LINE}",
        what=f"field '{name}' must be a text, not a {_kind(node)}",
        next_step=f"write it on one line: {name}: …",
    )


def _texts(node: yaml.Node, name: str, origin: str) -> tuple[str, ...]:
    if isinstance(node, yaml.ScalarNode):
        value = _text(node, name, origin)
        return (value,) if value else ()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        values = (_text(item, name, origin) for item in node.value)
        return tuple(value for value in values if value)
    line = node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        line = next(item for item in node.value if not isinstance(item, yaml.ScalarNode)).start_mark.line
    raise ArticleError(
        where=f"{origin}:{line + _FIRST_LINE}",
        what=f"field '{name}' must be a list of texts, not a {_kind(node)}",
        next_step=f"write it as {name}: [first, second]",
    )


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "mapping"
    return "list" if isinstance(node, yaml.SequenceNode) else "text"


def _terms(node: yaml.Node, origin: str) -> tuple[TermReading, ...]:
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return ()
    if not isinstance(node, yaml.MappingNode):
        raise ArticleError(
            where=f"{origin}:{node.start_mark.line + _FIRST_LINE}",
            what=f"field 'terms' must be a mapping, not a {_kind(node)}",
            next_step="write 'name: concept' lines, indented, below 'terms:'",
        )
    readings: list[TermReading] = []
    names: set[str] = set()
    for key, meaning in node.value:
        where = f"{origin}:{key.start_mark.line + _FIRST_LINE}"
        if not isinstance(key, yaml.ScalarNode):
            raise _broken(where, "a name in 'terms' must be a text")
        if key.value in names:
            raise _broken(where, f"'{key.value}' stands in 'terms' twice")
        names.add(key.value)
        readings += read_terms({key.value: _plain(meaning, origin)}, where=where)
    return tuple(readings)


def _plain(node: yaml.Node, origin: str) -> Any:
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (yaml.YAMLError, ValueError) as error:
        raise _broken(f"{origin}:{node.start_mark.line + _FIRST_LINE}", str(error).splitlines()[0]) from error
