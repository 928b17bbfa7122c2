"""Questions with the passage that answers them: from SQuAD-like pairs of files and from question-answer files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.domain import LanguageCode
from indexer.errors import CorpusError
from indexer.training.parallel import LANGUAGES, MISSING, FoldMany, ParallelText, read_rows

PASSAGES_END = ".passages.tsv"
QUESTIONS_END = ".questions.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question and the text that answers it, as read or folded; `source` is the file it comes from."""

    question: str
    question_language: LanguageCode
    passage: str
    passage_language: LanguageCode
    source: str


def read_questions(folder: Path) -> list[AnsweredQuestion]:
    """All answered questions of `folder`.

    `NAME.LANG.passages.tsv` (passage_id, text) goes with `NAME.LANG.questions.tsv` (passage_id, question,
    is_impossible); any other `….LANG.….tsv` holds question and answer side by side. Raises CorpusError when nothing is
    found, a language cannot be told, or a question names a passage that is not there.
    """
    found: list[AnsweredQuestion] = []
    for file in sorted(folder.glob("*.tsv")):
        if file.name.endswith(PASSAGES_END):
            continue
        code = _language_of(file)
        if file.name.endswith(QUESTIONS_END):
            found += _of_passages(file, code)
        else:
            found += [
                _question(row["question"], row["answer"], code, file)
                for _, row in read_rows(file)
                if row.get("question") and row.get("answer")
            ]
    if not found:
        raise CorpusError(where=str(folder), what="no question found", next_step="give a folder of question files")
    return found


def folded_questions(questions: Sequence[AnsweredQuestion], *, fold_many: FoldMany) -> list[AnsweredQuestion]:
    """The questions in search form, repetitions and texts without letters left out."""
    texts: dict[tuple[str, LanguageCode], str] = {}
    for code in LANGUAGES:
        wanted = sorted(
            {q.question for q in questions if q.question_language is code}
            | {q.passage for q in questions if q.passage_language is code}
        )
        texts.update({(raw, code): folded for raw, folded in zip(wanted, fold_many(wanted, code), strict=True)})
    folded = {
        AnsweredQuestion(
            question=texts[q.question, q.question_language],
            question_language=q.question_language,
            passage=texts[q.passage, q.passage_language],
            passage_language=q.passage_language,
            source=q.source,
        ): None
        for q in questions
    }
    return [question for question in folded if question.question and question.passage]


def across_languages(questions: Sequence[AnsweredQuestion], text: ParallelText) -> list[AnsweredQuestion]:
    """The same questions asked in another language, where the parallel text holds a translation of the question.

    Both arguments are folded. Documentation gives most: its headings are translated cell by cell, and the section
    under a heading answers it in every language.
    """
    place = [{cell: number for number, cell in enumerate(cells)} for cells in text.cells]
    rows_of: list[dict[int, list[int]]] = [{} for _ in LANGUAGES]
    wanted = [
        {place[k].get(q.question, MISSING) for q in questions if q.question_language is code} - {MISSING}
        for k, code in enumerate(LANGUAGES)
    ]
    for number, row in enumerate(text.rows.tolist()):
        for k, cell in enumerate(row):
            if cell in wanted[k]:
                rows_of[k].setdefault(cell, []).append(number)
    asked: dict[AnsweredQuestion, None] = {}
    for question in questions:
        k = LANGUAGES.index(question.question_language)
        cell = place[k].get(question.question, MISSING)
        for number in rows_of[k].get(cell, []):
            for other, code in enumerate(LANGUAGES):
                translated = int(text.rows[number, other])
                if other != k and translated != MISSING:
                    asked[
                        AnsweredQuestion(
                            question=text.cells[other][translated],
                            question_language=code,
                            passage=question.passage,
                            passage_language=question.passage_language,
                            source=question.source,
                        )
                    ] = None
    return list(asked)


def _of_passages(file: Path, code: LanguageCode) -> list[AnsweredQuestion]:
    beside = file.with_name(file.name.removesuffix(QUESTIONS_END) + PASSAGES_END)
    if not beside.is_file():
        raise CorpusError(where=str(file), what=f"{beside.name} is not beside it", next_step="put both in the folder")
    passages = {row["passage_id"]: row["text"] for _, row in read_rows(beside)}
    found = []
    for number, row in read_rows(file):
        if row.get("is_impossible", "0") not in ("", "0"):
            continue
        if row["passage_id"] not in passages:
            raise CorpusError(
                where=f"{file}:{number}",
                what=f"passage {row['passage_id']} is not in {beside.name}",
                next_step="correct the number",
            )
        found.append(_question(row["question"], passages[row["passage_id"]], code, file))
    return found


def _question(question: str, passage: str, code: LanguageCode, file: Path) -> AnsweredQuestion:
    return AnsweredQuestion(
        question=question, question_language=code, passage=passage, passage_language=code, source=file.name
    )


def _language_of(file: Path) -> LanguageCode:
    codes = [part for part in file.name.split(".") if part in {code.value for code in LanguageCode}]
    if not codes:
        raise CorpusError(
            where=str(file),
            what="its name holds no language",
            next_step="name it like questions.fa.tsv (ar, en, fa, pl)",
        )
    return LanguageCode(codes[0])
