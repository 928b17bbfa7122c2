"""POST /v1/articles/import: many articles at once, from a ZIP file, with a word on each of its files."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi_editing as described
from api.access import require
from api.dependencies import desk_of
from api.editing import changes
from api.editing.bodies import Archive, received_archive
from api.editing.conditions import wait_of
from api.editing.desk import author_of
from api.editing.once import once
from api.editing.presenting import present_job
from api.editing.schemas import ImportedOut, ImportQuery, ImportResponse
from api.intake import read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type
from api.problems import Problem, sentence
from indexer import CorpusError

router = APIRouter(tags=["editing"])

JSON = "application/json"


@router.post(
    "/v1/articles/import",
    summary="Import the articles of a ZIP file",
    responses=described.answers(ImportResponse, "What became of each file.")
    | described.problems(400, 401, 403, 406, 409, 413, 415, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(
        described.ARCHIVE_BODY, described.IDEMPOTENCY_HEADERS, described.query(ImportQuery)
    ),
)
async def import_articles(request: Request) -> Response:
    """Store each file that can be used; one that cannot stops no other. Needs a key with the scope edit."""
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    replace = read_query(request, ImportQuery).replace
    desk = desk_of(request)

    async def work(archive: Archive) -> Response:
        def in_library() -> ImportResponse:
            try:
                files = desk.library.import_zip(archive.path, author=author_of(caller), replace=replace)
            except CorpusError as error:
                detail = f"{sentence(error.what)} {sentence(error.next_step)}"
                raise Problem(slug="unusable-archive", detail=detail) from None
            statuses = [one.status for one in files]
            job = desk.reindex(caller) if {"created", "replaced", "unchanged"} & set(statuses) else None
            desk.record(
                caller,
                "articles.import",
                job.id if job is not None else "nothing",
                **{status: statuses.count(status) for status in sorted(set(statuses))},
                articles=[one.article_id for one in files if one.status in {"created", "replaced"}],
            )
            shown = tuple(ImportedOut.model_validate(one) for one in files)
            return ImportResponse(files=shown, job=present_job(job) if job is not None else None)

        imported = await desk.run(in_library)
        if imported.job is not None and (wait_s := wait_of(request)):
            job_id = imported.job.id
            job = await desk.wait_for(await desk.run(lambda: desk.job(job_id)), wait_s)
            imported = imported.model_copy(update={"job": present_job(job)})
        return changes.json_response(imported)

    async with received_archive(request) as archive:
        return await once(request, desk, caller, archive.sha256, lambda: work(archive))
