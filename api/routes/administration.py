"""POST /v1/rollback, GET /v1/snapshots, /v1/audit and /v1/keys/me: for whoever answers for the service."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi_editing as described
from api.access import require
from api.dependencies import desk_of
from api.editing import changes
from api.editing.administration import (
    AuditQuery,
    AuditResponse,
    KeyOut,
    RollbackRequest,
    RollbackResponse,
    SnapshotOut,
    SnapshotsResponse,
)
from api.editing.presenting import present_caller, present_entry
from api.intake import read_body, read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type

router = APIRouter(tags=["administration"])

JSON = "application/json"


@router.get(
    "/v1/keys/me",
    summary="What a key is good for",
    responses=described.answers(KeyOut, "The key of the request.") | described.problems(401, 403, 406, 429, 500, 503),
    openapi_extra=described.operation(),
)
async def get_own_key(request: Request) -> Response:
    """The name, scopes and end of the key that the request carries. Any key will do."""
    caller = await require(request, Scope.ASK)
    choose_media_type(request, (JSON,))
    return changes.json_response(present_caller(caller))


@router.get(
    "/v1/audit",
    summary="The log of changes",
    responses=described.answers(AuditResponse, "The entries, newest first.")
    | described.problems(400, 401, 403, 406, 422, 429, 500, 503),
    openapi_extra=described.operation(described.query(AuditQuery)),
)
async def get_audit(request: Request) -> Response:
    """Who changed which article, job, snapshot or key, and when. Needs a key with the scope admin."""
    await require(request, Scope.ADMIN)
    choose_media_type(request, (JSON,))
    wanted = read_query(request, AuditQuery)
    desk = desk_of(request)
    entries = await desk.run(
        lambda: desk.audit.entries(limit=wanted.limit, before=wanted.before, subject=wanted.subject)
    )
    return changes.json_response(AuditResponse(entries=tuple(present_entry(entry) for entry in entries)))


@router.get(
    "/v1/snapshots",
    summary="The snapshots that are kept",
    responses=described.answers(SnapshotsResponse, "The snapshots, newest first.")
    | described.problems(401, 403, 406, 429, 500, 503),
    openapi_extra=described.operation(),
)
async def list_snapshots(request: Request) -> Response:
    """The snapshots that can be rolled back to, and which one serves. Needs a key with the scope admin."""
    await require(request, Scope.ADMIN)
    choose_media_type(request, (JSON,))
    desk = desk_of(request)
    kept = await desk.run(desk.snapshots)
    return changes.json_response(SnapshotsResponse(snapshots=tuple(SnapshotOut.model_validate(one) for one in kept)))


@router.post(
    "/v1/rollback",
    summary="Let an earlier snapshot serve",
    responses=described.answers(RollbackResponse, "It serves.")
    | described.problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(described.json_body(RollbackRequest, {"previous": {"value": {}}})),
)
async def rollback(request: Request) -> Response:
    """All workers answer from it with their next answer; the articles stay as they are. Needs the scope admin."""
    caller = await require(request, Scope.ADMIN, editing=True)
    choose_media_type(request, (JSON,))
    wanted = await read_body(request, RollbackRequest)
    desk = desk_of(request)

    def work() -> RollbackResponse:
        done = desk.roll_back(wanted.snapshot)
        desk.record(caller, "rollback", done.manifest.name, previous=done.previous)
        return RollbackResponse(snapshot=done.manifest.name, previous=done.previous)

    return changes.json_response(await desk.run(work))
