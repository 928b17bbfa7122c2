"""What a search costs, part by part, in indexes of growing size.

    .venv/bin/python benchmarks/retrieval.py --text ../shared/parallel/permissive --questions corpus/questions

Passages are runs of neighbouring rows of the parallel text, in four languages; questions are put to them as they are.
Prints medians, and what building and keeping the index costs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import click

from indexer import LANGUAGES, parse_question, read_questions
from indexer.articles import read_corpus
from indexer.asked import Analyst
from indexer.domain import Question
from indexer.index.build import build_snapshot
from indexer.index.passage_index import Filter, SnapshotIndex
from indexer.index.snapshot import SnapshotStore
from indexer.models_in_use import Models
from indexer.retrieval import CANDIDATES, Retriever
from indexer.training.parallel import read_rows, tsv_files

CHARACTERS = 600
PARAGRAPHS = 40


@click.command()
@click.option("--text", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--questions", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--passages", multiple=True, type=int, default=(1_000, 20_000), show_default=True)
def main(*, text: Path, questions: Path, passages: tuple[int, ...]) -> None:
    """Print what a search costs."""
    asked = [parse_question(graded.question) for graded in read_questions([questions])]
    models = Models.load()
    for count in passages:
        with tempfile.TemporaryDirectory() as folder:
            index, seconds = _built(text, Path(folder), count=count, models=models)
            size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / len(index)
            print(f"{len(index)} passages: built in {seconds:.0f} s, {size / 1024:.1f} KiB a passage")
            for part, times in _costs(index, asked, models=models).items():
                print(
                    f"  {part:32}{1e3 * median(times):7.2f} ms   (95 % within {1e3 * quantiles(times, n=20)[-1]:.2f})"
                )


def _built(text: Path, folder: Path, *, count: int, models: Models) -> tuple[SnapshotIndex, float]:
    for number, (language, paragraphs) in enumerate(_articles(text, count=count)):
        body = "\n\n".join(paragraphs)
        (folder / f"{number:05d}.md").write_text(f"---\nlang: {language}\n---\n\n{body}\n", encoding="utf-8")
    read = read_corpus([folder])
    articles = read.articles
    began = time.perf_counter()
    report = build_snapshot(articles, index=folder / "index", models=models, glossary=read.glossary)
    took = time.perf_counter() - began
    for file in folder.glob("*.md"):
        file.unlink()
    return SnapshotIndex(SnapshotStore(folder / "index").path(report.manifest.name), report.manifest), took


def _articles(text: Path, *, count: int) -> Iterator[tuple[str, list[str]]]:
    """Articles of PARAGRAPHS paragraphs of some CHARACTERS characters, until there are `count` paragraphs."""
    made = 0
    while made < count:
        before = made
        for file in tsv_files([text]):
            rows = [row for _, row in read_rows(file)]
            for language in map(str, LANGUAGES):
                paragraphs: list[str] = [""]
                for cell in (row.get(language, "") for row in rows):
                    if len(paragraphs[-1]) > CHARACTERS:
                        paragraphs.append("")
                    paragraphs[-1] += f" {cell}".rstrip(".") + "." if cell else ""
                for first in range(0, len(paragraphs) - 1, PARAGRAPHS):
                    if made < count:
                        part = paragraphs[first : first + PARAGRAPHS]
                        made += len(part)
                        yield language, [" ".join(paragraph.split()) for paragraph in part]
        if made == before:
            raise click.ClickException("the text gives no passage")


def _costs(index: SnapshotIndex, asked: list[Question], *, models: Models) -> dict[str, list[float]]:
    analyst, retriever, everywhere = Analyst(index, models.word_model), Retriever(index, models=models), Filter()
    times: dict[str, list[float]] = {}

    def timed(part: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        outcome = work(*given, **named)
        times.setdefault(part, []).append(time.perf_counter() - began)
        return outcome

    for question in asked:
        retriever.search(question, top_k=10)
    for question in asked:
        taken = timed("question taken apart", analyst.take_apart, question)
        vector = timed("question embedded", models.embedder.embed_query, question.text, language=question.language)
        rows = timed("vectors", index.nearest, vector, k=CANDIDATES, within=everywhere)
        timed("BM25", index.match, taken.terms, k=CANDIDATES, within=everywhere)
        timed("words expanded", index.expand, taken.words, within=everywhere)
        timed(f"late interaction, {CANDIDATES} passages", index.unit_matches, taken.words, rows)
        timed("whole search", retriever.search, question, top_k=10)
    return times


if __name__ == "__main__":
    main()
