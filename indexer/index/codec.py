"""Articles and passages as the JSON records of a snapshot, and back."""

from __future__ import annotations

from typing import Any

from indexer.domain import Article, LanguageCode, Naming, Passage, Sentence, SentenceRole, Span


def article_record(article: Article) -> dict[str, Any]:
    """What a snapshot keeps of an article beside its source text."""
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language.value,
        "sha256": article.sha256,
        "origin": article.origin,
        "published": article.published,
        "published_original": article.published_original,
        "publisher": article.publisher,
        "url": article.url,
        "license": article.license,
        "based_on": article.based_on,
        "tags": article.tags,
        "translations": article.translations,
        "guessed": article.guessed,
    }


def read_article(record: dict[str, Any], *, source: str = "") -> Article:
    """The Article of a record; its source text is kept apart and given by whoever needs it."""
    sequences = {name: tuple(record[name]) for name in ("based_on", "tags", "translations", "guessed")}
    return Article(**{**record, **sequences, "language": LanguageCode(record["language"]), "source": source})


def passage_record(passage: Passage, *, article_row: int) -> dict[str, Any]:
    """What a snapshot keeps of a passage; offsets are those of the article's source."""
    return {
        "id": passage.id,
        "article": article_row,
        "language": passage.language.value,
        "start": passage.span.start,
        "text": passage.text,
        "heading": passage.heading,
        "context": [[span.start, span.end] for span in passage.context],
        "concepts": passage.concepts,
        "heading_concepts": passage.heading_concepts,
        "names": [[one.span.start, one.span.end, one.concept, one.misleads, one.is_english] for one in passage.names],
        "sentences": [
            [
                sentence.span.start,
                sentence.span.end,
                sentence.role.value,
                sentence.group,
                sentence.marker,
                [[span.start, span.end] for span in sentence.context],
                sentence.concepts,
                sentence.named,
            ]
            for sentence in passage.sentences
        ],
    }


def read_passage(record: dict[str, Any], *, article_id: str) -> Passage:
    """The Passage of a record."""
    start = record["start"]
    return Passage(
        id=record["id"],
        article_id=article_id,
        language=LanguageCode(record["language"]),
        span=Span(start=start, end=start + len(record["text"])),
        text=record["text"],
        heading=tuple(record["heading"]),
        context=tuple(Span(start=first, end=last) for first, last in record["context"]),
        concepts=tuple(record["concepts"]),
        heading_concepts=tuple(record["heading_concepts"]),
        names=tuple(
            Naming(span=Span(start=first, end=last), concept=concept, misleads=misleads, is_english=is_english)
            for first, last, concept, misleads, is_english in record["names"]
        ),
        sentences=tuple(
            Sentence(
                span=Span(start=first, end=last),
                role=SentenceRole(role),
                group=group,
                marker=marker,
                context=tuple(Span(start=a, end=b) for a, b in context),
                concepts=tuple(concepts),
                named=tuple(named),
            )
            for first, last, role, group, marker, context, concepts, named in record["sentences"]
        ),
    )
