"""How a language model can fail its readers."""

from __future__ import annotations

from api.domain import Fallback


class ModelError(Exception):
    """The model writes nothing, or nothing more; `fallback` is what readers are told, the text is for the log.

    `retry_after_s` is how long the model's server asked to be left alone, 0 where it did not. `is_its_fault` is false
    where the model was not even asked. `status` is what its server answered, 0 where it did not.
    """

    def __init__(
        self,
        fallback: Fallback,
        what: str,
        *,
        retry_after_s: float = 0.0,
        is_its_fault: bool = True,
        status: int = 0,
    ) -> None:
        """Keep the parts."""
        self.status = status
        self.fallback = fallback
        self.retry_after_s = retry_after_s
        self.is_its_fault = is_its_fault
        super().__init__(what)
