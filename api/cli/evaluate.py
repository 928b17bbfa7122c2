"""`manba eval`: graded questions put to an index, with figures per language."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer import index_option, json_option

if TYPE_CHECKING:
    from indexer import GradedQuestion, Report, Response

_CORPUS_QUESTIONS = Path("corpus/questions")
_FOUND = 10
_COLUMNS = (
    ("recall@1", "R@1"),
    ("recall@5", "R@5"),
    ("recall@10", "R@10"),
    ("bm25_recall@1", "BM25@1"),
    ("bm25_recall@5", "BM25@5"),
    ("mrr", "MRR"),
    ("ndcg@10", "nDCG"),
    ("cited@1", "cite@1"),
    ("cited@5", "cite@5"),
    ("overlap", "overlap"),
    ("mentions", "words"),
    ("wrong@1", "wrong"),
    ("wrongly_refused", "ref ans"),
    ("refused_off_topic", "ref off"),
    ("refused_near_topic", "ref near"),
    ("verbatim", "verbatim"),
    ("sentences", "sent."),
    ("took_ms", "ms"),
)


@click.command("eval")
@click.argument("questions", nargs=-1, type=click.Path(path_type=Path))
@index_option
@json_option
@click.option("--failures", is_flag=True, help="List the questions that went wrong, and where they were lost.")
@click.option(
    "--at-least",
    metavar="MEASURE=VALUE",
    multiple=True,
    help="Exit with 1 when a measure falls below the value in any group, such as cited@5=0.8; repeatable.",
)
@click.option(
    "--at-most",
    metavar="MEASURE=VALUE",
    multiple=True,
    help="Exit with 1 when a measure exceeds the value in any group, such as wrongly_refused=0.1; repeatable.",
)
def evaluate(
    questions: tuple[Path, ...],
    index: Path,
    *,
    as_json: bool,
    failures: bool,
    at_least: tuple[str, ...],
    at_most: tuple[str, ...],
) -> None:
    """Put graded QUESTIONS (files or folders of *.jsonl; corpus/questions by default) to the index."""
    from indexer import read_questions

    gates = [(*_gate(entry), 1) for entry in at_least] + [(*_gate(entry), -1) for entry in at_most]
    report = measure(read_questions(questions or (_CORPUS_QUESTIONS,)), index)
    if as_json:
        import orjson

        click.echo(orjson.dumps({"rows": report.rows, "counts": report.counts}, option=orjson.OPT_INDENT_2).decode())
    else:
        _print_table(report)
    if failures:
        _print_failures(report)
    fallen = [
        f"{group}: {name} is {row[name]:.3f}, the gate is {gate:.3f}"
        for name, gate, sign in gates
        for group, row in report.rows.items()
        if name in row and sign * row[name] < sign * gate
    ]
    unmeasured = [name for name, _, _ in gates if not any(name in row for row in report.rows.values())]
    for line in (*fallen, *(f"{name} was not measured at all" for name in unmeasured)):
        click.echo(f"manba: {line}", err=True)
    if fallen or unmeasured:
        sys.exit(1)


def measure(graded: list[GradedQuestion], index: Path) -> Report:
    """Put `graded` to the index and measure; EvaluationError when a gold is not of this index."""
    from functools import cache

    import indexer
    from api.answering import Answerer
    from indexer import KnowledgeBase, Ranking, Response, ResponseCitation

    knowledge = KnowledgeBase.open(index)
    answerer = Answerer(knowledge)
    source_of = cache(lambda article_id: knowledge.article(article_id).source)

    def respond(question: GradedQuestion) -> Response:
        hits = knowledge.search(question.question, top_k=_FOUND)
        by_words = knowledge.search(question.question, top_k=_FOUND, ranking=Ranking.LEXICAL)
        answer = answerer.answer(question.question)
        passages = {hit.passage.id: hit.passage.text for hit in hits}
        return Response(
            found=tuple((hit.article.id, hit.passage.text) for hit in hits),
            found_by_words=tuple((hit.article.id, hit.passage.text) for hit in by_words),
            answered=answer.answered,
            text="\n".join(sentence.text for sentence in answer.sentences),
            citations=tuple(
                ResponseCitation(
                    article_id=one.article_id,
                    quote=one.quote,
                    passage=passages.get(one.passage_id, ""),
                    start=one.start,
                    end=one.end,
                )
                for one in answer.citations
            ),
            sentence_count=len(answer.sentences),
            took_ms=answer.took_ms,
        )

    return indexer.evaluate(
        graded, ask=respond, source_of=source_of, article_ids=[article.id for article in knowledge.articles()]
    )


def _gate(entry: str) -> tuple[str, float]:
    name, _, value = entry.partition("=")
    try:
        gate = float(value)
    except ValueError:
        gate = math.nan
    if not math.isfinite(gate):
        raise click.BadParameter(f"{entry!r} is not MEASURE=VALUE, such as cited@5=0.8")
    return name, gate


def _print_table(report: Report) -> None:
    width = max(map(len, report.rows))
    click.echo(f"{'':{width}}    n  " + "  ".join(f"{short:>8}" for _, short in _COLUMNS))
    for group, row in report.rows.items():
        cells = "  ".join(f"{row[name]:8.3f}" if name in row else f"{'–':>8}" for name, _ in _COLUMNS)
        click.echo(f"{group:{width}}  {report.counts[group]:3}  {cells}")


def _print_failures(report: Report) -> None:
    for outcome in report.outcomes:
        measures, question = outcome.measures, outcome.question
        if question.answerable:
            lost = (
                "wrongly refused"
                if measures["wrongly_refused"]
                else "not found"
                if not measures["recall@10"]
                else "found but not cited first"
                if not measures["cited@1"]
                else ""
            )
        else:
            lost = "answered what the sources do not say" if outcome.response.answered else ""
        if lost:
            click.echo(f"{question.id} ({question.language.value}, {question.kind}): {lost}: {question.question}")
