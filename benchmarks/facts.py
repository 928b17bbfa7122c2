"""The facts of the source articles: where the shipped articles carry them, and what is answered from these alone.

    .venv/bin/python benchmarks/facts.py table                       a Markdown table: fact, source, article and line
    .venv/bin/python benchmarks/facts.py number                      write the line of each quote to corpus/facts.jsonl
    .venv/bin/python benchmarks/facts.py questions SOURCES FILE… --out OUT.jsonl
        regrade questions on the SOURCES: what carries the fact they ask for becomes their gold; then
        .venv/bin/manba eval OUT.jsonl --index INDEX                 with an index of the shipped corpus alone

A question asks for the facts whose spans its gold overlaps, and every quote that carries one of them answers it; so of
a question that needs several golds one is enough here. A question that asks for no fact is named and left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer import read_questions
from indexer.articles import read_corpus
from indexer.evaluation import Gold, GradedQuestion

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FACTS = CORPUS / "facts.jsonl"

Fact = dict[str, Any]


@click.group()
def main() -> None:
    """The facts of the source articles and where the shipped articles carry them."""


def read_facts() -> list[Fact]:
    """The facts of corpus/facts.jsonl; its fields stand in corpus/README.md."""
    return [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]


@main.command()
def table() -> None:
    """Print a Markdown table of the facts."""
    print("| fact | source | what it says | fa | pl | ar |\n|---|---|---|---|---|---|")
    for fact in read_facts():
        places = {
            language: ", ".join(
                dict.fromkeys(
                    f"{one['doc'].partition('-')[2]}:{one['line']}"
                    for one in fact["carried"]
                    if one["doc"].startswith(f"{language}-")
                )
            )
            for language in ("fa", "pl", "ar")
        }
        print(f"| {fact['id']} | {fact['source']} | {fact['says']} | {' | '.join(places.values())} |")


@main.command()
def number() -> None:
    """Write to corpus/facts.jsonl on which line of its article each quote stands."""
    files = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in CORPUS.glob("articles/*/*.md")}
    facts = read_facts()
    for fact in facts:
        for one in fact["carried"]:
            if one["doc"] not in files:
                raise click.ClickException(f"{fact['id']}: no article {one['doc']} in {CORPUS / 'articles'}: {one}")
            found = [n for n, line in enumerate(files[one["doc"]], start=1) if one["quote"] in line]
            if len(found) != 1:
                raise click.ClickException(f"{fact['id']}: the quote stands {len(found)} times in {one['doc']}: {one}")
            one["line"] = found[0]
    written = FACTS.with_suffix(".new")
    written.write_text("".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts), encoding="utf-8")
    written.replace(FACTS)


@main.command()
@click.argument("sources", type=click.Path(path_type=Path, exists=True))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
def questions(*, sources: Path, files: tuple[Path, ...], out: Path) -> None:
    """Regrade questions on SOURCES for the shipped corpus."""
    texts = {Path(one.article.origin).name[:3]: one.article.source for one in read_corpus([sources]).articles}
    facts = read_facts()
    rows = []
    for question in read_questions(files):
        carried = list(_carried(question, facts, texts))
        if question.answerable and not carried:
            print(f"{question.id}: no fact: {question.question}")
            continue
        languages = {one["doc"][:2] for one in carried}
        row = {
            "id": question.id,
            "lang": question.language.value,
            "question": question.question,
            "kind": question.kind,
            "answerable": question.answerable,
            "scope": question.scope,
            "crosslingual": question.answerable and question.language.value not in languages,
            "gold": [{"doc": one["doc"], "quote": one["quote"]} for one in carried],
            "must_mention": list(question.must_mention),
        }
        rows.append(json.dumps(row, ensure_ascii=False))
    out.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} questions in {out}")


def _carried(question: GradedQuestion, facts: list[Fact], texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for gold in question.gold:
        start, end = _place(gold, texts[gold.doc])
        for fact in facts:
            if fact["source"] == gold.doc and any(first < end and start < last for first, last in fact["spans"]):
                yield from fact["carried"]


def _place(gold: Gold, text: str) -> tuple[int, int]:
    if gold.span:
        return gold.span.start, gold.span.end
    start = text.index(gold.quote)
    return start, start + len(gold.quote)


if __name__ == "__main__":
    main()
