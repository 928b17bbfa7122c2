"""An Answer written by a language model: each sentence is checked as it comes, and told if its source supports it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import TypeVar

import anyio.to_thread

from api.answering import Answerer, Draft, answer_of
from api.composition.citing import Citations
from api.composition.notes import language_notes, term_notes
from api.composition.picking import Pick, Statement
from api.domain import Answer, AnswerKind, AnswerMode, AnswerSentence, Fallback, Generation
from api.generation.checking import Checker, Evidence
from api.generation.cleaning import plain, sites
from api.generation.client import Prompt
from api.generation.cutting import NO_ANSWER, SentenceCutter, Written, portions
from api.generation.failures import ModelError
from api.generation.prompting import prompt_for
from api.generation.suspicion import is_for_models, is_suspicious
from api.generation.writer import Writer
from api.schemas import AskQuery
from api.telling import Part, opening, parts_of
from indexer import Hit, direction_of

logger = logging.getLogger("manba.model")

T = TypeVar("T")

USUAL_SENTENCES = 3
MOST_SENTENCES = {AnswerKind.LIST: 8, AnswerKind.HOWTO: 8, AnswerKind.COMPARISON: 6}
MOST_CHARACTERS = 8000
"""Code points of the passages together, so that they fit what small models can read, with rules and answer."""
MOST_LEFT_OUT = 12
"""Sentences without support after which the model is not listened to any longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """What a model is to write: an answer to the question of `draft`, from `sources`, where `answer` says it else.

    `begun` is when the question came, by `time.perf_counter`.
    """

    draft: Draft
    answer: Answer
    sources: tuple[Hit, ...]
    prompt: Prompt
    begun: float

    def checker(self) -> Checker:
        """A new Checker of what is written; making it takes as long as an extractive answer."""
        return Checker(self.draft.view, self.sources, reader=self.draft.reader)

    @property
    def most_sentences(self) -> int:
        """How many sentences are told at most."""
        return MOST_SENTENCES.get(self.answer.kind, USUAL_SENTENCES)


def commission(answerer: Answerer, ask: AskQuery) -> tuple[Answer, Commission | None]:
    """The extractive Answer to a question, and what a language model may write another from.

    None where nothing answers it, or where nothing that does may be shown to a model. Raises what `Answerer.answer`
    raises.
    """
    begun = time.perf_counter()
    draft = answerer.draft(
        ask.question,
        language=ask.language,
        top_k=ask.top_k,
        source_languages=ask.source_languages,
        article_ids=ask.article_ids,
    )
    answer = answer_of(draft, begun=begun)
    sources = _sources(draft, ask.top_k) if answer.answered else ()
    if not sources:
        return answer, None
    reader = draft.reader
    prompt = prompt_for(
        ask.question,
        sources,
        draft.asking,
        reader=reader,
        glossary=draft.view.glossary,
        sentences=MOST_SENTENCES.get(answer.kind, USUAL_SENTENCES),
    )
    return answer, Commission(draft=draft, answer=answer, sources=sources, prompt=prompt, begun=begun)


def _sources(draft: Draft, top_k: int) -> tuple[Hit, ...]:
    """At most `top_k` passages of MOST_CHARACTERS: those that the extractive answer cites, then the nearest."""
    cited = [pick.hit for statement in draft.statements for pick in statement.picks]
    distinct = {hit.row: hit for hit in (*cited, *draft.hits)}
    shown = list(islice((hit for hit in distinct.values() if not is_for_models(draft.view, hit)), top_k))
    upto = accumulate(len(hit.passage.text) for hit in shown)
    return tuple(hit for hit, end in zip(shown, upto, strict=True) if hit is shown[0] or end <= MOST_CHARACTERS)


async def written(work: Commission, writer: Writer) -> AsyncGenerator[Part, None]:
    """The parts of the Answer that `writer` writes, as its sentences come; of the extractive one where nothing holds.

    Closing it breaks the model's request off.
    """
    saying = _Saying(work)
    fallback, is_cut = Fallback.UNSUPPORTED, False
    try:
        async with _made(work.checker) as checker, aclosing(_sentences(work, writer)) as sentences:
            async for one in sentences:
                if one.text.strip() == NO_ANSWER:
                    fallback = Fallback.DECLINED
                    continue
                said = await anyio.to_thread.run_sync(saying.take, one, await asyncio.shield(checker))
                if said is not None:
                    if len(saying.sentences) == 1:
                        yield opening(saying.answer(writer.name))
                    yield said
                if saying.is_done:
                    break
    except ModelError as error:
        fallback, is_cut = error.fallback, bool(saying.sentences)
    except Exception:
        # Whatever it is, the sources' own answer is there.
        logger.exception("an answer could not be written to its end")
        fallback, is_cut = Fallback.FAILED, bool(saying.sentences)
    if saying.sentences:
        yield saying.answer(writer.name, is_cut=is_cut)
        return
    stands = replace(
        work.answer,
        generation=Generation(model=writer.name, left_out=saying.left_out, fallback=fallback),
        took_ms=_since(work.begun),
    )
    async for part in parts_of(stands):
        yield part


@asynccontextmanager
async def _made(make: Callable[[], T]) -> AsyncIterator[asyncio.Future[T]]:
    """What `make` gives, made in a thread meanwhile; to be waited for under `asyncio.shield`."""
    making = asyncio.ensure_future(anyio.to_thread.run_sync(make))
    # Nobody waits for it where nothing was written; a fault in it is no news then.
    making.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        yield making
    finally:
        making.cancel()


async def _sentences(work: Commission, writer: Writer) -> AsyncGenerator[Written, None]:
    cutter = SentenceCutter(work.draft.reader)
    async with aclosing(writer.write(work.prompt)) as pieces:
        async for piece in pieces:
            # Others have their turn between portions, however much comes at once.
            for portion in portions(piece):
                for one in cutter.feed(portion):
                    yield one
                await asyncio.sleep(0)
    for one in cutter.finish():
        yield one


class _Saying:
    """What is said so far: the sentences that hold, with their citations."""

    def __init__(self, work: Commission) -> None:
        self._work = work
        self._citations = Citations(work.draft.view)
        self._statements: list[Statement] = []
        self._seen: set[str] = set()
        self.sentences: list[AnswerSentence] = []
        self.left_out = 0

    @property
    def is_done(self) -> bool:
        """Whether enough is said, or too much that does not hold."""
        return len(self.sentences) >= self._work.most_sentences or self.left_out >= MOST_LEFT_OUT

    def take(self, one: Written, checker: Checker) -> AnswerSentence | None:
        """The sentence as it is told, None where it is left out."""
        draft = self._work.draft
        text = plain(one.text, draft.reader)
        if text is not None and text.casefold() in self._seen:
            return None
        evidence = self._evidence(text, one.numbers, checker) if text is not None else ()
        if text is None or not evidence:
            self.left_out += 1
            return None
        self._seen.add(text.casefold())
        numbers = [self._citations.cite(self._work.sources[one.number - 1], one.span) for one in evidence]
        self._statements += filter(None, (_statement(self._work.sources[one.number - 1], one) for one in evidence))
        said = AnswerSentence(
            text=text,
            citations=tuple(dict.fromkeys(numbers)),
            language=draft.reader,
            direction=direction_of(draft.reader),
        )
        self.sentences.append(said)
        return said

    def _evidence(self, text: str, numbers: Sequence[int], checker: Checker) -> Sequence[Evidence]:
        if is_suspicious(text):
            logger.debug("a sentence was left out: it speaks as nobody speaks to readers")
            return ()
        verdict = checker.check(text, numbers)
        if verdict.fault is not None or self._is_of_the_rival(text):
            logger.debug("a sentence was left out: %s", verdict.fault or "it is on a Concept that was not asked about")
            return ()
        cited = [self._work.sources[one.number - 1].passage.text.lower() for one in verdict.evidence]
        if not all(any(site in words for words in cited) for site in sites(text)):
            logger.debug("a sentence was left out: it names a site that its source does not")
            return ()
        return verdict.evidence

    def _is_of_the_rival(self, text: str) -> bool:
        """Whether a sentence speaks of the Concept that excludes the one asked about, and of it alone."""
        draft = self._work.draft
        if not draft.asking.excluded:
            return False
        named = {one.concept for one in draft.view.concepts_of(text, language=draft.reader) if one.is_sure}
        return bool(named & draft.asking.excluded) and not named & set(draft.asking.concepts)

    def answer(self, model: str, *, is_cut: bool = False) -> Answer:
        """The Answer as far as it is said."""
        draft, base = self._work.draft, self._work.answer
        notes = [
            *_of_the_question(base),
            *language_notes(self._statements, draft.reader),
            *term_notes(draft.view, self._statements, draft.asking, reader=draft.reader),
        ]
        return replace(
            base,
            mode=AnswerMode.GENERATIVE,
            text=" ".join(f"{one.text} {_marks(one)}" for one in self.sentences),
            sentences=tuple(self.sentences),
            citations=self._citations.made,
            notes=tuple(notes),
            took_ms=_since(self._work.begun),
            generation=Generation(model=model, left_out=self.left_out, is_cut=is_cut),
        )


def _of_the_question(answer: Answer) -> tuple[str, ...]:
    """The note on how the question was understood, where there is one: it is the first."""
    return answer.notes[:1] if answer.understood_as is not None else ()


def _marks(sentence: AnswerSentence) -> str:
    return " ".join(f"[{number}]" for number in sentence.citations)


def _statement(hit: Hit, evidence: Evidence) -> Statement | None:
    """What is cited as a Statement, for the notes that are made of one; None where no sentence is."""
    picks = tuple(
        Pick(hit=hit, sentence=sentence, late=evidence.support, score=evidence.support)
        for sentence in hit.passage.sentences
        if sentence.span.overlaps(evidence.span)
    )
    return Statement(picks=picks) if picks else None


def _since(begun: float) -> float:
    return round(1000 * (time.perf_counter() - begun), 2)
