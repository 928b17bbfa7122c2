"""GET /v1/articles/{id}/versions…: every state an article was in, what changed between them, and going back to one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi_editing as described
from api.access import require
from api.addresses import article_id_of, segment
from api.dependencies import desk_of
from api.editing import changes
from api.editing.bodies import read_text_or_json, sha256_of_body
from api.editing.conditions import condition_of, etag_of
from api.editing.once import once
from api.editing.presenting import present_diff, present_version, present_version_file
from api.editing.schemas import DiffQuery, DiffResponse, DraftRequest, VersionFileOut, VersionsResponse
from api.intake import read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type

router = APIRouter(tags=["editing"])

JSON = "application/json"


@router.get(
    "/v1/articles/{id}/versions",
    summary="The versions of an article",
    responses=described.answers(VersionsResponse, "The versions, newest first.")
    | described.problems(401, 403, 404, 406, 429, 500, 503),
    openapi_extra=described.operation(described.ARTICLE_ID),
)
async def list_versions(request: Request) -> Response:
    """Who stored what and when, newest first, also of a deleted article. Needs a key with the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    desk, article_id = desk_of(request), article_id_of(request)
    versions = await desk.run(lambda: desk.library.versions(article_id))
    shown = tuple(present_version(version) for version in versions)
    return changes.json_response(VersionsResponse(article_id=article_id, versions=shown))


@router.get(
    "/v1/articles/{id}/versions/{number}",
    summary="A version with its file",
    responses=described.answers(VersionFileOut, "The version.") | described.problems(401, 403, 404, 406, 429, 500, 503),
    openapi_extra=described.operation(described.ARTICLE_ID, described.VERSION_NUMBER),
)
async def get_version(request: Request) -> Response:
    """One version, by its number or id, with the whole file as it was. Needs a key with the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    desk, article_id, wanted = desk_of(request), article_id_of(request), segment(request, "number")
    version, raw = await desk.run(lambda: changes.find_version_and_file(desk, article_id, wanted))
    headers = {"ETag": etag_of(version.version)}
    return changes.json_response(present_version_file(version, raw), headers=headers)


@router.get(
    "/v1/articles/{id}/versions/{number}/diff",
    summary="What changed from one version to another",
    responses=described.answers(DiffResponse, "The lines that stayed, came and went.")
    | described.problems(400, 401, 403, 404, 406, 422, 429, 500, 503),
    openapi_extra=described.operation(described.ARTICLE_ID, described.VERSION_NUMBER, described.query(DiffQuery)),
)
async def get_diff(request: Request) -> Response:
    """From the version `from`, by default the one before, to this one. Needs a key with the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    older = read_query(request, DiffQuery).from_
    desk, article_id, wanted = desk_of(request), article_id_of(request), segment(request, "number")

    def work() -> DiffResponse:
        newer = changes.find_version(desk, article_id, wanted)
        old = older if older is not None else str(newer.number - 1)
        if old != changes.NO_VERSION:
            old = str(changes.find_version(desk, article_id, old).number)
        new = str(newer.number)
        return present_diff(desk.library.diff(article_id, old, new))

    return changes.json_response(await desk.run(work))


@router.post(
    "/v1/articles/{id}/diff",
    summary="What a draft would change",
    responses=described.answers(DiffResponse, "The lines that would stay, come and go.")
    | described.problems(400, 401, 403, 406, 413, 415, 422, 429, 500, 503),
    openapi_extra=described.operation(described.ARTICLE_ID, described.article_body(DraftRequest)),
)
async def diff_draft(request: Request) -> Response:
    """From the article's file as it is now, or from nothing, to the text in the body. Needs the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    body = await read_text_or_json(request, DraftRequest)
    raw = body if isinstance(body, bytes) else body.source.encode("utf-8")
    desk, article_id = desk_of(request), article_id_of(request)
    return changes.json_response(await desk.run(lambda: changes.diff_of_draft(desk, article_id, raw)))


@router.post(
    "/v1/articles/{id}/versions/{number}/restore",
    summary="Go back to a version",
    responses=described.changed() | described.problems(400, 401, 403, 404, 406, 409, 412, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(described.ARTICLE_ID, described.VERSION_NUMBER, described.CHANGE_HEADERS),
)
async def restore_version(request: Request) -> Response:
    """Store the article as it was, as a new version, and have it indexed. Needs a key with the scope edit."""
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    condition = condition_of(request)
    desk, article_id, wanted = desk_of(request), article_id_of(request), segment(request, "number")
    restore = changes.restore(desk, article_id, wanted, caller=caller, condition=condition)
    sent = await sha256_of_body(request)
    return await once(request, desk, caller, sent, lambda: changes.published_response(request, desk, restore))
