"""Passages on their way into a segment: each with its article, and the forms of its text that are indexed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.concepts import Glossary, read_concepts, with_concepts
from indexer.domain import Article, ParsedArticle, Passage, SentenceRole
from indexer.embedding import WordEmbedder
from indexer.index.segment import FINGERPRINT_BYTES, Segment
from indexer.languages import LANGUAGES
from indexer.passages import split_passages

Progress = Callable[[str, int, int], None]
"""Told the stage's name, how many of its steps are done and how many there are."""

T = TypeVar("T")


@dataclass(eq=False, slots=True, kw_only=True)
class Row:
    """A passage to be indexed; `article` carries its source text.

    With `remembers`, what was worked out once is kept: an article that is indexed again and again while others change
    costs little then, and memory. `vector` is its embedding once it is known.
    """

    article: Article
    passage: Passage
    remembers: bool = False
    vector: NDArray[np.float32] | None = None
    _memory: dict[str, Any] = field(default_factory=dict)

    def context_text(self) -> str:
        """What gives the passage its meaning without standing in it: heading path, lead-in, column heads."""
        return "\n".join([*self.passage.heading, *(span.of(self.article.source) for span in self.passage.context)])

    def units(self) -> Iterator[str]:
        """Unit 0 is the context, then one unit per sentence with the context of its own."""
        yield self.context_text()
        for sentence in self.passage.sentences:
            yield "\n".join(span.of(self.article.source) for span in (*sentence.context, sentence.span))

    def indexed_text(self) -> str:
        """Everything the passage is found by."""
        cells = {
            span
            for sentence in self.passage.sentences
            if sentence.role is SentenceRole.CELL
            for span in sentence.context
            if not self.passage.span.contains(span)
        }
        heads = [span.of(self.article.source) for span in sorted(cells)]
        # A passage that begins with its heading need not hear it twice.
        headed = self.passage.sentences[0].role is SentenceRole.HEADING
        path = self.passage.heading[:-1] if headed else self.passage.heading
        context = [*path, *(span.of(self.article.source) for span in self.passage.context)]
        return "\n".join([*context, *heads, self.passage.text])

    def content_hash(self) -> bytes:
        """16 bytes that change when anything the passage is found by changes."""

        def work() -> bytes:
            content = "\x00".join([self.passage.language, self.indexed_text(), *self.units()])
            return hashlib.blake2b(content.encode("utf-8"), digest_size=16).digest()

        return self._once("hash", work)

    def written_words(self) -> frozenset[str]:
        """The words it is found by as they are written, stop words left out."""

        def work() -> frozenset[str]:
            text = self.indexed_text()
            tokens = LANGUAGES[self.passage.language].tokens(text)
            return frozenset(token.span.of(text) for token in tokens if not token.is_stop_word)

        return self._once("written", work)

    def unit_words(self, word_model: WordEmbedder) -> list[list[tuple[str, str]]]:
        """Form and stem of the words of each unit; stop words say nothing that a question could be matched by."""

        def work() -> list[list[tuple[str, str]]]:
            code = self.passage.language
            stop_words = LANGUAGES[code].stop_words
            return [
                [word for word in word_model.words(text, language=code) if word[0] not in stop_words]
                for text in self.units()
            ]

        return self._once("units", work)

    def _once(self, name: str, work: Callable[[], T]) -> T:
        if not self.remembers:
            return work()
        if name not in self._memory:
            self._memory[name] = work()
        known: T = self._memory[name]
        return known


def fingerprint_of(parsed: ParsedArticle) -> bytes:
    """What tells whether an article must be indexed anew, FINGERPRINT_BYTES long.

    That of a corpus, which knows sidecars and facts; of an article read by itself, one of its file and id.
    """
    if parsed.fingerprint:
        return parsed.fingerprint
    content = f"{parsed.article.id}\x00{parsed.article.sha256}"
    return hashlib.blake2b(content.encode("utf-8"), digest_size=FINGERPRINT_BYTES).digest()


def rows_of(parsed: ParsedArticle, glossary: Glossary, *, remembers: bool = False) -> list[Row]:
    """The passages of an article with the Concepts they speak of."""
    passages = with_concepts(split_passages(parsed), parsed, read_concepts(parsed, glossary), glossary)
    return [Row(article=parsed.article, passage=passage, remembers=remembers) for passage in passages]


def rows_in(segment: Segment, number: int, *, remembers: bool = False) -> list[Row]:
    """The passages of article `number` of a segment as they were indexed there."""
    article = segment.with_source(number)
    passages = segment.passages_of(number)
    return [Row(article=article, passage=passage, remembers=remembers) for passage in passages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """An article on its way into a segment: its rows are in reading order and may be none."""

    article: Article
    fingerprint: bytes
    rows: Sequence[Row]
