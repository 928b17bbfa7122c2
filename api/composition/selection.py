"""Choosing what answers, kind by kind: a list whole, a comparison by both sides, otherwise the few best sentences."""

from __future__ import annotations

from collections.abc import Sequence

from api.composition.comparing import sides
from api.composition.leaning import with_what_it_leans_on
from api.composition.picking import IsTranslated, Pick, Statement, picks
from api.composition.scoring import LIST_KINDS, Asking
from api.composition.shapes import (
    Neighbour,
    column_heads,
    outline,
    row_of,
    rows_asked_for,
    section_titles,
    table_rows,
    whole_list,
    whole_table,
)
from api.domain import AnswerKind
from indexer import Hit, LanguageCode, SentenceRole

CONSIDERED = 24
"""Passages whose sentences are looked at."""
# Many passages name a thing, and few say what it is or set it beside another.
_CONSIDERED_FOR_DEFINITION = 48
_CONSIDERED_FOR_TABLE = 128
MOST_SENTENCES = {AnswerKind.COMPARISON: 4, AnswerKind.DEFINITION: 2}
USUAL_SENTENCES = 3

# Scores are logarithms of odds. A further sentence of the same passage says more of the same and must be nearly as
# likely; one of another passage may be what was asked for, where the first is not.
_IN_SAME_PASSAGE = 0.5
_ELSEWHERE = 3.0
# Sides set against each other in a table beat sentences that are only a little nearer to the question.
_TABLE_AS_GOOD = 2.5
# What leads to a list of what is asked for says it whole; a sentence that is only a little nearer tells one item of it.
_LIST_AS_GOOD = 1.0
_AS_NEAR = 0.05


def considered(asking: Asking) -> int:
    """How many passages are looked at for a question."""
    if asking.is_general and len(asking.concepts) > 1:
        return _CONSIDERED_FOR_TABLE
    return _CONSIDERED_FOR_DEFINITION if asking.kind is AnswerKind.DEFINITION else CONSIDERED


def select(
    hits: Sequence[Hit],
    asking: Asking,
    *,
    reader: LanguageCode,
    neighbour: Neighbour,
    is_translated: IsTranslated | None = None,
    most_passages: int = CONSIDERED,
) -> list[Statement]:
    """The statements that answer a question from its `hits` (best first); the best comes first.

    Sentences are of at most `most_passages` passages; a list goes on through as many as it has. A list and the rows
    of a table keep the order of their source. `neighbour` gives the passages beside a Hit's.
    """
    scored = picks(hits, asking, reader=reader, is_translated=is_translated)
    if not scored:
        return []
    best = scored[0]
    if asking.kind in LIST_KINDS:
        best = _announced(best, scored)
        listed = rows_asked_for(best, scored, neighbour)
        if listed:
            return listed
        whole = whole_list(best, neighbour)
        titles = outline(best, neighbour) or section_titles(scored, neighbour)
        if len(whole) == 1 and not titles and whole[0].picks[0].sentence.role is SentenceRole.ITEM:
            return whole
        if len(whole) > 1 or titles:
            return whole if len(whole) >= len(titles) else titles
    if asking.kind is AnswerKind.COMPARISON:
        compared = _compared(scored, asking, reader=reader, neighbour=neighbour, most_passages=most_passages)
        if compared:
            return compared
    # A lead-in by itself promises what it does not say; beside a definition belongs another one, beside a figure too.
    telling = [pick for pick in scored if pick.sentence.role is not SentenceRole.LEAD_IN]
    if best.fits:
        telling = [pick for pick in telling if pick.fits]
    if asking.kind is AnswerKind.DEFINITION:
        # One language says it well enough.
        telling = [
            pick
            for pick in telling
            if pick.hit.passage.language is best.hit.passage.language
            and (pick is best or pick.sentence.role is not SentenceRole.CELL)
        ]
    chosen = _few(_of_few_passages(telling, most_passages), MOST_SENTENCES.get(asking.kind, USUAL_SENTENCES))
    return _without_repetition([_said(pick, scored) for pick in chosen])


def _announced(best: Pick, scored: Sequence[Pick]) -> Pick:
    """What leads to a list where it is as near to the question as the best sentence and nearly as likely."""
    if best.sentence.role is not SentenceRole.SENTENCE:
        return best
    leading = (pick for pick in scored if pick.sentence.role is SentenceRole.LEAD_IN)
    return next(
        (one for one in leading if one.score >= best.score - _LIST_AS_GOOD and one.late >= best.late - _AS_NEAR), best
    )


def _compared(
    scored: Sequence[Pick], asking: Asking, *, reader: LanguageCode, neighbour: Neighbour, most_passages: int
) -> list[Statement]:
    """A table of both where nothing but how they differ is asked, else rows on the point asked about or sentences."""
    if asking.is_general and len(asking.concepts) > 1:
        both = _cell_of_both(scored, set(asking.concepts), reader, neighbour)
        if both is not None:
            return whole_table(both, neighbour)
    # A table that sets other things side by side tells nothing of how these differ.
    wanted = set(asking.concepts) if len(asking.concepts) > 1 else set()
    cells = (pick for pick in scored if pick.sentence.role is SentenceRole.CELL)
    cell = next((pick for pick in cells if wanted <= _heads(pick.hit)), None)
    if cell is not None and cell.score >= scored[0].score - _TABLE_AS_GOOD:
        rows = table_rows(cell.hit, scored)
        if rows:
            return rows
    if len(asking.concepts) > 1:
        chosen = sides(_of_few_passages(scored, most_passages), asking.concepts)
        return _without_repetition([_said(pick, scored) for pick in chosen])
    return []


def _cell_of_both(scored: Sequence[Pick], wanted: set[str], reader: LanguageCode, neighbour: Neighbour) -> Pick | None:
    """A cell of a table whose heads name all of `wanted`: of the longest one in the reader's language.

    In another language only where nothing in the reader's speaks of both.
    """
    found: dict[int, Pick] = {}
    for pick in scored:
        if pick.sentence.role is SentenceRole.CELL and pick.sentence.context and wanted <= _heads(pick.hit):
            found.setdefault(pick.hit.row, pick)
    if any(pick.hit.passage.language is reader and wanted <= set(pick.sentence.named) for pick in scored):
        found = {row: pick for row, pick in found.items() if pick.hit.passage.language is reader}
    return max(found.values(), key=lambda cell: len(whole_table(cell, neighbour)), default=None)


def _heads(hit: Hit) -> set[str]:
    """The Concepts that the heads of a passage's columns name."""
    heads = column_heads(hit)
    return {one.concept for one in hit.passage.names if any(one.span.overlaps(span) for span in heads)}


def _of_few_passages(scored: Sequence[Pick], most: int) -> list[Pick]:
    """`scored` (best first) without what stands in other passages than the first `most`."""
    rows = set(list(dict.fromkeys(pick.hit.row for pick in scored))[:most])
    return [pick for pick in scored if pick.hit.row in rows]


def _few(scored: Sequence[Pick], most: int) -> list[Pick]:
    """The best sentences that add something, the passage of the best first, those of one passage in its own order."""
    chosen: list[Pick] = []
    rows: set[tuple[str, int]] = set()
    for pick in scored:
        if len(chosen) == most:
            break
        if chosen and pick.score < chosen[0].score - _behind(pick, chosen):
            continue
        row = (pick.hit.passage.id, pick.sentence.group)
        is_cell = pick.sentence.role is SentenceRole.CELL
        if (is_cell and row in rows) or any(map(pick.repeats, chosen)) or _is_version(pick, chosen):
            continue
        if is_cell:
            rows.add(row)
        chosen.append(pick)
    places = {row: place for place, row in enumerate(dict.fromkeys(pick.hit.row for pick in chosen))}
    return sorted(chosen, key=lambda pick: (places[pick.hit.row], pick.sentence.span))


def _is_version(pick: Pick, chosen: Sequence[Pick]) -> bool:
    """Whether the article of `pick` is that of a chosen one in another language."""
    mine = pick.hit.article
    return any(
        other.hit.article.id in mine.translations or mine.id in other.hit.article.translations for other in chosen
    )


def _behind(pick: Pick, chosen: Sequence[Pick]) -> float:
    """How much less likely than the first a further sentence may be."""
    return _IN_SAME_PASSAGE if any(pick.hit.row == other.hit.row for other in chosen) else _ELSEWHERE


def _said(pick: Pick, scored: Sequence[Pick]) -> Statement:
    if pick.sentence.role is SentenceRole.CELL:
        return row_of(pick, scored)
    return with_what_it_leans_on(pick)


def _without_repetition(statements: Sequence[Statement]) -> list[Statement]:
    """`statements` without sentences that another of them says already."""
    kept: list[Statement] = []
    before: set[tuple[str, int]] = set()
    for one in statements:
        if _key(one.picks[-1]) in before:
            continue
        is_row = one.picks[0].sentence.role is SentenceRole.CELL
        # What a sentence leans on is said once.
        kept.append(one if is_row else Statement(picks=tuple(pick for pick in one.picks if _key(pick) not in before)))
        before.update(_key(pick) for pick in one.picks)
    return kept


def _key(pick: Pick) -> tuple[str, int]:
    return pick.hit.article.id, pick.sentence.span.start
