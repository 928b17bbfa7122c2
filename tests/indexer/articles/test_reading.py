from __future__ import annotations

import sys
import unicodedata

import pytest

from indexer.articles.reading import read_text
from indexer.errors import ArticleError


def refusal(raw: bytes, **options: int) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        read_text(raw, origin="a.md", **options)
    return caught.value


def test_without_front_matter_the_body_is_the_whole_file() -> None:
    text = read_text("\N{ZERO WIDTH NO-BREAK SPACE}Ala\r\nma kota".encode(), origin="a.md")
    assert text.header is None
    assert text.body.encode() == "\N{ZERO WIDTH NO-BREAK SPACE}Ala\r\nma kota".encode()
    assert text.body_line == 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_body_begins_behind_the_closing_line(ending: str) -> None:
    raw = ending.join(["---", "lang: pl", "---", "", "Ala", ""]).encode()
    text = read_text(raw, origin="a.md")
    assert text.header == f"lang: pl{ending}"
    assert text.body == f"{ending}Ala{ending}"
    assert text.body_line == 4


def test_a_rule_on_top_is_no_front_matter() -> None:
    assert read_text(b"---\nOnce upon a time\n", origin="a.md").header is None


def test_front_matter_left_open_is_refused() -> None:
    error = refusal(b"---\ntitle: Kot\n\nAla ma kota.\n")
    assert error.where == "a.md:1"
    assert "never closed" in error.what


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    error = refusal(b"Ala\nma\nkot\xea\n")
    assert error.where == "a.md:3"
    assert "0xea" in error.what
    assert "UTF-8" in error.next_step


def test_utf16_is_named() -> None:
    assert "UTF-16" in refusal("Ala".encode("utf-16")).what


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", "\N{ZERO WIDTH NO-BREAK SPACE}\n".encode()])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    assert "empty" in refusal(raw).what


def test_front_matter_without_text_is_refused_at_the_line_behind_it() -> None:
    error = refusal(b"---\nlang: pl\n---\n \n")
    assert error.where == "a.md:4"


def test_the_size_limit_is_that_of_the_bytes() -> None:
    assert read_text("ąą".encode(), origin="a.md", max_bytes=4).body == "ąą"
    error = refusal("ąąą".encode(), max_bytes=4)
    assert "6 bytes" in error.what
    assert "limit is 4" in error.what


def test_the_lines_have_a_limit_too() -> None:
    assert "lines" in refusal(b"a\n" * 50_001).what
    assert read_text(b"a\n" * 50_000, origin="a.md").body_line == 1


@pytest.mark.parametrize(
    ("char", "name"), [("\x00", "U+0000"), ("\x0c", "U+000C"), ("\x7f", "U+007F"), ("\x85", "U+0085")]
)
def test_a_control_character_is_refused_with_line_and_column(char: str, name: str) -> None:
    error = refusal(f"Ala\r\nma {char}kota".encode())
    assert error.where == "a.md:2"
    assert name in error.what
    assert "column 4" in error.what


@pytest.mark.parametrize("char", ["\N{RIGHT-TO-LEFT OVERRIDE}", "\N{LEFT-TO-RIGHT OVERRIDE}"])
def test_a_bidi_override_is_refused(char: str) -> None:
    assert "bidi override" in refusal(f"Ala\n\n{char}kota".encode()).what


@pytest.mark.parametrize(
    "char",
    ["\N{RIGHT-TO-LEFT MARK}", "\N{ZERO WIDTH NON-JOINER}", "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{FIRST STRONG ISOLATE}"],
)
def test_what_orthography_and_word_processors_need_is_allowed(char: str) -> None:
    assert read_text(f"می{char}خواهم".encode(), origin="a.md").body == f"می{char}خواهم"


def test_every_control_character_but_tab_and_line_ends_is_refused() -> None:
    controls = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cc"]
    assert len(controls) == 65
    accepted = []
    for char in controls:
        try:
            read_text(f"a{char}b".encode(), origin="a.md")
        except ArticleError:
            continue
        accepted.append(char)
    assert accepted == ["\t", "\n", "\r"]
