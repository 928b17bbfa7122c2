"""Residue that only its neighbours give away: comments, entries of a table of contents, repeated titles, leftovers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.articles.lines import Line, squeezed
from indexer.articles.residue import LEADING_MARKER
from indexer.domain import Residue

_TITLE_LINES = 12
_LONGEST_ENTRY, _MOST_ENTRIES = 120, 80
_LONGEST_COMMENT = 300


def residue_around(lines: Sequence[Line], found: Sequence[Residue]) -> list[Residue]:
    """Residue that follows from `found`, the residue lines show by themselves."""
    visible = [line for line in lines if not line.is_blank]
    reasons = {item.line: item.reason for item in found}
    added = [
        *_comments(visible, reasons),
        *_contents_entries(visible, reasons),
        *_teased_links(visible, reasons),
        *_figure_leftovers(visible, reasons),
    ]
    first: dict[int, Residue] = {}
    for item in added:
        first.setdefault(item.line, item)
    return list(first.values())


def repeated_titles(lines: Sequence[Line], *, title: str, title_line: int | None) -> list[Residue]:
    """Lines near the top that say the title again, whole or its beginning."""
    key = squeezed(title)
    found = []
    for line in [line for line in lines if not line.is_blank][:_TITLE_LINES]:
        text = squeezed(LEADING_MARKER.sub("", line.text))
        if line.number == title_line or len(line.text) > 150 or len(text) < 8:
            continue
        if key.startswith(text) and len(text) * 2 >= len(key):
            found.append(_whole(line, "repeats the title"))
    return found


def _whole(line: Line, reason: str) -> Residue:
    return Residue(span=line.span, line=line.number, reason=reason)


def _comments(visible: Sequence[Line], reasons: dict[int, str]) -> list[Residue]:
    """What stands between the heading of the comments and their form, or the end: names, dates, comments."""
    heading = next((i for i, line in enumerate(visible) if reasons.get(line.number) == "comments heading"), None)
    if heading is None:
        return []
    forms = [i for i, line in enumerate(visible) if i > heading and reasons.get(line.number) == "comment form"]
    return [
        _whole(line, "comment")
        for line in visible[heading + 1 : forms[0] if forms else len(visible)]
        if line.number not in reasons and (forms or len(line.text) <= _LONGEST_COMMENT)
    ]


def _contents_entries(visible: Sequence[Line], reasons: dict[int, str]) -> list[Residue]:
    """Lines under a table of contents' title that repeat a line further down."""
    keys = [squeezed(LEADING_MARKER.sub("", line.text)) for line in visible]
    entries: list[Residue] = []
    inside = False
    for index, (line, key) in enumerate(zip(visible, keys, strict=True)):
        if reasons.get(line.number) == "table of contents":
            inside = True
        # The heading below may be glued to its paragraph, so that its line only begins with the entry.
        elif inside and (
            len(line.text) > _LONGEST_ENTRY
            or len(entries) >= _MOST_ENTRIES
            or not any(k.startswith(key) for k in keys[index + 1 :])
        ):
            inside = False
        elif inside and line.number not in reasons:
            entries.append(_whole(line, "table of contents"))
    return entries


def _teased_links(visible: Sequence[Line], reasons: dict[int, str]) -> list[Residue]:
    """The titles listed under a teaser such as "See also:"."""
    found: list[Residue] = []
    inside = False
    for line in visible:
        if reasons.get(line.number) == "link teaser":
            inside = line.text.endswith(":") or len(line.text.split()) <= 3
        elif inside and LEADING_MARKER.match(line.text) and len(line.text) <= _LONGEST_ENTRY and line.text[0] != "#":
            found.append(_whole(line, "link teaser"))
        else:
            inside = False
    return found


def _figure_leftovers(visible: Sequence[Line], reasons: dict[int, str]) -> list[Residue]:
    """A word or two right below a figure's caption that only repeat words of it."""
    found = []
    for caption, line in pairwise(visible):
        is_caption = reasons.get(caption.number, "").startswith("figure caption")
        words = line.text.casefold().split()
        repeats = len(words) <= 2 and set(words) <= set(caption.text.casefold().split())
        if is_caption and repeats and line.number not in reasons:
            found.append(_whole(line, "left over from a figure"))
    return found
