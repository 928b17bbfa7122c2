"""Checking of sentences that a language model wrote, by our own code: it is never trusted."""

from api.generation.checking.checker import Checker
from api.generation.checking.verdict import Evidence, Fault, Verdict

__all__ = ["Checker", "Evidence", "Fault", "Verdict"]
