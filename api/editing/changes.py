"""Changes of articles as one piece of work each: in the library, then a job, then the log; and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from api.access import Caller
from api.editing.conditions import ANY_VERSION, Condition, etag_of, wait_of
from api.editing.desk import Desk, author_of
from api.editing.presenting import present_deleted, present_diff, present_published
from api.editing.schemas import DiffResponse
from api.presenting import article_path
from api.problems import FieldError, Problem, sentence
from indexer import ConflictError, NotFoundError, diff_texts

if TYPE_CHECKING:
    from indexer import Job, Published, Version

T = TypeVar("T")

JSON = "application/json"
DRAFT = "draft"
NO_VERSION = "0"
_UNCACHED = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change came to: an article published or deleted, and the job that indexes it."""

    version: Version
    job: Job
    published: Published | None = None


Work = Callable[[], Change]


def put(desk: Desk, article_id: str, raw: bytes, *, caller: Caller, condition: Condition, note: str) -> Work:
    """Creating or replacing an article."""

    def work() -> Change:
        published = _conditional(
            desk,
            article_id,
            condition,
            lambda: desk.library.put(
                article_id,
                raw,
                author=author_of(caller),
                if_match=condition.versions,
                must_be_new=condition.must_be_new,
                may_be_made=condition.may_be_made,
                note=note,
            ),
        )
        return _published(desk, caller, "article.put", published, note=note)

    return work


def restore(desk: Desk, article_id: str, wanted: str, *, caller: Caller, condition: Condition) -> Work:
    """Making an earlier version the newest."""

    def work() -> Change:
        version = find_version(desk, article_id, wanted)
        published = _conditional(
            desk,
            article_id,
            condition,
            lambda: desk.library.restore(
                article_id,
                version.number,
                author=author_of(caller),
                if_match=condition.versions,
                must_be_new=condition.must_be_new,
                may_be_made=condition.may_be_made,
            ),
        )
        return _published(desk, caller, "article.restore", published, restored_from=version.number)

    return work


def delete(desk: Desk, article_id: str, *, caller: Caller, condition: Condition) -> Work:
    """Deleting an article."""

    def work() -> Change:
        if condition.must_be_new:
            raise Problem(slug="precondition-failed", detail="Only what is there can be deleted.")
        version = _conditional(
            desk,
            article_id,
            condition,
            lambda: desk.library.delete(
                article_id,
                author=author_of(caller),
                if_match=condition.versions,
                may_be_made=condition.may_be_made,
            ),
        )
        job = desk.reindex(caller)
        desk.record(caller, "article.delete", article_id, version=version.version, number=version.number, job=job.id)
        return Change(version=version, job=job)

    return work


def find_version(desk: Desk, article_id: str, wanted: str) -> Version:
    """A version by its number or id; `Problem` unknown-version (404), NotFoundError for an unknown article."""
    return find_version_and_file(desk, article_id, wanted)[0]


def find_version_and_file(desk: Desk, article_id: str, wanted: str) -> tuple[Version, bytes]:
    """A version by its number or id, with its file; raises as `find_version` does."""
    try:
        return desk.library.version(article_id, wanted)
    except NotFoundError as error:
        desk.library.versions(article_id)
        detail = f"{sentence(error.what)} {sentence(error.next_step)}"
        raise Problem(slug="unknown-version", detail=detail) from None


def _published(desk: Desk, caller: Caller, action: str, published: Published, **details: object) -> Change:
    # Also when nothing changed: a server may have been killed between a change and its job.
    job = desk.reindex(caller)
    version = published.version
    told = {name: value for name, value in details.items() if value != ""}
    desk.record(
        caller,
        action,
        published.article_id,
        version=version.version,
        number=version.number,
        created=published.created,
        changed=published.changed,
        job=job.id,
        **told,
    )
    return Change(version=version, job=job, published=published)


def _conditional(desk: Desk, article_id: str, condition: Condition, work: Callable[[], T]) -> T:
    """The outcome of `work`; a conflict is a failed precondition where the article is not what was expected."""
    try:
        return work()
    except ConflictError as error:
        if not _fails(desk, article_id, condition):
            raise
        detail = f"{sentence(error.what)} {sentence(error.next_step)}"
        raise Problem(slug="precondition-failed", detail=detail) from None


def _fails(desk: Desk, article_id: str, condition: Condition) -> bool:
    try:
        version = desk.library.file(article_id).version
    except NotFoundError:
        return condition.versions is not None
    accepted = condition.versions
    return condition.must_be_new or (accepted is not None and not accepted & {version, ANY_VERSION})


async def published_response(request: Request, desk: Desk, work: Work) -> Response:
    """Make a change and answer with the article as it is now: 201 when it is new, its ETag, where it is."""
    change, headers = await _made(request, desk, work)
    assert change.published is not None  # noqa: S101  (put and restore publish)
    headers |= {
        "ETag": etag_of(change.version.version),
        "Location": article_path(change.published.article_id),
        "Content-Language": change.published.parsed.article.language.value,
    }
    body = present_published(change.published, change.job)
    return json_response(body, status=201 if change.published.created else 200, headers=headers)


async def deleted_response(request: Request, desk: Desk, work: Work) -> Response:
    """Make a deletion and answer with what was deleted."""
    change, headers = await _made(request, desk, work)
    return json_response(present_deleted(change.version, change.job), headers=headers)


async def _made(request: Request, desk: Desk, work: Work) -> tuple[Change, dict[str, str]]:
    change = await desk.run(work)
    wait_s = wait_of(request)
    if wait_s == 0.0:
        return change, {}
    job = await desk.wait_for(change.job, wait_s)
    return replace(change, job=job), {"Preference-Applied": f"wait={wait_s:.0f}"}


def json_response(body: BaseModel, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """`body` as JSON that nobody caches."""
    text = body.model_dump_json(by_alias=True)
    return Response(text, status_code=status, media_type=JSON, headers={**_UNCACHED, **(headers or {})})


def diff_of_draft(desk: Desk, article_id: str, raw: bytes) -> DiffResponse:
    """What `raw` would change in the article's file; of one that is not there, all of it is new.

    Raises `Problem` unusable-article (422) for what is not UTF-8.
    """
    try:
        draft = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8; encode the text as UTF-8"
        raise Problem(slug="unusable-article", detail=f"{sentence(what)}", errors=[FieldError(detail=what)]) from None
    try:
        stored = desk.library.file(article_id)
        old, name = stored.raw.decode("utf-8", "replace"), stored.version
    except NotFoundError:
        old, name = "", NO_VERSION
    return present_diff(diff_texts(old, draft, old_name=name, new_name=DRAFT))
