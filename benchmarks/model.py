"""Figures of the built-in model: `python benchmarks/model.py --evaluation ../shared/parallel/eval [--model DIR]`.

Bitext retrieval on Tatoeba, NTREX and held-out rows of the training sources; passage retrieval on PQuAD, PoQuAD, ARCD
and XQuAD by averaged vectors, by late interaction with and without its parts, by BM25 on the product's own tokens, by
fixed mixes of them and by the product's retriever on an index of the passages; how many right passages each leg hands
over. Prints Markdown tables, or JSON lines with --json. Speed is measured by model_speed.py.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path

import click
import numpy as np

from indexer.articles import read_corpus
from indexer.asked import Analyst
from indexer.domain import LanguageCode, Question
from indexer.embedding import StaticEmbedder, load_embedder, saying
from indexer.index.build import build_snapshot
from indexer.index.passage_index import Filter, SnapshotIndex
from indexer.index.snapshot import SnapshotStore
from indexer.languages import LANGUAGES
from indexer.models_in_use import Models
from indexer.retrieval import Retriever
from indexer.training.evaluate import (
    PassageSet,
    Scores,
    averaged_scores,
    best_possible_bm25,
    bitext_accuracy,
    bm25_scores,
    late_scores,
    ranking,
    read_passage_set,
    stems,
)
from indexer.training.parallel import read_rows

EN = LanguageCode.ENGLISH
TATOEBA = (LanguageCode.ARABIC, LanguageCode.PERSIAN, LanguageCode.POLISH)
# (name, passages, questions)
PASSAGE_SETS = (
    ("XQuAD en→ar", "xquad.ar", "xquad.en"),
    ("XQuAD ar→en", "xquad.en", "xquad.ar"),
    ("XQuAD ar", "xquad.ar", "xquad.ar"),
    ("XQuAD en", "xquad.en", "xquad.en"),
    ("ARCD odd ar", "arcd_odd.ar", "arcd_odd.ar"),
    ("PQuAD fa", "pquad_test.fa", "pquad_test.fa"),
    ("PoQuAD A pl", "poquad_testA.pl", "poquad_testA.pl"),
)
# Printed by --mix on questions that are in none of these sets.
LEXICAL_SHARE = 4.0
MEAN_SHARE = 0.25
LEXICAL_SHARES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
MEAN_SHARES = (0.0, 0.25, 0.5, 1.0)
HANDED_OVER = 20


@click.command()
@click.option("--evaluation", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--model", help="Model directory; the built-in model without it.")
@click.option("--most", type=int, default=1_500, show_default=True, help="Questions of a set at most (a fixed draw).")
@click.option("--only", help="Part of a set's name; others are left out.")
@click.option(
    "--mix",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of other questions with passages: choose the shares of the fixed mixes on them, and do no more.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def main(*, evaluation: Path, model: str | None, most: int, only: str | None, mix: Path | None, as_json: bool) -> None:
    """Report how good and how fast the model is."""
    embedder = load_embedder(model)
    if not isinstance(embedder, StaticEmbedder):
        raise click.UsageError("this benchmark is for models of token vectors")

    def report(**figures: object) -> None:
        if as_json:
            print(json.dumps(figures, ensure_ascii=False), flush=True)
        else:
            print("| " + " | ".join(_cell(value) for value in figures.values()) + " |", flush=True)

    if mix:
        for figures in _mixes(embedder, mix, most=most):
            report(**figures)
        return
    for name, left, right, left_language, right_language in _bitexts(evaluation):
        if not only or only in name:
            report(set=name, **_bitext(embedder, left, right, left_language, right_language))
    for name, passages, questions in PASSAGE_SETS:
        if not only or only in name:
            chosen = read_passage_set(
                evaluation / f"{passages}.passages.tsv", evaluation / f"{questions}.questions.tsv"
            )
            for figures in _passages(embedder, drawn(chosen, most)):
                report(set=name, **figures)


def _bitexts(evaluation: Path) -> Iterator[tuple[str, list[str], list[str], LanguageCode, LanguageCode]]:
    for code in TATOEBA:
        yield from _pairs(f"Tatoeba {code.value}→en", evaluation / f"tatoeba.{code.value}-en.tsv", code, EN)
    for left, right in combinations(LanguageCode, 2):
        yield from _pairs(f"NTREX {left.value}→{right.value}", evaluation / "ntrex128.tsv", left, right)
    for left, right in combinations(LanguageCode, 2):
        yield from _pairs(f"held out {left.value}→{right.value}", evaluation / "indomain_heldout.tsv", left, right)


def _pairs(
    name: str, file: Path, left: LanguageCode, right: LanguageCode
) -> Iterator[tuple[str, list[str], list[str], LanguageCode, LanguageCode]]:
    rows = [row for _, row in read_rows(file) if row.get(left.value) and row.get(right.value)]
    yield name, [row[left.value] for row in rows], [row[right.value] for row in rows], left, right


def _bitext(
    embedder: StaticEmbedder,
    left: list[str],
    right: list[str],
    left_language: LanguageCode,
    right_language: LanguageCode,
) -> dict[str, float]:
    mean = averaged_scores(embedder, left, right, left_language=left_language, right_language=right_language)
    there = late_scores(embedder, left, right, question_language=left_language, passage_language=right_language)
    back = late_scores(embedder, right, left, question_language=right_language, passage_language=left_language)
    late = (there + back.T) / 2
    figures = {}
    for way, scores in (("mean", mean), ("late", late), ("both", (mean + late) / 2)):
        figures[way], figures[f"{way}_back"] = bitext_accuracy(scores)
    return figures


def drawn(chosen: PassageSet, most: int) -> PassageSet:
    """`most` questions of a set, the same at each call."""
    picked = np.sort(np.random.default_rng(0).permutation(len(chosen.questions))[:most])
    return replace(chosen, questions=[chosen.questions[k] for k in picked], answers=chosen.answers[picked])


def _signals(embedder: StaticEmbedder, chosen: PassageSet) -> tuple[Scores, Scores, Scores, Scores]:
    """Averaged vectors, late interaction, BM25, and BM25 relative to the best possible, each (questions, passages)."""
    asked, answering = chosen.question_language, chosen.passage_language
    mean = averaged_scores(embedder, chosen.questions, chosen.passages, left_language=asked, right_language=answering)
    late = late_scores(
        embedder,
        chosen.questions,
        chosen.passages,
        question_language=asked,
        passage_language=answering,
        stop_words=False,
    )
    question_stems = stems(chosen.questions, LANGUAGES[asked])
    passage_stems = stems(chosen.passages, LANGUAGES[answering])
    bm25 = bm25_scores(question_stems, passage_stems)
    return mean, late, bm25, bm25 / np.maximum(best_possible_bm25(question_stems, passage_stems), 1e-9)[:, None]


def _mixes(embedder: StaticEmbedder, folder: Path, *, most: int) -> Iterator[dict[str, object]]:
    """The mean of R@1 and nDCG@10 over all sets of `folder`, for each pair of shares, best first."""
    files = sorted(folder.glob("*.questions.tsv"))
    reached = np.zeros((len(LEXICAL_SHARES), len(MEAN_SHARES)))
    for questions in files:
        passages = questions.with_name(questions.name.replace(".questions.", ".passages."))
        chosen = drawn(read_passage_set(passages, questions), most)
        mean, late, _, relative = _signals(embedder, chosen)
        for row, lexical in enumerate(LEXICAL_SHARES):
            for column, averaged in enumerate(MEAN_SHARES):
                measures = ranking(late + lexical * relative + averaged * mean, chosen.answers)
                reached[row, column] += (measures.recall_at_1 + measures.ndcg_at_10) / 2 / len(files)
    for place in np.argsort(-reached, axis=None, kind="stable"):
        row, column = np.unravel_index(place, reached.shape)
        yield {"BM25": LEXICAL_SHARES[row], "mean": MEAN_SHARES[column], "reached": float(reached[row, column])}


def _passages(embedder: StaticEmbedder, chosen: PassageSet) -> Iterator[dict[str, object]]:
    mean, late, bm25, relative = _signals(embedder, chosen)
    without = partial(
        late_scores,
        embedder,
        chosen.questions,
        chosen.passages,
        question_language=chosen.question_language,
        passage_language=chosen.passage_language,
        stop_words=False,
        by_sound=False,
    )
    ways = {
        "mean": mean,
        "late, plain": without(by_spread=False),
        "late, by spread": without(),
        "late": late,
        "BM25": bm25,
        "BM25 + mean": LEXICAL_SHARE * relative + mean,
        "late + BM25": late + LEXICAL_SHARE * relative,
        "late + BM25 + mean": late + LEXICAL_SHARE * relative + MEAN_SHARE * mean,
    }
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(chosen, Path(folder), embedder)
        ways["retriever"] = _retrieved(index, chosen, embedder)
        legs = _legs(index, chosen, embedder)
    for way, scores in ways.items():
        measures = ranking(scores, chosen.answers)
        yield {
            "way": way,
            "R@1": measures.recall_at_1,
            "R@5": measures.recall_at_5,
            "R@10": measures.recall_at_10,
            "nDCG@10": measures.ndcg_at_10,
        }
    for leg, share in legs.items():
        yield {"way": f"right one among the {HANDED_OVER} of: {leg}", "share": share}


def indexed(chosen: PassageSet, folder: Path, embedder: StaticEmbedder) -> SnapshotIndex:
    """A real index of the passages, each an article of its own whose id is its number."""
    (folder / "corpus").mkdir()
    for number, text in enumerate(chosen.passages):
        article = f"---\nlang: {chosen.passage_language.value}\ntitle: '{number}'\n---\n\n{' '.join(text.split())}\n"
        (folder / "corpus" / f"{number:05d}.md").write_text(article, encoding="utf-8")
    read = read_corpus([folder / "corpus"])
    if len(read.articles) != len(chosen.passages):
        raise click.ClickException(f"{len(chosen.passages) - len(read.articles)} passages could not be indexed")
    models = Models(embedder=embedder, word_model=embedder, reference=str(embedder.directory))
    report = build_snapshot(read.articles, index=folder / "index", models=models, glossary=read.glossary)
    return SnapshotIndex(SnapshotStore(folder / "index").path(report.manifest.name), report.manifest)


def _retrieved(index: SnapshotIndex, chosen: PassageSet, embedder: StaticEmbedder) -> Scores:
    """The retriever's similarities, shape (questions, passages); a passage that was cut counts by its best part."""
    models = Models(embedder=embedder, word_model=embedder, reference=str(embedder.directory))
    retriever = Retriever(index, models=models)
    scores = np.full((len(chosen.questions), len(chosen.passages)), -1, dtype=np.float32)
    # What was not found ties with nothing: it stands behind what was, and the right one last.
    for row, text in zip(scores, chosen.questions, strict=True):
        question = Question(text=text, language=chosen.question_language, detected=False)
        for hit in retriever.search(question, top_k=30):
            row[int(hit.article.id)] = max(row[int(hit.article.id)], hit.similarity)
    return scores


def _legs(index: SnapshotIndex, chosen: PassageSet, embedder: StaticEmbedder) -> dict[str, float]:
    """For each leg, and all together, the share of questions whose passage is among those handed over."""
    analyst, everywhere = Analyst(index, embedder), Filter()
    found: dict[str, int] = {"vectors": 0, "BM25": 0, "expansion": 0, "vectors and BM25": 0, "all three": 0}
    for text, answer in zip(chosen.questions, chosen.answers.tolist(), strict=True):
        question = Question(text=text, language=chosen.question_language, detected=False)
        asked = analyst.take_apart(question)
        vector = embedder.embed_query(text, language=chosen.question_language)
        expansion = index.expand(asked.words, within=everywhere)
        legs = {
            "vectors": index.nearest(vector, k=HANDED_OVER, within=everywhere),
            "BM25": index.match(asked.terms, k=HANDED_OVER, within=everywhere)[0],
            "expansion": expansion.best(asked.weights * saying(expansion.spread), k=HANDED_OVER),
        }
        right = {leg: any(int(index.article_of(int(row)).id) == answer for row in rows) for leg, rows in legs.items()}
        right["vectors and BM25"] = right["vectors"] or right["BM25"]
        right["all three"] = right["vectors and BM25"] or right["expansion"]
        for leg, there in right.items():
            found[leg] += there
    return {leg: count / len(chosen.questions) for leg, count in found.items()}


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
