"""Atoms: the sentences, cells and headings a passage is put together from, with the price of a break before each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.articles.lines import trimmed
from indexer.domain import Block, BlockKind, LanguageCode, Sentence, SentenceRole, Span
from indexer.languages import language

MAX_PASSAGE = 1100
_LONGEST_CLAUSE = 800
_LONGEST_ITEM_TITLE = 60
_SHORT_LEAD_IN = 160

# Prices of a break, on the scale on which a passage of 200 too few characters costs about 4.
NEW_SECTION = 0.3
NEW_PARAGRAPH = 0.5
NEW_SENTENCE = 1.5
NEW_ITEM = 3.0
WITHIN_ITEM = 8.0
AFTER_LEAD_IN = 25.0
AFTER_HEADING = 30.0

_LONGEST_WINDOW = 8_000
_SENTENCE_END = re.compile(r"[.!?؟…]\s")
_CLAUSE_END = re.compile(r"[;؛،,:،)»–—]\s+|[.!?؟…]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A stretch that is never divided between passages.

    `price` is that of a break before it; `is_title` says that it is the heading of a subsection told as a list item.
    `path` is the heading path of a passage that begins here, `context` what such a passage needs from outside: a
    lead-in, a table's heads.
    """

    span: Span
    sentences: tuple[Sentence, ...]
    price: float
    path: tuple[str, ...]
    context: tuple[Span, ...] = ()
    is_title: bool = False


@dataclass(slots=True, kw_only=True)
class Groups:
    """Numbers list items and table rows through a section."""

    last: int = -1

    def next(self) -> int:
        """A number not given yet."""
        self.last += 1
        return self.last


def sentence_spans(source: str, span: Span, code: LanguageCode) -> list[Span]:
    """The sentences of `source` within `span`; one longer than a passage is cut where a clause ends."""
    found = []
    for window in _windows(source, span):
        for part in language(code).sentences(window.of(source)):
            start, end = trimmed(source, window.start + part.start, window.start + part.end)
            if start < end:
                found.extend(_cut(source, Span(start=start, end=end)))
    return found or _cut(source, span)


def _windows(source: str, span: Span) -> list[Span]:
    """`span` in stretches a sentence splitter takes at once; only what nobody wrote as a paragraph is longer."""
    windows = []
    begin = span.start
    while span.end - begin > _LONGEST_WINDOW:
        window = source[begin : begin + _LONGEST_WINDOW]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)] or [
            match.end() for match in re.finditer(r"\s", window)
        ]
        stop = begin + (ends[-1] if ends else _LONGEST_CLAUSE)
        windows.append(Span(start=begin, end=stop))
        begin = stop
    return [*windows, Span(start=begin, end=span.end)]


def _cut(source: str, span: Span) -> list[Span]:
    if len(span) <= MAX_PASSAGE:
        return [span]
    pieces = []
    begin = span.start
    while span.end - begin > MAX_PASSAGE:
        window = source[begin : begin + _LONGEST_CLAUSE]
        ends = [match.end() for match in _CLAUSE_END.finditer(window)]
        spaces = [match.end() for match in re.finditer(r"\s+", window)]
        # A run without any space has no better place than the limit itself.
        stop = begin + ((ends or spaces or [0])[-1] or _LONGEST_CLAUSE)
        start, end = trimmed(source, begin, stop)
        if start < end:
            pieces.append(Span(start=start, end=end))
        begin = stop
    start, end = trimmed(source, begin, span.end)
    if start < end:
        pieces.append(Span(start=start, end=end))
    return pieces


def lead_in_span(source: str, block: Block, code: LanguageCode, *, follower_is_numbered: bool) -> Span | None:
    """The sentence of a paragraph that leads in the list, table or subsections after it, None when none does."""
    if block.kind is not BlockKind.PARAGRAPH:
        return None
    spans = sentence_spans(source, block.span, code)
    is_short = len(spans) == 1 and len(block.span) <= _SHORT_LEAD_IN
    if source[block.span.end - 1] == ":" or (is_short and follower_is_numbered):
        return spans[-1]
    return None


def body_atoms(
    source: str, blocks: Sequence[Block], code: LanguageCode, *, path: tuple[str, ...], groups: Groups
) -> list[Atom]:
    """The atoms of blocks without headings."""
    atoms: list[Atom] = []
    heads: tuple[Span, ...] = ()
    head_row: Block | None = None
    lead_in: Span | None = None
    parents: list[Span] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH:
            following = blocks[index + 1].kind if index + 1 < len(blocks) else BlockKind.PARAGRAPH
            leads = following in {BlockKind.LIST_ITEM, BlockKind.TABLE_HEAD}
            lead_in = lead_in_span(source, block, code, follower_is_numbered=leads) if leads else None
            atoms.extend(_paragraph(source, block, code, path=path, lead_in=lead_in))
            heads, parents = (), []
        elif block.kind is BlockKind.LIST_ITEM:
            follows = index > 0 and blocks[index - 1].kind is BlockKind.LIST_ITEM
            item = _item(source, block, code, path=path, lead_in=lead_in, groups=groups, parents=parents)
            if not follows and lead_in:
                item[0] = replace(item[0], price=AFTER_LEAD_IN)
            atoms.extend(item)
        elif block.kind is BlockKind.TABLE_HEAD:
            heads, head_row = block.cells, block
        elif block.kind is BlockKind.TABLE_ROW:
            atoms.extend(
                _row(source, block, code, path=path, heads=heads, head_row=head_row, lead_in=lead_in, groups=groups)
            )
            head_row = None
    return atoms


def _paragraph(
    source: str, block: Block, code: LanguageCode, *, path: tuple[str, ...], lead_in: Span | None
) -> list[Atom]:
    return [
        Atom(
            span=span,
            sentences=(Sentence(span=span, role=SentenceRole.LEAD_IN if span == lead_in else SentenceRole.SENTENCE),),
            price=NEW_SENTENCE if index else NEW_PARAGRAPH,
            path=path,
        )
        for index, span in enumerate(sentence_spans(source, block.span, code))
    ]


def _item(
    source: str,
    block: Block,
    code: LanguageCode,
    *,
    path: tuple[str, ...],
    lead_in: Span | None,
    groups: Groups,
    parents: list[Span],
) -> list[Atom]:
    """One list item; `parents` holds the titles of the items it stands below and is brought up to date."""
    del parents[block.level - 1 :]
    spans = sentence_spans(source, block.span, code)
    title = _item_title(source, spans[0])
    above = parents[-1:]
    group = groups.next()
    atoms = []
    for index, span in enumerate(spans):
        context = (*above, title) if index else tuple(above)
        sentence = Sentence(
            span=span, role=SentenceRole.ITEM, context=context, group=group, marker="" if index else block.marker
        )
        price = WITHIN_ITEM if index else NEW_ITEM + 2.0 * (block.level - 1)
        outside = tuple(part for part in (lead_in, *context) if part)
        atoms.append(Atom(span=span, sentences=(sentence,), price=price, path=path, context=outside))
    parents.append(title)
    return atoms


def _item_title(source: str, first: Span) -> Span:
    """The words before an item's colon, else its first sentence."""
    colon = source.find(":", first.start, min(first.end, first.start + _LONGEST_ITEM_TITLE))
    start, end = trimmed(source, first.start, colon) if colon > 0 else (first.start, first.end)
    return Span(start=start, end=end) if start < end else first


def _row(
    source: str,
    block: Block,
    code: LanguageCode,
    *,
    path: tuple[str, ...],
    heads: tuple[Span, ...],
    head_row: Block | None,
    lead_in: Span | None,
    groups: Groups,
) -> list[Atom]:
    group = groups.next()
    # In a table of three columns and more the first one names the row.
    label = block.cells[0] if len(heads) >= 3 and block.cells and len(block.cells[0]) else None
    sentences: list[Sentence] = []
    for column, cell in enumerate(block.cells):
        if not len(cell):
            continue
        head = heads[column] if column < len(heads) and len(heads[column]) else None
        context = tuple(part for part in (head, label if column else None) if part)
        sentences += [
            Sentence(span=span, role=SentenceRole.CELL, context=context, group=group)
            for span in sentence_spans(source, cell, code)
        ]
    if not sentences:
        return []
    outside = tuple(part for part in (lead_in, *heads) if part)
    start = head_row.span.start if head_row else block.span.start
    whole = Span(start=start, end=block.span.end)
    if head_row:
        return [Atom(span=whole, sentences=tuple(sentences), price=AFTER_LEAD_IN, path=path, context=outside)]
    return [Atom(span=whole, sentences=tuple(sentences), price=NEW_ITEM, path=path, context=outside)]
