"""Lists given whole and tables by rows: what several sentences say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby, takewhile

from api.composition.picking import Pick, Statement
from indexer import Hit, Sentence, SentenceRole, Span

LONGEST_LIST = 24
"""Statements of a list that are given; of a longer one, as many around what was asked for."""

_MOST_ROWS = 8
# Rows of a table that say nothing of what is asked stand this much behind those that do, in logarithms of odds.
_ROW_BEHIND = 1.2
# An item that has so many times as much of the question as the others of its list has is what was asked for.
_STANDS_OUT = 1.6
# A lead-in that has as much of it says that the list was asked for.
_LEADS_AS_WELL = 0.5
_FEWEST_PARTS = 3
_LOOKED_AT = 8
_OWN_SHARE = 0.6
_OWN_SHARE_OF_ROW = 0.8
# Sentences looked at to either side of a passage for the rest of its list.
_FARTHEST = 4 * LONGEST_LIST

Neighbour = Callable[[Hit, int], Hit | None]
"""Gives the passage some places after or before that of a Hit in its article."""


def whole_list(best: Pick, neighbour: Neighbour) -> list[Statement]:
    """The list the best sentence belongs to or leads to, its lead-in first; empty when there is none.

    A list longer than a passage goes on in the next one; of one longer than `LONGEST_LIST` the part around the best
    sentence is given.
    """
    sentences = best.hit.passage.sentences
    place = sentences.index(best.sentence)
    at = next((number for number in (place, place + 1, place + 2) if _is_item_at(sentences, number)), None)
    if at is None or not all(_leads(sentence) for sentence in sentences[place + 1 : at]):
        return []
    first, last = at, at
    while _is_item_at(sentences, first - 1):
        first -= 1
    while _is_item_at(sentences, last):
        last += 1
    found = _picks(best.hit, range(first, last), best)
    alone = _one_asked_for(best, found, lead=_late_of_lead(best, first))
    if alone:
        return [alone]
    if first > 0 and _leads(sentences[first - 1]):
        found = _picks(best.hit, [first - 1], best) + found
    elif first == 0:
        found = _before(best, neighbour) + found
    if last == len(sentences):
        found += _after(best, neighbour)
    said = [Statement(picks=tuple(picks)) for _, picks in groupby(found, key=_breath)]
    return _around(said, sentences[at].span)


def _late_of_lead(best: Pick, first: int) -> float:
    """The late interaction of what leads to the list that begins at `first`, 0 where nothing does."""
    return best.hit.sentences[first - 1].late if first > 0 and _leads(best.hit.passage.sentences[first - 1]) else 0.0


def _one_asked_for(best: Pick, items: Sequence[Pick], *, lead: float) -> Statement | None:
    """The item that the question is on, where it is on one and neither on the list nor on what leads to it."""
    is_of_item = best.sentence.role is SentenceRole.ITEM and best.late > _OWN_SHARE * best.in_context > 0
    if not is_of_item:
        return None
    same = [pick for pick in items if pick.sentence.group == best.sentence.group]
    others = [pick.late for pick in items if pick.sentence.group != best.sentence.group]
    own = max(pick.late for pick in same)
    if lead >= _LEADS_AS_WELL * own:
        return None
    return Statement(picks=tuple(same)) if others and own >= _STANDS_OUT * max(others) else None


def outline(best: Pick, neighbour: Neighbour) -> list[Statement]:
    """The titles of the parts that the best sentence stands in one of, where a list is told in longer parts.

    Empty when there are fewer than three, and where the sentence itself says more of what is asked than the heading
    over all parts.
    """
    leads = best.sentence.role is SentenceRole.LEAD_IN
    if not leads and (best.sentence.group < 0 or best.late > _OWN_SHARE * best.in_context):
        return []
    path = best.hit.passage.heading
    hits = _beside(best.hit, neighbour, lambda heading: heading == path)
    titles: list[Pick] = []
    for hit in hits:
        context = {span for sentence in hit.passage.sentences for span in sentence.context}
        titles += [
            pick
            for pick in _picks(hit, range(len(hit.passage.sentences)), best)
            if pick.sentence.role is SentenceRole.ITEM and pick.sentence.span in context
        ]
    if len(titles) < _FEWEST_PARTS:
        return []
    lead = (
        [best] if leads else [pick for pick in _picks(hits[0], [0], best) if pick.sentence.role is SentenceRole.HEADING]
    )
    return [*_one_by_one(lead), *_around(_one_by_one(titles), best.sentence.span)]


def section_titles(scored: Sequence[Pick], neighbour: Neighbour) -> list[Statement]:
    """The headings of the sections beside that of the best sentence, where the question is on what stands over them.

    That is where its words are in the heading above more than in the sentence, or where the best sentences are spread
    over at least three of the sections. Empty where there are fewer.
    """
    best = scored[0]
    above = best.hit.passage.heading[:-1]
    if not above:
        return []
    near = [pick.hit.passage.heading for pick in scored[:_LOOKED_AT]]
    spread = {heading for heading in near if heading[:-1] == above}
    if best.late > _OWN_SHARE * best.in_context and len(spread) < _FEWEST_PARTS:
        return []
    hits = _beside(best.hit, neighbour, lambda heading: heading[: len(above)] == above)
    titles = [
        pick
        for hit in hits
        if hit.passage.heading[:-1] == above
        for pick in _picks(hit, range(min(1, len(hit.passage.sentences))), best)
        if pick.sentence.role is SentenceRole.HEADING
    ]
    return _around(_one_by_one(titles), best.sentence.span) if len(titles) >= _FEWEST_PARTS else []


def _one_by_one(picks: Sequence[Pick]) -> list[Statement]:
    return [Statement(picks=(pick,)) for pick in picks]


def _around(said: Sequence[Statement], span: Span) -> list[Statement]:
    """The at most LONGEST_LIST statements of a list around the one that `span` belongs to."""
    before = sum(one.picks[0].sentence.span <= span for one in said)
    start = max(0, min(before - 1 - LONGEST_LIST // 2, len(said) - LONGEST_LIST))
    return list(said[start : start + LONGEST_LIST])


def _beside(hit: Hit, neighbour: Neighbour, belongs: Callable[[tuple[str, ...]], bool]) -> list[Hit]:
    """The passages around that of `hit`, itself included, as far as their headings belong."""
    hits = [hit]
    for step in (-1, 1):
        beside, seen = neighbour(hit, step), 0
        while beside is not None and belongs(beside.passage.heading) and seen < _FARTHEST:
            hits.append(beside)
            beside, seen = neighbour(beside, step), seen + 1
    return sorted(hits, key=lambda one: one.row)


def row_of(cell: Pick, scored: Sequence[Pick]) -> Statement:
    """The whole row of a table's cell: a problem without its remedy is half an answer."""
    group = cell.sentence.group
    rows = _rows([pick for pick in scored if pick.hit is cell.hit and pick.sentence.role is SentenceRole.CELL])
    return rows.get(group) or Statement(picks=(cell,))


def table_rows(hit: Hit, scored: Sequence[Pick]) -> list[Statement]:
    """The best rows of a comparison table, all sides of each, in the table's order; `scored` is best first.

    Those on the point asked about alone, where one is; empty for a table without heads.
    """
    rows = _rows([pick for pick in scored if pick.hit is hit and pick.sentence.role is SentenceRole.CELL])
    worth = {group: max(pick.score for pick in row.picks) for group, row in rows.items()}
    near = [group for group in rows if worth[group] >= max(worth.values()) - _ROW_BEHIND]
    return [rows[group] for group in sorted(near[:_MOST_ROWS])]


def whole_table(cell: Pick, neighbour: Neighbour) -> list[Statement]:
    """The rows, LONGEST_LIST at most, of the table that `cell` stands in, also of those in the passages beside."""
    path = cell.hit.passage.heading
    heads = column_heads(cell.hit, cell.sentence.group)
    said: list[Statement] = []
    for hit in _beside(cell.hit, neighbour, lambda heading: heading == path):
        places = [
            number
            for number, one in enumerate(hit.passage.sentences)
            if one.role is SentenceRole.CELL and heads.intersection(one.context[:1])
        ]
        rows = _rows(_picks(hit, places, cell))
        said += [rows[group] for group in sorted(rows)]
    return said[:LONGEST_LIST]


def column_heads(hit: Hit, group: int | None = None) -> set[Span]:
    """Where the heads of the columns of a passage's tables stand, or of the table that row `group` is of."""
    return {
        one.context[0]
        for one in hit.passage.sentences
        if one.role is SentenceRole.CELL and one.context and group in {None, one.group}
    }


def rows_asked_for(best: Pick, scored: Sequence[Pick], neighbour: Neighbour) -> list[Statement]:
    """What a table lists: all of it behind its lead-in, or the one row that the question is on more than on others.

    Empty where the best sentence neither stands in a table nor leads to one.
    """
    sentences = best.hit.passage.sentences
    behind = sentences[sentences.index(best.sentence) + 1 :]
    if _leads(best.sentence) and behind and behind[0].role is SentenceRole.CELL:
        cell = _picks(best.hit, [len(sentences) - len(behind)], best)[0]
        return [Statement(picks=(best,)), *whole_table(cell, neighbour)]
    if best.sentence.role is not SentenceRole.CELL:
        return []
    late: dict[int, float] = {}
    for pick in scored:
        if pick.hit is best.hit and pick.sentence.role is SentenceRole.CELL:
            late[pick.sentence.group] = max(late.get(pick.sentence.group, 0.0), pick.late)
    own = late.pop(best.sentence.group)
    on_row = best.late > _OWN_SHARE_OF_ROW * best.in_context and own >= _STANDS_OUT * max(late.values(), default=0.0)
    return [row_of(best, scored)] if on_row else whole_table(best, neighbour) or [row_of(best, scored)]


def _rows(cells: Sequence[Pick]) -> dict[int, Statement]:
    """The rows that `cells` (best first) make, by number, the best row first."""
    names = {span for pick in cells for span in pick.sentence.context}
    # Heads and the names of rows are said with the cells they belong to.
    telling = [pick for pick in cells if pick.sentence.context and pick.sentence.span not in names]
    groups = dict.fromkeys(pick.sentence.group for pick in telling)
    rows = {group: [pick for pick in telling if pick.sentence.group == group] for group in groups}
    return {
        group: Statement(picks=tuple(sorted(row, key=lambda pick: pick.sentence.span))) for group, row in rows.items()
    }


def _is_item(sentence: Sentence) -> bool:
    return sentence.role is SentenceRole.ITEM


def _is_item_at(sentences: Sequence[Sentence], number: int) -> bool:
    return 0 <= number < len(sentences) and _is_item(sentences[number])


def _leads(sentence: Sentence) -> bool:
    return sentence.role is SentenceRole.LEAD_IN


def _picks(hit: Hit, numbers: Iterable[int], like: Pick) -> list[Pick]:
    """The sentences of a passage by their numbers, each with its own late interaction."""
    return [
        Pick(hit=hit, sentence=hit.passage.sentences[number], late=hit.sentences[number].late, score=like.score)
        for number in numbers
    ]


def _breath(pick: Pick) -> tuple[str, int, int]:
    """What is said in one breath: the sentences of one item; any other sentence by itself."""
    group = pick.sentence.group
    return pick.hit.passage.id, group, -1 if group >= 0 else pick.sentence.span.start


def _after(best: Pick, neighbour: Neighbour) -> list[Pick]:
    found: list[Pick] = []
    following = neighbour(best.hit, 1)
    while following is not None and _continues(best.hit, following) and len(found) < _FARTHEST:
        sentences = following.passage.sentences
        items = list(takewhile(partial(_is_item_at, sentences), range(len(sentences))))
        found += _picks(following, items, best)
        following = neighbour(following, 1) if len(items) == len(sentences) else None
    return found


def _before(best: Pick, neighbour: Neighbour) -> list[Pick]:
    found: list[Pick] = []
    earlier, later = neighbour(best.hit, -1), best.hit
    while earlier is not None and _continues(earlier, later) and len(found) < _FARTHEST:
        sentences = earlier.passage.sentences
        first = len(sentences)
        while _is_item_at(sentences, first - 1):
            first -= 1
        if first > 0 and _leads(sentences[first - 1]):
            first -= 1
        found = _picks(earlier, range(first, len(sentences)), best) + found
        earlier, later = (neighbour(earlier, -1), earlier) if first == 0 else (None, later)
    return found


def _continues(earlier: Hit, later: Hit) -> bool:
    """Whether a list at the end of one passage goes on at the beginning of the next."""
    return (
        earlier.passage.heading == later.passage.heading
        and _is_item(earlier.passage.sentences[-1])
        and _is_item(later.passage.sentences[0])
    )
