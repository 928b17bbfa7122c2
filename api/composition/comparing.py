"""A comparison without a table: what is said of both sides at once, else of each side in turn."""

from __future__ import annotations

from collections.abc import Sequence

from api.composition.picking import Pick

_MOST_AT_ONCE = 2
# A sentence that sets both sides against each other says in one what two say apart; how much less likely it may be.
_AT_ONCE = 2.0
_MOST = 4
_BEHIND = 3.0


def sides(scored: Sequence[Pick], concepts: Sequence[str]) -> list[Pick]:
    """The sentences (of `scored`, best first) that tell `concepts` apart: on both of them, then on each alone.

    What stands in one article is kept together: its author means the same by the same words.
    """
    wanted = set(concepts)
    best = scored[0]
    near = [pick for pick in scored if pick.score >= best.score - _BEHIND]
    both = [pick for pick in near if wanted <= set(pick.sentence.named)]
    chosen: list[Pick] = []
    for pick in both:
        is_new = not any(map(pick.repeats, chosen))
        if len(chosen) < _MOST_AT_ONCE and pick.score >= best.score - _AT_ONCE and is_new:
            chosen.append(pick)
    for concept in dict.fromkeys(concepts):
        alone = [pick for pick in scored if set(pick.sentence.concepts) & wanted == {concept}]
        if not alone:
            continue
        at_home = [pick for pick in alone if chosen and pick.hit.article.id == chosen[0].hit.article.id]
        nearest = at_home[0] if at_home and at_home[0].score >= alone[0].score - _AT_ONCE else alone[0]
        if len(chosen) < _MOST and not any(map(nearest.repeats, chosen)):
            chosen.append(nearest)
    return _as_told(chosen) or [best]


def _as_told(chosen: Sequence[Pick]) -> list[Pick]:
    """`chosen` with what stands near each other in an article in the order it stands there."""
    if not chosen:
        return []
    home, row = chosen[0].hit.article.id, chosen[0].hit.row
    near = [pick for pick in chosen if pick.hit.article.id == home and abs(pick.hit.row - row) <= 1]
    return sorted(near, key=lambda pick: pick.sentence.span) + [pick for pick in chosen if pick not in near]
