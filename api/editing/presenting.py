"""From values of the library and the jobs to the JSON of editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access import Caller
from api.audit import Entry
from api.editing.administration import EntryOut, KeyOut
from api.editing.schemas import (
    DeletedResponse,
    DiffLineOut,
    DiffResponse,
    JobOut,
    PublishedResponse,
    VersionFileOut,
    VersionOut,
)
from api.presenting import present_article

if TYPE_CHECKING:
    from indexer import Diff, Job, Published, Version


def present_job(job: Job) -> JobOut:
    """The JSON of a job."""
    shown = {name: getattr(job, name) for name in JobOut.model_fields if name != "url"}
    return JobOut(**shown, url=f"/v1/jobs/{job.id}")


def present_version(version: Version) -> VersionOut:
    """The JSON of a version."""
    return VersionOut.model_validate(version)


def present_version_file(version: Version, raw: bytes) -> VersionFileOut:
    """The JSON of a version with its file."""
    return VersionFileOut(**present_version(version).model_dump(), file=raw.decode("utf-8", "replace"))


def present_published(published: Published, job: Job) -> PublishedResponse:
    """The JSON of an article as it is stored now."""
    return PublishedResponse(
        article=present_article(published.parsed.article),
        version=present_version(published.version),
        changed=published.changed,
        warnings=published.warnings,
        job=present_job(job),
    )


def present_deleted(version: Version, job: Job) -> DeletedResponse:
    """The JSON of a deletion."""
    return DeletedResponse(article_id=version.article_id, version=present_version(version), job=present_job(job))


def present_diff(diff: Diff) -> DiffResponse:
    """The JSON of what changed between two texts."""
    lines = tuple(DiffLineOut.model_validate(line) for line in diff.lines)
    return DiffResponse(from_=diff.old, to=diff.new, unified=diff.unified, lines=lines)


def present_caller(caller: Caller) -> KeyOut:
    """The JSON of the key a request came with."""
    return KeyOut(
        id=caller.key_id,
        name=caller.name,
        scopes=tuple(scope.value for scope in caller.scopes),
        expires=caller.expires.isoformat(timespec="seconds") if caller.expires is not None else None,
    )


def present_entry(entry: Entry) -> EntryOut:
    """The JSON of an entry of the log of changes."""
    return EntryOut.model_validate(entry)
