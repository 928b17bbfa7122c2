"""What was fitted on graded sentences: the weights of the features of support, and from where on a sentence is shown.

benchmarks/support.py writes calibration.json.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import orjson

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A logistic function of the features of support, with `weights` by the name of the feature and a `bias`.

    A sentence is shown from `same` on where a source is in its language, from `across` on where none is.
    """

    weights: Mapping[str, float]
    bias: float
    same: float
    across: float

    def support(self, features: Mapping[str, float]) -> float:
        """How well sources support a sentence, 0..1, by its features."""
        return 1 / (1 + math.exp(-self.bias - sum(weight * features[name] for name, weight in self.weights.items())))


@cache
def calibration() -> Calibration:
    """The calibration that ships."""
    fields = orjson.loads(FILE.read_bytes())
    return Calibration(
        weights=MappingProxyType(fields["weights"]),
        bias=fields["bias"],
        same=fields["shown_from"]["same"],
        across=fields["shown_from"]["across"],
    )
