"""What a model reads: the descriptions of the tools, and their results as text."""

from __future__ import annotations

from api.mcp.schemas import ArticleResult, AskResult, SearchResult
from api.schemas import CitationOut

INSTRUCTIONS = """Manba is a knowledge base on omnichannel and multichannel strategy, with articles in Persian, Polish \
and Arabic; ask it in Persian, Polish, Arabic or English. Use `ask` for a question, `search` to look around, and \
`read_article` to read on. Rest what you say on what the tools give, cite it with its title, article_id and quote, \
and never change a quote: it is the exact words of the source, in the language of the source. Where `answered` is \
false the sources do not say; tell the reader so."""

ASK = """Answer a question from the articles, every statement with the exact words of its source.

Use it first for any question on omnichannel, multichannel, customer journeys, channels, customer data or \
personalisation. Ask one question in the reader's own words and language. For a follow-up ("and for banks?") pass the \
reader's earlier questions as `history`, oldest first. Cite: keep the marks [1], [2] behind the statements they stand \
behind, and list each citation with its title, article_id and quote; never change or translate a quote without saying \
so. Tell the reader the notes. If `answered` is false, say that the sources do not say, and offer the suggestions."""

SEARCH = """Find passages of the articles for words or a question, best first, in any of the four languages.

Use it to see what the articles hold on a subject, to compare sources, or when `ask` refused. Each text is the exact \
source between start and end; cite it with its title and article_id. To read around a passage call `read_article` \
with its article_id, a smaller start and a larger end."""

READ_ARTICLE = """Read an article, or its part from code point `start` to `end` (exclusive), as its author wrote it.

Use it to read around a quote or a passage. At most 20000 characters come at once: read on from `next_start`. Take the \
article_id from `ask` or `search`. What you quote of it must stand in the text word for word."""


def told(result: AskResult | SearchResult | ArticleResult) -> str:
    """A result as a model or a person reads it."""
    if isinstance(result, AskResult):
        return _answer(result)
    if isinstance(result, SearchResult):
        return _passages(result)
    return _article(result)


def _answer(result: AskResult) -> str:
    parts = [result.answer]
    parts += [f"Note: {note}" for note in result.notes if note not in result.answer]
    if result.suggestions:
        parts.append("The articles do cover:\n" + "\n".join(f"- {topic}" for topic in result.suggestions))
    if result.citations:
        parts.append("Sources:\n" + "\n".join(map(_citation, result.citations)))
    return "\n\n".join(parts)


def _citation(one: CitationOut) -> str:
    about = ", ".join(part for part in (one.title, one.publisher, one.published) if part)
    return f'[{one.number}] {about} (article_id {one.article_id}, {one.start}-{one.end}): "{one.quote}"'


def _passages(result: SearchResult) -> str:
    if not result.hits:
        return "No passage fits. Use other words, or drop the filters."
    return "\n\n".join(
        f"{number}. {' › '.join((hit.title, *hit.heading))} "
        f"(article_id {hit.article_id}, {hit.start}-{hit.end}, similarity {hit.similarity:.2f})\n{hit.text}"
        for number, hit in enumerate(result.hits, start=1)
    )


def _article(result: ArticleResult) -> str:
    more = "" if result.next_start is None else f"\n\n(Read on with start={result.next_start}.)"
    head = f"{result.title} (article_id {result.article_id}, {result.start}-{result.end} of {result.total})"
    return f"{head}\n\n{result.text}{more}"
