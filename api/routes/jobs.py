"""POST /v1/reindex and /v1/jobs…: re-indexes asked for, watched and cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
from fastapi import APIRouter, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api import events
from api import openapi_editing as described
from api.access import require
from api.addresses import segment
from api.dependencies import desk_of
from api.editing import changes
from api.editing.bodies import sha256_of_body
from api.editing.conditions import wait_of
from api.editing.desk import Desk
from api.editing.once import once
from api.editing.presenting import present_job
from api.editing.schemas import JobResponse, JobsResponse, ListQuery
from api.intake import read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type
from api.problems import Problem

router = APIRouter(tags=["jobs"])

JSON = "application/json"
WATCHED_EVERY_S = 0.05
PING_S = 15


@router.post(
    "/v1/reindex",
    summary="Have the corpus indexed again",
    status_code=202,
    responses=described.answers(JobResponse, "The job that will do it.", status=202)
    | described.problems(401, 403, 406, 409, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(described.CHANGE_HEADERS),
)
async def reindex(request: Request) -> Response:
    """Index what lies in the corpus's folders now; a job that has not begun yet is joined. Needs the scope edit."""
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    desk = desk_of(request)

    async def work() -> Response:
        job = await desk.run(lambda: desk.reindex(caller))
        await desk.run(lambda: desk.record(caller, "reindex", job.id))
        job = await desk.wait_for(job, wait_of(request))
        shown = present_job(job)
        return changes.json_response(JobResponse(job=shown), status=202, headers={"Location": shown.url})

    return await once(request, desk, caller, await sha256_of_body(request), work)


@router.get(
    "/v1/jobs",
    summary="The newest jobs",
    responses=described.answers(JobsResponse, "The jobs, newest first.")
    | described.problems(400, 401, 403, 406, 422, 429, 500, 503),
    openapi_extra=described.operation(described.query(ListQuery)),
)
async def list_jobs(request: Request) -> Response:
    """Re-indexes that wait, run or are over. Needs a key with the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    wanted = read_query(request, ListQuery)
    desk = desk_of(request)
    found = await desk.run(lambda: desk.jobs.recent(wanted.limit))
    return changes.json_response(JobsResponse(jobs=tuple(present_job(job) for job in found)))


@router.get(
    "/v1/jobs/{id}",
    summary="How far a job is",
    responses=described.JOB_OR_EVENTS | described.problems(401, 403, 404, 406, 429, 500, 503),
    openapi_extra=described.operation(described.JOB_ID),
)
async def get_job(request: Request) -> Response:
    """A job as it is now; with `Accept: text/event-stream` events `progress` until `done`. Needs the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    media_type = choose_media_type(request, (JSON, events.MEDIA_TYPE))
    desk, job_id = desk_of(request), segment(request, "id")
    job = await desk.run(lambda: desk.job(job_id))
    if media_type == JSON:
        return changes.json_response(JobResponse(job=present_job(job)), headers={"Vary": "Accept"})
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    return EventSourceResponse(_job_events(desk, job_id), headers=headers, sep="\n", ping=PING_S)


async def _job_events(desk: Desk, job_id: str) -> AsyncIterator[ServerSentEvent]:
    """An event for each change of a job that is seen; the last one is named `done`, however the job ended."""
    told = ""
    while True:
        job = await desk.run(lambda: desk.job(job_id))
        shown = present_job(job).model_dump_json()
        if shown != told or job.is_finished:
            yield ServerSentEvent(event="done" if job.is_finished else "progress", data=shown, sep="\n")
        if job.is_finished:
            return
        told = shown
        await anyio.sleep(WATCHED_EVERY_S)


@router.post(
    "/v1/jobs/{id}/cancel",
    summary="Cancel a job",
    responses=described.answers(JobResponse, "The job; a running one ends at its next step.")
    | described.problems(401, 403, 404, 406, 409, 429, 500, 503, 507),
    openapi_extra=described.operation(described.JOB_ID),
)
async def cancel_job(request: Request) -> Response:
    """Stop a re-index before its end; what served before still serves. Needs a key with the scope edit."""
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    desk, job_id = desk_of(request), segment(request, "id")

    def work() -> JobResponse:
        before = desk.job(job_id)
        if before.is_finished:
            raise Problem(slug="conflict", detail=f"The job is over ({before.state}). There is nothing to cancel.")
        job = desk.jobs.cancel(job_id)
        desk.record(caller, "job.cancel", job_id, was=before.state)
        return JobResponse(job=present_job(job))

    return changes.json_response(await desk.run(work))
