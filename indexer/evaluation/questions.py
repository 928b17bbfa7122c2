"""Graded questions: one JSON object a line, read with pointed errors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.domain import LanguageCode, Span
from indexer.errors import EvaluationError

_REQUIRED = ("id", "lang", "question", "kind", "answerable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A stretch of an article that answers: `doc` is the article's id or the beginning of it, `quote` its words.

    Of an article that may not be quoted, `span` says where the words stand in its source text, and `quote` is empty
    until `quoted` takes them from there.
    """

    doc: str
    quote: str = ""
    span: Span | None = None

    def quoted(self, source: str) -> Gold:
        """This stretch with its words, taken from the article's `source` where only their place is given."""
        return replace(self, quote=self.span.of(source)) if self.span else self

    def is_of(self, article_id: str) -> bool:
        """Whether `doc` names this article."""
        return article_id.startswith(self.doc)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedQuestion:
    """A question with what answers it.

    `needs_all` is true when a full answer needs every gold, otherwise each alone answers. `must_mention` holds
    alternatives joined by "|". `wrong` are tempting stretches on the other Concept or another figure. `scope` is
    in_corpus, off_topic or near_topic.
    """

    id: str
    language: LanguageCode
    question: str
    kind: str
    answerable: bool
    scope: str
    crosslingual: bool
    gold: tuple[Gold, ...]
    needs_all: bool
    must_mention: tuple[str, ...]
    wrong: tuple[Gold, ...]


def read_questions(paths: Sequence[Path]) -> list[GradedQuestion]:
    """The questions of files and of the *.jsonl files in folders.

    EvaluationError names the line that cannot be used; it is raised too when there is no question at all.
    """
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.jsonl")) if path.is_dir() else [path])
    questions: list[GradedQuestion] = []
    seen: dict[str, str] = {}
    for file in files:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            question = _read(line, where)
            if question.id in seen:
                raise EvaluationError(
                    where=where,
                    what=f"the id {question.id!r} stands in {seen[question.id]} too",
                    next_step="change one",
                )
            seen[question.id] = where
            questions.append(question)
    if not questions:
        raise EvaluationError(
            where=", ".join(map(str, paths)),
            what="there is no graded question to evaluate",
            next_step="name a *.jsonl file or a folder that holds some",
        )
    return questions


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines: U+2028 and its like may stand inside a JSON string.
        return file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(
            where=str(file), what=f"the file cannot be read ({error})", next_step="name a UTF-8 *.jsonl file"
        ) from error


def _read(line: str, where: str) -> GradedQuestion:
    try:
        values: dict[str, Any] = json.loads(line)
        missing = [name for name in _REQUIRED if name not in values]
        if missing:
            raise ValueError(f"missing: {', '.join(missing)}")
        for name in ("answerable", "crosslingual"):
            if not isinstance(values.get(name, False), bool):
                raise TypeError(f"{name} must be true or false")
        answerable = values["answerable"]
        question = GradedQuestion(
            id=str(values["id"]),
            language=LanguageCode(values["lang"]),
            question=str(values["question"]),
            kind=str(values["kind"]),
            answerable=answerable,
            scope=str(values.get("scope", "in_corpus" if answerable else "off_topic")),
            crosslingual=bool(values.get("crosslingual", False)),
            gold=_golds(values.get("gold", ())),
            needs_all=values.get("gold_mode", "any") == "all",
            must_mention=tuple(values.get("must_mention", ())),
            wrong=_golds(values.get("wrong", ())),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise EvaluationError(
            where=where, what=f"not a graded question ({error})", next_step="see corpus/README.md for the fields"
        ) from error
    if answerable and not question.gold:
        raise EvaluationError(
            where=where, what="an answerable question needs a gold", next_step="add one, or set answerable to false"
        )
    return question


def _golds(values: Sequence[dict[str, Any]]) -> tuple[Gold, ...]:
    return tuple(_gold(value) for value in values)


def _gold(value: dict[str, Any]) -> Gold:
    if "quote" in value:
        return Gold(doc=value["doc"], quote=value["quote"])
    return Gold(doc=value["doc"], span=Span(start=value["start"], end=value["end"]))
