"""The JSON of administration: snapshots, keys and the log of changes."""

from __future__ import annotations

from pydantic import Field

from api.editing.schemas import FrozenResponse, ListQuery, StrictRequest


class AuditQuery(ListQuery):
    """Which entries of the log of changes."""

    before: int | None = Field(default=None, ge=1, description="Only entries numbered below this.")
    subject: str | None = Field(default=None, description="Only what was done to this article, job, snapshot or key.")


class RollbackRequest(StrictRequest):
    """Which snapshot is to serve."""

    snapshot: str | None = Field(default=None, description="Its name; without it, the one before that which serves.")


class SnapshotOut(FrozenResponse):
    """A snapshot that is kept."""

    name: str
    created: str | None = Field(description="ISO 8601, UTC.")
    serves: bool = Field(validation_alias="is_current")
    articles: int
    passages: int
    fault: str | None = Field(description="Why it could not serve.")


class SnapshotsResponse(FrozenResponse):
    """The snapshots that are kept, newest first."""

    snapshots: tuple[SnapshotOut, ...]


class RollbackResponse(FrozenResponse):
    """The snapshot that serves now, and the one that did."""

    snapshot: str
    previous: str


class KeyOut(FrozenResponse):
    """The key a request came with."""

    id: str | None
    name: str
    scopes: tuple[str, ...]
    expires: str | None


class EntryOut(FrozenResponse):
    """A change: who did what to what, and when."""

    number: int
    at: str = Field(description="ISO 8601, UTC.")
    key_id: str | None
    key_name: str
    action: str
    subject: str
    details: dict[str, object]


class AuditResponse(FrozenResponse):
    """The log of changes, newest first."""

    entries: tuple[EntryOut, ...]
