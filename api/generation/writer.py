"""The Writer: a language model with everything around it that keeps it from harming readers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from math import ceil

import anyio.to_thread

from api.domain import Fallback
from api.generation.admission import Admission
from api.generation.breaker import Attempt, Breaker
from api.generation.budget import Budget
from api.generation.client import ChatModel, OpenAIModel, Prompt, Usage
from api.generation.failures import ModelError
from api.settings import Settings

logger = logging.getLogger("manba.model")

# A model that writes more than these for each token it may write does not keep to its limit.
_MOST_CHARACTERS_PER_TOKEN = 12
# Of these languages, in the tokens of usual models; for servers that do not tell what they used.
_CHARACTERS_PER_TOKEN = 2.5
# Of the time that readers wait, the part that may go by in the queue.
_QUEUE_SHARE = 0.5
# And the part after which a model that says nothing may be one that hangs.
_SILENCE_SHARE = 0.25


class Writer:
    """Has a language model write; one per application, used from its event loop.

    A question waits its turn, the model is left alone after failures, a budget is kept, and no answer takes longer
    than MANBA_LLM_TIMEOUT_S, the wait for its turn included.
    """

    def __init__(self, settings: Settings, model: ChatModel | None = None) -> None:
        """Write with the model that `settings` name, or with another one; nothing is connected to yet."""
        self._model = model or OpenAIModel(settings)
        self._timeout_s = settings.llm_timeout_s
        self._most_characters = settings.llm_max_tokens * _MOST_CHARACTERS_PER_TOKEN
        self._admission = Admission(concurrency=settings.llm_concurrency, queue=settings.llm_queue)
        self._breaker = Breaker()
        self._budget = Budget(settings.state_folder, daily_tokens=settings.llm_daily_tokens)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def is_full(self) -> bool:
        """Whether no further question may even wait."""
        return self._admission.is_full

    @property
    def retry_after_s(self) -> int:
        """Whole seconds after which there is likely to be room again."""
        return max(1, ceil(self._timeout_s * _QUEUE_SHARE / 2))

    async def close(self) -> None:
        """Let go of the model's connections."""
        await self._model.close()

    async def write(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """What the model writes, piece by piece; closing the generator breaks the model's request off.

        The model has succeeded when it wrote to its end, and when its reader left or had enough while it wrote. It has
        failed when it says so, breaks off, or the time is up. A reader who leaves before its first word, or after it
        said nothing for a quarter of MANBA_LLM_TIMEOUT_S, tells neither: it may be about to go on, or never.
        Raises ModelError when the model fails, is left alone, has spent its budget or has no place, or when the time
        is up.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._timeout_s
        with self._breaker.attempt() as attempt:
            # Nothing is known of it before its first word.
            has_written, waited_since = False, loop.time()
            try:
                async with (
                    self._admission.place(wait_s=self._timeout_s * _QUEUE_SHARE),
                    aclosing(self._asked(prompt, deadline)) as pieces,
                ):
                    async for piece in pieces:
                        has_written = True
                        yield piece
                        waited_since = loop.time()
            except ModelError as error:
                if error.is_its_fault:
                    self._note_failure(attempt, error)
                else:
                    logger.info("the language model was not asked: %s", error)
                raise
            except GeneratorExit:
                # Closed where it hands over a piece: whoever reads has enough of them, or has left.
                self._breaker.note_success(attempt)
                raise
            except asyncio.CancelledError:
                # The reader left while the next piece was waited for.
                if has_written and loop.time() - waited_since < self._timeout_s * _SILENCE_SHARE:
                    self._breaker.note_success(attempt)
                raise
            self._breaker.note_success(attempt)

    async def _asked(self, prompt: Prompt, deadline: float) -> AsyncGenerator[str, None]:
        loop = asyncio.get_running_loop()
        # Asked once it has a place: who had one before may have spent the rest.
        await self._require_budget(deadline)
        usage, written = Usage(), 0
        try:
            async with aclosing(self._model.write(prompt, usage)) as pieces:
                while True:
                    try:
                        # In this task: one of its own would go on where a reader who leaves has this one cancelled.
                        async with asyncio.timeout_at(deadline):
                            piece = await anext(pieces)
                    except StopAsyncIteration:
                        break
                    except TimeoutError:
                        raise ModelError(Fallback.SLOW, f"no end came within {self._timeout_s:g} s") from None
                    written += len(piece)
                    if written > self._most_characters:
                        raise ModelError(Fallback.FAILED, f"it wrote more than {self._most_characters} characters")
                    # Servers begin a stream with an empty piece before there is a word.
                    if piece:
                        yield piece
            if not written:
                raise ModelError(Fallback.FAILED, "it wrote nothing")
        finally:
            if usage.has_begun:
                self._budget.owe(usage.tokens or ceil((len(prompt) + written) / _CHARACTERS_PER_TOKEN))
                # Not waited for: the reader may have left, and what she was told does not depend on it.
                loop.run_in_executor(None, self._budget.settle)

    async def _require_budget(self, deadline: float) -> None:
        """Raise ModelError where today's tokens are used up, or nobody can tell in time."""
        try:
            async with asyncio.timeout_at(deadline):
                is_spent = await anyio.to_thread.run_sync(self._budget.is_spent, abandon_on_cancel=True)
        except TimeoutError:
            raise ModelError(Fallback.SLOW, "its budget could not be read in time", is_its_fault=False) from None
        if is_spent:
            raise ModelError(Fallback.SPENT, "today's tokens are used up", is_its_fault=False)

    def _note_failure(self, attempt: Attempt, error: ModelError) -> None:
        logger.warning("the language model %s failed: %s", self.name, error)
        if self._breaker.note_failure(attempt, retry_after_s=error.retry_after_s):
            logger.error("the language model is left alone for %.0f s", self._breaker.wait_s)
