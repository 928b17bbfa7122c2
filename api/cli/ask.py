"""`manba ask`: a question answered in the terminal, with its sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.domain import Answer, AnswerMode, Citation, Generation
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
@click.option(
    "--mode",
    type=click.Choice(["extractive", "generative"]),
    help="Who writes the answer: the sources' own sentences, or the language model of MANBA_LLM_….  "
    "[default: generative where a model is configured]",
)
@click.option("--top-k", type=click.IntRange(1, 20), default=5, show_default=True, help="Passages to answer from.")
def ask(
    question: str,
    index: Path,
    *,
    as_json: bool,
    source_languages: tuple[str, ...],
    article_ids: tuple[str, ...],
    language: str | None,
    mode: str | None,
    top_k: int,
) -> None:
    """Answer QUESTION from the index; exit code 1 when the sources do not say."""
    from api.answering import Answerer
    from api.cli.configured import settings_with
    from api.generation.once import answer_once
    from api.schemas import AskQuery
    from indexer import KnowledgeBase

    # The Answerer looks at the question itself, and says it in words for a terminal.
    put = AskQuery.model_construct(
        question=question,
        language=LanguageCode(language) if language else None,
        top_k=top_k,
        source_languages=chosen_languages(source_languages),
        article_ids=article_ids or None,
        mode=AnswerMode(mode) if mode else None,
    )
    answer = answer_once(Answerer(KnowledgeBase.open(index)), put, settings_with(index))
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
        if answer.mode is AnswerMode.GENERATIVE:
            for one in citations:
                click.echo(f"  [{one.number}] {isolate(' '.join(one.quote.split()))}")
    click.echo(f"\n{answer.kind.value}, confidence {answer.confidence:.2f}, {answer.took_ms:.1f} ms")
    if answer.generation is not None and answer.generation.model is not None:
        click.echo(_of_the_model(answer.generation))


def _of_the_model(generation: Generation) -> str:
    """What became of the language model's part, in a line."""
    if generation.fallback is not None:
        told = f"the language model {generation.model} wrote none of it ({generation.fallback.value})"
    else:
        told = f"written by the language model {generation.model}, each sentence checked against what it cites"
    broken = "; it broke off" if generation.is_cut else ""
    sentences = "1 sentence" if generation.left_out == 1 else f"{generation.left_out} sentences"
    left_out = f"; {sentences} left out as unsupported" if generation.left_out else ""
    return f"{told}{broken}{left_out}"
