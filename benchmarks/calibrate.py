"""Fit what answers are chosen by and how sure they are, and write it to api/composition/calibration.json.

    .venv/bin/python benchmarks/calibrate.py INDEX=QUESTIONS … [--judge INDEX=QUESTIONS …] [--off-topic FILE.tsv …]
        [--write]

Each INDEX=QUESTIONS names an index and a file or folder of graded questions on it; every set counts the same.
Questions of --judge are fitted to nothing. Each --off-topic is a TSV file whose column `question` holds questions on
anything else, of which some are put to every index. Three steps:

1. the weights of sentences: a conditional logit over the sentences found for a question, half of it for sentences of a
   right passage, half for those that hold the gold;
2. with these, the weights that tell questions with an answer from questions without one: a logistic regression;
3. the scale on which its outcome is the probability that the first citation is right (Platt 1999), and the threshold
   below which an answer is refused: where a given share of the answerable questions is.

Printed are figures of questions that helped to fit nothing: each set judged by weights of the others, and the
probabilities of ten-fold cross-validation in a reliability table. Needs SciPy and scikit-learn (`.[dev]`).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from api.answering import Answerer, Draft
from api.composition import confidence, picking, scoring
from api.composition.calibration import FILE, Calibration, calibration
from indexer import Gold, GradedQuestion, KnowledgeBase, covers, read_questions

Numbers = NDArray[np.float64]

RIDGE = 0.01
REGULARISATION = 1.0
WRONG_REFUSALS = 0.06
# Questions on the subject that the sources do not answer are what a Refusal is for, and the hardest.
NEAR_TOPIC = 2.0
PER_FILE = 60
# The questions on anything else are shorter than those with an answer, which is in part an accident of these sets. With
# this share of the weight that length is given, those with an answer are refused as often whatever their length.
OF_LENGTH = 0.5
LENGTH = confidence.FEATURES.index("words")
# A sentence holds a gold when they share this much of the shorter of the two.
SHARED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a set with the sentences that could answer it: features, and which are right or hold the gold."""

    question: GradedQuestion
    answerer: Answerer
    features: Numbers
    right: NDArray[np.bool_]
    holds: NDArray[np.bool_]


def main() -> None:
    """Fit, print and, if asked to, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graded", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--judge", nargs="*", default=[], metavar="INDEX=QUESTIONS")
    parser.add_argument("--off-topic", nargs="*", type=Path, default=[], metavar="FILE.tsv")
    parser.add_argument("--write", action="store_true", help="Write api/composition/calibration.json.")
    given = parser.parse_args()
    sets = {argument: list(read_set(argument)) for argument in given.graded}
    judged = {argument: list(read_set(argument)) for argument in given.judge}
    print("right passage first, right sentence first; each set by weights of the others")
    for name, own in sets.items():
        others = [asked for other, members in sets.items() if other != name for asked in members]
        _print_choice(name, own, fit_sentences(_weighted(sets, without=name), others) if others else None)
    weights = fit_sentences(_weighted(sets), [asked for members in sets.values() for asked in members])
    for name, members in judged.items():
        _print_choice(name, members, weights)
    fitted = replace(calibration(), sentence=MappingProxyType(weights))
    with patch.object(picking, "calibration", lambda: fitted):
        fitted = fit_confidence(fitted, sets, judged, {file.name: off_topic(file) for file in given.off_topic})
    print(json.dumps({"sentence": dict(fitted.sentence), "confidence": dict(fitted.confidence), "bias": fitted.bias}))
    if given.write:
        _write(fitted, given.graded)


def read_set(argument: str) -> Iterator[Asked]:
    """The questions of INDEX=QUESTIONS with their sentences."""
    index, _, questions = argument.partition("=")
    knowledge = KnowledgeBase.open(Path(index))
    answerer = Answerer(knowledge)
    sources = {article.id: knowledge.article(article.id).source for article in knowledge.articles()}
    for graded in read_questions([Path(questions)]):
        question = replace(graded, gold=tuple(_quoted(gold, sources) for gold in graded.gold))
        draft = answerer.draft(question.question)
        found = scoring.candidates(draft.hits, draft.asking)
        yield Asked(
            question=question,
            answerer=answerer,
            features=np.array([one.features for one in found]).reshape(-1, len(scoring.FEATURES)),
            right=np.array(
                [_is_right(question, one.hit.article.id, one.hit.passage.text) for one in found], dtype=bool
            ),
            holds=np.array([_holds(question, one, sources) for one in found], dtype=bool),
        )


def _quoted(gold: Gold, sources: Mapping[str, str]) -> Gold:
    return gold.quoted(next(source for article_id, source in sources.items() if gold.is_of(article_id)))


def _is_right(question: GradedQuestion, article_id: str, text: str) -> bool:
    return any(gold.is_of(article_id) and covers(text, gold.quote) for gold in question.gold)


def _holds(question: GradedQuestion, one: scoring.Candidate, sources: Mapping[str, str]) -> bool:
    for gold in question.gold:
        if gold.is_of(one.hit.article.id):
            start = gold.span.start if gold.span else sources[one.hit.article.id].find(gold.quote)
            span = one.sentence.span
            shared = min(span.end, start + len(gold.quote)) - max(span.start, start)
            if start >= 0 and shared >= SHARED * min(len(span), len(gold.quote)):
                return True
    return False


def _weighted(sets: Mapping[str, Sequence[Asked]], *, without: str | None = None) -> list[float]:
    return [1 / len(members) for name, members in sets.items() if name != without for _ in members]


def fit_sentences(shares: Sequence[float], members: Sequence[Asked]) -> dict[str, float]:
    """The weights of sentences by feature; `shares` is how much each question counts."""
    used = [(one, share) for one, share in zip(members, shares, strict=True) if one.right.any()]
    stacked = np.concatenate([one.features for one, _ in used])
    spread = stacked.std(axis=0) + 1e-3
    mean = stacked.mean(axis=0)
    data = [((one.features - mean) / spread, one.right, one.holds, share) for one, share in used]
    total = sum(share for _, share in used)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        value, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for features, right, holds, share in data:
            scores = features @ weights
            everything = np.exp(scores - logsumexp(scores))
            parts = [right, holds] if holds.any() else [right]
            for part in parts:
                inside = np.where(part, scores, -np.inf)
                value += share / total / len(parts) * (logsumexp(scores) - logsumexp(inside))
                slope = slope + share / total / len(parts) * (
                    (everything - np.exp(inside - logsumexp(inside))) @ features
                )
        return value, slope

    found = minimize(loss, np.zeros(stacked.shape[1]), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(value), 3) for name, value in zip(scoring.FEATURES, found, strict=True)}


def _print_choice(name: str, members: Sequence[Asked], weights: Mapping[str, float] | None) -> None:
    if weights is None:
        return
    vector = np.array([weights[feature] for feature in scoring.FEATURES])
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for one in members:
        if one.question.answerable and len(one.features):
            best = int(np.argmax(one.features @ vector))
            across = "across" if one.question.crosslingual else "same"
            for group in ("all", f"{one.question.language.value} {across}"):
                groups.setdefault(group, []).append((bool(one.right[best]), bool(one.holds[best])))
    cells = [f"{group} {np.mean(found, axis=0).round(2).tolist()} of {len(found)}" for group, found in groups.items()]
    print(f"  {name}: " + "; ".join(cells))


def fit_confidence(
    fitted: Calibration,
    sets: Mapping[str, Sequence[Asked]],
    judged: Mapping[str, Sequence[Asked]],
    foreign: Mapping[str, Sequence[str]],
) -> Calibration:
    """`fitted` with the weights of the confidence, their scale and the threshold; prints what they are worth."""
    rows: list[list[float]] = []
    scopes: list[str] = []
    rights: list[bool] = []
    origins: list[str] = []
    for name, members in sets.items():
        for one in members:
            _record(one.answerer.draft(one.question.question), one.question, rows, scopes, rights)
        for file, texts in foreign.items():
            origins += [""] * (len(rows) - len(origins))
            for text in texts:
                _record(members[0].answerer.draft(text), None, rows, scopes, rights)
            origins += [f"{name}: {file}"] * (len(rows) - len(origins))
    measured, scope, right = np.array(rows), np.array(scopes), np.array(rights)
    # A feature of small spread is not held down for that: all are brought to one spread, and the weights brought back.
    spread = measured.std(axis=0) + 1e-3
    measured = measured / spread
    wanted = scope == "answerable"
    weight = _balanced(scope)
    sure = np.zeros(len(rows))
    for train, test in StratifiedKFold(10, shuffle=True, random_state=1).split(measured, scope):
        sure[test] = _fitted(measured[train], wanted[train], weight[train]).decision_function(measured[test])
    # The scale is fitted on questions as learners ask them: those on anything else are too many here.
    asked = scope != "other_topic"
    scale = LogisticRegression(C=1e6).fit(sure[asked, None], right[asked])
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    probability = 1 / (1 + np.exp(-(slope * sure + shift)))
    threshold = float(np.quantile(probability[wanted], WRONG_REFUSALS))
    print(f"\nthreshold {threshold:.3f}; cross-validated shares refused:")
    for name in dict.fromkeys(scopes):
        print(f"  {name}: {np.mean(probability[scope == name] < threshold):.3f} of {np.sum(scope == name)}")
    origin = np.array(origins)
    for name in dict.fromkeys(one for one in origins if one):
        refused_there = probability[origin == name] < threshold
        print(f"    {name} {np.mean(refused_there):.3f} of {len(refused_there)}")
    length = measured[:, LENGTH]
    thirds = np.digitize(length, np.quantile(length[wanted], (1 / 3, 2 / 3)))
    by_length = [np.mean(probability[wanted & (thirds == third)] < threshold) for third in range(3)]
    print("  answerable, short, middling, long: " + ", ".join(f"{share:.3f}" for share in by_length))
    _print_reliability(probability[asked], right[asked])
    model = _fitted(measured, wanted, weight)
    fitted = replace(
        fitted,
        confidence=MappingProxyType(
            {
                name: round(slope * float(value), 4)
                for name, value in zip(confidence.FEATURES, model.coef_[0] / spread, strict=True)
            }
        ),
        bias=round(slope * float(model.intercept_[0]) + shift, 4),
        answered_from=round(threshold, 4),
    )
    for name, members in judged.items():
        refused: dict[str, list[bool]] = {}
        for one in members:
            draft = one.answerer.draft(one.question.question)
            value = draft.confidence(by=fitted)
            kind = "answerable" if one.question.answerable else one.question.scope
            refused.setdefault(kind, []).append(value < fitted.answered_from)
        print(f"  judged {name}: " + ", ".join(f"{kind} {np.mean(ones):.3f} refused" for kind, ones in refused.items()))
    return fitted


def _fitted(measured: Numbers, wanted: NDArray[np.bool_], weight: Numbers) -> LogisticRegression:
    model = LogisticRegression(C=REGULARISATION, max_iter=10_000).fit(measured, wanted, sample_weight=weight)
    held = (1 - OF_LENGTH) * model.coef_[0, LENGTH]
    model.coef_[0, LENGTH] -= held
    model.intercept_ += held * measured[:, LENGTH].mean()
    return model


def _record(
    draft: Draft, question: GradedQuestion | None, rows: list[list[float]], scopes: list[str], rights: list[bool]
) -> None:
    # What is refused whatever it is like teaches nothing of likeness.
    if confidence.lacks_what_is_asked_for(draft.cited.sentences, draft.asking):
        return
    found = (
        confidence.features(draft.hits, draft.statements, draft.asking)
        if draft.hits and draft.statements
        else dict.fromkeys(confidence.FEATURES, 0.0)
    )
    rows.append([found[name] for name in confidence.FEATURES])
    scopes.append("other_topic" if question is None else "answerable" if question.answerable else question.scope)
    first = draft.statements[0].picks[0].hit if draft.statements else None
    rights.append(
        question is not None and first is not None and _is_right(question, first.article.id, first.passage.text)
    )


def _balanced(scope: NDArray[np.str_]) -> Numbers:
    """Every way of not being answerable counts as much as the others, however many questions there are of it."""
    negatives = sorted(set(scope.tolist()) - {"answerable"})
    weight = np.ones(len(scope))
    for name in negatives:
        weight[scope == name] = (scope == "answerable").sum() / len(negatives) / (scope == name).sum()
    weight[scope == "near_topic"] *= NEAR_TOPIC
    return weight


def _print_reliability(probability: Numbers, right: NDArray[np.bool_]) -> None:
    print("confidence    questions   mean  share right (cross-validated, refused ones too)")
    for tenth in range(10):
        inside = (probability >= tenth / 10) & (probability < (tenth + 1) / 10 + (tenth == 9))
        if inside.any():
            mean, share = probability[inside].mean(), right[inside].mean()
            print(f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}   {inside.sum():9}  {mean:5.2f}        {share:5.2f}")


def off_topic(file: Path) -> list[str]:
    """Some questions of a TSV file, the same at each run."""
    with file.open(encoding="utf-8", newline="") as stream:
        questions = [row["question"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return random.Random(1).sample(sorted(set(questions)), k=min(PER_FILE, len(questions)))


def _write(fitted: Calibration, graded: Sequence[str]) -> None:
    embedder = KnowledgeBase.open(Path(graded[0].partition("=")[0])).view().manifest.embedder
    content = {
        "command": "benchmarks/calibrate.py",
        "model": embedder["name"],
        "content_hash": embedder["content_hash"],
        "sentence": dict(fitted.sentence),
        "confidence": dict(fitted.confidence),
        "bias": fitted.bias,
        "answered_from": fitted.answered_from,
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
