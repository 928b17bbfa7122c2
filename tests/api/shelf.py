"""A knowledge base held in memory: a few articles of our own, searched by the words they share with a question.

It obeys the same contract as the index on disk (test_shelf.py puts both to it) and needs neither files nor a model.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from copy import copy
from hashlib import sha256
from typing import Self

from api.domain import Answer, AnswerKind, AnswerMode, AnswerSentence, Citation, version_id
from indexer import (
    Article,
    AskedConcept,
    Glossary,
    Hit,
    LanguageCode,
    NotFoundError,
    Passage,
    Sentence,
    Span,
    direction_of,
    parse_question,
)

POLISH = """Omnichannel łączy kanały sprzedaży w jedno doświadczenie.

## Narzędzia

- CRM zbiera dane o klientach.
- PIM pilnuje opisów produktów.

| Cecha | Omnichannel | Multichannel |
|---|---|---|
| Dane | wspólne | osobne |
"""
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
PERSIAN = (
    f"همه{ZWNJ}کاناله همه\N{ARABIC HAMZA ABOVE} کانال{ZWNJ}ها را به هم پیوند می{ZWNJ}دهد.\n"
    f"چندکاناله کانال{ZWNJ}ها را جدا نگه می{ZWNJ}دارد.\n"
)
ARABIC = "القناة الشاملة تربط القنوات كلها 🛒 ببيانات مشتركة.\n"
HOSTILE = "Omnichannel <script>alert('x')</script> & \"quotes\" <b>bold</b>.\n"


def article(article_id: str, language: LanguageCode, source: str, **about: str) -> Article:
    """An Article of `source`."""
    digest = sha256(source.encode("utf-8")).hexdigest()
    title = about.pop("title", article_id)
    return Article(id=article_id, title=title, language=language, source=source, sha256=digest, **about)


ARTICLES = (
    article("ar-kanat", LanguageCode.ARABIC, ARABIC, title="القناة الشاملة", published="2024-07-07"),
    article("fa-kanal", LanguageCode.PERSIAN, PERSIAN, title=f"همه{ZWNJ}کاناله", publisher="Manba"),
    article("pl hostile", LanguageCode.POLISH, HOSTILE, title="<b>Tytuł</b>", url="javascript:alert(1)"),
    article("pl-kanaly", LanguageCode.POLISH, POLISH, title="Kanały", url="https://example.org/kanaly"),
)


class Shelf:
    """KnowledgeBase and KnowledgeView in one: what is in memory does not change under a reader."""

    def __init__(self, articles: Collection[Article] = ARTICLES) -> None:
        self._articles = {one.id: one for one in articles}
        self.snapshot_id = "20261121T120000-000000-0123abcd"
        self.embedder_hash = "none"
        self.refused: tuple[Exception, ...] = ()

    def view(self) -> Shelf:
        return self

    def refresh(self) -> bool:
        return False

    def articles(self) -> list[Article]:
        return sorted(self._articles.values(), key=lambda one: one.id)

    def has_article(self, article_id: str) -> bool:
        return any(one.id == article_id for one in self.articles())

    def article(self, article_id: str) -> Article:
        try:
            return self._articles[article_id]
        except KeyError:
            raise NotFoundError(
                where=article_id, what=f"there is no article '{article_id}'", next_step="list the articles"
            ) from None

    @property
    def glossary(self) -> Glossary:
        return Glossary()

    def concepts_of(self, text: str, *, language: LanguageCode | None = None) -> tuple[AskedConcept, ...]:
        return ()

    def search(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = 10,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
    ) -> list[Hit]:
        wanted = _words(parse_question(text, language=language).text)
        for article_id in article_ids or ():
            self.article(article_id)
        hits = [
            Hit(passage=passage, article=one, similarity=len(wanted & _words(passage.text)) / max(len(wanted), 1))
            for one in self.articles()
            if source_languages is None or one.language in source_languages
            if article_ids is None or one.id in article_ids
            for passage in _passages(one)
        ]
        found = [hit for hit in hits if hit.similarity > 0.0]
        return sorted(found, key=lambda hit: -hit.similarity)[:top_k]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", text.lower()))


def _passages(one: Article) -> list[Passage]:
    return [
        Passage(
            id=f"{one.id}:{match.start()}",
            article_id=one.id,
            language=one.language,
            span=Span(start=match.start(), end=match.end()),
            text=match[0],
            sentences=(Sentence(span=Span(start=match.start(), end=match.end())),),
            heading=("Heading",),
        )
        for match in re.finditer(r"^(?![#|]).*\S.*$", one.source, re.MULTILINE)
    ]


class ShelfAnswerer:
    """Answers with the passages found, each as one sentence."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def on(self, view: Shelf) -> Self:
        answerer = copy(self)
        answerer._shelf = view
        return answerer

    def answer(
        self,
        text: str,
        *,
        language: LanguageCode | None = None,
        top_k: int = 5,
        source_languages: Collection[LanguageCode] | None = None,
        article_ids: Collection[str] | None = None,
        mode: AnswerMode = AnswerMode.EXTRACTIVE,
    ) -> Answer:
        question = parse_question(text)
        reader = language or question.language
        hits = self._shelf.search(text, top_k=top_k, source_languages=source_languages, article_ids=article_ids)
        citations = tuple(_citation(number, hit) for number, hit in enumerate(hits, start=1))
        sentences = tuple(
            AnswerSentence(text=one.quote, citations=(one.number,), language=one.language, direction=one.direction)
            for one in citations
        )
        return Answer(
            answered=bool(hits),
            language=reader,
            direction=direction_of(reader),
            mode=mode,
            kind=AnswerKind.FACT,
            text=" ".join(f"{one.text} [{one.citations[0]}]" for one in sentences) or "The sources do not say.",
            sentences=sentences,
            citations=citations,
            notes=(),
            confidence=hits[0].similarity if hits else 0.0,
            suggestions=() if hits else ("Narzędzia",),
            snapshot=self._shelf.snapshot_id,
            took_ms=0.5,
        )


def _citation(number: int, hit: Hit) -> Citation:
    return Citation(
        number=number,
        article_id=hit.article.id,
        title=hit.article.title,
        publisher=hit.article.publisher,
        published=hit.article.published,
        url=hit.article.url,
        language=hit.passage.language,
        direction=direction_of(hit.passage.language),
        passage_id=hit.passage.id,
        heading=hit.passage.heading,
        quote=hit.passage.text,
        start=hit.passage.span.start,
        end=hit.passage.span.end,
        similarity=hit.similarity,
        version=version_id(hit.article),
    )
