"""A question asked, a vote on its answer, and groups of questions that ask for an article, as frozen values."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum

from indexer import LanguageCode

ID_PATTERN = r"^[A-Za-z0-9_-]{22}$"
MAX_REASON_CHARACTERS = 1000


def new_question_id() -> str:
    """An id nobody can guess: who knows it was given the answer."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is stored: nothing in it says who asked.

    `asked` is ISO 8601 in UTC, to the second; `language` the reader's; `key` what equal questions share; `articles` the
    ids of those cited, after a refusal of the nearest ones.
    """

    id: str
    asked: str
    text: str
    key: str
    language: LanguageCode
    answered: bool
    confidence: float
    kind: str
    mode: str
    snapshot: str
    articles: tuple[str, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a learner says of the answer to the question `question_id`; `given` is ISO 8601 in UTC."""

    question_id: str
    given: str
    useful: bool
    reason: str | None = None


class Wanting(StrEnum):
    """What is wrong with the answer to a question: there was none, or learners voted it down; or any of these."""

    ALL = "all"
    REFUSED = "refused"
    VOTED_DOWN = "voted_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which questions to group: those of readers of `language`, asked at `since` (ISO 8601 in UTC) or later."""

    wanting: Wanting = Wanting.ALL
    language: LanguageCode | None = None
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way a question was put, and how often."""

    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What a learner wrote beside a vote."""

    text: str
    useful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Equal and near-equal questions: how often asked, refused, voted down and up, when first and last, in what words.

    `question` is the newest wording. `articles` and `suggestions` are those of the newest answer. Times are ISO 8601 in
    UTC.
    """

    question: str
    count: int
    refused: int
    voted_down: int
    voted_up: int
    first_asked: str
    last_asked: str
    languages: tuple[LanguageCode, ...]
    wordings: tuple[Wording, ...]
    reasons: tuple[Reason, ...]
    articles: tuple[str, ...]
    suggestions: tuple[str, ...]
