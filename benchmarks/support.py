"""How well sentences are checked: which graded ones would be shown, by pair of languages and kind of fault.

    .venv/bin/python benchmarks/support.py [FILE.jsonl …] [--index INDEX] [--fit] [--list]

Each line of a FILE grades a sentence: the language of its reader and of its source, an article, a quote that stands in
one place of it, the text, and the grade. The passage that holds the quote is the source cited; what a search for the
sentence finds besides is given with it, as to a language model. Without an index one of the shipped corpus is built.

Precision is the share of the sentences shown that are supported, recall the share of the supported ones that are shown.
Beside them stand two baselines: every citation of a source that exists is believed, and words in common alone.
`--fit` fits the weights and thresholds on the FILEs and writes api/generation/checking/calibration.json.
Needs SciPy and scikit-learn (`.[dev]`) for that.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.generation.checking import Checker, Fault, Verdict
from api.generation.checking.asserted import Asserted
from api.generation.checking.calibration import FILE, Calibration, calibration
from api.generation.checking.features import FEATURES, judged
from api.generation.checking.sources import Sources
from indexer import Hit, KnowledgeBase, KnowledgeView, LanguageCode, Span

ROOT = Path(__file__).resolve().parents[1]
GRADED = ROOT / "benchmarks" / "support"
SUPPORTED = "supported"
OTHERS = 4
IN_COMMON = 0.5
"""The share of a sentence's words from which on words in common alone would show it."""
LEAST_RECALL = {"same": 0.85, "across": 0.75}
# The other grades are for other checks to find.
ABOUT_CONTENT = {SUPPORTED, "unsupported", "wrong_source"}
ROUNDS, FOLDS, RIDGE = 5, 8, 2.0

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A graded sentence: `quote` stands in one passage of `article`, which it cites."""

    reader: LanguageCode
    source: LanguageCode
    article: str
    quote: str
    text: str
    grade: str
    where: str

    @property
    def pair(self) -> str:
        """The languages of reader and source."""
        return f"{self.reader.value}<{self.source.value}"

    @property
    def is_across(self) -> bool:
        """Whether reader and source have different languages."""
        return self.reader is not self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A graded sentence with the sources it would come with; the first is the one cited."""

    graded: Graded
    hits: tuple[Hit, ...]


def read_graded(files: Sequence[Path]) -> Iterator[Graded]:
    """The graded sentences of `files`."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            fields = json.loads(line)
            yield Graded(
                reader=LanguageCode(fields["reader"]),
                source=LanguageCode(fields["source"]),
                article=fields["article"],
                quote=fields["quote"],
                text=fields["text"],
                grade=fields["grade"],
                where=f"{file.name}:{number}",
            )


def cases(view: KnowledgeView, graded: Sequence[Graded]) -> Iterator[Case]:
    """Each graded sentence with its passage and what a search for it finds besides; ValueError for a lost quote."""
    rows: dict[str, list[int]] = {}
    for row in range(len(view.index)):
        rows.setdefault(view.index.article_of(row).id, []).append(row)
    for one in graded:
        start = view.article(one.article).source.index(one.quote)
        end = start + len(one.quote)
        holding = [
            row for row in rows[one.article] if view.index.passage(row).span.overlaps(Span(start=start, end=end))
        ]
        if not holding:
            raise ValueError(f"{one.where}: no passage of {one.article} holds the quote")
        row = holding[0]
        cited = Hit(passage=view.index.passage(row), article=view.index.article_of(row), similarity=0.5, row=row)
        found = view.search(one.text, language=one.reader, top_k=OTHERS + 1)
        others = [hit for hit in found if hit.row != row][:OTHERS]
        yield Case(graded=one, hits=(cited, *others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the check said of a case, and the processor time it took in milliseconds.

    `shared` is the share of the sentence's words that stand in the passage cited, stop words left out.
    """

    case: Case
    verdict: Verdict
    shared: float
    ms: float
    ms_to_read: float

    @property
    def is_shown(self) -> bool:
        """Whether the sentence would be shown."""
        return self.verdict.fault is None


def checked(view: KnowledgeView, case: Case) -> Outcome:
    """Check one case."""
    begun = time.thread_time()
    checker = Checker(view, case.hits, reader=case.graded.reader)
    read = time.thread_time()
    verdict = checker.check(case.graded.text, [1])
    done = time.thread_time()
    return Outcome(
        case=case,
        verdict=verdict,
        shared=_shared(view, case),
        ms=1000 * (done - read),
        ms_to_read=1000 * (read - begun),
    )


def _shared(view: KnowledgeView, case: Case) -> float:
    passage = case.hits[0].passage
    own = view.words.read(case.graded.text, case.graded.reader)
    held = set(view.words.read(passage.text, passage.language).stems)
    content = [stem for stem, is_stop in zip(own.stems, own.is_stop, strict=True) if not is_stop]
    return sum(stem in held for stem in content) / max(len(content), 1)


def precision_recall(outcomes: Sequence[Outcome], shown: Callable[[Outcome], bool]) -> tuple[float, float]:
    """Precision of the sentences `shown`, 1 where none is, and how many of the supported ones are."""
    believed = [one for one in outcomes if shown(one)]
    right = sum(one.case.graded.grade == SUPPORTED for one in believed)
    supported = sum(one.case.graded.grade == SUPPORTED for one in outcomes)
    return right / len(believed) if believed else 1.0, right / supported if supported else 1.0


def grouped(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """All outcomes, those in the source's language, those across, and those of each pair."""
    groups = {
        "all": list(outcomes),
        "same": [one for one in outcomes if not one.case.graded.is_across],
        "across": [one for one in outcomes if one.case.graded.is_across],
    }
    for one in sorted(outcomes, key=lambda outcome: outcome.case.graded.pair):
        groups.setdefault(one.case.graded.pair, []).append(one)
    return {name: members for name, members in groups.items() if members}


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the figures; SystemExit where nothing was graded."""
    if not outcomes:
        raise SystemExit("no graded sentence was read: name files of them")
    kinds = sorted({one.case.graded.grade for one in outcomes} - {SUPPORTED})
    print(f"{'':8}    n  supported   checked        words in common  believed   caught: {', '.join(kinds)}")
    for name, members in grouped(outcomes).items():
        supported = sum(one.case.graded.grade == SUPPORTED for one in members)
        by_check = precision_recall(members, lambda one: one.is_shown)
        by_words = precision_recall(members, lambda one: one.shared >= IN_COMMON)
        caught = []
        for kind in kinds:
            of_kind = [one for one in members if one.case.graded.grade == kind]
            caught.append(f"{sum(not one.is_shown for one in of_kind)}/{len(of_kind)}")
        print(
            f"{name:8} {len(members):4} {supported:10}   {by_check[0]:.2f}  {by_check[1]:.2f}     {by_words[0]:.2f}  "
            f"{by_words[1]:.2f}       {supported / len(members):.2f}      {', '.join(caught)}"
        )
    took = sorted(one.ms for one in outcomes)
    read = sorted(one.ms_to_read for one in outcomes)
    print(
        f"processor time: a sentence {np.median(took):.2f} ms (95 % within {np.quantile(took, 0.95):.2f}); "
        f"the sources {np.median(read):.1f} ms (95 % within {np.quantile(read, 0.95):.1f})"
    )


def fit(view: KnowledgeView, given: Sequence[Case]) -> Calibration:
    """Weights by a logistic regression on the sentences that no other check refuses, thresholds by cross-validation.

    No weight is negative: more support never speaks against a sentence. A threshold is the one with the highest
    precision that leaves LEAST_RECALL of them, by the probabilities of sentences that helped to fit nothing.
    """
    from sklearn.model_selection import StratifiedKFold

    rows, wanted, across = [], [], []
    for case in given:
        sources = Sources(view, case.hits)
        found = judged(Asserted(view, sources, case.graded.text, case.graded.reader), [sources[0]])
        fault = checked(view, case).verdict.fault
        if found is not None and fault in {None, Fault.CONTENT} and case.graded.grade in ABOUT_CONTENT:
            rows.append([found.features[name] for name in FEATURES])
            wanted.append(case.graded.grade == SUPPORTED)
            across.append(case.graded.is_across)
    measured, right, is_across = np.array(rows), np.array(wanted), np.array(across)
    probability = np.zeros(len(right))
    for seed in range(ROUNDS):
        for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(measured, right):
            weights, bias = _fitted(measured[train], right[train])
            probability[test] += 1 / (1 + np.exp(-measured[test] @ weights - bias)) / ROUNDS
    shown_from = {}
    for name, members in (("same", ~is_across), ("across", is_across)):
        shown_from[name] = _threshold(probability[members], right[members], LEAST_RECALL[name])
        shown = members & (probability >= shown_from[name])
        print(
            f"cross-validated, {name}: shown from {shown_from[name]:.3f}, {right[shown].sum()} of {shown.sum()} shown "
            f"are supported, of {right[members].sum()} supported"
        )
    weights, bias = _fitted(measured, right)
    return Calibration(
        weights={name: round(float(weight), 3) for name, weight in zip(FEATURES, weights, strict=True)},
        bias=round(float(bias), 3),
        **shown_from,
    )


def _fitted(measured: Numbers, right: NDArray[np.bool_]) -> tuple[Numbers, float]:
    from scipy.optimize import minimize

    mean, spread = measured.mean(axis=0), measured.std(axis=0) + 1e-3
    scaled = (measured - mean) / spread
    sign = np.where(right, 1.0, -1.0)

    def loss(values: Numbers) -> float:
        margins = sign * (scaled @ values[:-1] + values[-1])
        return float(np.logaddexp(0, -margins).sum() + RIDGE * values[:-1] @ values[:-1])

    bounds = [(0, None)] * scaled.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(scaled.shape[1] + 1), method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def _threshold(probability: Numbers, right: NDArray[np.bool_], least: float) -> float:
    """Of the thresholds that leave the share `least` of those supported, the one with the highest precision.

    Of several the lowest; half way to the next below.
    """
    order = np.argsort(-probability)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    share[np.cumsum(right[order]) < least * right.sum()] = 0.0
    last = int(np.flatnonzero(share == share.max())[-1])
    below = probability[order[last + 1]] if last + 1 < len(order) else 0.0
    return round(float(probability[order[last]] + below) / 2, 3)


def _write(fitted: Calibration) -> None:
    content = {
        "command": "benchmarks/support.py --fit",
        "weights": dict(fitted.weights),
        "bias": fitted.bias,
        "shown_from": {"same": fitted.same, "across": fitted.across},
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _list(outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        graded, fault = one.case.graded, one.verdict.fault
        is_right = (fault is None) == (graded.grade == SUPPORTED)
        if not is_right:
            print(f"{graded.where} {graded.pair} {graded.grade} -> {fault} {one.verdict.support:.2f}")
            print(f"   {graded.text}\n   {graded.quote}")


def opened(index: Path | None) -> KnowledgeView:
    """The index given, or one of the shipped corpus built for the occasion."""
    if index is not None:
        return KnowledgeBase.open(index).view()
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.models_in_use import Models

    found = read_corpus([ROOT / "corpus"])
    folder = Path(tempfile.mkdtemp()) / "index"
    build_snapshot(found.articles, index=folder, models=Models.load(), glossary=found.glossary)
    return KnowledgeBase.open(folder).view()


def main() -> None:
    """Check, print and, if asked to, fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--fit", action="store_true", help="Fit on the FILEs and write calibration.json.")
    parser.add_argument("--list", action="store_true", help="Print the sentences judged wrongly.")
    given = parser.parse_args()
    view = opened(given.index)
    files = given.files or sorted(GRADED.glob("*.jsonl"))
    read = list(cases(view, list(read_graded(files))))
    if given.fit:
        _write(fit(view, read))
        calibration.cache_clear()
    outcomes = [checked(view, case) for case in read]
    report(outcomes)
    if given.list:
        _list(outcomes)


if __name__ == "__main__":
    main()
