"""Figures of the built-in model: `python benchmarks/model.py --evaluation ../shared/parallel/eval [--model DIR]`.

Bitext retrieval on Tatoeba and NTREX, passage retrieval on PQuAD, PoQuAD, ARCD and XQuAD against BM25 on the product's
own tokens, and speed. Prints Markdown tables, or JSON lines with --json.
"""

from __future__ import annotations

import json
import time
from itertools import permutations
from pathlib import Path

import click
import numpy as np

from indexer.domain import LanguageCode
from indexer.embedding import StaticEmbedder, load_embedder
from indexer.embedding.static import map_safetensors
from indexer.languages import LANGUAGES
from indexer.training.evaluate import (
    PassageSet,
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
# Drawn from a small grid on these very sets, so the fused figures are a little kind.
LEXICAL_SHARE = 1.5
MEAN_SHARE = 0.2


@click.command()
@click.option("--evaluation", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--model", help="Model directory; the built-in model without it.")
@click.option("--most", type=int, default=1_500, show_default=True, help="Questions of a set at most (a fixed draw).")
@click.option("--only", help="Part of a set's name; others are left out.")
@click.option("--lexical/--no-lexical", default=True, help="Compare with BM25.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def main(*, evaluation: Path, model: str | None, most: int, only: str | None, lexical: bool, as_json: bool) -> None:
    """Report how good and how fast the model is."""
    embedder = load_embedder(model)
    if not isinstance(embedder, StaticEmbedder):
        raise click.UsageError("this benchmark is for models of token vectors")

    def report(**figures: object) -> None:
        if as_json:
            print(json.dumps(figures, ensure_ascii=False), flush=True)
        else:
            print("| " + " | ".join(_cell(value) for value in figures.values()) + " |", flush=True)

    for name, left, right, left_language, right_language in _bitexts(evaluation):
        if only and only not in name:
            continue
        languages = {"left_language": left_language, "right_language": right_language}
        mean = bitext_accuracy(averaged_scores(embedder, left, right, **languages))
        late = (
            late_scores(embedder, left, right, question_language=left_language, passage_language=right_language)
            + late_scores(embedder, right, left, question_language=right_language, passage_language=left_language).T
        )
        report(
            set=name, mean=mean[0], mean_back=mean[1], late=bitext_accuracy(late)[0], late_back=bitext_accuracy(late)[1]
        )
    for name, passages, questions in PASSAGE_SETS:
        if not only or only in name:
            chosen = read_passage_set(
                evaluation / f"{passages}.passages.tsv", evaluation / f"{questions}.questions.tsv"
            )
            for figures in _passages(embedder, chosen, most=most, lexical=lexical):
                report(set=name, **figures)
    if not only:
        for figures in _speed(embedder, evaluation):
            report(**figures)


def _bitexts(evaluation: Path):  # type: ignore[no-untyped-def]
    for code in TATOEBA:
        rows = [row for _, row in read_rows(evaluation / f"tatoeba.{code.value}-en.tsv")]
        yield (
            f"Tatoeba {code.value}→en",
            [row[code.value] for row in rows],
            [row["en"] for row in rows],
            code,
            LanguageCode.ENGLISH,
        )
    rows = [row for _, row in read_rows(evaluation / "ntrex128.tsv")]
    done: set[frozenset[LanguageCode]] = set()
    for left, right in permutations(LanguageCode, 2):
        if frozenset((left, right)) not in done:
            done.add(frozenset((left, right)))
            yield (
                f"NTREX {left.value}→{right.value}",
                [row[left.value] for row in rows],
                [row[right.value] for row in rows],
                left,
                right,
            )


def _passages(embedder: StaticEmbedder, chosen: PassageSet, *, most: int, lexical: bool):  # type: ignore[no-untyped-def]
    picked = np.sort(np.random.default_rng(0).permutation(len(chosen.questions))[:most])
    questions = [chosen.questions[k] for k in picked]
    answers = chosen.answers[picked]
    mean = averaged_scores(
        embedder,
        questions,
        chosen.passages,
        left_language=chosen.question_language,
        right_language=chosen.passage_language,
    )
    late = late_scores(
        embedder,
        questions,
        chosen.passages,
        question_language=chosen.question_language,
        passage_language=chosen.passage_language,
    )
    ways = {"mean": mean, "late": late}
    if lexical:
        asked = stems(questions, LANGUAGES[chosen.question_language])
        there = stems(chosen.passages, LANGUAGES[chosen.passage_language])
        bm25 = bm25_scores(asked, there)
        relative = bm25 / np.maximum(best_possible_bm25(asked, there), 1e-9)[:, None]
        ways |= {
            "BM25": bm25,
            "late + BM25": late + LEXICAL_SHARE * relative,
            "late + BM25 + mean": late + LEXICAL_SHARE * relative + MEAN_SHARE * mean,
        }
    for way, scores in ways.items():
        measures = ranking(scores, answers)
        yield {
            "way": way,
            "R@1": measures.recall_at_1,
            "R@5": measures.recall_at_5,
            "R@10": measures.recall_at_10,
            "nDCG@10": measures.ndcg_at_10,
        }


def _speed(embedder: StaticEmbedder, evaluation: Path):  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    load_embedder(str(embedder.directory))
    yield {"what": "load, ms", "figure": 1e3 * (time.perf_counter() - began)}
    rows = [row["en"] for _, row in read_rows(evaluation / "tatoeba.pl-en.tsv")]
    for text in rows[:50]:
        embedder.embed_query(text, language=LanguageCode.ENGLISH)
    began = time.perf_counter()
    for text in rows:
        embedder.embed_query(text, language=LanguageCode.ENGLISH)
    yield {"what": "one question embedded, ms", "figure": 1e3 * (time.perf_counter() - began) / len(rows)}
    many = rows * 20
    began = time.perf_counter()
    embedder.embed_passages(many, languages=[LanguageCode.ENGLISH] * len(many))
    yield {"what": "short texts a second", "figure": len(many) / (time.perf_counter() - began)}
    rng = np.random.default_rng(0)
    # Frequent tokens come first in the vocabulary, as they do in text.
    draw = np.minimum(rng.zipf(1.2, 20_000), len(embedder.token_weights) - 1).astype(np.uint16)
    offsets = np.arange(0, 20_001, 200)
    asked = draw[:15]
    embedder.late_interaction(asked, draw, offsets)
    began = time.perf_counter()
    for _ in range(20):
        embedder.late_interaction(asked, draw, offsets)
    yield {"what": "late interaction, 15 tokens with 100 × 200, ms", "figure": 1e3 * (time.perf_counter() - began) / 20}
    size = sum(tensor.nbytes for tensor in map_safetensors(embedder.directory / "model.safetensors").values())
    yield {"what": "weights, MB", "figure": size / 1e6}


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
