"""Lines of an article's source with their place in it, and the spelling in which web phrases are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.domain import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"`{3,}|~{3,}")
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_TATWEEL = "\N{ARABIC TATWEEL}"

_ONE_SPELLING = str.maketrans(
    {
        "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER FARSI YEH}",
        "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
        _TATWEEL: None,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, or what residue left of it: `number` is 1-based in the file, `start` and `end` leave white space out.

    `indent` counts the columns before the first visible character (a tab fills up to the next multiple of four).
    `after_residue` says that residue stood here or right before what is left.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int = 0
    after_residue: bool = False

    @property
    def span(self) -> Span:
        """The visible part of the line in the source."""
        return Span(start=self.start, end=self.end)

    @property
    def is_blank(self) -> bool:
        """Whether the line shows nothing."""
        return not is_visible(self.text)


def is_visible(text: str) -> bool:
    """Whether `text` holds a character a reader sees."""
    return any(not char.isspace() and unicodedata.category(char) != "Cf" for char in text)


def trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` moved inwards past white space and byte order marks; equal when nothing is left."""
    while start < end and (source[start].isspace() or source[start] == _BYTE_ORDER_MARK):
        start += 1
    while end > start and (source[end - 1].isspace() or source[end - 1] == _BYTE_ORDER_MARK):
        end -= 1
    return start, end


def split_lines(source: str, *, first_number: int = 1) -> tuple[Line, ...]:
    r"""All lines of `source`, blank ones too; only `\n`, `\r\n` and `\r` end a line, as editors count them."""
    lines = []
    begin, number = 0, first_number
    for match in _LINE_END.finditer(source):
        lines.append(_line(source, begin, match.start(), number))
        begin, number = match.end(), number + 1
    lines.append(_line(source, begin, len(source), number))
    return tuple(lines)


def find_fences(lines: Sequence[Line]) -> dict[int, int]:
    """Index of each line that opens a code block, with that of the line that closes it; one never closed is none."""
    fences: dict[int, int] = {}
    opened: tuple[int, str] | None = None
    for index, line in enumerate(lines):
        match = _FENCE.match(line.text)
        if match and opened is None:
            opened = (index, match[0])
        elif match and opened and line.text.startswith(opened[1]) and not line.text.strip(opened[1][0]):
            fences[opened[0]] = index
            opened = None
    return fences


def _line(source: str, begin: int, stop: int, number: int) -> Line:
    start, end = trimmed(source, begin, stop)
    return Line(number=number, start=start, end=end, text=source[start:end], indent=_indent(source[begin:start]))


def _indent(margin: str) -> int:
    columns = 0
    for char in margin:
        columns += 4 - columns % 4 if char == "\t" else int(char != _BYTE_ORDER_MARK)
    return columns


def without_spans(source: str, lines: Iterable[Line], spans: Iterable[Span]) -> tuple[Line, ...]:
    """The lines with `spans` taken out: a line cut in the middle becomes two, one wholly covered becomes blank."""
    cuts = sorted(spans)
    kept: list[Line] = []
    done = 0
    for line in lines:
        while done < len(cuts) and cuts[done].end <= line.start:
            done += 1
        stop = done
        while stop < len(cuts) and cuts[stop].start < line.end:
            stop += 1
        kept.extend(_remains(source, line, cuts[done:stop]) if stop > done else [line])
    return tuple(kept)


def _remains(source: str, line: Line, cuts: Sequence[Span]) -> list[Line]:
    pieces = []
    begin = line.start
    for cut in cuts:
        pieces.append((begin, max(begin, cut.start)))
        begin = max(begin, min(cut.end, line.end))
    pieces.append((begin, line.end))
    shown = [(start, end) for start, end in (trimmed(source, *piece) for piece in pieces) if start < end]
    if not shown:
        return [Line(number=line.number, start=line.start, end=line.start, text="", after_residue=True)]
    return [
        Line(
            number=line.number,
            start=start,
            end=end,
            text=source[start:end],
            indent=line.indent,
            after_residue=start != line.start,
        )
        for start, end in shown
    ]


def squeezed(text: str) -> str:
    """`text` as web phrases are compared: one spelling per letter, no marks, no case, letters and digits only.

    Spaces go too, since «به روز رسانی» is written with spaces, with ZWNJ and joined.

    >>> squeezed("Last  Updated:")
    'lastupdated'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(_ascii_digit(char) for char in decomposed.translate(_ONE_SPELLING) if char.isalnum())


def _ascii_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def ascii_digits(text: str) -> str:
    """`text` with the decimal digits of every script as 0-9, code point for code point."""
    return "".join(_ascii_digit(char) for char in text)
