"""The words of an answer as frozen values: Answer, AnswerSentence, Citation and the kinds of question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer import Article, Direction, LanguageCode

VERSION_DIGITS = 16


def version_id(article: Article) -> str:
    """The id of this state of an article, as its versions have it: the beginning of the SHA-256 of its file."""
    return article.sha256[:VERSION_DIGITS]


class AnswerKind(StrEnum):
    """What a question asks for; it decides how the answer is composed."""

    COMPARISON = "comparison"
    DEFINITION = "definition"
    EXAMPLE = "example"
    FACT = "fact"
    FIGURE = "figure"
    HOWTO = "howto"
    LIST = "list"
    PERSON_PLACE_TIME = "who_when_where"
    YES_NO = "yes_no"


class AnswerMode(StrEnum):
    """Who wrote the sentences: the sources themselves, or a language model from them."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


class Fallback(StrEnum):
    """Why the sources' own sentences came where a language model was to write from them."""

    NO_MODEL = "no_model"
    BUSY = "busy"
    SPENT = "spent"
    PAUSED = "paused"
    SLOW = "slow"
    FAILED = "failed"
    DECLINED = "declined"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What became of the wish that a language model writes the answer.

    `model` is its name, None where none is configured. `left_out` counts the sentences it wrote that were not shown:
    their sources do not support them. `fallback` says why it wrote nothing that is shown, None where it did. `is_cut`
    is true where it broke off and only what it had said until then is shown.
    """

    model: str | None
    left_out: int = 0
    fallback: Fallback | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words behind a sentence: `quote == source[start:end]` of the article, in code points, always.

    `number` is 1-based and unique in its Answer. `similarity` is that of the passage's Hit, 0..1, higher is better.
    `published` is ISO 8601 or None. `version` is the state of the article that is cited. `concepts` are ids of the
    glossary.
    """

    number: int
    article_id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    language: LanguageCode
    direction: Direction
    passage_id: str
    heading: tuple[str, ...]
    quote: str
    start: int
    end: int
    similarity: float
    version: str
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One statement of an answer with the numbers of its citations, in the language it is written in."""

    text: str
    citations: tuple[int, ...]
    language: LanguageCode
    direction: Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a learner gets. A Refusal is an Answer with `answered` False, no sentences and no citations.

    `language` is the reader's; a sentence quoted from a source in another language carries its own. `text` is the
    sentences joined, each followed by its citation marks ("… [1] … [2]"); a Refusal's `text` says in the reader's
    language that the sources do not say. `confidence` is 0..1. `took_ms` is wall time in milliseconds. `asked_in` is
    the question's language, where it is known; `nearest` are the ids of the articles that fit it best, best first.
    `question_id` is the id the question is kept under, None while it is not. `generation` tells what became of a
    language model's part, None where none was wanted. `understood_as` is the question that was answered, where that is
    not the one that was put, since it followed up others.
    """

    answered: bool
    language: LanguageCode
    direction: Direction
    mode: AnswerMode
    kind: AnswerKind
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    confidence: float
    suggestions: tuple[str, ...]
    snapshot: str
    took_ms: float
    asked_in: LanguageCode | None = None
    nearest: tuple[str, ...] = ()
    question_id: str | None = None
    generation: Generation | None = None
    understood_as: str | None = None
