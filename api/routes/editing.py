"""PUT and DELETE /v1/articles/{id}, its file, a check without saving: what changes an article or prepares a change."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi_editing as described
from api.access import require
from api.addresses import article_id_of
from api.caching import cached_response
from api.dependencies import desk_of
from api.editing import changes, checking
from api.editing.bodies import read_text_or_json, sha256_of_body
from api.editing.conditions import condition_of, etag_of
from api.editing.once import once
from api.editing.schemas import ChangeQuery, CheckQuery, CheckRequest, CheckResponse, DeletedResponse, PutRequest
from api.intake import read_query
from api.keys.model import Scope
from api.negotiation import choose_media_type

router = APIRouter(tags=["editing"])

JSON = "application/json"
MARKDOWN = "text/markdown; charset=utf-8"


@router.post(
    "/v1/articles/check",
    summary="See what a text would be as an article, without saving it",
    responses=described.answers(CheckResponse, "What was found; `usable` is false when it cannot be an article.")
    | described.problems(400, 401, 403, 406, 413, 415, 422, 429, 500, 503),
    openapi_extra=described.operation(described.article_body(CheckRequest), described.query(CheckQuery)),
)
async def check_article(request: Request) -> Response:
    """Front matter, language, residue, passages, Concepts and warnings. Needs a key with the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    query = read_query(request, CheckQuery)
    body = await read_text_or_json(request, CheckRequest)
    raw = body if isinstance(body, bytes) else body.source.encode("utf-8")
    article_id = query.id if isinstance(body, bytes) or body.id is None else body.id
    desk = desk_of(request)
    found = await desk.run(lambda: checking.check(desk.library, raw, article_id=article_id))
    return changes.json_response(found)


@router.put(
    "/v1/articles/{id}",
    summary="Create or replace an article",
    responses=described.changed() | described.problems(400, 401, 403, 406, 409, 412, 413, 415, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(
        described.ARTICLE_ID, described.article_body(PutRequest), described.CHANGE_HEADERS, described.query(ChangeQuery)
    ),
)
async def put_article(request: Request) -> Response:
    """Store the article's file, durably, and have it indexed. Needs a key with the scope edit.

    `If-Match` with the ETag of the file refuses to overwrite what somebody else stored meanwhile (412);
    `If-None-Match: *` refuses to replace an article. `Prefer: wait=N` answers once it is indexed.
    """
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    condition, note = condition_of(request), read_query(request, ChangeQuery).note
    body = await read_text_or_json(request, PutRequest)
    raw, note = (body, note) if isinstance(body, bytes) else (body.source.encode("utf-8"), body.note or note)
    desk, article_id = desk_of(request), article_id_of(request)
    put = changes.put(desk, article_id, raw, caller=caller, condition=condition, note=note)
    sent = await sha256_of_body(request)
    return await once(request, desk, caller, sent, lambda: changes.published_response(request, desk, put))


@router.delete(
    "/v1/articles/{id}",
    summary="Delete an article",
    responses=described.answers(DeletedResponse, "It is deleted; its versions stay.")
    | described.problems(400, 401, 403, 404, 406, 409, 412, 422, 429, 500, 503, 507),
    openapi_extra=described.operation(described.ARTICLE_ID, described.CHANGE_HEADERS),
)
async def delete_article(request: Request) -> Response:
    """Delete the article's file and have the index follow; every version can be restored. Needs the scope edit."""
    caller = await require(request, Scope.EDIT, editing=True)
    choose_media_type(request, (JSON,))
    condition = condition_of(request)
    desk, article_id = desk_of(request), article_id_of(request)
    delete = changes.delete(desk, article_id, caller=caller, condition=condition)
    sent = await sha256_of_body(request)
    return await once(request, desk, caller, sent, lambda: changes.deleted_response(request, desk, delete))


@router.get(
    "/v1/articles/{id}/file",
    summary="The whole file of an article",
    responses=described.MARKDOWN_FILE | described.problems(401, 403, 404, 429, 500, 503),
    openapi_extra=described.operation(described.ARTICLE_ID),
)
async def get_file(request: Request) -> Response:
    """The file as it is stored now, front matter included; its ETag is what If-Match takes. Needs the scope edit."""
    await require(request, Scope.EDIT, editing=True)
    desk, article_id = desk_of(request), article_id_of(request)
    stored = await desk.run(lambda: desk.library.file(article_id))
    return cached_response(request, stored.raw, media_type=MARKDOWN, etag=etag_of(stored.version))
