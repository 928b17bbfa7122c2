"""What an article without front matter shows of itself: title, date and publisher."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.articles.dates import FoundDate, find_dates
from indexer.articles.headings import looks_like_heading
from indexer.articles.lines import Line, squeezed
from indexer.articles.markers import read_marker
from indexer.domain import Block, BlockKind, Residue

_TOP_LINES = 8
_ATX = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?\s*\Z")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|\b[A-Z][a-zA-Z]{3,}\b")
_OWNER = (
    re.compile(r"(?:متعلق به|از آن|برای)\s+(?:شرکت|سایت|وب\W?سایت|مجموعه|گروه)?\s*(.+)"),
    re.compile(r"محفوظة?\s+(?:لدى\s+|لـ?\s*)(?:شركة|موقع|مؤسسة|مجموعة)?\s*(.+)"),
    re.compile(r"(?:©|\(c\)|copyright)\s*(?:by\s+)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?:by\s+)?(.+)", re.IGNORECASE),
)
_AFTER_OWNER = re.compile(
    r"(?:\s+(?:است|می\W?باشد|میباشد)\b.*|[|،,•©].*|\.(?=\s+[^\W\d_a-z]).*|\s*\d{4}.*|\s+all rights.*"
    r"|\s+wszelkie prawa.*|\s+جميع الحقوق.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_BYLINE = re.compile(
    r"(?:منبع|ناشر|المصدر|الناشر|źródło|wydawca|source|publisher|published by)\s*[:：]\s*(\S.{0,60})\Z", re.IGNORECASE
)


def guess_title_line(lines: Sequence[Line]) -> Line | None:
    """The line that is the title: the first line left, when it looks like a heading and text follows it."""
    visible = [line for line in lines if not line.is_blank]
    if len(visible) < 2:
        return None
    for line in visible[:_TOP_LINES]:
        signed = _ATX.match(line.text)
        if signed and signed[1]:
            return line
    first = visible[0]
    marker = read_marker(first.text)
    if marker or "|" in first.text or first.text.endswith(":") or not looks_like_heading(first.text):
        return None
    return first


def title_text(line: Line) -> str:
    """A title line without the signs around it."""
    signed = _ATX.match(line.text)
    return " ".join((signed[1] if signed else line.text).split())


def title_from_blocks(source: str, blocks: Sequence[Block]) -> str:
    """A title for a text that opens without one.

    The heading whose words the opening paragraphs share most; without headings the text's first words.
    """
    opening: set[str] = set()
    headings = []
    for block in blocks:
        text = block.span.of(source)
        if block.kind is BlockKind.HEADING:
            headings.append(" ".join(text.split()))
        elif not headings:
            opening.update(squeezed(word) for word in text.split())
    if headings:
        return max(headings, key=lambda heading: _shared(heading, opening))
    first = " ".join(blocks[0].span.of(source).split()) if blocks else ""
    if len(first) <= 70:
        return first
    return first[:70].rsplit(" ", 1)[0] + "…"


def _shared(heading: str, opening: set[str]) -> float:
    words = [squeezed(word) for word in heading.split()]
    share = sum(word in opening for word in words) / len(words)
    # A question among the headings is about a part; a statement is likelier about the whole.
    return share - (0.25 if heading.endswith(("?", "؟")) else 0.0) + 0.01 * min(len(words), 10)


def guess_date(lines: Sequence[Line], residue: Sequence[Residue]) -> FoundDate | None:
    """The date of a date line, or of a "last update" line when there is no other."""
    texts = {line.number: line.text for line in lines}
    for reason in ("date line", "last update line"):
        for item in residue:
            dates = find_dates(texts[item.line]) if item.reason == reason else []
            if dates:
                return dates[0]
    return None


def guess_publisher(
    lines: Sequence[Line], shown: Sequence[Line], residue: Sequence[Residue], *, is_latin: bool
) -> tuple[str, Line | None] | None:
    """The publisher, and the line near the top that holds nothing but its name, if there is one.

    `lines` are all lines, `shown` those that residue left. Evidence, best first: a line that says so, the owner a
    copyright line names, a product name in capitals that runs through the text and stands in a heading.
    """
    visible = [line for line in shown if not line.is_blank]
    for line in visible[:_TOP_LINES] + visible[-_TOP_LINES:]:
        byline = _BYLINE.match(line.text)
        if byline and not re.match(r"https?:|www\.", byline[1]):
            return byline[1].strip(), line
    texts = {line.number: line.text for line in lines}
    owners = [owner for item in residue if item.reason == "copyright line" if (owner := _owner(texts[item.line]))]
    for line in visible[:_TOP_LINES]:
        if len(line.text.split()) <= 3 and any(
            squeezed(line.text) and squeezed(line.text) in squeezed(o) for o in owners
        ):
            return line.text, line
    if owners:
        return owners[0], None
    return _running_name(visible, is_latin=is_latin)


def _owner(text: str) -> str | None:
    for pattern in _OWNER:
        match = pattern.search(text)
        if match:
            name = _AFTER_OWNER.sub("", match[1]).strip(" :.-–|")
            if name and len(name) <= 60:
                return name
    return None


def _running_name(lines: Sequence[Line], *, is_latin: bool) -> tuple[str, None] | None:
    """A brand that a company's own article keeps naming: written alike each time, in a heading too."""
    counts: Counter[str] = Counter()
    in_headings: set[str] = set()
    small: set[str] = set()
    for line in lines:
        names = set(_NAME.findall(line.text))
        counts.update(names)
        small.update(re.findall(r"[a-z]{3,}", line.text))
        if looks_like_heading(line.text):
            in_headings |= names
    for name, count in counts.most_common():
        is_brand = re.search(r"[a-z][A-Z]", name) is not None
        if count >= 5 and name in in_headings and name.lower() not in small and (is_brand or not is_latin):
            return name, None
    return None
