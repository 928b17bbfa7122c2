"""From lines to pieces: what each line is by its own syntax, before anything is concluded from its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from indexer.articles.lines import Line, find_fences, trimmed
from indexer.articles.markers import Marker, MarkerKind, follows, opens, read_letter, read_marker
from indexer.domain import Span


class PieceKind(StrEnum):
    """What a piece is by its syntax."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One or more lines with one part in the article.

    `start` and `end` leave the marker out. `gap` says that a blank or left-out line precedes, `cut` that residue does.
    `inner` is a number or letter behind a bullet, as in «• ۵-۱- …».
    """

    kind: PieceKind
    start: int
    end: int
    line: int
    indent: int = 0
    gap: bool = False
    cut: bool = False
    level: int = 1
    marker: Marker | None = None
    inner: Marker | None = None
    cells: tuple[Span, ...] = ()

    def text(self, source: str) -> str:
        """The piece's readable text."""
        return source[self.start : self.end]

    @property
    def marker_text(self) -> str:
        """All markers as written, one space between."""
        return " ".join(marker.text for marker in (self.marker, self.inner) if marker)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures of the piece's numbering, empty without."""
        for marker in (self.inner, self.marker):
            if marker and marker.kind is MarkerKind.NUMBER:
                return marker.numbers
        return ()


_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?\s*\Z", re.DOTALL)
_SETEXT = re.compile(r"(=+|-{3,})\s*\Z")
_RULE = re.compile(r"(?:[-*_]\s*){3,}\Z|`{3,}\w*\Z|[=~\N{HORIZONTAL BAR}—–_.*•]{3,}\Z")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_QUOTE = re.compile(r"(?:>\s?)+")


def find_pieces(source: str, lines: Sequence[Line]) -> list[Piece]:
    """The pieces of `lines` (residue already taken out), in order; one line each, except code."""
    pieces: list[Piece] = []
    gap = cut = False
    index = 0
    tables = _table_lines(lines)
    fences = find_fences(lines)
    while index < len(lines):
        line = lines[index]
        cut = cut or line.after_residue
        if line.is_blank:
            gap = True
            index += 1
            continue
        if index in fences:
            pieces.extend(_code(source, lines[index + 1 : fences[index]]))
            index = fences[index] + 1
            gap = cut = True
            continue
        setext = _SETEXT.match(line.text) if pieces and not gap and pieces[-1].kind is PieceKind.TEXT else None
        if setext and pieces[-1].line == line.number - 1:
            pieces[-1] = replace(pieces[-1], kind=PieceKind.HEADING, level=1 if line.text[0] == "=" else 2)
            gap = True
        elif _RULE.match(line.text):
            gap = True
        elif index in tables:
            if not _TABLE_RULE.match(line.text):
                kind = PieceKind.TABLE_HEAD if tables[index] else PieceKind.TABLE_ROW
                pieces.append(_row(source, line, kind=kind, gap=gap))
            gap = cut = False
        else:
            piece = _single(source, line, gap=gap or cut)
            if piece:
                pieces.append(replace(piece, cut=cut))
            gap = cut = False
        index += 1
    return _with_letters(source, pieces)


def _code(source: str, lines: Sequence[Line]) -> list[Piece]:
    """The lines between two fences as one piece."""
    shown = [line for line in lines if not line.is_blank]
    if not shown:
        return []
    start, end = trimmed(source, shown[0].start, shown[-1].end)
    return [Piece(kind=PieceKind.CODE, start=start, end=end, line=shown[0].number, gap=True)]


def _single(source: str, line: Line, *, gap: bool) -> Piece | None:
    atx = _ATX.match(line.text)
    if atx:
        start, end = trimmed(source, line.start + atx.start(2), line.start + atx.end(2))
        if start == end:
            return None
        return Piece(kind=PieceKind.HEADING, start=start, end=end, line=line.number, gap=gap, level=len(atx[1]))
    quote = _QUOTE.match(line.text)
    start = line.start + (quote.end() if quote else 0)
    marker = read_marker(source[start : line.end])
    kind = PieceKind.ITEM if marker else PieceKind.TEXT
    inner = None
    if marker:
        start += marker.length
        if marker.kind is MarkerKind.BULLET:
            rest = source[start : line.end]
            inner = read_marker(rest)
            inner = inner if inner and inner.kind is MarkerKind.NUMBER else read_letter(rest)
            start += inner.length if inner else 0
    start, end = trimmed(source, start, line.end)
    if start == end:
        return None
    return Piece(
        kind=kind, start=start, end=end, line=line.number, indent=line.indent, gap=gap, marker=marker, inner=inner
    )


def _table_lines(lines: Sequence[Line]) -> dict[int, bool]:
    """Index of each line of a table, True for its head: two or more neighbouring lines with as many cells each."""
    tables: dict[int, bool] = {}
    index = 0
    while index < len(lines):
        stop = index
        width = 0 if lines[index].is_blank else len(cell_bounds(lines[index].text))
        while stop < len(lines) and width >= 2 and _fits(lines[stop], width):
            stop += 1
        rows = [i for i in range(index, stop) if not _TABLE_RULE.match(lines[i].text)]
        if len(rows) >= 2:
            tables.update((i, i == rows[0]) for i in range(index, stop))
        index = max(stop, index + 1)
    return tables


def _fits(line: Line, width: int) -> bool:
    # Rows may leave cells out at the end; a line without any bar ends the table.
    return not line.is_blank and "|" in line.text and len(cell_bounds(line.text)) <= width


def cell_bounds(text: str) -> list[tuple[int, int]]:
    r"""Start and end of each cell of a table line, untrimmed; `\|` does not divide, outer bars hold no cell."""
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", text)]
    if not bars:
        return [(0, len(text))]
    bounds = list(zip([0, *(bar + 1 for bar in bars)], [*bars, len(text)], strict=True))
    if not text[slice(*bounds[0])].strip():
        bounds = bounds[1:]
    if bounds and not text[slice(*bounds[-1])].strip():
        bounds = bounds[:-1]
    return bounds


def _row(source: str, line: Line, *, kind: PieceKind, gap: bool) -> Piece:
    cells = []
    for begin, stop in cell_bounds(line.text):
        start, end = trimmed(source, line.start + begin, line.start + stop)
        cells.append(Span(start=start, end=end))
    shown = [cell for cell in cells if len(cell)] or [line.span]
    return Piece(kind=kind, start=shown[0].start, end=shown[-1].end, line=line.number, gap=gap, cells=tuple(cells))


def _with_letters(source: str, pieces: list[Piece]) -> list[Piece]:
    """Texts that are lettered in order («آ.», «ب», «ج») become items; one letter alone is an initial or a word."""
    lettered = list(pieces)
    index = 0
    while index < len(lettered):
        run = _letter_run(source, lettered, index)
        for offset, marker in enumerate(run):
            piece = lettered[index + offset]
            lettered[index + offset] = replace(
                piece, kind=PieceKind.ITEM, marker=marker, start=piece.start + marker.length
            )
        index += max(1, len(run))
    return lettered


def _letter_run(source: str, pieces: Sequence[Piece], index: int) -> list[Marker]:
    run: list[Marker] = []
    for at in range(index, len(pieces)):
        piece = pieces[at]
        if piece.kind is not PieceKind.TEXT:
            break
        marker = read_letter(piece.text(source), bare=bool(run))
        if marker is None or not (follows(marker.letter, run[-1].letter) if run else opens(marker.letter)):
            break
        run.append(marker)
    return run if len(run) >= 2 else []
