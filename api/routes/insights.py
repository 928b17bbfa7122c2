"""POST /v1/feedback and GET /v1/insights/questions: what learners think of answers, and what editors should write."""

from __future__ import annotations

from functools import partial

import anyio.to_thread
from fastapi import APIRouter, Request, Response

from api import openapi, openapi_editing
from api.access import require
from api.dependencies import keeper_of
from api.insights import export
from api.insights.keeping import Keeper
from api.insights.model import Filter
from api.insights.schemas import (
    DEFAULT_LIMIT,
    FeedbackRequest,
    FeedbackResponse,
    Form,
    InsightsRequest,
    InsightsResponse,
    QuestionGroupOut,
)
from api.intake import read_body, read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type
from api.problems import Problem

router = APIRouter(tags=["insights"])

JSON = "application/json"
_UNCACHED = {"Cache-Control": "no-store"}


@router.post(
    "/v1/feedback",
    status_code=202,
    summary="Say whether an answer helped",
    responses=openapi.json_response(FeedbackResponse, "The vote is noted.", status=202)
    | openapi.problems(400, 406, 409, 413, 415, 422, 500, 503),
    openapi_extra=openapi.json_body(FeedbackRequest, openapi.FEEDBACK_EXAMPLES),
)
async def post_feedback(request: Request) -> Response:
    """Vote on the answer with this `question_id`; the last vote counts. Nothing is stored that says who voted."""
    choose_media_type(request, (JSON,))
    vote = await read_body(request, FeedbackRequest)
    note_vote(keeper_of(request), vote)
    noted = FeedbackResponse(question_id=vote.question_id, useful=vote.useful)
    return Response(noted.model_dump_json(), status_code=202, media_type=JSON, headers=_UNCACHED)


def note_vote(keeper: Keeper, vote: FeedbackRequest) -> None:
    """Note `vote`; Problem questions-not-kept (409) or storage-unavailable (503) where that cannot be."""
    if not keeper.keeps:
        detail = "Questions and votes are not kept here (MANBA_KEEP_QUESTIONS_DAYS is 0): there is nothing to vote on."
        raise Problem(slug="questions-not-kept", detail=detail)
    if not keeper.vote(vote.question_id, useful=vote.useful, reason=vote.reason):
        detail = "The vote cannot be kept at the moment. Try again in a minute."
        raise Problem(slug="storage-unavailable", detail=detail, headers={"Retry-After": "60"})


@router.get(
    "/v1/insights/questions",
    summary="What could not be answered, or was voted down",
    responses=openapi.json_response(
        InsightsResponse, "Groups of questions, the one asked last first.", also=(export.MEDIA_TYPE,)
    )
    | openapi.problems(400, 401, 403, 406, 422, 429, 500, 503),
    openapi_extra=openapi_editing.operation(openapi.query_parameters(InsightsRequest)),
)
async def get_questions(request: Request) -> Response:
    """Equal and near-equal questions together, with votes and reasons; as a table with `Accept: text/csv`.

    Needs a key with the scope edit.
    """
    await require(request, Scope.EDIT)
    media_type = choose_media_type(request, (JSON, export.MEDIA_TYPE))
    wanted = read_query(request, InsightsRequest)
    if wanted.format is not None:
        media_type = export.MEDIA_TYPE if wanted.format is Form.CSV else JSON
    keeper = keeper_of(request)
    headers = {**_UNCACHED, "Vary": "Accept"}
    if media_type == export.MEDIA_TYPE:
        body = await anyio.to_thread.run_sync(partial(_table, keeper, wanted))
        headers["Content-Disposition"] = 'attachment; filename="manba-questions.csv"'
        return Response(body, media_type=f"{export.MEDIA_TYPE}; charset=utf-8; header=present", headers=headers)
    listed = await anyio.to_thread.run_sync(partial(_listed, keeper, wanted))
    return Response(listed.model_dump_json(), media_type=JSON, headers=headers)


def _filter(keeper: Keeper, wanted: InsightsRequest) -> Filter:
    return Filter(wanting=wanted.kind, language=wanted.language, since=keeper.since(wanted.days))


def _listed(keeper: Keeper, wanted: InsightsRequest) -> InsightsResponse:
    chosen = _filter(keeper, wanted)
    groups = keeper.store.groups(chosen, limit=wanted.limit or DEFAULT_LIMIT, offset=wanted.offset)
    return InsightsResponse(
        groups=tuple(QuestionGroupOut.model_validate(group) for group in groups),
        total=keeper.store.count_groups(chosen),
        keep_days=keeper.keep_days,
        lost=keeper.lost + keeper.store.count_lost(since=keeper.since()),
    )


def _table(keeper: Keeper, wanted: InsightsRequest) -> bytes:
    limit = wanted.limit or export.MOST_GROUPS
    return export.as_csv(keeper.store.groups(_filter(keeper, wanted), limit=limit, offset=wanted.offset))
