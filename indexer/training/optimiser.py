"""Adam for the rows of a matrix that a step touched, after Kingma & Ba (2015); untouched rows cost nothing."""

from __future__ import annotations

from typing import Any

BETA_1 = 0.9
BETA_2 = 0.999
EPSILON = 1e-8


class RowAdam:
    """Moments of a parameter tensor (rows first), applied lazily to the rows that have a gradient."""

    def __init__(self, values: Any) -> None:
        """`values` is the torch tensor to train; it is changed in place."""
        import torch

        self.values = values
        self.mean = torch.zeros_like(values)
        self.square = torch.zeros_like(values)
        self.steps = 0

    def step(self, rows: Any, gradient: Any, *, rate: float) -> None:
        """Move `values[rows]` against `gradient` (same shape); `rows` are distinct row numbers."""
        self.steps += 1
        mean = self.mean[rows].mul_(BETA_1).add_(gradient, alpha=1 - BETA_1)
        square = self.square[rows].mul_(BETA_2).addcmul_(gradient, gradient, value=1 - BETA_2)
        self.mean[rows] = mean
        self.square[rows] = square
        root = (square / (1 - BETA_2**self.steps)).sqrt_().add_(EPSILON)
        self.values[rows] -= rate / (1 - BETA_1**self.steps) * mean / root

    def state(self) -> dict[str, Any]:
        """What a later run needs to go on."""
        return {"values": self.values, "mean": self.mean, "square": self.square, "steps": self.steps}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.values.copy_(state["values"])
        self.mean.copy_(state["mean"])
        self.square.copy_(state["square"])
        self.steps = int(state["steps"])
