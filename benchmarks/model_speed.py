"""How fast the built-in model is and what it takes, each figure in a fresh process that has met no text before.

    .venv/bin/python benchmarks/model_speed.py --evaluation ../shared/parallel/eval --text ../shared/parallel/permissive

Questions are the distinct ones of the public sets; short texts are distinct cells of the parallel text of 15 to 60
characters. A process reads its own language alone, so that nothing is warm by another's doing; importing Python
packages is not counted. Medians of RUNS processes.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from statistics import median

import click

from indexer.domain import LanguageCode
from indexer.embedding import load_embedder
from indexer.embedding.folding import fold
from indexer.training.parallel import read_rows, tsv_files

RUNS = 5
QUESTIONS = {"ar": "xquad.ar", "en": "xquad.en", "fa": "pquad_test.fa", "pl": "poquad_testA.pl"}
MOST_QUESTIONS, MOST_TEXTS = 1_000, 20_000
SHORTEST, LONGEST = 15, 60


@click.command()
@click.option("--evaluation", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--text", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--model", help="Model directory; the built-in model without it.")
def main(*, evaluation: Path, text: Path, model: str | None) -> None:
    """Print a table of speed and memory."""
    print("| what | figure |\n|---|---|")
    loads = [_apart(load, model) for _ in range(RUNS)]
    print(f"| loading, ms | {1e3 * median(one[0] for one in loads):.0f} |")
    print(f"| memory of loading and one question, MiB | {median(one[1] for one in loads):.0f} |")
    for code, name in QUESTIONS.items():
        rows = [row["question"] for _, row in read_rows(evaluation / f"{name}.questions.tsv")]
        asked = list(dict.fromkeys(rows))[:MOST_QUESTIONS]
        first, again = _medians([_apart(questions, model, asked, code) for _ in range(RUNS)])
        print(
            f"| one question embedded, {code}, ms: words not met before / met | {1e3 * first:.3f} / {1e3 * again:.3f} |"
        )
    for code in QUESTIONS:
        first, again = _medians([_apart(texts, model, _short(text, code), code) for _ in range(RUNS)])
        print(f"| short texts a second, {code}: not met before / met | {first:,.0f} / {again:,.0f} |")


def load(model: str | None) -> tuple[float, float]:
    """Seconds of loading, and MiB that loading and one question add."""
    import_module("tokenizers")
    fold("warm", LanguageCode.ENGLISH)
    before, began = _resident_mib(), time.perf_counter()
    embedder = load_embedder(model)
    took = time.perf_counter() - began
    embedder.embed_query("a shop", language=LanguageCode.ENGLISH)
    return took, _resident_mib() - before


def questions(model: str | None, asked: Sequence[str], code: str) -> tuple[float, float]:
    """Seconds of one question, median: the first time, and again."""
    embedder, language = load_embedder(model), LanguageCode(code)
    embedder.embed_query(".", language=language)
    first, again = (
        median([_seconds(lambda text=text: embedder.embed_query(text, language=language)) for text in asked])  # type: ignore[misc]
        for _ in range(2)
    )
    return first, again


def texts(model: str | None, given: Sequence[str], code: str) -> tuple[float, float]:
    """Texts a second: the first time, and again."""
    embedder, languages = load_embedder(model), [LanguageCode(code)] * len(given)
    embedder.embed_passages(["."], languages=languages[:1])
    first, again = (
        len(given) / _seconds(lambda: embedder.embed_passages(given, languages=languages)) for _ in range(2)
    )
    return first, again


def _short(folder: Path, code: str) -> list[str]:
    cells = dict.fromkeys(row.get(code, "") for file in tsv_files([folder]) for _, row in read_rows(file))
    short = [cell for cell in cells if SHORTEST <= len(cell) <= LONGEST]
    random.Random(0).shuffle(short)
    return short[:MOST_TEXTS]


def _apart(measure: Callable[..., tuple[float, float]], *given: object) -> tuple[float, float]:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, *given).result()


def _medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def _resident_mib() -> float:
    return 4 * int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) / 1024


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
