"""The features of how sources support a sentence, and whether they say that it may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.generation.checking.asserted import Asserted
from api.generation.checking.calibration import calibration
from api.generation.checking.sources import Source, Unit
from api.generation.checking.support import Window, best_window

FEATURES = ("late", "own", "floor", "clause", "gap")

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


def judged(asserted: Asserted, cited: Sequence[Source]) -> Judged | None:
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
    features = features_of(asserted, shown)
    fitted = calibration()
    support = fitted.support(features)
    is_same = any(window.source.passage.language is asserted.words.language for window in shown)
    return Judged(
        shown=tuple((window, window.late) for window in shown),
        support=round(support, 4),
        features=features,
        is_supported=support >= (fitted.same if is_same else fitted.across),
    )


def features_of(asserted: Asserted, shown: Sequence[Window]) -> dict[str, float]:
    """The features of a sentence with the windows that support it, each 0..1, higher is better.

    `late` is the weighted mean of each word's best match, `own` the same without what stands over the windows. `floor`
    is that of the words that match least, three tenths of all by weight, `clause` that of the clause and `gap` that of
    the three neighbouring words that have least: what is added to a sentence stands together.
    """
    matches = np.max([window.matches for window in shown], axis=0)
    own = np.max([window.own for window in shown], axis=0)
    weights = asserted.weights
    telling = weights > 0
    total = float(weights.sum())
    values, heavy = matches[telling], weights[telling]
    order = np.argsort(values)
    share = np.cumsum(heavy[order]) / total
    lowest = order[: max(1, int(np.searchsorted(share, 0.3)) + 1)]
    floor = float(values[lowest] @ heavy[lowest] / heavy[lowest].sum())
    return {
        "late": asserted.mean(matches),
        "own": asserted.mean(own),
        "floor": floor,
        "clause": _weakest_clause(asserted, shown, matches),
        "gap": _gap(values, heavy),
    }


def _units(window: Window) -> Sequence[Unit]:
    return window.source.units[window.first : window.last]


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
