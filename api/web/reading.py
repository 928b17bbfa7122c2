"""An article laid out for reading: lines with their role, and the quoted words marked, to the character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from indexer import Span

_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+•–]|\d{1,3}[.)-])[ \t]+(?P<text>.*)$")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_RULE_ROW = re.compile(r"[ \t]*\|[ \t:|-]+\|[ \t]*$")


class LineRole(StrEnum):
    """How a line of an article is set."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a line's text; `marked` when it belongs to the quote, `first` when the quote begins here."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line for reading. `cells` holds one run of pieces, or one per cell of a table row; `level` counts from 1."""

    role: LineRole
    cells: tuple[tuple[Piece, ...], ...]
    level: int = 1
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring lines of one role: a list, a table, or a run of paragraphs or headings."""

    role: LineRole
    lines: tuple[Line, ...]


def lay_out(source: str, quote: Span | None = None) -> tuple[Group, ...]:
    """`source` as groups of lines with `quote` marked; every piece is a slice of `source`, markup signs left out."""
    lines = _Marker(source, quote).lines()
    return tuple(Group(role=role, lines=tuple(run)) for role, run in groupby(lines, key=lambda line: line.role))


class _Marker:
    """Walks a source once and notes where the quote was first shown, for the anchor the browser scrolls to."""

    def __init__(self, source: str, quote: Span | None) -> None:
        self._source = source
        self._quote = quote if quote is not None and len(quote) > 0 else None
        self._anchored = False

    def lines(self) -> Iterator[Line]:
        start = 0
        for text in self._source.split("\n"):
            if text.strip() and not _RULE_ROW.match(text):
                yield self._line(text, start)
            start += len(text) + 1

    def _line(self, text: str, start: int) -> Line:
        if heading := _HEADING.match(text):
            level = len(heading["marks"])
            return Line(role=LineRole.HEADING, cells=(self._pieces(heading, start),), level=level)
        if item := _ITEM.match(text):
            level = 1 + len(item["indent"].expandtabs(4)) // 2
            cells = (self._pieces(item, start),)
            return Line(role=LineRole.ITEM, cells=cells, level=level, marker=item["marker"])
        if _ROW.match(text):
            return Line(role=LineRole.ROW, cells=tuple(self._cells(text, start)))
        return Line(role=LineRole.PARAGRAPH, cells=(self._marked(start, start + len(text)),))

    def _pieces(self, match: re.Match[str], start: int) -> tuple[Piece, ...]:
        return self._marked(start + match.start("text"), start + match.end("text"))

    def _cells(self, text: str, start: int) -> Iterator[tuple[Piece, ...]]:
        bars = [position for position, character in enumerate(text) if character == "|"]
        for left, right in pairwise(bars):
            yield self._marked(start + left + 1, start + right)

    def _marked(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of `source[start:end]`: before the quote, the quote, after it."""
        text = self._source[start:end]
        if self._quote is None or not self._quote.overlaps(Span(start=start, end=end)):
            return (Piece(text=text),) if text else ()
        left = max(self._quote.start - start, 0)
        right = min(self._quote.end - start, len(text))
        first, self._anchored = not self._anchored, True
        pieces = (
            Piece(text=text[:left]),
            Piece(text=text[left:right], marked=True, first=first),
            Piece(text=text[right:]),
        )
        return tuple(piece for piece in pieces if piece.text)
