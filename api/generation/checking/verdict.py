"""What becomes of a sentence that a language model wrote: shown with its evidence, or not shown and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer import Span


class Fault(StrEnum):
    """Why a sentence is not shown."""

    NO_SOURCE = "no_source"
    LANGUAGE = "language"
    FIGURE = "figure"
    NAME = "name"
    CONCEPT = "concept"
    NEGATED = "negated"
    OVERSTATED = "overstated"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a source that support a sentence.

    `number` is the source's, 1-based, `span` stands in its article's source text, within one passage. `support` is how
    well the words support the sentence, 0..1, higher is better.
    """

    number: int
    span: Span
    support: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a sentence may be shown: `fault` is None where it may.

    `support` is how well its sources support it, 0..1, higher is better. `evidence` is of the cited sources that do,
    the best first; it is empty where there is a fault.
    """

    fault: Fault | None
    support: float
    evidence: tuple[Evidence, ...] = ()
