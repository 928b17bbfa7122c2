"""Residue of the web in an article: lines that are no part of what it says, each with the reason it is left out.

Here a line is judged by itself and its place; what only its neighbours tell stands in `residue_around`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.articles.dates import find_dates
from indexer.articles.lines import Line, squeezed
from indexer.articles.web_phrases import (
    Condition,
    PhraseRule,
    ask_pattern,
    assistant_pattern,
    label_patterns,
    phrase_rules,
)
from indexer.domain import LanguageCode, Residue, Span

LEADING_MARKER = re.compile(r"\A(?:[-*+•◦▪>]+|#{1,6}|\d{1,3}[.)])\s+")

_RTL = frozenset({LanguageCode.ARABIC, LanguageCode.PERSIAN})
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
_FIGURE = r"(?:شکل|تصویر|نمودار|عکس|الشكل|صورة|الصورة|rys(?:unek|\.)?|ryc(?:ina|\.)?|wykres|fig(?:ure|\.)?|image|photo)"
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
_BREADCRUMB = re.compile(r"[^.!؟?»›>/←]{2,80}(?:[»›>/←][^.!؟?»›>/←]{2,80}){1,6}")
_HOME_WORDS = frozenset({"strona", "home", "خانه", "صفحه", "الرییسیه", "blog", "start"})
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--[^<]{0,2000}?-->")
_TOP_LINES, _END_LINES = 6, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a line stands among the visible ones, and the capitals that are known to be stray."""

    index: int
    total: int
    following: Line | None
    shouted: frozenset[str]

    @property
    def is_edge(self) -> bool:
        return self.index < _TOP_LINES or self.index >= self.total - _END_LINES

    @property
    def is_late(self) -> bool:
        return 2 * self.index >= self.total - 1


def phrase_residue(lines: Sequence[Line], *, language: LanguageCode) -> list[Residue]:
    """Residue that lines show by a phrase or by their shape."""
    visible = [line for line in lines if not line.is_blank]
    shouted = _shouted_words(visible) if language in _RTL else frozenset()
    found: list[Residue] = []
    for index, line in enumerate(visible):
        following = visible[index + 1] if index + 1 < len(visible) else None
        place = _Place(index=index, total=len(visible), following=following, shouted=shouted)
        reason = _markup_reason(line) or _phrase_reason(line, place) or _figure_reason(line, place)
        if reason:
            found.append(Residue(span=line.span, line=line.number, reason=reason))
        else:
            found.extend(_parts(line, shouted))
    return found


def _markup_reason(line: Line) -> str | None:
    text = line.text
    body = LEADING_MARKER.sub("", text)
    if _ELLIPSIS.match(body) and len(_ELLIPSIS.findall(body)) >= 2:
        return "pingback"
    if _BREADCRUMB.fullmatch(text) and squeezed(text[: text.find(" ")]) in _HOME_WORDS:
        return "breadcrumb"
    if _IMAGE.fullmatch(text):
        return "image without text"
    if _TAG.search(text) and not re.search(r"[^\W_]", _TAG.sub("", text)):
        return "markup without text"
    return None


def _phrase_reason(line: Line, place: _Place) -> str | None:
    text = line.text
    key = squeezed(LEADING_MARKER.sub("", text))
    if not key:
        return None
    is_assistant = place.is_edge and len(text) <= 200 and assistant_pattern().match(key)
    if is_assistant or (len(text) <= 120 and text.endswith(":") and ask_pattern().match(key)):
        return "an assistant's phrase"
    if "©" in text and len(text) <= 200:
        return "copyright line"
    if place.index < _TOP_LINES and _is_byline_with_date(text):
        return "date line"
    dated = dated_line(text)
    if dated and (dated.has_label or place.is_edge) and not text.startswith("#"):
        return dated.reason
    return next((rule.reason for rule in phrase_rules() if _applies(rule, line, key, place)), None)


def _applies(rule: PhraseRule, line: Line, key: str, place: _Place) -> bool:
    match = rule.pattern.match(key) if len(line.text) <= rule.longest else None
    if match is None:
        return False
    holds = {
        Condition.EDGE: place.is_edge,
        Condition.LATER_HALF: place.is_late,
        Condition.COLON: match.end() == len(key)
        or squeezed(re.split("[:：]", line.text)[0]) in {match[0], f"{match[0]}ها"},
        Condition.NO_FULL_STOP: not line.text.endswith("."),
        Condition.NO_MARKER: not LEADING_MARKER.match(line.text) or line.text.startswith("#"),
    }
    return all(holds[condition] for condition in rule.conditions)


def _figure_reason(line: Line, place: _Place) -> str | None:
    body = LEADING_MARKER.sub("", line.text)
    if _CAPTION.match(body) and len(body) <= 120 and body[-1] not in ".!؟?؛;":
        return "figure caption without content"
    following = place.following
    has_list = following is not None and (LEADING_MARKER.match(following.text) or "|" in following.text)
    if body.endswith(":") and len(body) <= 200 and _TO_FIGURE.search(body) and not has_list:
        return "lead-in to a figure that is not there"
    if _SHOUTED_LINE.fullmatch(line.text) and squeezed(line.text) in place.shouted:
        return "stray word"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLine:
    """A line that is a date with nothing but labels around it."""

    reason: str
    has_label: bool


def dated_line(text: str) -> DatedLine | None:
    """What `text` is when it says a date and nothing else: a date line or a "last update" line."""
    dates = find_dates(text) if len(text) <= 120 else []
    if not dates:
        return None
    rest = text
    for date in reversed(dates):
        rest = f"{rest[: date.start]} {rest[date.end :]}"
    update, published = label_patterns()
    parts = [part for part in (squeezed(part) for part in re.split(r"[|•·/–—]|\s-\s", rest)) if part]
    if not all(update.fullmatch(part) or published.fullmatch(part) or _is_reading_time(part) for part in parts):
        return None
    is_update = any(update.fullmatch(part) and not published.fullmatch(part) for part in parts)
    return DatedLine(reason="last update line" if is_update else "date line", has_label=bool(parts))


def _is_byline_with_date(text: str) -> bool:
    """Whether `text` is what pages set below a title: a date and short parts (author, section) between bars."""
    parts = [part.strip() for part in re.split(r"[|•·]", text)]
    dates = [part for part in parts if dated_line(part)]
    return len(text) <= 120 and len(parts) >= 2 and len(dates) >= 1 and all(len(part.split()) <= 5 for part in parts)


def _is_reading_time(key: str) -> bool:
    return any(rule.reason == "reading time" and rule.pattern.match(key) for rule in phrase_rules())


def _parts(line: Line, shouted: frozenset[str]) -> list[Residue]:
    """Residue inside a line that has content too."""
    found = []

    def add(start: int, end: int, reason: str) -> None:
        span = Span(start=line.start + start, end=line.start + end)
        found.append(Residue(span=span, line=line.number, reason=reason))

    widget = _WIDGET_WORD.match(line.text)
    if widget:
        add(0, widget.end(), "table of contents word glued to a heading")
    label = _LABEL_INSIDE.search(line.text)
    if label:
        add(label.start(1), label.end(1), "figure label inside a line")
    end = _SHOUTED_END.search(line.text)
    if end and squeezed(end[1]) in shouted:
        add(end.start(1), end.end(1), "stray word")
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
