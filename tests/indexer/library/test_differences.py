"""Differences of two versions, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.library.differences import DiffLine, diff_texts
from indexer.library.library import Library

from .texts import ANNA, text

OLD = "jeden\ndwa\ntrzy\ncztery\npięć\nsześć\nsiedem\nosiem\ndziewięć\ndziesięć\n"
NEW = "jeden\ndwa i pół\ntrzy\ncztery\npięć\nsześć\nsiedem\nosiem\ndziewięć\ndziesięć\njedenaście\n"

LINES = st.lists(st.sampled_from(["a", "b", "", "ż"]), max_size=8)
TEXTS = st.builds(lambda lines, end: "\n".join(lines) + end, LINES, st.sampled_from(["", "\n", "\r\n", "\r"]))


def test_lines_have_their_numbers_on_both_sides() -> None:
    diff = diff_texts("a\nb\nc\n", "a\nx\nc\nd\n", old_name="1", new_name="2")
    assert diff.lines == (
        DiffLine(kind="same", old=1, new=1, text="a"),
        DiffLine(kind="removed", old=2, new=None, text="b"),
        DiffLine(kind="added", old=None, new=2, text="x"),
        DiffLine(kind="same", old=3, new=3, text="c"),
        DiffLine(kind="added", old=None, new=4, text="d"),
    )


def test_the_unified_text_is_that_of_the_usual_tools() -> None:
    assert diff_texts(OLD, NEW, old_name="1", new_name="2").unified == (
        "--- 1\n+++ 2\n"
        "@@ -1,5 +1,5 @@\n jeden\n-dwa\n+dwa i pół\n trzy\n cztery\n pięć\n"
        "@@ -8,3 +8,4 @@\n osiem\n dziewięć\n dziesięć\n+jedenaście\n"
    )
    assert diff_texts("", "a\n", old_name="0", new_name="1").unified == "--- 0\n+++ 1\n@@ -0,0 +1,1 @@\n+a\n"


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_told_from_the_lines(old: str, new: str) -> None:
    lines = diff_texts(old, new, old_name="1", new_name="2").lines
    for text_, kind, numbers in (
        (old, "added", [line.old for line in lines if line.old is not None]),
        (new, "removed", [line.new for line in lines if line.new is not None]),
    ):
        told = [line.text for line in lines if line.kind != kind]
        whole = text_.replace("\r\n", "\n").replace("\r", "\n")
        assert told == (whole.removesuffix("\n").split("\n") if whole else [])
        assert len(told) == len(numbers)
        assert numbers == list(range(1, len(numbers) + 1))
    assert diff_texts(old, new, old_name="1", new_name="2").is_empty == (old == new)


def test_another_line_end_is_a_difference() -> None:
    diff = diff_texts("a\nb\n", "a\r\nb\n", old_name="1", new_name="2")
    assert [line.kind for line in diff.lines] == ["removed", "added", "same"]
    assert not diff.is_empty


@pytest.mark.parametrize("mark", ["\N{LINE SEPARATOR}", "\N{NEXT LINE}"])
def test_what_ends_no_line_of_an_article_ends_none_here(mark: str) -> None:
    (line,) = diff_texts("", f"a{mark}b\n", old_name="0", new_name="1").lines
    assert line.text == f"a{mark}b"


def test_a_large_text_takes_no_time_to_speak_of() -> None:
    old = "".join(f"wiersz {number % 50}\n" for number in range(20_000))
    diff = diff_texts(old, "nowy\n" + old, old_name="1", new_name="2")
    assert sum(line.kind == "added" for line in diff.lines) - sum(line.kind == "removed" for line in diff.lines) == 1


def test_versions_are_compared_by_number_or_id_and_with_nothing(library: Library) -> None:
    first = library.put("zwroty", text("Stary tekst o sklepie."), author=ANNA).version
    library.put("zwroty", text("Nowy tekst o sklepie."), author=ANNA)
    diff = library.diff("zwroty", first.version, "2")
    assert (diff.old, diff.new) == (first.version, "2")
    assert [(line.kind, line.text) for line in diff.lines if line.kind != "same"] == [
        ("removed", "Stary tekst o sklepie."),
        ("added", "Nowy tekst o sklepie."),
    ]
    assert {line.kind for line in library.diff("zwroty", "0", "1").lines} == {"added"}
    assert library.diff("zwroty", "2", "2").unified == ""
