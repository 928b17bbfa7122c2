"""What chat clients send and get: the part of OpenAI's chat completions that Manba has an answer to."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.domain import AnswerMode
from api.schemas import CitationOut, GenerationOut
from indexer import LanguageCode

MAX_MESSAGES = 1000


class ChatModel(StrEnum):
    """The names under which Manba can be chosen as a model."""

    MANBA = "manba"
    EXTRACTIVE = "manba-extractive"
    GENERATIVE = "manba-generative"

    @property
    def mode(self) -> AnswerMode | None:
        """The mode that is asked for; None leaves it to the server."""
        return {ChatModel.EXTRACTIVE: AnswerMode.EXTRACTIVE, ChatModel.GENERATIVE: AnswerMode.GENERATIVE}.get(self)


class _FromClient(BaseModel):
    """Clients send many fields that mean nothing here; they are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class ContentPart(_FromClient):
    """A part of a message; only text can be asked."""

    type: str
    text: str | None = None


class ChatMessage(_FromClient):
    """A message of the conversation. Those of `user` and `assistant` are regarded."""

    role: str = Field(description="user or assistant; messages of other roles are passed over.")
    content: str | tuple[ContentPart, ...] | None = Field(
        default=None, description="Text, or parts of the type text; other parts of the question are refused with 422."
    )

    @property
    def text(self) -> str:
        """Its text, that of its parts in lines of their own."""
        if isinstance(self.content, tuple):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(_FromClient):
    """How to stream."""

    include_usage: bool | None = Field(default=None, description="Whether a last chunk carries the usage.")


class ChatRequest(_FromClient):
    """A conversation whose last user's message is the question; other parameters of OpenAI's API are passed over."""

    model: str = Field(default=ChatModel.MANBA.value, description="manba, manba-extractive or manba-generative.")
    messages: tuple[ChatMessage, ...] = Field(min_length=1, max_length=MAX_MESSAGES, description="Oldest first.")
    stream: bool | None = Field(default=None, description="Whether to answer with chunks as server-sent events.")
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=None, ge=1, le=1, description="There is one answer.")


class UrlCitation(BaseModel):
    """Where a mark of the content leads: `content[start_index:end_index]` is the mark, in code points."""

    start_index: int = Field(ge=0)
    end_index: int = Field(ge=0)
    title: str
    url: str


class Annotation(BaseModel):
    """A citation's mark, as clients of OpenAI's API know it."""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class AssistantMessage(BaseModel):
    """The answer as a message: its sentences with marks, below them the sources."""

    role: Literal["assistant"]
    content: str
    refusal: None = None
    annotations: tuple[Annotation, ...]


class ChatChoice(BaseModel):
    """The one answer."""

    index: int
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"]


class Usage(BaseModel):
    """Counts of words: answers made of the sources' sentences have no tokens."""

    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)
    total_tokens: int = Field(ge=0)


class ManbaPart(BaseModel):
    """What else is known about the answer, as in POST /v1/ask."""

    model_config = ConfigDict(from_attributes=True)

    answered: bool
    language: LanguageCode
    mode: AnswerMode
    citations: tuple[CitationOut, ...]
    notes: tuple[str, ...]
    suggestions: tuple[str, ...]
    confidence: float
    snapshot: str
    question_id: str | None
    generation: GenerationOut | None
    understood_as: str | None


class ChatCompletion(BaseModel):
    """An answer in the form of OpenAI's chat completions, with our own part under `manba`."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: tuple[ChatChoice, ...]
    usage: Usage
    manba: ManbaPart


class ModelOut(BaseModel):
    """A name under which Manba can be chosen."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsResponse(BaseModel):
    """The names under which Manba can be chosen."""

    object: Literal["list"]
    data: tuple[ModelOut, ...]


class ChatErrorDetail(BaseModel):
    """What is wrong with a request, and with which of its fields."""

    message: str
    type: str
    param: str | None
    code: str | None


class ChatErrorOut(BaseModel):
    """An error as clients of OpenAI's API parse it."""

    error: ChatErrorDetail


Json = dict[str, Any]
