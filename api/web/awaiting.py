"""A page that comes at once although a language model has yet to write its answer, and how it asks for that answer."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.requests import Request

from api import asking
from api.dependencies import has_writer
from api.domain import AnswerMode
from api.insights.model import ID_PATTERN
from api.schemas import AskQuery, AskResponse

NOTED_AS = "X-Question-ID"
"""The header by which a page that was answered at once says under which id its question is kept already."""


async def at_once(request: Request, ask: AskQuery, *, within: Collection[str] = ()) -> tuple[AskResponse, bool]:
    """The JSON of the Answer to show on the page that `request` asks for, and whether a written one is to follow it.

    Where a model is to write, it is the sources' own Answer: readers with scripts are told the written one as it
    comes, others read this one. Only a model that is asked for by name is waited for. Raises as `asking.answered`.
    """
    if not has_writer(request) or ask.mode is not None:
        return await asking.answered(request, ask, within=within), False
    found = await asking.answered(request, ask.model_copy(update={"mode": AnswerMode.EXTRACTIVE}), within=within)
    return found, found.answered


def noted_as(request: Request) -> str | None:
    """The id under which the question of `request` is kept since its page was shown, None where it is not."""
    given = request.headers.get(NOTED_AS, "")
    return given if re.fullmatch(ID_PATTERN, given) else None
