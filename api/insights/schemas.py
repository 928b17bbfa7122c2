"""The JSON of votes and of groups of questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.insights.model import ID_PATTERN, MAX_REASON_CHARACTERS, Wanting
from indexer import LanguageCode

DEFAULT_LIMIT = 50
MAX_LIMIT = 1000
MAX_DAYS = 3650

QuestionId = Annotated[str, Field(pattern=ID_PATTERN)]


class Form(StrEnum):
    """The forms in which groups of questions are given."""

    JSON = "json"
    CSV = "csv"


class FeedbackRequest(BaseModel):
    """What a learner says of an answer; sent again, it replaces what was said before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question_id: QuestionId = Field(description="The `question_id` of the answer.")
    useful: bool = Field(description="Whether the answer helped.")
    reason: str | None = Field(
        default=None,
        max_length=MAX_REASON_CHARACTERS,
        description="Why, in the learner's words; e-mail addresses and long numbers in it are not kept.",
    )


class InsightsRequest(BaseModel):
    """Which groups of questions to list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Wanting = Field(
        default=Wanting.ALL,
        description="refused: what the sources did not say; voted_down: answers that did not help; all: both.",
    )
    language: LanguageCode | None = Field(default=None, description="Only questions of readers of this language.")
    days: int | None = Field(default=None, ge=1, le=MAX_DAYS, description="Only what was asked in the last days.")
    limit: int | None = Field(
        default=None,
        ge=1,
        le=MAX_LIMIT,
        description="How many groups to return, at most; without it 50, and 10,000 as CSV.",
    )
    offset: int = Field(default=0, ge=0, le=2**31 - 1, description="How many groups to skip.")
    format: Form | None = Field(default=None, description="json or csv; without it, by the Accept header.")


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class FeedbackResponse(_Response):
    """The vote is noted, and written within a second."""

    question_id: str
    useful: bool


class WordingOut(_Response):
    """One way a question was put."""

    text: str
    count: int = Field(ge=1)


class ReasonOut(_Response):
    """What a learner wrote beside a vote."""

    text: str
    useful: bool


class QuestionGroupOut(_Response):
    """Equal and near-equal questions that were refused or whose answers were voted down."""

    question: str = Field(description="The newest wording.")
    count: int = Field(ge=1, description="How often it was asked and then refused or voted down.")
    refused: int = Field(ge=0)
    voted_down: int = Field(ge=0)
    voted_up: int = Field(ge=0, description="How often an answer to it was found useful.")
    first_asked: str = Field(description="ISO 8601, UTC.")
    last_asked: str = Field(description="ISO 8601, UTC.")
    languages: tuple[LanguageCode, ...] = Field(description="Languages of the readers.")
    wordings: tuple[WordingOut, ...] = Field(description="Up to five, the newest first, of the last 1000 times.")
    reasons: tuple[ReasonOut, ...] = Field(description="Up to five, the newest first.")
    articles: tuple[str, ...] = Field(description="Ids of the articles cited, after a refusal of the nearest ones.")
    suggestions: tuple[str, ...] = Field(description="What the learner was pointed to after a refusal.")


class InsightsResponse(_Response):
    """Groups of questions, the one asked last first."""

    groups: tuple[QuestionGroupOut, ...]
    total: int = Field(ge=0, description="How many groups there are in all.")
    keep_days: int = Field(ge=0, description="For how many days questions are kept; 0: they are not.")
    lost: int = Field(ge=0, description="How many questions and votes could not be kept in that time.")
