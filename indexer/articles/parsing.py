"""One article: from the bytes of its file to an Article with blocks, residue and warnings."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from indexer.articles.front_matter import FrontMatter, check_id, parse_front_matter
from indexer.articles.guessing import (
    guess_date,
    guess_publisher,
    guess_title_line,
    title_from_blocks,
    title_text,
)
from indexer.articles.language_guess import guess_language
from indexer.articles.lines import Line, find_fences, split_lines, squeezed, without_spans
from indexer.articles.reading import MAX_ARTICLE_BYTES, read_text
from indexer.articles.residue import phrase_residue
from indexer.articles.residue_around import repeated_titles, residue_around
from indexer.articles.source_facts import SourceFacts
from indexer.articles.structure import find_blocks
from indexer.domain import Article, Block, LanguageCode, ParsedArticle, Residue, Span, TermReading
from indexer.errors import ArticleError

_LATIN = frozenset({LanguageCode.ENGLISH, LanguageCode.POLISH})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    """What the text itself shows, before front matter and facts have their say."""

    residue: tuple[Residue, ...]
    blocks: tuple[Block, ...]
    title: str
    published: str | None
    published_original: str | None
    publisher: str | None


def parse_article(
    raw: bytes,
    *,
    origin: str,
    article_id: str | None = None,
    facts: SourceFacts | None = None,
    terms: tuple[TermReading, ...] = (),
    max_bytes: int = MAX_ARTICLE_BYTES,
) -> ParsedArticle:
    """Read one article from the bytes of its file.

    `origin` is the file's path as given, for messages and, without `article_id` and an id in the front matter, for the
    id: its stem as a slug. `terms` are the readings of a sidecar. What front matter says counts before what the sidecar
    and `facts` say, and that before what is guessed.
    Raises ArticleError with `origin:line` for a file over `max_bytes`, not UTF-8, empty, with a control character or
    a bidi override, with broken front matter, in an unknown language, or with an id other than `article_id`.
    """
    text = read_text(raw, origin=origin, max_bytes=max_bytes)
    front = parse_front_matter(text.header, origin=origin) if text.header is not None else FrontMatter()
    facts = facts or SourceFacts(sha256="")
    language, doubt = front.language or facts.language, None
    if language is None:
        language, doubt = guess_language(text.body, where=f"{origin}:{text.body_line}")
    found = _findings(text.body, first_line=text.body_line, language=language, front=front, facts=facts)
    published = _first((front.published, front.published_original), (facts.published, facts.published_original))
    guessed = {
        "id": article_id is None and front.id is None,
        "title": front.title is None and facts.title_line is None,
        "language": front.language is None and facts.language is None,
        "published": published is None and found.published is not None,
        "publisher": front.publisher is None and facts.publisher is None and found.publisher is not None,
    }
    article = Article(
        id=_id(front, article_id=article_id, origin=origin),
        title=found.title,
        language=language,
        source=text.body,
        sha256=hashlib.sha256(raw).hexdigest(),
        origin=origin,
        published=published[0] if published else found.published,
        published_original=published[1] if published else found.published_original,
        publisher=front.publisher or facts.publisher or found.publisher,
        url=front.url,
        license=front.license,
        based_on=front.based_on,
        tags=front.tags,
        translations=front.translations,
        guessed=tuple(name for name, is_guess in guessed.items() if is_guess),
    )
    return ParsedArticle(
        article=article,
        blocks=found.blocks,
        residue=found.residue,
        warnings=(*front.warnings, *([doubt] if doubt else []), *_warnings(text.body, found.blocks)),
        terms=_in_force(front.terms, terms, facts.terms),
        first_line=text.body_line,
    )


def _in_force(*sources: tuple[TermReading, ...]) -> tuple[TermReading, ...]:
    """The readings of `sources`, without those of a name that an earlier source settles for the whole article."""
    kept: list[TermReading] = []
    settled: set[str] = set()
    for readings in sources:
        kept += [reading for reading in readings if reading.name not in settled]
        settled |= {reading.name for reading in readings if reading.first is None}
    return tuple(kept)


def slug(stem: str) -> str:
    """A file's stem as an id: letters and digits of any script, `-`, `_` and `.`, lower case.

    >>> slug("Zwroty i reklamacje (2024)")
    'zwroty-i-reklamacje-2024'
    """
    kept = re.sub(r"[^\w.\-]+", "-", unicodedata.normalize("NFKC", stem).lower())
    return re.sub(r"\.{2,}", ".", kept).strip("-._")[:120].rstrip("-._") or "article"


def _id(front: FrontMatter, *, article_id: str | None, origin: str) -> str:
    if article_id is None:
        return front.id or slug(PurePath(origin).stem)
    check_id(article_id, where=origin)
    if front.id is not None and front.id != article_id:
        raise ArticleError(
            where=f"{origin}:{front.lines['id']}",
            what=f"id '{front.id}' is not the id '{article_id}' the article is stored under",
            next_step="make the two the same, or leave the id out of the front matter",
        )
    return article_id


def _first(*pairs: tuple[str | None, str | None]) -> tuple[str, str | None] | None:
    return next(((iso, original) for iso, original in pairs if iso), None)


def _findings(
    body: str, *, first_line: int, language: LanguageCode, front: FrontMatter, facts: SourceFacts
) -> _Findings:
    lines = split_lines(body, first_number=first_line)
    # What a code block shows is what the author wants shown.
    fenced = {i for start, stop in find_fences(lines).items() for i in range(start, stop + 1)}
    prose = [line for index, line in enumerate(lines) if index not in fenced]
    residue = phrase_residue(prose, language=language)
    residue = _with_facts(residue + residue_around(prose, residue), lines, facts)
    date = guess_date(lines, residue)
    shown = _shown(body, prose, residue)
    publisher = guess_publisher(lines, shown, residue, is_latin=language in _LATIN)
    title_line = _title_line(lines, shown, publisher[1] if publisher else None, front=front, facts=facts)
    if publisher and publisher[1] and publisher[1] is not title_line:
        residue.append(Residue(span=publisher[1].span, line=publisher[1].number, reason="publisher's name"))
        shown = _shown(body, prose, residue)
    title = front.title or (title_text(title_line) if title_line else "")
    if title:
        number = title_line.number if title_line else None
        residue += [r for r in repeated_titles(shown, title=title, title_line=number) if r.line not in facts.kept]
    shown = _shown(body, lines, residue)
    blocks = find_blocks(body, shown, title_line=title_line.number if title_line else None, headings=facts.headings)
    return _Findings(
        residue=tuple(sorted(residue, key=lambda item: item.span)),
        blocks=blocks,
        title=title or title_from_blocks(body, blocks) or slug("article"),
        published=date.iso if date else None,
        published_original=date.original if date else None,
        publisher=publisher[0] if publisher else None,
    )


def _shown(body: str, lines: Sequence[Line], residue: Sequence[Residue]) -> tuple[Line, ...]:
    return without_spans(body, lines, [item.span for item in residue])


def _title_line(
    lines: Sequence[Line], shown: Sequence[Line], publisher_line: Line | None, *, front: FrontMatter, facts: SourceFacts
) -> Line | None:
    if front.title is not None:
        key = squeezed(front.title)
        top = [line for line in shown if not line.is_blank][:3]
        return next((line for line in top if squeezed(title_text(line)) == key), None)
    if facts.title_line is not None:
        return next(line for line in lines if line.number == facts.title_line)
    return guess_title_line([line for line in shown if line is not publisher_line])


def _with_facts(residue: list[Residue], lines: Sequence[Line], facts: SourceFacts) -> list[Residue]:
    """Residue found by shape, with what the facts add to it and without what they keep."""
    by_number = {line.number: line for line in lines}
    known: list[Residue] = []
    for fact in facts.residue:
        line = by_number.get(fact.line)
        if line is None or line.is_blank:
            continue
        start, end = (line.start, line.end)
        if fact.columns:
            start, end = line.start + fact.columns[0], min(line.end, line.start + fact.columns[1])
        known.append(Residue(span=Span(start=start, end=end), line=line.number, reason=fact.reason))
    kept = [
        item
        for item in residue
        if item.line not in facts.kept and not any(item.span.overlaps(other.span) for other in known)
    ]
    return sorted(kept + known, key=lambda item: item.span)


def _warnings(body: str, blocks: Sequence[Block]) -> list[str]:
    warnings = []
    if not blocks:
        warnings.append("nothing is left to index: every line is residue or a marker without text")
    lost = body.count("\N{REPLACEMENT CHARACTER}")
    if lost:
        warnings.append(f"{lost} character(s) were lost in an earlier conversion (U+FFFD)")
    return warnings
