"""The features of how sources support a sentence, and whether they say that it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.sources import Source, Sources, Unit
from api.generation.checking.support import POOR, Window, best_window

FEATURES = ("late", "own", "floor", "poor", "literal", "cosine", "rival", "reverse", "words", "gap", "clause")

_NEIGHBOURS = 3
_FEWEST_OF_CLAUSE = 2
_UNREASONED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the sources say to a sentence.

    `shown` are the windows that support it with how well each does, the best first; `support` how well they do
    together, 0..1; `features` by which it was judged.
    """

    shown: tuple[tuple[Window, float], ...]
    support: float
    features: dict[str, float]
    is_supported: bool


def judged(asserted: Asserted, cited: Sequence[Source], sources: Sources) -> Judged | None:
    """What `cited` say to the sentence; None where it says nothing that could be supported."""
    if not float(asserted.weights.sum()) > 0 or int((asserted.content & ~asserted.is_named).sum()) < 1:
        return None
    windows = [window for source in cited for window in (best_window(source, asserted),) if window is not None]
    if not windows:
        return None
    windows.sort(key=lambda window: -window.late)
    shown = [windows[0]]
    matches = windows[0].matches
    # A further source is evidence where it supports by itself or adds what the others do not say.
    for window in windows[1:]:
        both = np.maximum(matches, window.matches)
        if window.late >= 0.95 * windows[0].late or asserted.mean(both) > asserted.mean(matches) + 0.05:
            shown.append(window)
            matches = both
    features = features_of(asserted, shown, cited, sources)
    support = features["late"]
    return Judged(
        shown=tuple((window, window.late) for window in shown),
        support=round(min(max(support, 0.0), 1.0), 4),
        features=features,
        is_supported=support >= 0.62 and features["poor"] <= 0.35,
    )


def features_of(
    asserted: Asserted, shown: Sequence[Window], cited: Sequence[Source], sources: Sources
) -> dict[str, float]:
    """The features of a sentence with the windows that support it."""
    matches = np.max([window.matches for window in shown], axis=0)
    own = np.max([window.own for window in shown], axis=0)
    weights = asserted.weights
    telling = weights > 0
    total = float(weights.sum())
    late = asserted.mean(matches)
    values, heavy = matches[telling], weights[telling]
    order = np.argsort(values)
    share = np.cumsum(heavy[order]) / total
    lowest = order[: max(1, int(np.searchsorted(share, 0.3)) + 1)]
    floor = float(values[lowest] @ heavy[lowest] / heavy[lowest].sum())
    others = [source for source in sources.all if not any(source is one for one in cited)]
    rival = max((_quick(source, asserted) for source in others), default=0.0)
    columns = np.concatenate(
        [np.arange(unit.columns.start, unit.columns.stop) for window in shown for unit in _units(window)]
    )
    held_content = np.concatenate([unit.clauses.content for window in shown for unit in _units(window)])
    held_weights = np.concatenate([unit.clauses.worded.weights for window in shown for unit in _units(window)])
    vectors = np.concatenate([unit.clauses.worded.vectors for window in shown for unit in _units(window)])
    held_weights = np.where(held_content, held_weights, 0.0)
    back = asserted.likeness[np.ix_(np.flatnonzero(telling), columns)].max(axis=0)
    reverse = float(back @ held_weights / held_weights.sum()) if held_weights.sum() > 0 else 0.0
    ours, theirs = weights @ asserted.words.vectors, held_weights @ vectors
    length = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
    return {
        "late": late,
        "own": asserted.mean(own),
        "floor": floor,
        "poor": float(heavy[values < POOR].sum()) / total,
        "literal": float(heavy[values >= 0.99].sum()) / total,
        "cosine": float(ours @ theirs) / length if length else 0.0,
        "rival": rival - late,
        "reverse": reverse,
        "clause": _weakest_clause(asserted, shown, matches),
        "gap": _gap(values, heavy),
        "words": float(np.log1p(telling.sum())),
    }


def _units(window: Window) -> Sequence[Unit]:
    return window.source.units[window.first : window.last]


def _quick(source: Source, asserted: Asserted) -> float:
    """How well the best sentence of a source supports, without what a closer look would find."""
    if not source.units:
        return 0.0
    matches = asserted.by_text[[unit.text for unit in source.units]]
    frame = 0.9 * asserted.by_text[source.frame]
    total = float(asserted.weights.sum())
    return float((np.maximum(matches, frame) @ asserted.weights).max()) / total


def _gap(values: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """The least support of neighbouring words: what is added to a sentence stands together."""
    size = min(_NEIGHBOURS, len(values))
    kernel = np.ones(size)
    sums = np.convolve(weights, kernel, mode="valid")
    return float((np.convolve(values * weights, kernel, mode="valid") / np.maximum(sums, 1e-6)).min())


def _weakest_clause(asserted: Asserted, shown: Sequence[Window], matches: NDArray[np.float32]) -> float:
    """The support of the clause that has least; a reason that its sources give none for has less."""
    claims = asserted.clauses.claims
    reasoned = any(
        unit.clauses.claims.gives_reason(form)
        for window in shown
        for unit in _units(window)
        for form in unit.clauses.worded.forms
    )
    least = 1.0
    for clause in set(asserted.clauses.of_word.tolist()):
        places = np.flatnonzero(asserted.clauses.of_word == clause)
        telling = places[asserted.weights[places] > 0]
        if len(telling) < _FEWEST_OF_CLAUSE:
            continue
        weights = asserted.weights[telling]
        fit = float(matches[telling] @ weights / weights.sum())
        if not reasoned and any(claims.gives_reason(asserted.words.forms[place]) for place in places):
            fit -= _UNREASONED
        least = min(least, fit)
    return least
