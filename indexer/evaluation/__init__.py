"""Evaluation on graded questions."""

from indexer.evaluation.matching import covers
from indexer.evaluation.measures import Outcome, Report, Response, ResponseCitation, evaluate
from indexer.evaluation.questions import Gold, GradedQuestion, read_questions

__all__ = [
    "Gold",
    "GradedQuestion",
    "Outcome",
    "Report",
    "Response",
    "ResponseCitation",
    "covers",
    "evaluate",
    "read_questions",
]
