"""Groups of questions as CSV: RFC 4180 in UTF-8, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

from api.insights.model import QuestionGroup

MEDIA_TYPE = "text/csv"
MOST_GROUPS = 10_000
COLUMNS = (
    "question",
    "count",
    "refused",
    "voted_down",
    "voted_up",
    "first_asked",
    "last_asked",
    "languages",
    "wordings",
    "reasons",
    "articles",
    "suggestions",
)
# Spreadsheets take a cell that begins with one of these for a formula; the wide ones are folded by some of them.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Where commas stand before decimals, as in Poland, spreadsheets part cells at semicolons and heed no quotation marks.
_CELL_MAY_BEGIN = re.compile(r"(?<=[;\t\r\n])")
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def as_csv(groups: Iterable[QuestionGroup]) -> bytes:
    """The groups as a table with a head; several values of one cell stand on lines of their own.

    A byte order mark stands first: without it, Excel reads Persian as Latin.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for group in groups:
        writer.writerow(
            [
                safe(group.question),
                group.count,
                group.refused,
                group.voted_down,
                group.voted_up,
                group.first_asked,
                group.last_asked,
                " ".join(group.languages),
                _lines(wording.text for wording in group.wordings),
                _lines(reason.text for reason in group.reasons),
                _lines(group.articles),
                _lines(group.suggestions),
            ]
        )
    return (_BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def safe(cell: str) -> str:
    """`cell` with an apostrophe before it where a spreadsheet would run it; what is invisible does not hide a sign.

    So it is with what stands behind a semicolon or on a line of its own.

    >>> safe("=1+1"), safe("a=b"), safe("a;=1+1")
    ("'=1+1", 'a=b', "a;'=1+1")
    """
    begun = len(cell) - len(cell.lstrip("".join(filter(_is_invisible, cell))))
    first, *others = _CELL_MAY_BEGIN.split(cell[begun:])
    return "".join([_guarded(cell[:begun] + first), *map(_guarded, others)])


def _guarded(piece: str) -> str:
    visible = next((sign for sign in piece if not _is_invisible(sign)), "")
    return f"'{piece}" if visible in _FORMULA_SIGNS else piece


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE


def _lines(values: Iterable[str]) -> str:
    return safe("\n".join(" ".join(value.split()) for value in values))
