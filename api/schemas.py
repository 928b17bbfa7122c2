"""The JSON of the contract: what requests may hold and what responses do hold."""

from __future__ import annotations

import unicodedata
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.conversation.turns import Role
from api.domain import AnswerKind, AnswerMode, Fallback
from indexer import Direction, LanguageCode

MAX_QUESTION_CHARACTERS = 1000
MAX_ASK_TOP_K = 20
MAX_SEARCH_TOP_K = 100
MAX_FILTER_ARTICLES = 1000
MAX_TURNS = 20
MAX_TURN_CHARACTERS = 8000

_ALLOWED_CONTROLS = "\t\n\r"
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Zs"}

T = TypeVar("T")


def _question_text(text: str) -> str:
    for position, character in enumerate(text):
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in _ALLOWED_CONTROLS:
            raise PydanticCustomError(
                "control_character",
                "character {position} is the control character U+{code}; remove it",
                {"position": position, "code": f"{ord(character):04X}"},
            )
    if all(unicodedata.category(character) in _INVISIBLE_CATEGORIES for character in text):
        raise PydanticCustomError("empty_question", "holds no visible character; ask something")
    return text


def _no_repeats(values: tuple[T, ...]) -> tuple[T, ...]:
    for value in values:
        if values.count(value) > 1:
            raise PydanticCustomError(
                "repeated_value", "names '{value}' twice; name it once", {"value": str(value)[:80]}
            )
    return values


QuestionText = Annotated[
    str,
    Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS, json_schema_extra={"pattern": r"\S"}),
    AfterValidator(_question_text),
]
SourceLanguages = Annotated[
    tuple[LanguageCode, ...],
    Field(min_length=1, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_no_repeats),
]
ArticleIds = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    Field(min_length=1, max_length=MAX_FILTER_ARTICLES, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_no_repeats),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AskQuery(_Request):
    """A question that stands on its own, and how to answer it."""

    question: QuestionText = Field(description="What you want to know, in Persian, Polish, Arabic or English.")
    language: LanguageCode | None = Field(
        default=None, description="The language to answer in; without it, the language of the question."
    )
    top_k: int = Field(default=5, ge=1, le=MAX_ASK_TOP_K, description="How many passages to answer from, at most.")
    source_languages: SourceLanguages | None = Field(
        default=None, description="Answer only from articles in these languages."
    )
    article_ids: ArticleIds | None = Field(
        default=None, description="Answer only from these articles; an unknown id is refused with 422."
    )
    mode: AnswerMode | None = Field(
        default=None,
        description="extractive: the sources' own sentences; generative: written by the configured language model. "
        "Without it, generative where a model is configured.",
    )


class TurnIn(_Request):
    """Something said before: a question by the user, or what was answered by the assistant."""

    role: Role
    content: Annotated[
        str,
        Field(min_length=1, max_length=MAX_TURN_CHARACTERS, json_schema_extra={"pattern": r"\S"}),
        AfterValidator(_question_text),
    ]


class AskRequest(AskQuery):
    """A question and how to answer it."""

    history: tuple[TurnIn, ...] = Field(
        default=(),
        max_length=MAX_TURNS,
        description="What was said before, oldest first: a question that follows up another is understood by it.",
    )


class SearchRequest(_Request):
    """A search for passages."""

    query: QuestionText = Field(description="Words or a question, in any of the four languages.")
    language: LanguageCode | None = Field(
        default=None, description="The language of the query; without it, it is detected."
    )
    top_k: int = Field(default=10, ge=1, le=MAX_SEARCH_TOP_K, description="How many passages to return, at most.")
    source_languages: SourceLanguages | None = Field(
        default=None, description="Search only articles in these languages."
    )
    article_ids: ArticleIds | None = Field(
        default=None, description="Search only these articles; an unknown id is refused with 422."
    )


class ArticlesRequest(_Request):
    """Which articles to list."""

    language: LanguageCode | None = Field(default=None, description="Only articles in this language.")
    limit: int = Field(default=1000, ge=1, le=1000, description="How many articles to return, at most.")
    offset: int = Field(default=0, ge=0, le=2**31 - 1, description="How many articles to skip.")


class SourceQuery(_Request):
    """Which state of an article's text."""

    version: str | None = Field(default=None, description="A version's id, as citations carry it, or its number.")


class _Response(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True, validate_by_name=True, validate_by_alias=True)


class SentenceOut(_Response):
    """One statement of an answer, in the language it is written in."""

    text: str
    citations: tuple[int, ...] = Field(description="Numbers of the citations that carry the statement.")
    language: LanguageCode
    direction: Direction


class CitationOut(_Response):
    """The exact words behind a statement: `quote` equals `source[start:end]` of the article."""

    number: int = Field(ge=1)
    article_id: str
    title: str
    publisher: str | None
    published: str | None = Field(description="ISO 8601 date.")
    url: str | None
    language: LanguageCode
    direction: Direction
    passage_id: str
    heading: tuple[str, ...] = Field(description="Headings above the passage, outermost first.")
    quote: str
    start: int = Field(ge=0, description="First code point of the quote in /v1/articles/{id}/source.")
    end: int = Field(ge=0, description="One past the last code point of the quote.")
    similarity: float = Field(description="How well the passage fits the question, 0..1; higher is better.")
    version: str = Field(description="The cited state of the article: /v1/articles/{id}/source?version=… keeps it.")
    concepts: tuple[str, ...] = Field(description="Concepts of the glossary that the passage speaks of.")


class GenerationOut(_Response):
    """What became of the wish that a language model writes the answer."""

    model: str | None = Field(description="The model's name; null where none is configured.")
    left_out: int = Field(ge=0, description="Sentences it wrote that are not shown: their sources do not support them.")
    fallback: Fallback | None = Field(description="Why the sources' own sentences came instead; null where it wrote.")
    is_cut: bool = Field(description="Whether it broke off, so that only what it had said until then is shown.")


class AskResponse(_Response):
    """An answer whose every statement cites its source, or, with `answered` false, word that the sources do not say."""

    answered: bool
    language: LanguageCode = Field(description="The reader's language.")
    direction: Direction
    mode: AnswerMode
    kind: AnswerKind
    answer: str = Field(validation_alias="text", description="The sentences, each followed by its citation marks.")
    sentences: tuple[SentenceOut, ...]
    citations: tuple[CitationOut, ...]
    notes: tuple[str, ...] = Field(description="Remarks for the reader, such as a source's own word for a term.")
    confidence: float = Field(ge=0.0, le=1.0)
    suggestions: tuple[str, ...] = Field(description="After a refusal: what the knowledge base does cover.")
    snapshot: str = Field(description="The version of the index that answered.")
    took_ms: float = Field(ge=0.0, description="Wall time of answering, in milliseconds.")
    question_id: str | None = Field(description="To vote on the answer with; null where questions are not kept.")
    generation: GenerationOut | None = Field(description="Of a language model's part; null where none was wanted.")
    understood_as: str | None = Field(description="The question answered, where a follow-up meant it; else null.")


class HitOut(_Response):
    """A passage found: `text` equals `source[start:end]` of the article."""

    article_id: str
    passage_id: str
    title: str
    language: LanguageCode
    direction: Direction
    heading: tuple[str, ...]
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    similarity: float = Field(description="0..1; higher is better.")
    concepts: tuple[str, ...]


class SearchResponse(_Response):
    """Passages found, best first."""

    hits: tuple[HitOut, ...]
    snapshot: str
    took_ms: float = Field(ge=0.0)


class ArticleOut(_Response):
    """What is known about an article; its text is at `source_url`."""

    id: str
    title: str
    language: LanguageCode
    direction: Direction
    publisher: str | None
    published: str | None = Field(description="ISO 8601 date.")
    published_original: str | None = Field(description="The date as the text writes it.")
    url: str | None
    license: str | None
    based_on: tuple[str, ...] = Field(description="Sources the article rests on.")
    tags: tuple[str, ...]
    translations: tuple[str, ...] = Field(description="Ids of the articles on the same subject in other languages.")
    guessed: tuple[str, ...] = Field(description="Fields found in the text rather than given by an editor.")
    sha256: str = Field(description="SHA-256 of the article's file, in hex.")
    version: str = Field(description="First 16 hex digits of sha256: the id of this state of the article.")
    source_url: str = Field(description="Where the exact text is.")


class ArticlesResponse(_Response):
    """Articles in the order of their ids, with how many there are in all."""

    articles: tuple[ArticleOut, ...]
    total: int = Field(ge=0)
    snapshot: str


class HealthResponse(_Response):
    """The process runs."""

    status: str


class ReadyResponse(_Response):
    """The index and its model are loaded."""

    status: str
    snapshot: str


class FieldErrorOut(_Response):
    """One fault: `pointer` into the body, the name of a query `parameter` or header, or a `line` of an article."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    line: int | None = None


class ProblemOut(_Response):
    """An RFC 9457 problem; `type` is a page that explains it."""

    type: str = Field(json_schema_extra={"format": "uri-reference"})
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str = Field(json_schema_extra={"format": "uri-reference"})
    errors: tuple[FieldErrorOut, ...] = Field(default=(), description="The faults one by one, where there are fields.")
    request_id: str | None = Field(default=None, description="Also in X-Request-ID and in the server's log.")
