"""The sections of an article: a tree of headings over the blocks below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.articles.lines import squeezed
from indexer.domain import Block, BlockKind, ParsedArticle

_ONE_LINE = 130
_LONGEST_SERIES = 12


@dataclass(slots=True, kw_only=True)
class Section:
    """A heading (None at the article's top) with what stands below it; `path` holds the texts down to it."""

    heading: Block | None
    level: int
    path: tuple[str, ...]
    body: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters from the first block of the body to its end, 0 without a body."""
        return self.body[-1].span.end - self.body[0].span.start if self.body else 0

    @property
    def is_leaf(self) -> bool:
        """Whether no heading stands below this one."""
        return not self.children


def heading_text(text: str) -> str:
    """A heading as a path shows it: one line, without emphasis marks and closing colon."""
    return " ".join(text.split()).strip("*_ ").rstrip(":").rstrip()


def find_sections(parsed: ParsedArticle) -> Section:
    """The article's top section; the title's own heading adds nothing to the paths below it."""
    source = parsed.article.source
    title = squeezed(parsed.article.title)
    top = Section(heading=None, level=0, path=())
    stack = [top]
    for block in parsed.blocks:
        if block.kind is not BlockKind.HEADING:
            stack[-1].body.append(block)
            continue
        while stack[-1].level >= block.level:
            stack.pop()
        text = heading_text(block.span.of(source))
        is_title = len(stack) == 1 and not top.body and not top.children and squeezed(text) == title
        path = stack[-1].path if is_title else (*stack[-1].path, text)
        section = Section(heading=block, level=block.level, path=path)
        stack[-1].children.append(section)
        stack.append(section)
    _close_series(top, source, is_last=True)
    return top


def _close_series(section: Section, source: str, *, is_last: bool) -> None:
    """Give what follows a series of one-line subsections back to the level above.

    Text that lost its marks has no sign where the last subsection of such a series ends; a longer paragraph after a
    line like its siblings' is no longer about it.
    """
    siblings = section.children
    index = 0
    while index < len(siblings):
        child = siblings[index]
        _close_series(child, source, is_last=is_last and index == len(siblings) - 1)
        series = _series_before(siblings, index, source)
        if len(series) >= 2 and _overflows(child, series, source):
            ends_article = is_last and index == len(siblings) - 1
            rest = Section(heading=None, level=child.level, path=() if ends_article else section.path)
            child.body, rest.body = child.body[:1], child.body[1:]
            siblings.insert(index + 1, rest)
            index += 1
        index += 1


def _series_before(siblings: Sequence[Section], index: int, source: str) -> list[Section]:
    series: list[Section] = []
    for sibling in reversed(siblings[max(0, index - _LONGEST_SERIES) : index]):
        if not (_is_bare(sibling, source) and len(sibling.body) == 1 and sibling.length <= _ONE_LINE):
            break
        series.append(sibling)
    return series


def _overflows(child: Section, series: Sequence[Section], source: str) -> bool:
    if not _is_bare(child, source) or len(child.body) < 2:
        return False
    first, second = child.body[0], child.body[1]
    longest = max(sibling.length for sibling in series)
    return (
        first.kind is second.kind is BlockKind.PARAGRAPH
        and len(first.span) <= max(60, 1.5 * longest)
        and len(second.span) >= 1.5 * len(first.span)
    )


def _is_bare(section: Section, source: str) -> bool:
    """Whether the section's heading carries no sign or number, so that its extent is a guess."""
    heading = section.heading
    if heading is None or not section.is_leaf or heading.marker:
        return False
    begin = max(source.rfind("\n", 0, heading.span.start), source.rfind("\r", 0, heading.span.start)) + 1
    return "#" not in source[begin : heading.span.start]
