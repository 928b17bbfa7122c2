"""`manba check`: what the indexer makes of each article, and what keeps it from using one."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson
from click.core import ParameterSource

from indexer.commands.options import corpus_option, json_option
from indexer.commands.terminal import isolate, shortened
from indexer.domain import Residue
from indexer.errors import ManbaError

if TYPE_CHECKING:
    from indexer.checking import Checked

_EXIT_PROBLEMS = 2
_LINE_BEGINNING = 48


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@corpus_option
@json_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], corpus: tuple[Path, ...], *, as_json: bool) -> None:
    """Check the articles of PATHS (or of --corpus) without indexing them.

    Names for each article what was found and guessed, which name means which Concept and how often, the names that
    stayed ambiguous, the lines left out of passages with the reason, and warnings.
    Exit code 0 when every file can be used, 2 when one cannot.
    """
    from indexer.articles import read_corpus
    from indexer.checking import check_parsed

    asked = context.get_parameter_source("corpus") is not ParameterSource.DEFAULT
    found = read_corpus((*paths, *corpus) if asked else paths or corpus)
    checked = [check_parsed(parsed, found.glossary) for parsed in found.articles]
    languages = dict(sorted(Counter(parsed.article.language.value for parsed in found.articles).items()))
    if as_json:
        summary = {
            "languages": languages,
            "articles": [_as_json(one) for one in checked],
            "problems": [_problem_json(problem) for problem in found.problems],
        }
        click.echo(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode())
    else:
        for one in checked:
            _print_article(one)
        for problem in found.problems:
            click.echo(f"{problem.where}: {problem.what}\n  next: {problem.next_step}", err=True)
        passages = sum(len(one.passages) for one in checked)
        warnings = sum(len(parsed.warnings) for parsed in found.articles)
        residue = sum(len(parsed.residue) for parsed in found.articles)
        if len(languages) > 1:
            click.echo("by language: " + ", ".join(f"{number} {code}" for code, number in languages.items()))
        click.echo(
            f"{_count(len(checked), 'article')}, {_count(passages, 'passage')}, "
            f"{_count(residue, 'stretch', 'stretches')} of residue, {_count(warnings, 'warning')}, "
            f"{_count(len(found.problems), 'problem')}"
        )
    if found.problems or not found.articles:
        sys.exit(_EXIT_PROBLEMS)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _print_article(checked: Checked) -> None:
    parsed, passages = checked.parsed, checked.passages
    article = parsed.article

    def shown(name: str, value: str | None) -> str:
        if value is None:
            return "not found"
        return f"{isolate(value)} (guessed)" if name in article.guessed else isolate(value)

    sentences = sum(len(passage.sentences) for passage in passages)
    date = article.published
    if date and article.published_original and article.published_original != date:
        date = f"{date} = {isolate(article.published_original)}"
    click.echo(f"{isolate(article.origin)}")
    click.echo(f"  id         {shown('id', article.id)}")
    click.echo(f"  title      {shown('title', article.title)}")
    click.echo(f"  language   {shown('language', article.language.value)}")
    click.echo(f"  published  {shown('published', date)}")
    click.echo(f"  publisher  {shown('publisher', article.publisher)}")
    if article.translations:
        click.echo(f"  translated {', '.join(isolate(other) for other in article.translations)}")
    click.echo(f"  passages   {len(passages)}, of {_count(sentences, 'sentence')}")
    by_concept = checked.names()
    if by_concept:
        click.echo("  names of Concepts, how often and how decided:")
    for concept, names in by_concept.items():
        told = ", ".join(f"{isolate(name)} {_times(how)}" for name, how in names.items())
        click.echo(f"    {'ambiguous' if concept is None else concept}: {told}")
    if parsed.residue:
        click.echo("  left out of passages:")
        for item in parsed.residue:
            beginning = shortened(item.span.of(article.source), _LINE_BEGINNING)
            click.echo(f"    line {item.line:>4}  {item.reason}: {isolate(beginning)}")
    for warning in parsed.warnings:
        click.echo(f"  warning: {warning}")
    click.echo()


def _times(how: dict[str, list[int]]) -> str:
    """How often a name stands there, how its meaning was decided, and the lines where it was not."""
    from indexer.concepts import Decision

    parts = []
    for decision, lines in how.items():
        if decision == Decision.OPEN:
            shown = ", ".join(map(str, dict.fromkeys(lines)))
            parts.append(f"{len(lines)} (line {shown})")
        else:
            parts.append(f"{len(lines)}" if decision == Decision.PLAIN else f"{len(lines)} ({decision})")
    return " + ".join(parts)


def _as_json(checked: Checked) -> dict[str, Any]:
    parsed, passages = checked.parsed, checked.passages
    article = parsed.article
    return {
        "id": article.id,
        "origin": article.origin,
        "title": article.title,
        "language": article.language.value,
        "published": article.published,
        "published_original": article.published_original,
        "publisher": article.publisher,
        "translations": list(article.translations),
        "guessed": list(article.guessed),
        "passages": len(passages),
        "sentences": sum(len(passage.sentences) for passage in passages),
        "concepts": {
            concept or "ambiguous": {
                name: {"times": sum(map(len, how.values())), "decided": how} for name, how in names.items()
            }
            for concept, names in checked.names().items()
        },
        "residue": [_residue_json(item, article.source) for item in parsed.residue],
        "warnings": list(parsed.warnings),
    }


def _residue_json(item: Residue, source: str) -> dict[str, Any]:
    return {
        "line": item.line,
        "reason": item.reason,
        "begins": shortened(item.span.of(source), _LINE_BEGINNING),
        "start": item.span.start,
        "end": item.span.end,
    }


def _problem_json(problem: ManbaError) -> dict[str, str]:
    return {"where": problem.where, "what": problem.what, "next_step": problem.next_step}
