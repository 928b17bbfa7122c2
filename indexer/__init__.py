"""From articles to Hits: languages, articles, passages, embedding, index, retrieval, evaluation and the CLI.

What stands in `__all__` is everything `api` may use. Names are imported on first use, so that `manba --help` does not
pay for the index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.commands.options import (
        DEFAULT_INDEX,
        LANGUAGE_CHOICE,
        chosen_languages,
        filter_options,
        index_option,
        json_option,
    )
    from indexer.commands.terminal import isolate
    from indexer.concepts import AskedConcept, Glossary
    from indexer.domain import (
        Article,
        Direction,
        Hit,
        LanguageCode,
        Naming,
        Passage,
        Question,
        Ranking,
        Sentence,
        SentenceRole,
        SentenceSignals,
        Signals,
        Span,
        direction_of,
    )
    from indexer.errors import (
        ArticleError,
        BusyError,
        CancelledError,
        CorpusError,
        EmbedderError,
        EvaluationError,
        ManbaError,
        NotFoundError,
        QuestionError,
        SnapshotError,
    )
    from indexer.evaluation import (
        Gold,
        GradedQuestion,
        Report,
        Response,
        ResponseCitation,
        covers,
        evaluate,
        read_questions,
    )
    from indexer.knowledge import MAX_QUESTION_CHARACTERS, KnowledgeBase, KnowledgeView, parse_question
    from indexer.languages import LANGUAGES
    from indexer.library.jobs import Job, Jobs
    from indexer.library.rollback import KeptSnapshot, RolledBack, kept_snapshots, roll_back
    from indexer.library.supervising import IndexerProcess

_PLACES = {
    "commands.options": (
        "DEFAULT_INDEX",
        "LANGUAGE_CHOICE",
        "chosen_languages",
        "filter_options",
        "index_option",
        "json_option",
    ),
    "commands.terminal": ("isolate",),
    "concepts": ("AskedConcept", "Glossary"),
    "domain": (
        "Article",
        "Direction",
        "Hit",
        "LanguageCode",
        "Naming",
        "Passage",
        "Question",
        "Ranking",
        "Sentence",
        "SentenceRole",
        "SentenceSignals",
        "Signals",
        "Span",
        "direction_of",
    ),
    "errors": (
        "ArticleError",
        "BusyError",
        "CancelledError",
        "CorpusError",
        "EmbedderError",
        "EvaluationError",
        "ManbaError",
        "NotFoundError",
        "QuestionError",
        "SnapshotError",
    ),
    "evaluation": (
        "Gold",
        "GradedQuestion",
        "Report",
        "Response",
        "ResponseCitation",
        "covers",
        "evaluate",
        "read_questions",
    ),
    "knowledge": ("MAX_QUESTION_CHARACTERS", "KnowledgeBase", "KnowledgeView", "parse_question"),
    "languages": ("LANGUAGES",),
    "library.jobs": ("Job", "Jobs"),
    "library.rollback": ("KeptSnapshot", "RolledBack", "kept_snapshots", "roll_back"),
    "library.supervising": ("IndexerProcess",),
}
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "DEFAULT_INDEX",
    "LANGUAGES",
    "LANGUAGE_CHOICE",
    "MAX_QUESTION_CHARACTERS",
    "Article",
    "ArticleError",
    "AskedConcept",
    "BusyError",
    "CancelledError",
    "CorpusError",
    "Direction",
    "EmbedderError",
    "EvaluationError",
    "Glossary",
    "Gold",
    "GradedQuestion",
    "Hit",
    "IndexerProcess",
    "Job",
    "Jobs",
    "KeptSnapshot",
    "KnowledgeBase",
    "KnowledgeView",
    "LanguageCode",
    "ManbaError",
    "Naming",
    "NotFoundError",
    "Passage",
    "Question",
    "QuestionError",
    "Ranking",
    "Report",
    "Response",
    "ResponseCitation",
    "RolledBack",
    "Sentence",
    "SentenceRole",
    "SentenceSignals",
    "Signals",
    "SnapshotError",
    "Span",
    "chosen_languages",
    "covers",
    "direction_of",
    "evaluate",
    "filter_options",
    "index_option",
    "isolate",
    "json_option",
    "kept_snapshots",
    "parse_question",
    "read_questions",
    "roll_back",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
