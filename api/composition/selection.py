"""Choosing what answers: a list whole, a comparison by the rows of a table, otherwise the few best sentences."""

from __future__ import annotations

from collections.abc import Sequence

from api.composition.picking import LIST_KINDS, Pick, Statement, picks
from api.composition.shapes import Neighbour, row_of, table_rows, whole_list
from api.domain import AnswerKind
from indexer import Hit, LanguageCode, SentenceRole

MOST_SENTENCES = {AnswerKind.COMPARISON: 4, AnswerKind.DEFINITION: 2, AnswerKind.LIST: 4, AnswerKind.HOWTO: 4}
USUAL_SENTENCES = 3

# A further sentence must come this close to the first one's score.
_NEARLY_AS_GOOD = 0.82
_REPETITION = 0.6
_AS_GOOD_IN_OWN_LANGUAGE = 0.95
# What a thing is and how it differs stands in many sources: the reader's own are taken where they say it at all well.
_GENERAL_IN_OWN_LANGUAGE = 0.85
_GENERAL_KINDS = frozenset({AnswerKind.COMPARISON, AnswerKind.DEFINITION})
# Sides set against each other in a table beat sentences that are only a little nearer to the question.
_TABLE_AS_GOOD = 0.65


def select(hits: Sequence[Hit], kind: AnswerKind, *, reader: LanguageCode, neighbour: Neighbour) -> list[Statement]:
    """The statements that answer a question of `kind` from its `hits` (best first); the best comes first.

    A list and the rows of a table keep the order of their source. Evidence in the reader's language stands alone
    where it is about as good as any other. `neighbour` gives the passages beside a Hit's.
    """
    scored = picks(hits, kind)
    if not scored:
        return []
    own = [pick for pick in scored if pick.hit.passage.language is reader]
    as_good = _GENERAL_IN_OWN_LANGUAGE if kind in _GENERAL_KINDS else _AS_GOOD_IN_OWN_LANGUAGE
    if own and own[0].score >= as_good * scored[0].score:
        scored = own
    best = scored[0]
    if kind in LIST_KINDS or best.sentence.role is SentenceRole.LEAD_IN:
        whole = whole_list(best, neighbour)
        if whole:
            return whole
    if kind is AnswerKind.COMPARISON:
        cell = next((pick for pick in scored if pick.sentence.role is SentenceRole.CELL), None)
        if cell is not None and cell.score >= _TABLE_AS_GOOD * best.score:
            rows = table_rows(cell.hit, scored)
            if rows:
                return rows
    # A lead-in by itself promises what it does not say.
    telling = [pick for pick in scored if pick.sentence.role is not SentenceRole.LEAD_IN]
    return _in_reading_order(_best_few(telling, MOST_SENTENCES.get(kind, USUAL_SENTENCES)), scored)


def _best_few(scored: Sequence[Pick], most: int) -> list[Pick]:
    chosen: list[Pick] = []
    rows: set[tuple[str, int]] = set()
    for pick in scored:
        if len(chosen) == most or (chosen and pick.score < _NEARLY_AS_GOOD * chosen[0].score):
            break
        row = (pick.hit.passage.id, pick.sentence.group)
        is_cell = pick.sentence.role is SentenceRole.CELL
        if (is_cell and row in rows) or any(pick.repeats(other) > _REPETITION for other in chosen):
            continue
        if is_cell:
            rows.add(row)
        chosen.append(pick)
    return chosen


def _in_reading_order(chosen: Sequence[Pick], scored: Sequence[Pick]) -> list[Statement]:
    """The passage of the best sentence first, the sentences of each passage in its own order; a cell as its row."""
    places = {row: place for place, row in enumerate(dict.fromkeys(pick.hit.row for pick in chosen))}
    ordered = sorted(chosen, key=lambda pick: (places[pick.hit.row], pick.sentence.span))
    return [
        row_of(pick, scored) if pick.sentence.role is SentenceRole.CELL else Statement(picks=(pick,))
        for pick in ordered
    ]
