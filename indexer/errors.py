"""Errors of the indexer: each says where, what is wrong and what to do next.

    ManbaError
    ├── ArticleError      an article, its front matter or its sidecar cannot be used
    ├── CorpusError       a corpus folder cannot be used, or two articles share an id
    │   └── BrokenFilesError  files cannot be used, and nothing is to be built without them
    ├── EmbedderError     an embedding model cannot be loaded, or does not fit the index
    ├── SnapshotError     a snapshot is missing, damaged or of another version
    │   └── BusyError     another process is building the index
    ├── QuestionError     a question is empty, too long or in no language of the product
    ├── NotFoundError     an article, version, job or key does not exist
    ├── ConflictError     an article was changed by someone else, or may not be changed where it lies
    ├── StateError        the state folder cannot be read or written, for instance because the disk is full
    ├── CancelledError    a build was cancelled before its end
    └── EvaluationError   a file of graded questions cannot be used, or held nothing to evaluate

None of them knows HTTP; `api` maps them to statuses in one table.
"""

from __future__ import annotations


class ManbaError(Exception):
    """A failure a person can act on.

    `where` names the file, line or argument; `what` the fault; `next_step` what to do about it.
    """

    def __init__(self, *, where: str, what: str, next_step: str) -> None:
        """Keep the three parts; `str()` joins them as `where: what; next step`."""
        self.where = where
        self.what = what
        self.next_step = next_step
        super().__init__(f"{where}: {what}; {next_step}")


class ArticleError(ManbaError):
    """An article, its front matter or its sidecar cannot be used."""


class CorpusError(ManbaError):
    """A corpus folder cannot be used, or two of its articles share an id."""


class BrokenFilesError(CorpusError):
    """Files of a corpus cannot be used, and the one who asked wants nothing built then; `problems` are theirs."""

    def __init__(self, where: str, problems: tuple[ManbaError, ...]) -> None:
        """Keep the problems."""
        self.problems = problems
        super().__init__(
            where=where, what=f"{len(problems)} file(s) cannot be used", next_step="mend them; manba check lists them"
        )


class EmbedderError(ManbaError):
    """An embedding model cannot be loaded, or does not fit the index."""


class SnapshotError(ManbaError):
    """A snapshot is missing, damaged or of another version."""


class BusyError(SnapshotError):
    """Another process is building the index; nothing is wrong with it."""


class QuestionError(ManbaError):
    """A question is empty, too long or in no language of the product."""


class NotFoundError(ManbaError):
    """An article, version, job or key does not exist."""


class ConflictError(ManbaError):
    """An article was changed by someone else meanwhile, or may not be changed where it lies."""


class StateError(ManbaError):
    """The state folder cannot be read or written, for instance because the disk is full."""


class CancelledError(ManbaError):
    """A build was cancelled before its end; what served before still serves."""


class EvaluationError(ManbaError):
    """A file of graded questions cannot be used, or held nothing to evaluate."""
