"""What two texts differ in, line by line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# The lines of an article's file as everywhere else: other characters that end lines in Unicode end none here.
_AFTER_LINE = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_CONTEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """A line of one text or of both: its 1-based numbers there (None where it is not) and its text without its end."""

    kind: Literal["same", "added", "removed"]
    old: int | None
    new: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """From the text called `old` to the one called `new`: all lines in order, and the same as a unified diff."""

    old: str
    new: str
    lines: tuple[DiffLine, ...]
    unified: str

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same."""
        return all(line.kind == "same" for line in self.lines)


def diff_texts(old: str, new: str, *, old_name: str, new_name: str) -> Diff:
    """The lines that lead from `old` to `new`.

    >>> [(line.kind, line.text) for line in diff_texts("a\\nb\\n", "a\\nc\\n", old_name="1", new_name="2").lines]
    [('same', 'a'), ('removed', 'b'), ('added', 'c')]
    """
    before, after = _lines(old), _lines(new)
    # Line ends count: what an editor's program did to them is shown rather than passed over.
    matcher = difflib.SequenceMatcher(None, before, after)
    lines = tuple(_compared(matcher.get_opcodes(), before, after))
    unified = "".join(_unified(matcher, before, after, old_name, new_name))
    return Diff(old=old_name, new=new_name, lines=lines, unified=unified)


def _lines(text: str) -> list[str]:
    return [line for line in _AFTER_LINE.split(text) if line]


def _compared(
    steps: Iterable[tuple[str, int, int, int, int]], before: Sequence[str], after: Sequence[str]
) -> Iterator[DiffLine]:
    for tag, old_first, old_end, new_first, new_end in steps:
        if tag == "equal":
            for number, line in enumerate(before[old_first:old_end]):
                yield DiffLine(kind="same", old=old_first + number + 1, new=new_first + number + 1, text=_bare(line))
            continue
        for number, line in enumerate(before[old_first:old_end], start=old_first + 1):
            yield DiffLine(kind="removed", old=number, new=None, text=_bare(line))
        for number, line in enumerate(after[new_first:new_end], start=new_first + 1):
            yield DiffLine(kind="added", old=None, new=number, text=_bare(line))


def _unified(
    matcher: difflib.SequenceMatcher[str], before: Sequence[str], after: Sequence[str], old_name: str, new_name: str
) -> Iterator[str]:
    signs = {"same": " ", "removed": "-", "added": "+"}
    for number, steps in enumerate(matcher.get_grouped_opcodes(_CONTEXT)):
        if number == 0:
            yield f"--- {old_name}\n+++ {new_name}\n"
        old, new = _range(steps[0][1], steps[-1][2]), _range(steps[0][3], steps[-1][4])
        yield f"@@ -{old} +{new} @@\n"
        for line in _compared(steps, before, after):
            yield f"{signs[line.kind]}{line.text}\n"


def _range(first: int, end: int) -> str:
    """Lines as a unified diff names them: an empty range by the line before it."""
    return f"{first + 1 if end > first else first},{end - first}"


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
