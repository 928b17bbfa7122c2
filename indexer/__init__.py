"""From articles to Hits: languages, articles, passages, embedding, index, retrieval, evaluation and the CLI.

What stands in `__all__` is everything `api` may use. Names are imported on first use, so that `manba --help` does not
pay for the index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.checking import Checked
    from indexer.commands.doctor import Finding
    from indexer.commands.options import (
        DEFAULT_INDEX,
        LANGUAGE_CHOICE,
        chosen_languages,
        corpus_of,
        filter_options,
        index_option,
        json_option,
        kept_corpus_option,
        state_option,
    )
    from indexer.commands.terminal import isolate
    from indexer.concepts import AskedConcept, ConceptReading, Decision, Glossary
    from indexer.domain import (
        Article,
        Direction,
        Hit,
        LanguageCode,
        Naming,
        ParsedArticle,
        Passage,
        Question,
        Ranking,
        Residue,
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
        ConflictError,
        CorpusError,
        EmbedderError,
        EvaluationError,
        ManbaError,
        NotFoundError,
        QuestionError,
        SnapshotError,
        StateError,
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
    from indexer.languages import LANGUAGES, Detection, detect
    from indexer.library.differences import Diff, DiffLine, diff_texts
    from indexer.library.importing import Imported
    from indexer.library.job import Job
    from indexer.library.jobs import Jobs
    from indexer.library.library import Library
    from indexer.library.published import Published, StoredFile
    from indexer.library.rollback import KeptSnapshot, RolledBack, kept_snapshots, roll_back
    from indexer.library.state import Database, state_folder
    from indexer.library.supervising import IndexerProcess
    from indexer.library.versions import Author, Version, version_of
    from indexer.question_keys import question_key
    from indexer.wording import HeldWords, Worded, WordReader

_PLACES = {
    "checking": ("Checked",),
    "commands.doctor": ("Finding",),
    "commands.options": (
        "DEFAULT_INDEX",
        "LANGUAGE_CHOICE",
        "chosen_languages",
        "kept_corpus_option",
        "corpus_of",
        "filter_options",
        "index_option",
        "json_option",
        "state_option",
    ),
    "commands.terminal": ("isolate",),
    "concepts": ("AskedConcept", "ConceptReading", "Decision", "Glossary"),
    "domain": (
        "Article",
        "Direction",
        "Hit",
        "LanguageCode",
        "Naming",
        "ParsedArticle",
        "Passage",
        "Question",
        "Ranking",
        "Residue",
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
        "ConflictError",
        "CorpusError",
        "EmbedderError",
        "EvaluationError",
        "ManbaError",
        "NotFoundError",
        "QuestionError",
        "SnapshotError",
        "StateError",
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
    "languages": ("LANGUAGES", "Detection", "detect"),
    "library.differences": ("Diff", "DiffLine", "diff_texts"),
    "library.importing": ("Imported",),
    "library.job": ("Job",),
    "library.jobs": ("Jobs",),
    "library.library": ("Library",),
    "library.published": ("Published", "StoredFile"),
    "library.rollback": ("KeptSnapshot", "RolledBack", "kept_snapshots", "roll_back"),
    "library.state": ("Database", "state_folder"),
    "library.supervising": ("IndexerProcess",),
    "library.versions": ("Author", "Version", "version_of"),
    "question_keys": ("question_key",),
    "wording": ("HeldWords", "WordReader", "Worded"),
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
    "Author",
    "BusyError",
    "CancelledError",
    "Checked",
    "ConceptReading",
    "ConflictError",
    "CorpusError",
    "Database",
    "Decision",
    "Detection",
    "Diff",
    "DiffLine",
    "Direction",
    "EmbedderError",
    "EvaluationError",
    "Finding",
    "Glossary",
    "Gold",
    "GradedQuestion",
    "HeldWords",
    "Hit",
    "Imported",
    "IndexerProcess",
    "Job",
    "Jobs",
    "KeptSnapshot",
    "KnowledgeBase",
    "KnowledgeView",
    "LanguageCode",
    "Library",
    "ManbaError",
    "Naming",
    "NotFoundError",
    "ParsedArticle",
    "Passage",
    "Published",
    "Question",
    "QuestionError",
    "Ranking",
    "Report",
    "Residue",
    "Response",
    "ResponseCitation",
    "RolledBack",
    "Sentence",
    "SentenceRole",
    "SentenceSignals",
    "Signals",
    "SnapshotError",
    "Span",
    "StateError",
    "StoredFile",
    "Version",
    "WordReader",
    "Worded",
    "chosen_languages",
    "corpus_of",
    "covers",
    "detect",
    "diff_texts",
    "direction_of",
    "evaluate",
    "filter_options",
    "index_option",
    "isolate",
    "json_option",
    "kept_corpus_option",
    "kept_snapshots",
    "parse_question",
    "question_key",
    "read_questions",
    "roll_back",
    "state_folder",
    "state_option",
    "version_of",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
