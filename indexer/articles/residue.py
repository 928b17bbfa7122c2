"""Residue of the web in an article: lines that are no part of what it says, each with the reason it is left out."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.articles.dates import find_dates
from indexer.articles.lines import Line, squeezed
from indexer.articles.web_phrases import (
    ask_pattern,
    assistant_pattern,
    label_patterns,
    phrase_rules,
)
from indexer.domain import LanguageCode, Residue, Span

_RTL = frozenset({LanguageCode.ARABIC, LanguageCode.PERSIAN})
_LEADING_MARKER = re.compile(r"\A(?:[-*+•◦▪#>]+|\d{1,3}[.)])\s+")
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
_FIGURE = r"(?:شکل|تصویر|نمودار|عکس|الشکل|صورة|الصورة|rys(?:unek|\.)?|ryc(?:ina|\.)?|wykres|fig(?:ure|\.)?|image|photo)"
_CAPTION = re.compile(rf"{_FIGURE}\s?\d{{1,3}}\s?(?:[-–—:.]\s?|$)", re.IGNORECASE)
_LABEL_INSIDE = re.compile(rf"(?<=[^\W\d_])\s+({_FIGURE}\s?\d{{1,3}}\s?[-–—:])\s", re.IGNORECASE)
_TO_FIGURE = re.compile(
    r"(?:(?:شکل|تصویر|نمودار)\s(?:زیر|ذیل)|(?:الشكل|الصورة|المخطط|الرسم)\s(?:ال\w+\s)?(?:التالي|التالية|أدناه|ادناه)"
    r"|(?:poniższ\w+|następując\w+)\s(?:\w+\s)?(?:rysun\w+|wykres\w*|grafi\w+|ilustracj\w+|diagram\w*|schema\w+)"
    r"|(?:figure|chart|diagram|image|graph)\sbelow|(?:following|below)\s(?:figure|chart|diagram|image|graph))",
    re.IGNORECASE,
)
_SHOUTED = r"[A-Z][A-Z0-9&/]*(?:[-\N{NON-BREAKING HYPHEN} ]{1,3}[A-Z][A-Z0-9&/]*){0,3}"
_SHOUTED_LINE = re.compile(_SHOUTED)
_SHOUTED_END = re.compile(rf"(?<=[.!؟?…])\s+({_SHOUTED})\Z")
_WIDGET_WORD = re.compile(r"Toggle(?=[^\W\d_])(?![a-z])")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_TAG_LINE = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->")
_EDGE_LINES = 3


def phrase_residue(lines: Sequence[Line], *, language: LanguageCode) -> list[Residue]:
    """Residue a line shows by itself: its phrase or shape, wherever an article's title may be."""
    visible = [line for line in lines if not line.is_blank]
    shouted = _shouted_words(visible) if language in _RTL else frozenset()
    found: list[Residue] = []
    for index, line in enumerate(visible):
        at_edge = index < _EDGE_LINES or index >= len(visible) - _EDGE_LINES
        following = visible[index + 1] if index + 1 < len(visible) else None
        reason = _reason(line, at_edge=at_edge, following=following, shouted=shouted)
        if reason:
            found.append(Residue(span=line.span, line=line.number, reason=reason))
        else:
            found.extend(_parts(line, shouted))
    found.extend(_comments_after_heading(visible, found))
    found.extend(_contents_entries(visible, found))
    return sorted(found, key=lambda residue: residue.span)


def _reason(line: Line, *, at_edge: bool, following: Line | None, shouted: frozenset[str]) -> str | None:
    text = line.text
    body = _LEADING_MARKER.sub("", text, count=1)
    if len(_ELLIPSIS.findall(body)) >= 2 and _ELLIPSIS.match(body):
        return "pingback"
    if _IMAGE.fullmatch(text) or (not re.sub(r"[\W_]", "", _TAG_LINE.sub("", text)) and _TAG_LINE.search(text)):
        return "image or markup without text"
    key = squeezed(body)
    if not key:
        return None
    if at_edge and len(text) <= 200 and assistant_pattern().match(key):
        return "an assistant's phrase"
    if len(text) <= 120 and ask_pattern().match(key):
        return "an assistant's phrase"
    if "©" in text and len(text) <= 200:
        return "copyright line"
    dated = dated_line(text)
    if dated:
        return dated
    for rule in phrase_rules():
        if len(text) <= rule.longest and rule.pattern.match(key):
            return rule.reason
    return _figure_reason(line, following=following, shouted=shouted)


def _figure_reason(line: Line, *, following: Line | None, shouted: frozenset[str]) -> str | None:
    body = _LEADING_MARKER.sub("", line.text, count=1)
    if _CAPTION.match(body) and len(body) <= 120 and body[-1] not in ".!؟?؛;":
        return "figure caption without content"
    if body.endswith(":") and len(body) <= 200 and _TO_FIGURE.search(body) and not _is_list_line(following):
        return "lead-in to a figure that is not there"
    if _SHOUTED_LINE.fullmatch(line.text) and squeezed(line.text) in shouted:
        return "stray word"
    return None


def _is_list_line(line: Line | None) -> bool:
    return line is not None and (_LEADING_MARKER.match(line.text) is not None or "|" in line.text)


def dated_line(text: str) -> str | None:
    """ "date line" or "last update line" when `text` is a date with nothing but its labels, None otherwise."""
    dates = find_dates(text) if len(text) <= 120 else []
    if not dates:
        return None
    rest = text
    for date in reversed(dates):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
    key = squeezed(rest)
    update, published = label_patterns()
    if update.fullmatch(key):
        return "last update line"
    parts = [squeezed(part) for part in re.split(r"[|•·/–—]|\s-\s", rest)]
    if all(published.fullmatch(part) or update.fullmatch(part) for part in parts if part):
        return "date line" if published.fullmatch(parts[0]) else "last update line"
    return None


def _parts(line: Line, shouted: frozenset[str]) -> list[Residue]:
    """Residue inside a line that has content too."""
    found = []
    widget = _WIDGET_WORD.match(line.text)
    if widget:
        span = Span(start=line.start, end=line.start + widget.end())
        found.append(Residue(span=span, line=line.number, reason="table of contents word glued to a heading"))
    label = _LABEL_INSIDE.search(line.text)
    if label:
        span = Span(start=line.start + label.start(1), end=line.start + label.end(1))
        found.append(Residue(span=span, line=line.number, reason="figure label inside a line"))
    end = _SHOUTED_END.search(line.text)
    if end and squeezed(end[1]) in shouted:
        span = Span(start=line.start + end.start(1), end=line.end)
        found.append(Residue(span=span, line=line.number, reason="stray word"))
    return found


def _shouted_words(lines: Iterable[Line]) -> frozenset[str]:
    """Capitals that stand more than once alone on a line or loose behind a full stop: what an image left behind."""
    counted: Counter[str] = Counter()
    for line in lines:
        end = _SHOUTED_END.search(line.text)
        if end:
            counted[squeezed(end[1])] += 1
        elif _SHOUTED_LINE.fullmatch(line.text):
            counted[squeezed(line.text)] += 1
    return frozenset(word for word, count in counted.items() if count >= 2)


def _comments_after_heading(visible: Sequence[Line], found: Sequence[Residue]) -> list[Residue]:
    """Short lines between the heading of the comments and their form: names, "reply", counts."""
    reasons = {residue.line: residue.reason for residue in found}
    heading = next((i for i, line in enumerate(visible) if reasons.get(line.number) == "comments heading"), None)
    if heading is None:
        return []
    form = next(
        (i for i in range(heading, len(visible)) if reasons.get(visible[i].number) == "comment form"), len(visible)
    )
    return [
        Residue(span=line.span, line=line.number, reason="comment")
        for line in visible[heading + 1 : form]
        if line.number not in reasons and len(line.text) <= 300
    ]


def _contents_entries(visible: Sequence[Line], found: Sequence[Residue]) -> list[Residue]:
    """Lines under a table of contents' title that repeat a line further down."""
    reasons = {residue.line: residue.reason for residue in found}
    later = Counter(squeezed(_LEADING_MARKER.sub("", line.text)) for line in visible)
    entries: list[Residue] = []
    inside = False
    for line in visible:
        if reasons.get(line.number) == "table of contents":
            inside = True
            continue
        if not inside:
            continue
        key = squeezed(_LEADING_MARKER.sub("", line.text))
        later[key] -= 1
        if len(line.text) > 120 or later[key] < 1:
            inside = False
        elif line.number not in reasons:
            entries.append(Residue(span=line.span, line=line.number, reason="table of contents"))
    return entries


def repeated_titles(lines: Sequence[Line], *, title: str, title_line: int | None) -> list[Residue]:
    """Lines near the top that say the title again, whole or its beginning."""
    key = squeezed(title)
    found = []
    for line in [line for line in lines if not line.is_blank][:12]:
        text = squeezed(_LEADING_MARKER.sub("", line.text))
        if line.number == title_line or len(line.text) > 150 or len(text) < 8:
            continue
        if key.startswith(text) and len(text) * 2 >= len(key):
            found.append(Residue(span=line.span, line=line.number, reason="repeats the title"))
    return found


def figure_leftovers(lines: Sequence[Line], residue: Sequence[Residue]) -> list[Residue]:
    """A word or two right below a figure's caption that only repeat words of it."""
    captions = {item.line for item in residue if item.reason.startswith("figure caption")}
    taken = {item.line for item in residue}
    visible = [line for line in lines if not line.is_blank]
    found = []
    for caption, line in itertools.pairwise(visible):
        if caption.number not in captions or line.number in taken or len(line.text.split()) > 2:
            continue
        if set(line.text.casefold().split()) <= set(caption.text.casefold().split()):
            found.append(Residue(span=line.span, line=line.number, reason="left over from a figure"))
    return found
