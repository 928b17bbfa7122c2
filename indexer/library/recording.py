"""Who must hear of articles before a snapshot with them serves: the library, which keeps every version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from indexer.index.outcome import IndexedFile


class Recorder(Protocol):
    """Knows where the articles of a corpus lie, and is told of those that are indexed."""

    @property
    def roots(self) -> Sequence[Path]:
        """The folders to index; there may be another one at the next build."""

    def note_indexed(self, files: Sequence[IndexedFile]) -> None:
        """Write down the versions of `files`; StateError when that cannot be done, and then nothing new serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRecorder:
    """A corpus whose versions nobody keeps."""

    roots: tuple[Path, ...]

    def note_indexed(self, files: Sequence[IndexedFile]) -> None:
        """Keep nothing."""
        del files


def recorder_of(roots: Sequence[Path], *, state: Path) -> Recorder:
    """The one that keeps the versions of the articles below `roots` in the folder `state`."""
    from indexer.library.library import Library

    return Library(roots, state=state)
