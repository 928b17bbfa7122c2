"""What the tools give: the structured side of their results."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import CitationOut, HitOut
from indexer import LanguageCode


class _Result(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class AskResult(_Result):
    """An answer whose every statement cites its source, or word that the sources do not say."""

    answered: bool = Field(description="False where the sources do not say; then do not answer from elsewhere.")
    language: LanguageCode
    answer: str = Field(description="The sentences, each followed by the numbers of its citations.")
    citations: tuple[CitationOut, ...]
    notes: tuple[str, ...] = Field(description="Remarks that the reader should be told.")
    suggestions: tuple[str, ...] = Field(description="After a refusal: what the knowledge base does cover.")
    confidence: float
    understood_as: str | None = Field(description="The question answered, where a follow-up meant it; else null.")
    snapshot: str


class SearchResult(_Result):
    """Passages, best first; each `text` is `source[start:end]` of its article."""

    hits: tuple[HitOut, ...]
    snapshot: str


class ArticleResult(_Result):
    """A slice of an article: `text` is `source[start:end]`; `total` is the length of the whole in code points."""

    article_id: str
    title: str
    language: LanguageCode
    publisher: str | None
    published: str | None
    url: str | None
    version: str
    text: str
    start: int
    end: int
    total: int
    next_start: int | None = Field(description="Where to read on; null at the end.")
