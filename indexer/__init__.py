"""From articles to Hits: languages, articles, passages, embedding, index, retrieval, evaluation and the CLI.

What stands in `__all__` is everything `api` may use. Names are imported on first use, so that `manba --help` does not
pay for the index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.checking import Checked
    from indexer.commands.options import (
        DEFAULT_INDEX,
        LANGUAGE_CHOICE,
        chosen_languages,
        filter_options,
        index_option,
        json_option,
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
    from indexer.languages import LANGUAGES
    from indexer.library.differences import Diff, DiffLine, diff_texts
    from indexer.library.importing import Imported
    from indexer.library.library import Library
    from indexer.library.published import Published, StoredFile
    from indexer.library.versions import Author, Version, version_of

_PLACES = {
    "checking": ("Checked",),
    "commands.options": (
        "DEFAULT_INDEX",
        "LANGUAGE_CHOICE",
        "chosen_languages",
        "filter_options",
        "index_option",
        "json_option",
    ),
    "commands.terminal": ("isolate",),
    "concepts": ("AskedConcept", "ConceptReading", "Decision", "Glossary"),
    "domain": (
        "Article",
        "Direction",
        "Hit",
        "Imported",
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
    "languages": ("LANGUAGES",),
    "library.differences": ("Diff", "DiffLine", "diff_texts"),
    "library.importing": ("Imported",),
    "library.library": ("Library",),
    "library.published": ("Published", "StoredFile"),
    "library.versions": ("Author", "Version", "version_of"),
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
    "Checked",
    "ConceptReading",
    "ConflictError",
    "CorpusError",
    "Decision",
    "Diff",
    "DiffLine",
    "Direction",
    "EmbedderError",
    "EvaluationError",
    "Glossary",
    "Gold",
    "GradedQuestion",
    "Hit",
    "Imported",
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
    "Sentence",
    "SentenceRole",
    "SentenceSignals",
    "Signals",
    "SnapshotError",
    "Span",
    "StateError",
    "StoredFile",
    "Version",
    "chosen_languages",
    "covers",
    "diff_texts",
    "direction_of",
    "evaluate",
    "filter_options",
    "index_option",
    "isolate",
    "json_option",
    "parse_question",
    "read_questions",
    "version_of",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value
