"""Groups as CSV: read back by a reader of RFC 4180, whole, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from api.insights.export import COLUMNS, as_csv, safe
from api.insights.model import QuestionGroup, Reason, Wording
from indexer import LanguageCode


def group(question: str, **given: object) -> QuestionGroup:
    values: dict[str, object] = {
        "question": question,
        "count": 2,
        "refused": 1,
        "voted_down": 1,
        "voted_up": 0,
        "first_asked": "2026-11-28T12:00:00+00:00",
        "last_asked": "2026-11-28T12:00:09+00:00",
        "languages": (LanguageCode.ENGLISH, LanguageCode.POLISH),
        "wordings": (Wording(text=question, count=1), Wording(text="Inaczej", count=1)),
        "reasons": (Reason(text='nie, "to"\nnie to', useful=False),),
        "articles": ("pl-kanaly", "fa-kanal"),
        "suggestions": (),
    }
    return QuestionGroup(**{**values, **given})  # type: ignore[arg-type]


def test_a_table_is_read_back_whole() -> None:
    persian = 'همه\N{ZERO WIDTH NON-JOINER}کاناله، "چیست"؟'
    table = as_csv([group(persian), group("Co to,\njest?")])
    assert table.startswith(b"\xef\xbb\xbfquestion,count,")
    assert table.count(b"\r\n") == 3
    head, first, second = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True)
    assert head == list(COLUMNS)
    assert dict(zip(head, first, strict=True)) == {
        "question": persian,
        "count": "2",
        "refused": "1",
        "voted_down": "1",
        "voted_up": "0",
        "first_asked": "2026-11-28T12:00:00+00:00",
        "last_asked": "2026-11-28T12:00:09+00:00",
        "languages": "en pl",
        "wordings": f"{persian}\nInaczej",
        "reasons": 'nie, "to" nie to',
        "articles": "pl-kanaly\nfa-kanal",
        "suggestions": "",
    }
    assert second[0] == "Co to,\njest?"


@pytest.mark.parametrize(
    "attack",
    [
        '=HYPERLINK("http://evil.example";"x")',
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        " =1",
        "\N{RIGHT-TO-LEFT MARK}=1",
        "\N{ZERO WIDTH NON-JOINER}\N{NO-BREAK SPACE}=1",
        "＝1+1",
    ],
)
def test_nothing_runs_in_a_spreadsheet(attack: str) -> None:
    assert safe(attack) == f"'{attack}"
    rows = list(csv.reader(io.StringIO(as_csv([group(attack)]).decode("utf-8-sig"), newline="")))
    assert rows[1][0].startswith("'")
    assert rows[1][8].startswith("'")


@pytest.mark.parametrize("between", [";", "; ", "\n", "\r\n", ";\N{RIGHT-TO-LEFT MARK}"])
def test_nothing_runs_where_semicolons_part_cells(between: str) -> None:
    # A Polish spreadsheet opens the file so, and to it a question with a comma is in no quotation marks.
    table = as_csv([group(f"Co, to{between}=HYPERLINK(1)", reasons=(Reason(text=f"a{between}@SUM(1)", useful=False),))])
    cells = [cell for row in table.decode("utf-8-sig").splitlines() for cell in row.split(";")]
    assert any("'" in cell and "=HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.strip(" \N{RIGHT-TO-LEFT MARK}")[:1] in {"=", "+", "-", "@"} and cell]


@pytest.mark.parametrize("harmless", ["", "a = b", "CRM-u", "؟", "5 + 5"])
def test_harmless_cells_stay(harmless: str) -> None:
    assert safe(harmless) == harmless
