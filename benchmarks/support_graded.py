"""The graded sentences of benchmarks/support, each with the passages it would come with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import Hit, KnowledgeBase, KnowledgeView, LanguageCode, Span

ROOT = Path(__file__).resolve().parents[1]
GRADED = ROOT / "benchmarks" / "support"
SUPPORTED = "supported"
OTHERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A graded sentence: `quote` stands in one passage of `article`, which it cites."""

    reader: LanguageCode
    source: LanguageCode
    article: str
    quote: str
    text: str
    grade: str
    where: str

    @property
    def subject(self) -> str:
        """What its article is about: the id without the language, the same for translations."""
        return self.article.partition("-")[2]

    @property
    def pair(self) -> str:
        """The languages of reader and source."""
        return f"{self.reader.value}<{self.source.value}"

    @property
    def is_across(self) -> bool:
        """Whether reader and source have different languages."""
        return self.reader is not self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A graded sentence with the sources it would come with; the first is the one cited."""

    graded: Graded
    hits: tuple[Hit, ...]


def files_of(name: str) -> list[Path]:
    """The files of a set, none where it is not there: `NAME-READER-SOURCE.jsonl`."""
    return sorted(GRADED.glob(f"{name}-??-??.jsonl"))


def read_graded(files: Sequence[Path]) -> Iterator[Graded]:
    """The graded sentences of `files`."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            fields = json.loads(line)
            yield Graded(
                reader=LanguageCode(fields["reader"]),
                source=LanguageCode(fields["source"]),
                article=fields["article"],
                quote=fields["quote"],
                text=fields["text"],
                grade=fields["grade"],
                where=f"{file.name}:{number}",
            )


def cases(view: KnowledgeView, graded: Sequence[Graded]) -> Iterator[Case]:
    """Each graded sentence with its passage and what a search for it finds besides; ValueError for a lost quote."""
    rows: dict[str, list[int]] = {}
    for row in range(len(view.index)):
        rows.setdefault(view.index.article_of(row).id, []).append(row)
    for one in graded:
        start = view.article(one.article).source.index(one.quote)
        end = start + len(one.quote)
        holding = [
            row for row in rows[one.article] if view.index.passage(row).span.overlaps(Span(start=start, end=end))
        ]
        if not holding:
            raise ValueError(f"{one.where}: no passage of {one.article} holds the quote")
        row = holding[0]
        cited = Hit(passage=view.index.passage(row), article=view.index.article_of(row), similarity=0.5, row=row)
        found = view.search(one.text, language=one.reader, top_k=OTHERS + 1)
        others = [hit for hit in found if hit.row != row][:OTHERS]
        yield Case(graded=one, hits=(cited, *others))


def opened(index: Path | None) -> KnowledgeView:
    """The index given, or one of the shipped corpus built for the occasion."""
    if index is not None:
        return KnowledgeBase.open(index).view()
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.models_in_use import Models

    found = read_corpus([ROOT / "corpus"])
    folder = Path(tempfile.mkdtemp()) / "index"
    build_snapshot(found.articles, index=folder, models=Models.load(), glossary=found.glossary)
    return KnowledgeBase.open(folder).view()
