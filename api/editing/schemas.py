"""The JSON of editing: what editors' requests may hold and what responses to them do hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import ArticleOut
from indexer import Direction, LanguageCode

MAX_NOTE_CHARACTERS = 1000
MAX_LISTED = 1000


class StrictRequest(BaseModel):
    """A request in which every field must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FrozenResponse(BaseModel):
    """A response made of a value's attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


Note = Annotated[str, Field(max_length=MAX_NOTE_CHARACTERS)]


class PutRequest(StrictRequest):
    """An article's file as it is to be."""

    source: str = Field(description="The whole file: front matter, where there is any, and text.")
    note: Note = Field(default="", description="What was changed and why; it stands beside the version.")


class CheckRequest(StrictRequest):
    """An article's file to look at; nothing is stored."""

    source: str = Field(description="The whole file: front matter, where there is any, and text.")
    id: str | None = Field(default=None, description="The id it is to be stored under.")


class CheckQuery(StrictRequest):
    """What goes with a text to check that is not in JSON."""

    id: str | None = Field(default=None, description="The id it is to be stored under.")


class DraftRequest(StrictRequest):
    """A text that may become an article's file."""

    source: str = Field(description="The whole file as it would be.")


class ChangeQuery(StrictRequest):
    """What goes with a change that has no JSON body."""

    note: Note = Field(default="", description="What was changed and why; it stands beside the version.")


class DiffQuery(StrictRequest):
    """What a version is compared with."""

    from_: str | None = Field(
        default=None,
        alias="from",
        description="Number or id of the older version; 0: nothing at all; without it, the version before.",
    )


class ImportQuery(StrictRequest):
    """How an archive is imported."""

    replace: bool = Field(default=False, description="Whether articles that are there already are replaced.")


class ListQuery(StrictRequest):
    """How much of a list."""

    limit: int = Field(default=100, ge=1, le=MAX_LISTED, description="How many entries to return, at most.")


class AuthorOut(FrozenResponse):
    """Who did something: the holder of a key, or, with `key_id` null, the command line, a file on disk, anyone."""

    key_id: str | None
    name: str


class VersionOut(FrozenResponse):
    """One state of an article; `version` is its id and its ETag."""

    number: int = Field(ge=1)
    version: str = Field(description="First 16 hex digits of the SHA-256 of the file.")
    action: Literal["created", "replaced", "deleted", "restored", "found"] = Field(
        description="What was done; found: the file was changed on disk."
    )
    created: str = Field(description="ISO 8601, UTC.")
    author: AuthorOut
    note: str
    bytes: int = Field(ge=0)
    title: str
    language: LanguageCode | None
    restored_from: int | None = Field(description="The number of the version that was restored.")


class VersionsResponse(FrozenResponse):
    """The versions of an article, newest first; also of a deleted one."""

    article_id: str
    versions: tuple[VersionOut, ...]


class VersionFileOut(VersionOut):
    """A version with its file."""

    file: str = Field(description="The whole file: front matter, where there is any, and text.")


class DiffLineOut(FrozenResponse):
    """A line of a diff with its 1-based numbers in the older and the newer text."""

    kind: Literal["same", "added", "removed"]
    old: int | None
    new: int | None
    text: str


class DiffResponse(FrozenResponse):
    """What changed from one text to another."""

    from_: str = Field(serialization_alias="from", validation_alias="from_", description="The older version.")
    to: str = Field(description="The newer version, or draft.")
    unified: str
    lines: tuple[DiffLineOut, ...]


class JobOut(FrozenResponse):
    """A re-index; `progress` is that of the whole, 0..1."""

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    stage: str
    done: int
    total: int
    progress: float = Field(ge=0.0, le=1.0)
    author: str
    created: str = Field(description="ISO 8601, UTC.")
    started: str | None
    finished: str | None
    snapshot: str | None = Field(description="The snapshot that serves since.")
    embedded: int = Field(description="Passages embedded anew.")
    reused: int = Field(description="Passages whose embedding was kept.")
    error: str | None
    problems: tuple[str, ...] = Field(description="Files that were left out, and why.")
    url: str = Field(json_schema_extra={"format": "uri-reference"})


class JobResponse(FrozenResponse):
    """A job."""

    job: JobOut


class JobsResponse(FrozenResponse):
    """The newest jobs, newest first."""

    jobs: tuple[JobOut, ...]


class PublishedResponse(FrozenResponse):
    """An article as it is stored now; answers cite it once `job` is done."""

    article: ArticleOut
    version: VersionOut
    changed: bool = Field(description="Whether the file differs from the one before.")
    warnings: tuple[str, ...]
    job: JobOut


class DeletedResponse(FrozenResponse):
    """What was deleted; every version of it stays readable and can be restored."""

    article_id: str
    version: VersionOut
    job: JobOut


class ImportedOut(FrozenResponse):
    """What became of one file of an archive."""

    name: str
    status: Literal["created", "replaced", "unchanged", "skipped", "refused"]
    id: str | None = Field(validation_alias="article_id")
    what: str | None
    next_step: str | None
    warnings: tuple[str, ...]


class ImportResponse(FrozenResponse):
    """What became of each file of an archive; `job` is null where nothing was stored."""

    files: tuple[ImportedOut, ...]
    job: JobOut | None


class ResidueOut(FrozenResponse):
    """A stretch of the text that no passage holds, and why."""

    line: int
    reason: str
    start: int
    end: int
    text: str


class PassageOut(FrozenResponse):
    """A passage as it would be indexed: `text` equals `source[start:end]` of the article's text."""

    id: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    concepts: tuple[str, ...]
    sentences: int


class NamingOut(FrozenResponse):
    """A name of a Concept as the article uses it; `concept` is null where the name stayed ambiguous."""

    concept: str | None
    name: str
    times: int
    decided: str = Field(description="What decided its meaning.")
    lines: tuple[int, ...]


class FaultOut(FrozenResponse):
    """Why a text cannot become an article."""

    line: int | None
    what: str
    next_step: str


class CheckResponse(FrozenResponse):
    """What a text would be as an article; with `usable` false, why it cannot be one."""

    usable: bool
    id: str | None = None
    title: str | None = None
    language: LanguageCode | None = None
    direction: Direction | None = None
    published: str | None = None
    published_original: str | None = None
    publisher: str | None = None
    url: str | None = None
    license: str | None = None
    based_on: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    front_matter: dict[str, object] = Field(default={}, description="What the front matter says, as it is written.")
    first_line: int = Field(default=1, description="The line of the file that the text begins in.")
    residue: tuple[ResidueOut, ...] = ()
    passages: tuple[PassageOut, ...] = ()
    concepts: tuple[NamingOut, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[FaultOut, ...] = ()
