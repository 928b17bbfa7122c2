"""`manba ask`: a question answered in the terminal, with its sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.domain import Answer, Citation
from indexer import (
    LANGUAGE_CHOICE,
    LanguageCode,
    chosen_languages,
    filter_options,
    index_option,
    isolate,
    json_option,
)


@click.command()
@click.argument("question")
@index_option
@json_option
@filter_options
@click.option("--language", type=LANGUAGE_CHOICE, help="Language of the answer; the question's by default.")
@click.option("--top-k", type=click.IntRange(1, 20), default=5, show_default=True, help="Passages to answer from.")
def ask(
    question: str,
    index: Path,
    *,
    as_json: bool,
    source_languages: tuple[str, ...],
    article_ids: tuple[str, ...],
    language: str | None,
    top_k: int,
) -> None:
    """Answer QUESTION from the index; exit code 1 when the sources do not say."""
    from api.answering import Answerer
    from indexer import KnowledgeBase

    answer = Answerer(KnowledgeBase.open(index)).answer(
        question,
        language=LanguageCode(language) if language else None,
        top_k=top_k,
        source_languages=chosen_languages(source_languages),
        article_ids=article_ids or None,
    )
    if as_json:
        from api.presenting import present_answer

        click.echo(present_answer(answer).model_dump_json(indent=2))
    else:
        _print(answer)
    if not answer.answered:
        sys.exit(1)


def _print(answer: Answer) -> None:
    told = answer.text.splitlines()
    for line in told:
        click.echo(isolate(line))
    further = [note for note in answer.notes if note not in told]
    if further:
        click.echo("")
    for note in further:
        click.echo(isolate(note))
    if answer.suggestions:
        click.echo("")
    for topic in answer.suggestions:
        click.echo(f"  · {isolate(topic)}")
    if answer.citations:
        click.echo("")
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    for article_id, citations in by_article.items():
        first = citations[0]
        about = ", ".join(isolate(part) for part in (first.title, first.publisher, first.published) if part)
        places = ", ".join(f"[{one.number}] {one.start}–{one.end}" for one in citations)
        click.echo(f"{about} ({article_id}): {places}")
    click.echo(f"\n{answer.kind.value}, confidence {answer.confidence:.2f}, {answer.took_ms:.1f} ms")
