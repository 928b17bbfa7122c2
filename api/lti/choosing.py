"""What a trainer chose for a question box, and how it travels in custom parameters of a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from api.embed.options import one_line
from indexer import Article, LanguageCode

MAX_PLACEHOLDER = 120
MAX_TITLE = 120
MAX_ARTICLES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A question box: its language, the articles it answers from (none: all), what its empty field says."""

    language: LanguageCode | None = None
    article_ids: tuple[str, ...] = ()
    placeholder: str = ""


def as_custom(choice: Choice) -> dict[str, str]:
    """`choice` as custom parameters; what is not chosen is left out.

    Platforms part parameters at `;` and line ends and replace what begins with `$`, so these are percent-encoded.

    >>> as_custom(Choice(language=LanguageCode.POLISH, article_ids=("pl-terms", "a,b"), placeholder="5%; ile?"))
    {'language': 'pl', 'articles': 'pl-terms,a%2Cb', 'placeholder': '5%25%3B ile?'}
    """
    given = {
        "language": choice.language.value if choice.language is not None else "",
        "articles": ",".join(quote(one, safe="") for one in choice.article_ids),
        "placeholder": "".join(quote(one) if one in "%;$" else one for one in choice.placeholder),
    }
    return {name: value for name, value in given.items() if value}


def from_custom(custom: Mapping[str, str]) -> Choice:
    """The choice in custom parameters, also in those that a person typed; what cannot be read counts as not given.

    >>> from_custom({"language": "PL", "articles": "pl-terms, fa-terms", "placeholder": "Zapytaj"}).article_ids
    ('pl-terms', 'fa-terms')
    """
    named = (unquote(one.strip()) for one in custom.get("articles", "").split(","))
    return Choice(
        language=language_of(custom.get("language", "")),
        article_ids=distinct(one for one in named if one)[:MAX_ARTICLES],
        placeholder=one_line(unquote(custom.get("placeholder", "")), MAX_PLACEHOLDER),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGroup:
    """The articles of one language, by title."""

    language: LanguageCode
    articles: tuple[Article, ...]


def by_language(articles: Iterable[Article], *, first: LanguageCode) -> tuple[LanguageGroup, ...]:
    """`articles` by language: those in the language `first` come first, for a trainer mostly wants her own."""
    found: dict[LanguageCode, list[Article]] = {first: []}
    for article in sorted(articles, key=lambda one: (one.language.value, one.title.casefold(), one.id)):
        found.setdefault(article.language, []).append(article)
    return tuple(LanguageGroup(language=code, articles=tuple(group)) for code, group in found.items() if group)


def language_of(code: str) -> LanguageCode | None:
    """The language with this code, None where there is none."""
    try:
        return LanguageCode(code.strip().lower())
    except ValueError:
        return None


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """Each id once, in order."""
    return tuple(dict.fromkeys(ids))
