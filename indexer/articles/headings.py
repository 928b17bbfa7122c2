"""Headings that carry no sign of their own, found by their shape and by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.articles.lines import squeezed
from indexer.articles.markers import MarkerKind
from indexer.articles.pieces import Piece, PieceKind
from indexer.articles.web_phrases import conclusion_pattern

_LONGEST = 110
_MOST_WORDS = 18
_DIGITS_OF_A_PHONE = 9
_LONG_PARAGRAPH = 180
_ONE_LINER = 350
_CLOSING_QUOTES = "»\"')]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK} "


def looks_like_heading(text: str) -> bool:
    """Whether a line is short and does not end as a sentence does; a question may be a heading."""
    ending = text.rstrip(_CLOSING_QUOTES)[-1:]
    return (
        len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and ending not in tuple(".!,،;؛…")
        and re.search(r"[^\W\d_]", text) is not None
        and "\n" not in text
        and sum(char.isdecimal() for char in text) < _DIGITS_OF_A_PHONE
        and len(re.findall(r"[.!?؟]\s", text)) == 0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The pieces with the source, and the questions asked of them."""

    source: str
    pieces: Sequence[Piece]

    def text(self, index: int) -> str:
        return self.pieces[index].text(self.source)

    def kind(self, index: int) -> PieceKind | None:
        return self.pieces[index].kind if 0 <= index < len(self.pieces) else None

    def is_candidate(self, index: int) -> bool:
        if self.kind(index) is not PieceKind.TEXT or not looks_like_heading(self.text(index)):
            return False
        if not self.text(index).endswith(":"):
            return True
        # A colon before a list, a table or a numbered heading leads in; before a paragraph it closes a heading.
        following = self.pieces[index + 1] if index + 1 < len(self.pieces) else None
        return following is not None and following.kind is PieceKind.TEXT and len(self.text(index).split()) <= 8


def promote_numbered(source: str, pieces: list[Piece]) -> list[Piece]:
    """Numbered lines that are short and followed by a paragraph become headings: «1. …» with its text below."""
    view = _View(source=source, pieces=pieces)
    promoted = list(pieces)
    for index, piece in enumerate(pieces):
        if piece.kind is not PieceKind.ITEM or not piece.numbers or piece.inner or piece.indent >= 4:
            continue
        text = view.text(index)
        follower = view.kind(index + 1)
        is_body = follower is PieceKind.TEXT and pieces[index + 1].indent <= piece.indent
        leads_list = (
            follower is PieceKind.ITEM
            and pieces[index + 1].marker is not None
            and not _same_kind(piece, pieces[index + 1])
        )
        if looks_like_heading(text) and not text.endswith(":") and (is_body or leads_list):
            promoted[index] = replace(piece, kind=PieceKind.HEADING)
    return promoted


def _same_kind(one: Piece, other: Piece) -> bool:
    return (
        one.marker is not None and other.marker is not None and one.marker.kind is other.marker.kind
    ) or other.indent > one.indent


def promote_bulleted(source: str, pieces: list[Piece]) -> list[Piece]:
    """Bullets a page set before everything: numbered or short ones over long ones are headings over paragraphs."""
    promoted = list(pieces)
    index = 0
    while index < len(pieces):
        stop = index
        while stop < len(pieces) and _is_bullet(pieces[stop]):
            stop += 1
        run = range(index, stop)
        if _is_bulleted_prose([promoted[i].text(source) for i in run]):
            for i in run:
                # A heading needs something to stand over.
                heads = i + 1 < stop and (
                    pieces[i].inner is not None
                    or (looks_like_heading(pieces[i].text(source)) and not pieces[i].text(source).endswith(":"))
                )
                short = len(pieces[i].text(source)) <= _LONGEST
                promoted[i] = replace(pieces[i], kind=PieceKind.HEADING if heads and short else PieceKind.TEXT)
        index = max(stop, index + 1)
    return promoted


def _is_bullet(piece: Piece) -> bool:
    return piece.kind is PieceKind.ITEM and piece.marker is not None and piece.marker.kind is MarkerKind.BULLET


def _is_bulleted_prose(texts: Sequence[str]) -> bool:
    long = sum(len(text) > _LONG_PARAGRAPH for text in texts)
    short = sum(len(text) <= _LONGEST for text in texts)
    return long >= 2 and short >= 2 and long + short >= 0.7 * len(texts) and len(texts[-1]) > 60


def promote_short_lines(source: str, pieces: list[Piece], *, title_line: int | None) -> list[Piece]:
    """Short lines without an ending, over a paragraph, list or table, become headings.

    Of several in a row each longer one after a shorter one is taken for that one's text, as a figure's labels and
    their explanations come out of a page.
    """
    view = _View(source=source, pieces=pieces)
    promoted = list(pieces)
    index = 0
    while index < len(pieces):
        stop = index
        while stop < len(pieces) and view.is_candidate(stop):
            stop += 1
        has_body = stop < len(pieces)
        under: int | None = None
        for i in range(index, stop):
            # What residue cut off from the same line is this line's own continuation, not a body below it.
            is_last = i == stop - 1 and not (has_body and pieces[stop].line == pieces[i].line)
            words = len(view.text(i).split())
            if pieces[i].line == title_line:
                promoted[i] = replace(pieces[i], kind=PieceKind.HEADING)
                under = None
            elif under is not None and not (is_last and has_body) and words >= 6 and words >= 1.5 * under:
                under = None
            elif has_body or not is_last:
                promoted[i] = replace(pieces[i], kind=PieceKind.HEADING)
                under = words
        index = max(stop, index + 1)
    return promoted


def set_levels(source: str, pieces: list[Piece], *, title_line: int | None) -> list[Piece]:
    """Levels for headings found by shape: the title 1, unnumbered ones 2, numbered ones below those, series below.

    A series is headings with one line each, after a lead-in or right under another heading.
    """
    levelled = list(pieces)
    indices = [i for i, piece in enumerate(pieces) if piece.kind is PieceKind.HEADING]
    depths = [len(pieces[i].numbers) for i in indices if pieces[i].numbers]
    shallowest = min(depths, default=1)
    base = 1
    parent: int | None = None
    series_size = 0
    for position, i in enumerate(indices):
        piece = pieces[i]
        if piece.line == title_line and not levelled[:i].count(piece):
            levelled[i] = replace(piece, level=1)
            continue
        body = _body(pieces, i)
        following = indices[position + 1] if position + 1 < len(indices) else None
        if _marker_of(piece):
            depth = len(piece.numbers) - shallowest if piece.numbers else 0
            levelled[i] = replace(piece, level=base + 1 + max(0, depth))
            parent, series_size = None, 0
            continue
        opens_series = (
            following is not None and not _marker_of(pieces[following]) and (not body or _leads_in(source, body))
        )
        is_end = conclusion_pattern().match(squeezed(piece.text(source))) is not None
        # The article's last subsection may have its closing paragraph behind it.
        longest = 2 if following is None and series_size >= 1 else 1
        one_line = 1 <= len(body) <= longest and body[0].end - body[0].start <= _ONE_LINER
        if parent is not None and not opens_series and not is_end and one_line:
            levelled[i] = replace(piece, level=parent + 1)
            series_size += 1
            continue
        levelled[i] = replace(piece, level=2)
        base = 2
        parent, series_size = (2, 0) if opens_series else (None, 0)
    return levelled


def _marker_of(piece: Piece) -> bool:
    return bool(piece.numbers) or piece.inner is not None


def _body(pieces: Sequence[Piece], heading: int) -> list[Piece]:
    body = []
    for at in range(heading + 1, len(pieces)):
        if pieces[at].kind is PieceKind.HEADING:
            break
        body.append(pieces[at])
    return body


def _leads_in(source: str, body: Sequence[Piece]) -> bool:
    return body[-1].kind is PieceKind.TEXT and body[-1].text(source).endswith(":")
