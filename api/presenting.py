"""From domain values to the JSON of the contract."""

from __future__ import annotations

from urllib.parse import quote

from api.domain import Answer, version_id
from api.schemas import ArticleOut, AskResponse, HitOut
from indexer import Article, Hit, direction_of


def present_answer(answer: Answer) -> AskResponse:
    """The JSON of an Answer."""
    return AskResponse.model_validate(answer)


def present_hit(hit: Hit) -> HitOut:
    """The JSON of a Hit with the Concepts its passage speaks of."""
    passage = hit.passage
    return HitOut(
        article_id=passage.article_id,
        passage_id=passage.id,
        title=hit.article.title,
        language=passage.language,
        direction=direction_of(passage.language),
        heading=passage.heading,
        text=passage.text,
        start=passage.span.start,
        end=passage.span.end,
        similarity=hit.similarity,
        concepts=passage.concepts,
    )


def present_article(article: Article) -> ArticleOut:
    """The JSON of what is known about an Article, without its text."""
    return ArticleOut(
        id=article.id,
        title=article.title,
        language=article.language,
        direction=direction_of(article.language),
        publisher=article.publisher,
        published=article.published,
        published_original=article.published_original,
        url=article.url,
        license=article.license,
        based_on=article.based_on,
        tags=article.tags,
        translations=article.translations,
        guessed=article.guessed,
        sha256=article.sha256,
        version=version_id(article),
        source_url=f"{article_path(article.id)}/source",
    )


def article_path(article_id: str) -> str:
    """The address of an article in the API, its id percent-encoded."""
    return f"/v1/articles/{quote(article_id, safe='')}"
