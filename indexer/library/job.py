"""What one job is: a re-index that was asked for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
Ending = Literal["done", "failed", "cancelled"]

STAGES = ("files", "passages", "embeddings", "meanings", "words", "switch")
"""The stages of a build, in their order."""
WAITING = "waiting for another build"
CANCELLING = "cancelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One re-index: `done` of `total` steps of `stage`, times as ISO 8601 in UTC.

    `author` is the name of who asked first. `embedded` and `reused` count passages; `error` says where, what and the
    next step; `problems` are those of files whose articles stayed as they were or were left out.
    """

    id: str
    state: JobState
    author: str
    created: str
    whole: bool = False
    started: str | None = None
    finished: str | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    snapshot: str | None = None
    embedded: int = 0
    reused: int = 0
    error: str | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether nothing will become of it any more."""
        return self.state not in {"queued", "running"}

    @property
    def progress(self) -> float:
        """How much of the work is behind, 0..1, as a bar shows it: each stage counts the same."""
        if self.state == "done":
            return 1.0
        if self.stage not in STAGES:
            return 0.0
        return (STAGES.index(self.stage) + min(1.0, self.done / max(1, self.total))) / len(STAGES)
