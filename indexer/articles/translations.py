"""Translations: articles on one subject in several languages, which name each other by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indexer.domain import Article, ParsedArticle


def check_translations(articles: Iterable[ParsedArticle], *, is_whole: bool) -> tuple[ParsedArticle, ...]:
    """`articles` with a warning for each translation that is no article in another language or does not name it back.

    `is_whole` says that these are all articles of a corpus, so that one which is not among them is missing.
    """
    read = tuple(articles)
    known = {parsed.article.id: parsed.article for parsed in read}
    return tuple(
        replace(parsed, warnings=(*parsed.warnings, *warnings))
        if (warnings := _faults(parsed.article, known, is_whole=is_whole))
        else parsed
        for parsed in read
    )


def _faults(article: Article, known: dict[str, Article], *, is_whole: bool) -> list[str]:
    faults: list[str] = []
    languages = {article.language: article.id}
    for other_id in dict.fromkeys(article.translations):
        if other_id == article.id:
            faults.append(f"'{other_id}' names itself among its translations; take it out")
            continue
        other = known.get(other_id)
        if other is None:
            if is_whole:
                faults.append(f"translation '{other_id}' is no article of this corpus; correct the id or take it out")
            continue
        if other.language in languages:
            faults.append(
                f"translation '{other_id}' is in the language of '{languages[other.language]}' ({other.language}); "
                "name one article per language"
            )
        languages[other.language] = other_id
        if article.id not in other.translations:
            faults.append(f"translation '{other_id}' does not name '{article.id}' back; add it to its translations")
    return faults
