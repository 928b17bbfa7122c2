"""The structure of an article: headings, paragraphs, list items and table rows as Blocks, residue left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.articles.glued import Vocabulary, glued_heading_end
from indexer.articles.headings import promote_bulleted, promote_numbered, promote_short_lines, set_levels
from indexer.articles.lines import Line, trimmed
from indexer.articles.markers import MarkerKind
from indexer.articles.pieces import Piece, PieceKind, find_pieces
from indexer.domain import Block, BlockKind, Span

_KINDS = {
    PieceKind.HEADING: BlockKind.HEADING,
    PieceKind.TEXT: BlockKind.PARAGRAPH,
    PieceKind.CODE: BlockKind.PARAGRAPH,
    PieceKind.ITEM: BlockKind.LIST_ITEM,
    PieceKind.TABLE_HEAD: BlockKind.TABLE_HEAD,
    PieceKind.TABLE_ROW: BlockKind.TABLE_ROW,
}
_SENTENCE_ENDS = tuple('.!?؟:؛…»"')
_SIGNED_HEADINGS_TO_TRUST = 2


def find_blocks(
    source: str, lines: Sequence[Line], *, title_line: int | None, headings: Mapping[int, int] | None = None
) -> tuple[Block, ...]:
    """The blocks of `lines`, in reading order.

    Where two or more headings carry their own sign (`#`, underline) only those are headings. Otherwise headings are
    found by shape; `headings` (line to level), when known, stands instead of that.
    """
    pieces = find_pieces(source, lines)
    signed = [piece for piece in pieces if piece.kind is PieceKind.HEADING]
    is_signed = len(signed) >= _SIGNED_HEADINGS_TO_TRUST
    if not is_signed:
        pieces = _unglued(source, pieces)
    pieces = _joined(source, pieces, is_signed=is_signed)
    if not is_signed:
        pieces = promote_bulleted(source, pieces)
        pieces = promote_numbered(source, pieces)
        if headings:
            pieces = [_as_known(piece, headings, title_line) for piece in pieces]
        else:
            pieces = promote_short_lines(source, pieces, title_line=title_line)
            pieces = set_levels(source, pieces, title_line=title_line)
    return tuple(_block(piece) for piece in _nested(pieces))


def _as_known(piece: Piece, headings: Mapping[int, int], title_line: int | None) -> Piece:
    if piece.line == title_line and piece.line not in headings and piece.kind is PieceKind.TEXT:
        return replace(piece, kind=PieceKind.HEADING, level=1)
    glued_body = piece.kind is PieceKind.TEXT and not piece.gap and piece.level == _GLUED_BODY
    if piece.line in headings and not glued_body:
        return replace(piece, kind=PieceKind.HEADING, level=headings[piece.line])
    return replace(piece, kind=PieceKind.TEXT) if piece.kind is PieceKind.HEADING else piece


# A paragraph cut off from its heading shares the heading's line; this level tells the two apart.
_GLUED_BODY = 0


def _unglued(source: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with glued headings cut off from their paragraphs."""
    vocabulary = Vocabulary.of(source)
    numbered = {i for i, piece in enumerate(pieces) if piece.numbers and not piece.inner}
    # Items of a tight list stand one right after the other; numbered headings have text between them.
    apart = {
        i
        for i in numbered
        if not (i + 1 in numbered and not pieces[i + 1].gap) and not (i - 1 in numbered and not pieces[i].gap)
    }
    runs_through = len(apart) >= 2
    cut: list[Piece] = []
    for i, piece in enumerate(pieces):
        end = None
        if piece.kind is PieceKind.TEXT or (i in apart and runs_through):
            end = glued_heading_end(piece.text(source), numbered=i in apart and runs_through, vocabulary=vocabulary)
        if end is None:
            cut.append(piece)
            continue
        head_start, head_end = trimmed(source, piece.start, piece.start + end)
        start, stop = trimmed(source, piece.start + end, piece.end)
        cut.append(replace(piece, kind=PieceKind.HEADING, start=head_start, end=head_end))
        cut.append(
            Piece(kind=PieceKind.TEXT, start=start, end=stop, line=piece.line, indent=piece.indent, level=_GLUED_BODY)
        )
    return cut


def _joined(source: str, pieces: Sequence[Piece], *, is_signed: bool) -> list[Piece]:
    """Pieces with wrapped lines joined and an item's indented lines taken into it."""
    width = _wrap_width(source, pieces, is_signed=is_signed)
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and _continues(source, last, piece, width):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined


def _continues(source: str, last: Piece, piece: Piece, width: int) -> bool:
    if piece.kind is not PieceKind.TEXT or piece.level == _GLUED_BODY or piece.cut:
        return False
    # What is left of a line whose end is residue does not run on: the paragraph would hold the residue.
    if re.match(r"[^\S\r\n]*[^\s]", source[last.end : piece.start]):
        return False
    if last.kind is PieceKind.ITEM and piece.indent > last.indent and piece.indent >= 2 and not _is_bare_letter(last):
        return True
    if piece.gap or last.kind not in {PieceKind.TEXT, PieceKind.ITEM}:
        return False
    last_line = source[last.start : last.end].rsplit("\n", 1)[-1]
    first_word = piece.text(source).split(maxsplit=1)[0]
    full = width > 0 and len(last_line) + 1 + len(first_word) >= 0.75 * width
    return full or (width > 0 and first_word[:1].islower() and not last_line.endswith(_SENTENCE_ENDS))


def _is_bare_letter(piece: Piece) -> bool:
    return piece.marker is not None and piece.marker.kind is MarkerKind.LETTER


def _wrap_width(source: str, pieces: Sequence[Piece], *, is_signed: bool) -> int:
    """The column at which the text is wrapped, 0 when each line is a paragraph of its own."""
    inner = [
        piece.text(source)
        for piece, following in itertools.pairwise(pieces)
        if piece.kind in {PieceKind.TEXT, PieceKind.ITEM} and following.kind is PieceKind.TEXT and not following.gap
    ]
    if not inner:
        return 0
    lengths = sorted(len(text) for text in inner)
    open_ended = sum(not text.endswith(_SENTENCE_ENDS) for text in inner)
    wrapped = lengths[-1] <= 130 and lengths[len(lengths) // 2] >= 40 and open_ended >= 0.6 * len(inner)
    return lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)] if wrapped or is_signed else 0


def _nested(pieces: Sequence[Piece]) -> list[Piece]:
    """Items with the level their indent gives them within their list."""
    nested: list[Piece] = []
    indents: list[int] = []
    for piece in pieces:
        if piece.kind is not PieceKind.ITEM:
            indents = []
            nested.append(piece)
            continue
        while indents and piece.indent < indents[-1]:
            indents.pop()
        if not indents or piece.indent > indents[-1] + 1:
            indents.append(piece.indent)
        nested.append(replace(piece, level=len(indents)))
    return nested


def _block(piece: Piece) -> Block:
    return Block(
        kind=_KINDS[piece.kind],
        span=Span(start=piece.start, end=piece.end),
        level=max(1, piece.level) if piece.kind in {PieceKind.HEADING, PieceKind.ITEM} else 1,
        marker=piece.marker_text if piece.kind in {PieceKind.HEADING, PieceKind.ITEM} else "",
        cells=piece.cells,
    )
