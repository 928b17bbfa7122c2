"""What was fitted on graded questions: the weights of sentences and of the confidence, with the model they hold for.

benchmarks/calibrate.py writes calibration.json. Another model's numbers lie elsewhere: weights fitted for one are a
guess for another, and `manba serve` says so in its log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import orjson

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Fitted weights by the name of the feature.

    `model` is the name of the Embedder they were fitted with and `content_hash` that of its content; `bias` and
    `confidence` are those of the logistic function that gives the confidence. An answer with less confidence than
    `answered_from` is a Refusal.
    """

    model: str
    content_hash: str
    sentence: Mapping[str, float]
    confidence: Mapping[str, float]
    bias: float
    answered_from: float


@cache
def calibration() -> Calibration:
    """The calibration that ships."""
    return read_calibration(FILE.read_bytes())


def read_calibration(content: bytes) -> Calibration:
    """The calibration in the bytes of calibration.json."""
    fields = orjson.loads(content)
    return Calibration(
        model=fields["model"],
        content_hash=fields["content_hash"],
        sentence=MappingProxyType(fields["sentence"]),
        confidence=MappingProxyType(fields["confidence"]),
        bias=fields["bias"],
        answered_from=fields["answered_from"],
    )
