"""`manba search`: the passages a question finds, best first."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from indexer.commands.options import LANGUAGE_CHOICE, chosen_languages, filter_options, index_option, json_option
from indexer.commands.terminal import isolate, shortened
from indexer.domain import LanguageCode

_SHOWN_CHARACTERS = 300


@click.command()
@click.argument("query")
@index_option
@json_option
@filter_options
@click.option("--language", type=LANGUAGE_CHOICE, help="Language of the query; told from its letters by default.")
@click.option("--top-k", type=click.IntRange(1, 100), default=5, show_default=True, help="Passages to show.")
def search(
    query: str,
    index: Path,
    *,
    as_json: bool,
    source_languages: tuple[str, ...],
    article_ids: tuple[str, ...],
    language: str | None,
    top_k: int,
) -> None:
    """Show the passages that QUERY finds, best first."""
    from indexer.knowledge import KnowledgeBase

    hits = KnowledgeBase.open(index).search(
        query,
        language=LanguageCode(language) if language else None,
        top_k=top_k,
        source_languages=chosen_languages(source_languages),
        article_ids=article_ids or None,
    )
    if as_json:
        found = [
            {
                "article_id": hit.article.id,
                "passage_id": hit.passage.id,
                "title": hit.article.title,
                "language": hit.passage.language.value,
                "heading": hit.passage.heading,
                "text": hit.passage.text,
                "start": hit.passage.span.start,
                "end": hit.passage.span.end,
                "similarity": hit.similarity,
                "signals": asdict(hit.signals),
            }
            for hit in hits
        ]
        click.echo(orjson.dumps({"hits": found}, option=orjson.OPT_INDENT_2).decode())
    else:
        for number, hit in enumerate(hits, start=1):
            place = " › ".join(isolate(part) for part in (hit.article.title, *hit.passage.heading))
            click.echo(f"{number}. {hit.similarity:.3f}  {hit.article.id} ({hit.passage.language.value})  {place}")
            click.echo(f"   {isolate(shortened(hit.passage.text, _SHOWN_CHARACTERS))}\n")
    if not hits:
        click.echo("manba: nothing found", err=True)
        sys.exit(1)
