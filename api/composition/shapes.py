"""Lists given whole and tables by rows: what several sentences say together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

from api.composition.picking import Pick, Statement
from indexer import Hit, Sentence, SentenceRole

LONGEST_LIST = 24
"""Statements of a list that are given; a longer one is cut."""

_ROWS_SHOWN = 3

Neighbour = Callable[[Hit, int], Hit | None]
"""Gives the passage some places after or before that of a Hit in its article."""


def whole_list(best: Pick, neighbour: Neighbour) -> list[Statement]:
    """The list the best sentence belongs to or leads to, its lead-in first; empty when there is none.

    A list longer than a passage goes on in the next one.
    """
    sentences = best.hit.passage.sentences
    place = sentences.index(best.sentence)
    at = next((number for number in range(place, len(sentences)) if _is_item(sentences[number])), None)
    if at is None:
        return []
    first, last = at, at
    while first > 0 and _is_item(sentences[first - 1]):
        first -= 1
    while last < len(sentences) and _is_item(sentences[last]):
        last += 1
    found = [replace(best, sentence=sentence) for sentence in sentences[first:last]]
    if first > 0 and sentences[first - 1].role is SentenceRole.LEAD_IN:
        found.insert(0, replace(best, sentence=sentences[first - 1]))
    elif first == 0:
        found = _before(best, neighbour) + found
    if last == len(sentences):
        found += _after(best, neighbour)
    return [Statement(picks=tuple(said)) for _, said in groupby(found, key=_breath)][:LONGEST_LIST]


def table_rows(hit: Hit, scored: Sequence[Pick]) -> list[Statement]:
    """The best rows of a comparison table, all sides of each, in the table's order; `scored` is best first."""
    cells = [pick for pick in scored if pick.hit is hit and pick.sentence.role is SentenceRole.CELL]
    names = {span for pick in cells for span in pick.sentence.context}
    # Heads and the names of rows are said with the cells they belong to.
    cells = [pick for pick in cells if pick.sentence.context and pick.sentence.span not in names]
    best = list(dict.fromkeys(pick.sentence.group for pick in cells))[:_ROWS_SHOWN]
    rows = ([pick for pick in cells if pick.sentence.group == group] for group in sorted(best))
    return [Statement(picks=tuple(sorted(row, key=lambda pick: pick.sentence.span))) for row in rows]


def _is_item(sentence: Sentence) -> bool:
    return sentence.role is SentenceRole.ITEM


def _breath(pick: Pick) -> tuple[str, int, int]:
    """What is said in one breath: the sentences of one item; any other sentence by itself."""
    group = pick.sentence.group
    return pick.hit.passage.id, group, -1 if group >= 0 else pick.sentence.span.start


def _after(best: Pick, neighbour: Neighbour) -> list[Pick]:
    found: list[Pick] = []
    following = neighbour(best.hit, 1)
    while following is not None and _continues(best.hit, following):
        sentences = following.passage.sentences
        items = [sentence for sentence in sentences if _is_item(sentence)]
        found += [replace(best, hit=following, sentence=sentence) for sentence in items]
        following = neighbour(following, 1) if len(items) == len(sentences) else None
    return found


def _before(best: Pick, neighbour: Neighbour) -> list[Pick]:
    found: list[Pick] = []
    earlier, later = neighbour(best.hit, -1), best.hit
    while earlier is not None and _continues(earlier, later):
        sentences = earlier.passage.sentences
        first = len(sentences)
        while first > 0 and _is_item(sentences[first - 1]):
            first -= 1
        first -= first > 0 and sentences[first - 1].role is SentenceRole.LEAD_IN
        found = [replace(best, hit=earlier, sentence=sentence) for sentence in sentences[first:]] + found
        earlier, later = (neighbour(earlier, -1), earlier) if first == 0 else (None, later)
    return found


def _continues(earlier: Hit, later: Hit) -> bool:
    """Whether a list at the end of one passage goes on at the beginning of the next."""
    return (
        earlier.passage.heading == later.passage.heading
        and _is_item(earlier.passage.sentences[-1])
        and _is_item(later.passage.sentences[0])
    )
