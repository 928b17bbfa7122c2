"""Fits how well sources support a sentence to graded ones, and says what that is worth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from support_graded import SUPPORTED, Case, Graded

from api.generation.checking import Checker, Fault
from api.generation.checking.asserted import Asserted
from api.generation.checking.calibration import FILE, Calibration
from api.generation.checking.features import FEATURES, judged
from api.generation.checking.sources import Sources
from indexer import KnowledgeView

BETA = 0.5
"""Of the F-measure by which thresholds are chosen: precision counts twice as much as recall."""
# The other grades are for other checks to find.
ABOUT_CONTENT = {SUPPORTED, "unsupported", "wrong_source"}
FOLDS, RIDGE = 6, 2.0

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A graded sentence with its features; `is_refused` where another check refuses it or there is nothing to judge."""

    graded: Graded
    features: tuple[float, ...]
    is_refused: bool


def measured(view: KnowledgeView, given: Sequence[Case]) -> Iterator[Measured]:
    """The features of each sentence."""
    for case in given:
        graded = case.graded
        sources = Sources(view, case.hits)
        found = judged(Asserted(view, sources, graded.text, graded.reader), [sources[0]])
        fault = Checker(view, case.hits, reader=graded.reader).check(graded.text, [1]).fault
        yield Measured(
            graded=graded,
            features=tuple(found.features[name] for name in FEATURES) if found else (0.0,) * len(FEATURES),
            is_refused=found is None or fault not in {None, Fault.CONTENT},
        )


def fitted(rows: Sequence[Measured]) -> Calibration:
    """Weights by a logistic regression on the sentences that no other check refuses, thresholds by cross-validation.

    The weights are fitted on what is supported and what no other check is to find. No weight is negative: more support
    never speaks against a sentence. A threshold is the one with the highest F-measure of all sentences left, of every
    grade, by the probabilities of those that helped to fit nothing: the folds are of subjects, all languages at once.
    """
    left = [row for row in rows if not row.is_refused]
    features, right = _arrays(left)
    is_across = np.array([row.graded.is_across for row in left])
    is_told = np.array([row.graded.grade in ABOUT_CONTENT for row in left])
    probability = np.zeros(len(left))
    for test in _folds(left):
        weights, bias = _regression(features[~test & is_told], right[~test & is_told])
        probability[test] = 1 / (1 + np.exp(-features[test] @ weights - bias))
    shown_from = {
        name: _threshold(probability[members], right[members])
        for name, members in (("same", ~is_across), ("across", is_across))
    }
    weights, bias = _regression(features[is_told], right[is_told])
    return Calibration(
        weights={name: round(float(weight), 3) for name, weight in zip(FEATURES, weights, strict=True)},
        bias=round(float(bias), 3),
        **shown_from,
    )


def cross_validated(rows: Sequence[Measured]) -> list[bool]:
    """Which sentences would be shown by what was fitted on those of all other subjects, thresholds included."""
    shown = np.zeros(len(rows), dtype=bool)
    for test in _folds(rows):
        calibration = fitted([row for row, is_test in zip(rows, test, strict=True) if not is_test])
        for place in np.flatnonzero(test).tolist():
            row = rows[place]
            support = calibration.support(dict(zip(FEATURES, row.features, strict=True)))
            least = calibration.across if row.graded.is_across else calibration.same
            shown[place] = not row.is_refused and support >= least
    return [bool(one) for one in shown]


def write(calibration: Calibration, sets: Sequence[str]) -> None:
    """Write api/generation/checking/calibration.json, fitted on `sets`."""
    content = {
        "command": f"benchmarks/support.py --fit {' '.join(sets)}",
        "weights": dict(calibration.weights),
        "bias": calibration.bias,
        "shown_from": {"same": calibration.same, "across": calibration.across},
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _folds(rows: Sequence[Measured]) -> Iterator[Flags]:
    """Which sentences are left out, fold by fold; those on one subject together."""
    subjects = sorted({row.graded.subject for row in rows})
    fold = {subject: place % FOLDS for place, subject in enumerate(subjects)}
    for number in range(FOLDS):
        yield np.array([fold[row.graded.subject] == number for row in rows])


def _arrays(rows: Sequence[Measured]) -> tuple[Numbers, Flags]:
    return np.array([row.features for row in rows]), np.array([row.graded.grade == SUPPORTED for row in rows])


def _regression(features: Numbers, right: Flags) -> tuple[Numbers, float]:
    from scipy.optimize import minimize

    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    scaled = (features - mean) / spread
    sign = np.where(right, 1.0, -1.0)

    def loss(values: Numbers) -> float:
        margins = sign * (scaled @ values[:-1] + values[-1])
        return float(np.logaddexp(0, -margins).sum() + RIDGE * values[:-1] @ values[:-1])

    bounds = [(0, None)] * scaled.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(scaled.shape[1] + 1), method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def _threshold(probability: Numbers, right: Flags) -> float:
    """The threshold with the highest F-measure, half way to the probability next below."""
    order = np.argsort(-probability)
    hits = np.cumsum(right[order])
    measure = (1 + BETA**2) * hits / (np.arange(1, len(order) + 1) + BETA**2 * max(1, int(right.sum())))
    last = int(np.argmax(measure))
    below = probability[order[last + 1]] if last + 1 < len(order) else 0.0
    return round(float(probability[order[last]] + below) / 2, 3)
