"""How well sentences are checked: which graded ones would be shown, by pair of languages and kind of fault.

    .venv/bin/python benchmarks/support.py [SET …] [--index INDEX] [--fit SET …] [--cross SET …] [--list]

A SET is `fit`, `held`, `free` or `fresh`: the files benchmarks/support/SET-READER-SOURCE.jsonl; without one, all.
Each line grades a sentence: the language of its reader and of its source, an article, a quote that stands in one place
of it, the text, and the grade. The passage that holds the quote is the source cited; what a search for the sentence
finds besides is given with it, as to a language model. Without an index one of the shipped corpus is built.

Precision is the share of the sentences shown that are supported, recall the share of the supported ones that are shown.
Beside them stand two baselines: words in common alone, and every citation of a source that exists is believed.
`--fit` fits the weights and thresholds on SETs and writes api/generation/checking/calibration.json; `--cross` shows
each sentence of SETs by what was fitted on those about all other subjects. Both need SciPy (`.[dev]`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from support_fit import cross_validated, fitted, measured, write
from support_graded import GRADED, SUPPORTED, Case, cases, files_of, opened, read_graded

from api.generation.checking import Checker, Verdict
from api.generation.checking.calibration import calibration
from indexer import KnowledgeView

SETS = ("fit", "held", "free", "fresh")
IN_COMMON = 0.5
"""The share of a sentence's words from which on words in common alone would show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the check said of a case, and the processor time it took in milliseconds.

    `shared` is the share of the sentence's words that stand in the passage cited, stop words left out. `is_shown` is
    whether the sentence would be shown.
    """

    case: Case
    verdict: Verdict
    is_shown: bool
    shared: float
    ms: float
    ms_to_read: float


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
        is_shown=verdict.fault is None,
        shared=_shared(view, case),
        ms=1000 * (done - read),
        ms_to_read=1000 * (read - begun),
    )


def crossed(view: KnowledgeView, given: Sequence[Case], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes by what was fitted on the sentences about other subjects."""
    shown = cross_validated(list(measured(view, given)))
    return [
        Outcome(
            case=one.case,
            verdict=one.verdict,
            is_shown=is_shown,
            shared=one.shared,
            ms=one.ms,
            ms_to_read=one.ms_to_read,
        )
        for one, is_shown in zip(outcomes, shown, strict=True)
    ]


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


def report(sets: Mapping[str, Sequence[Outcome]]) -> None:
    """Print the figures of each set beside those of the others; SystemExit where nothing was graded."""
    if not any(sets.values()):
        raise SystemExit("no graded sentence was read: name a set of benchmarks/support")
    groups = {name: grouped(outcomes) for name, outcomes in sets.items()}
    rows = list(dict.fromkeys(row for group in groups.values() for row in group))
    print(f"{'':7}" + "".join(f" | {name:5} n  checked    in common  believed" for name in sets))
    for row in rows:
        print(f"{row:7}" + "".join(f" | {_figures(group.get(row, []))}" for group in groups.values()))
    outcomes = [one for members in sets.values() for one in members]
    kinds = sorted({one.case.graded.grade for one in outcomes} - {SUPPORTED})
    print(f"\nleft out: {', '.join(kinds)}")
    for row in rows:
        print(f"{row:7}" + "".join(f" | {_caught(group.get(row, []), kinds)}" for group in groups.values()))
    took = sorted(one.ms for one in outcomes)
    read = sorted(one.ms_to_read for one in outcomes)
    print(
        f"\nprocessor time: a sentence {np.median(took):.2f} ms (95 % within {np.quantile(took, 0.95):.2f}); "
        f"the sources {np.median(read):.1f} ms (95 % within {np.quantile(read, 0.95):.1f})"
    )


def _figures(members: Sequence[Outcome]) -> str:
    supported = sum(one.case.graded.grade == SUPPORTED for one in members)
    by_check = precision_recall(members, lambda one: one.is_shown)
    by_words = precision_recall(members, lambda one: one.shared >= IN_COMMON)
    believed = supported / len(members) if members else 1.0
    return (
        f"{len(members):7}  {by_check[0]:.2f} {by_check[1]:.2f}  {by_words[0]:.2f} {by_words[1]:.2f}  {believed:8.2f}"
    )


def _caught(members: Sequence[Outcome], kinds: Sequence[str]) -> str:
    of_kinds = [[one for one in members if one.case.graded.grade == kind] for kind in kinds]
    return " ".join(f"{sum(not one.is_shown for one in of_kind):>3}/{len(of_kind):<3}" for of_kind in of_kinds)


def _list(outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        graded = one.case.graded
        if one.is_shown != (graded.grade == SUPPORTED):
            print(f"{graded.where} {graded.pair} {graded.grade} -> {one.verdict.fault} {one.verdict.support:.2f}")
            print(f"   {graded.text}\n   {graded.quote}")


def main() -> None:
    """Check, print and, if asked to, fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"One of {', '.join(SETS)}.")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--fit", nargs="+", metavar="SET", default=(), help="Fit on SETs and write calibration.json.")
    parser.add_argument("--cross", nargs="+", metavar="SET", default=(), help="Cross-validate on SETs by subject.")
    parser.add_argument("--list", action="store_true", help="Print the sentences judged wrongly.")
    given = parser.parse_args()
    wanted = [*given.sets, *given.fit, *given.cross]
    for name in wanted:
        if name not in SETS or not files_of(name):
            parser.error(f"{GRADED} has no set {name!r}; use some of {', '.join(SETS)}")
    view = opened(given.index)
    read = {name: list(cases(view, list(read_graded(files_of(name))))) for name in SETS if not wanted or name in wanted}
    if given.fit:
        rows = list(measured(view, [case for name in given.fit for case in read[name]]))
        write(fitted(rows), given.fit)
        calibration.cache_clear()
    found = {name: [checked(view, case) for case in members] for name, members in read.items() if members}
    if given.cross:
        together = [case for name in given.cross for case in read[name]]
        apart = iter(crossed(view, together, [one for name in given.cross for one in found[name]]))
        found |= {name: [next(apart) for _ in read[name]] for name in given.cross}
    report(found)
    if given.list:
        _list([one for members in found.values() for one in members])


if __name__ == "__main__":
    main()
