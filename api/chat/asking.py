"""From the messages of a chat client to the question it asks, with what was said before."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pydantic import ValidationError

from api.chat.schemas import ChatMessage, ChatModel, ChatRequest
from api.conversation import Role
from api.intake import problem_of_validation
from api.problems import FieldError, Problem, shortened
from api.schemas import MAX_TURN_CHARACTERS, MAX_TURNS, AskRequest, TurnIn

_TEXT_PARTS = {"text", "input_text"}
_ROLES = {role.value for role in Role}


def model_named(name: str) -> ChatModel:
    """The model that a client names; `Problem` not-found (404) for another."""
    try:
        return ChatModel(name)
    except ValueError:
        known = ", ".join(model.value for model in ChatModel)
        detail = f"The model '{shortened(name)}' does not exist here. Use one of {known}."
        raise Problem(
            slug="not-found", detail=detail, errors=[FieldError(detail="is not known", pointer="#/model")]
        ) from None


def question_of(chat: ChatRequest) -> AskRequest:
    """The question in the last message of the user, with the messages before it as its history.

    Raises `Problem` (422) where there is none, where it holds something else than text, and as POST /v1/ask does.
    """
    model = model_named(chat.model)
    place = next((at for at in reversed(range(len(chat.messages))) if chat.messages[at].role == Role.USER.value), None)
    if place is None:
        detail = "No message has the role user. Send the question as the last message, with this role."
        errors = [FieldError(detail="holds no message of the role user", pointer="#/messages")]
        raise Problem(slug="missing-field", detail=detail, errors=errors)
    pointer = f"#/messages/{place}/content"
    asked = chat.messages[place]
    _require_text(asked, pointer)
    try:
        return AskRequest(question=asked.text, mode=model.mode, history=_history(chat.messages[:place]))
    except ValidationError as error:
        problem = problem_of_validation(error, in_body=True)
    errors = [FieldError(detail=one.detail, pointer=pointer) for one in problem.errors]
    detail = "; ".join(f"messages[{place}].content: {one.detail}" for one in errors)
    raise Problem(slug=problem.type.slug, detail=f"{detail}. {problem.type.next_step}", errors=errors)


def _require_text(message: ChatMessage, pointer: str) -> None:
    if not isinstance(message.content, tuple):
        return
    for number, part in enumerate(message.content):
        if part.type not in _TEXT_PARTS:
            detail = f"Only text can be asked here; a part of the type '{shortened(part.type)}' cannot be read."
            errors = [FieldError(detail="is no text; leave it out", pointer=f"{pointer}/{number}")]
            raise Problem(slug="unknown-value", detail=f"{detail} Leave it out.", errors=errors)


def _history(messages: Sequence[ChatMessage]) -> tuple[TurnIn, ...]:
    """The newest messages that can be followed up, within the limits of a history: what is old must not be refused."""
    turns = []
    for message in messages:
        if message.role not in _ROLES:
            continue
        text = "".join(_kept(character) for character in message.text)[:MAX_TURN_CHARACTERS]
        if any(character.isalnum() for character in text):
            turns.append(TurnIn(role=Role(message.role), content=text))
    return tuple(turns[-MAX_TURNS:])


def _kept(character: str) -> str:
    is_control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r"
    return " " if is_control else character
