"""From a file's bytes to its text: what cannot be an article is refused here, with line and next step."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from indexer.articles.lines import is_visible
from indexer.errors import ArticleError

MAX_ARTICLE_BYTES = 2_000_000
# A long book has some ten thousand lines; a file of more lines than this is a table or a log.
MAX_ARTICLE_LINES = 50_000

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_BIDI_OVERRIDES = "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
# All of category Cc but tab, line feed and carriage return; a test holds this against unicodedata.
_REFUSED = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f{_BIDI_OVERRIDES}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawText:
    """A decoded file: `header` is the YAML between the `---` lines (None without front matter), `body` the rest.

    `body_line` is the 1-based line of the file on which the body begins.
    """

    header: str | None
    body: str
    body_line: int


def read_text(raw: bytes, *, origin: str, max_bytes: int = MAX_ARTICLE_BYTES) -> RawText:
    """Decode and split an article's file.

    Raises ArticleError for a file over `max_bytes` or MAX_ARTICLE_LINES, not UTF-8, empty, with a control character
    or a bidi override, and for front matter that is opened and never closed.
    """
    if len(raw) > max_bytes:
        raise ArticleError(
            where=origin,
            what=f"the file has {len(raw):,} bytes, the limit is {max_bytes:,}",
            next_step="split it into several articles",
        )
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > MAX_ARTICLE_LINES:
        raise ArticleError(
            where=origin,
            what=f"the file has {lines:,} lines, the limit is {MAX_ARTICLE_LINES:,}",
            next_step="split it into several articles",
        )
    text = _decoded(raw, origin)
    if not is_visible(text):
        raise ArticleError(where=f"{origin}:1", what="the file is empty", next_step="write the article, or remove it")
    _refuse_invisible(text, origin)
    split = _split_header(text, origin)
    if not is_visible(split.body):
        raise ArticleError(
            where=f"{origin}:{split.body_line}",
            what="nothing follows the front matter",
            next_step="write the article's text below the closing ---",
        )
    return split


def _decoded(raw: bytes, origin: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        is_utf16 = raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
        raise ArticleError(
            where=f"{origin}:{line}",
            what="the file is UTF-16, not UTF-8" if is_utf16 else f"byte 0x{raw[error.start]:02x} is not UTF-8",
            next_step="save it in the encoding UTF-8",
        ) from error


def _refuse_invisible(text: str, origin: str) -> None:
    found = _REFUSED.search(text)
    if found is None:
        return
    char, offset = found[0], found.start()
    what = f"control character U+{ord(char):04X}"
    if char in _BIDI_OVERRIDES:
        what = f"bidi override {unicodedata.name(char)} (U+{ord(char):04X}), which shows text in an order it is not in,"
    begin = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    raise ArticleError(
        where=f"{origin}:{_line_at(text, offset)}",
        what=f"{what} at column {offset - begin + 1}",
        next_step="delete the character",
    )


def _line_at(text: str, offset: int) -> int:
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def _split_header(text: str, origin: str) -> RawText:
    if not text.lstrip(_BYTE_ORDER_MARK).startswith("---"):
        return RawText(header=None, body=text, body_line=1)
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if lines[0].lstrip(_BYTE_ORDER_MARK).rstrip() != "---":
        return RawText(header=None, body=text, body_line=1)
    offset = len(lines[0])
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in {"---", "..."} and not line[:1].isspace():
            header = text[len(lines[0]) : offset]
            return RawText(header=header, body=text[offset + len(line) :], body_line=number + 1)
        offset += len(line)
    first = next((line for line in lines[1:] if line.strip()), "")
    # A lone rule on top of a text without front matter is a thematic break; a key below it is front matter left open.
    if ":" not in first.split(" ")[0]:
        return RawText(header=None, body=text, body_line=1)
    raise ArticleError(
        where=f"{origin}:1", what="front matter is opened and never closed", next_step="close it with a line of ---"
    )
