"""`manba eval`: graded questions put to an index, with figures per language."""

from __future__ import annotations

import math
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli import gating
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
    ("long", "long"),
    ("took_ms", "ms"),
)


@click.command("eval")
@click.argument("questions", nargs=-1, type=click.Path(path_type=Path))
@index_option
@json_option
@click.option("--failures", is_flag=True, help="List the questions that went wrong, and where they were lost.")
@click.option(
    "--gate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Exit with 1 when a figure of this file is not reached, in any group; such as corpus/questions/gate.json.",
)
@click.option(
    "--write-gate", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures reached as a gate."
)
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
    gate: Path | None,
    write_gate: Path | None,
    at_least: tuple[str, ...],
    at_most: tuple[str, ...],
) -> None:
    """Put graded QUESTIONS (files or folders of *.jsonl; corpus/questions by default) to the index."""
    from indexer import read_questions

    gates = [(*_gate(entry), 1) for entry in at_least] + [(*_gate(entry), -1) for entry in at_most]
    # Before measuring, which takes long: a broken gate is told at once; and before writing: it may be the same file.
    cells = None if gate is None else gating.read(gate)
    report = measure(read_questions(questions or (_CORPUS_QUESTIONS,)), index)
    if as_json:
        import orjson

        summary = {
            "rows": report.rows,
            "counts": report.counts,
            "lost": {group: {loss.value: count for loss, count in lost.items()} for group, lost in report.lost.items()},
            "reliability": [asdict(one) for one in report.reliability],
        }
        click.echo(orjson.dumps(summary, option=orjson.OPT_INDENT_2).decode())
    else:
        _print_table(report)
        _print_lost(report)
        _print_reliability(report)
    if failures:
        _print_failures(report)
    fallen = [] if cells is None else gating.fallen(report, cells)
    if write_gate is not None:
        gating.write(report, write_gate)
    fallen += [
        f"{group}: {name} is {row[name]:.3f}, the gate is {bound:.3f}"
        for name, bound, sign in gates
        for group, row in report.rows.items()
        if name in row and sign * row[name] < sign * bound
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
    from indexer import LANGUAGES, KnowledgeBase, Ranking, Response, ResponseCitation

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
            # A statement may hold the sentence it leans on.
            sentence_count=sum(len(LANGUAGES[one.language].sentences(one.text)) for one in answer.sentences),
            took_ms=answer.took_ms,
            confidence=answer.confidence,
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


def _print_lost(report: Report) -> None:
    """Where the questions were lost, by language."""
    reasons = list(dict.fromkeys(reason for lost in report.lost.values() for reason in lost))
    if not reasons:
        return
    groups = [group for group in report.rows if not group.startswith("kind ")]
    width = max(map(len, groups))
    click.echo("\nwhere the rest is lost: " + "; ".join(f"({n}) {one.value}" for n, one in enumerate(reasons, start=1)))
    click.echo(f"{'':{width}}    n  " + "  ".join(f"{f'({number})':>5}" for number in range(1, len(reasons) + 1)))
    for group in groups:
        cells = "  ".join(f"{report.lost[group].get(reason, 0):5}" for reason in reasons)
        click.echo(f"{group:{width}}  {report.counts[group]:3}  {cells}")


def _print_reliability(report: Report) -> None:
    """What a confidence is worth."""
    if report.reliability:
        click.echo("\nconfidence    answers   mean  share right")
    for one in report.reliability:
        click.echo(f"{one.low:.1f} to {one.high:.1f}   {one.count:7}  {one.confidence:5.2f}        {one.right:5.2f}")


def _print_failures(report: Report) -> None:
    for outcome in report.outcomes:
        if outcome.lost:
            question = outcome.question
            click.echo(
                f"{question.id} ({question.language.value}, {question.kind}): {outcome.lost.value}: {question.question}"
            )
