"""The language model's server: what it writes, piece by piece, over the OpenAI chat API.

The `openai` package is imported with the first question that needs it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import anyio.to_thread

from api.domain import Fallback
from api.generation.failures import ModelError
from api.settings import Settings

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletionChunk

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of one answer, with all its JSON around it; a server that sends more does not stop by itself."""
MOST_TOKENS = 10_000_000
"""Tokens that one answer can cost; a server that tells of more is not believed."""
_CONNECT_S = 10.0
# A server that wants no key is sent a word in its place: the client insists on one.
_NO_KEY = "none"
_TOO_MANY_REQUESTS = 429
# Names of the wish that an answer ends: it is tried again with every question.
_LIMITS = {"max_tokens", "max_completion_tokens"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the model is told: the `rules` it keeps to, and the `material` it writes from, with the question."""

    rules: str
    material: str

    def __len__(self) -> int:
        """Its characters."""
        return len(self.rules) + len(self.material)


@dataclass(slots=True, kw_only=True)
class Usage:
    """What an answer cost: `tokens` of question and answer, as the server tells them, 0 where it does not.

    `has_begun` is false as long as the server has not agreed to answer: then it cost nothing.
    """

    tokens: int = 0
    has_begun: bool = False


class ChatModel(Protocol):
    """What writes answers."""

    @property
    def name(self) -> str:
        """The model's name."""

    def write(self, prompt: Prompt, usage: Usage) -> AsyncGenerator[str, None]:
        """What the model writes, piece by piece, and into `usage` what it cost; ModelError when it fails."""

    async def close(self) -> None:
        """Let go of its connections."""


class OpenAIModel:
    """A model behind an OpenAI-compatible server; used from one event loop."""

    def __init__(self, settings: Settings) -> None:
        """Stand for the model that `settings` name; nothing is imported or connected to yet."""
        assert settings.llm_model is not None  # noqa: S101  (Settings has both or neither)
        self._settings = settings
        self._name = settings.llm_model
        self._client: AsyncOpenAI | None = None
        self._wishes: dict[str, object] = {
            "stream_options": {"include_usage": True},
            "temperature": settings.llm_temperature,
            "max_tokens": settings.llm_max_tokens,
        }

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    async def close(self) -> None:
        """Let go of the connections to its server."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def write(self, prompt: Prompt, usage: Usage) -> AsyncGenerator[str, None]:
        """See `ChatModel.write`; the request is broken off when the generator is closed."""
        if self._client is None:
            # The package takes most of a second: nobody else is to wait for it.
            await anyio.to_thread.run_sync(import_module, "openai.resources.chat")
        import httpx2
        import openai

        try:
            stream = await self._stream(prompt)
            usage.has_begun, has_ended = True, False
            async with stream:
                async for chunk in stream:
                    if chunk.usage is not None:
                        usage.tokens = _tokens(chunk.usage.total_tokens) or usage.tokens
                    if not chunk.choices:
                        continue
                    has_ended = has_ended or chunk.choices[0].finish_reason is not None
                    if isinstance(piece := chunk.choices[0].delta.content, str):
                        yield piece
            if not has_ended:
                # A server that is killed may close the connection as if it were done.
                raise ModelError(Fallback.FAILED, "it broke off: it gave no reason to finish")
        except openai.APIStatusError as error:
            raise _refused(error) from error
        except (openai.APITimeoutError, httpx2.TimeoutException) as error:
            raise ModelError(Fallback.SLOW, "it did not answer in time") from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise ModelError(Fallback.FAILED, f"the connection failed: {error.__cause__ or error!r}") from error
        except openai.OpenAIError as error:
            raise ModelError(Fallback.FAILED, f"it reported: {error}") from error
        except (AttributeError, TypeError, ValueError) as error:
            # Neither the package nor its types look at what a server sends: JSON and UTF-8 may be broken, members gone.
            raise ModelError(Fallback.FAILED, f"what it sent cannot be read: {error!r}") from error

    async def models(self) -> list[str]:
        """The names of the models that the server offers, none where it does not tell."""
        import openai

        try:
            return sorted([one.id async for one in self._connected().models.list()])
        except (openai.OpenAIError, AttributeError, TypeError, ValueError):
            return []

    async def _stream(self, prompt: Prompt) -> AsyncStream[ChatCompletionChunk]:
        """The answer as a stream; a wish that the server does not know is left out from then on."""
        import openai

        # Its own: other questions may learn of a wish at the same time, and may have renamed it already.
        wishes = dict(self._wishes)
        while True:
            try:
                stream = await self._connected().chat.completions.create(
                    model=self._name,
                    messages=[
                        {"role": "system", "content": prompt.rules},
                        {"role": "user", "content": prompt.material},
                    ],
                    stream=True,
                    extra_body=wishes,
                )
            except openai.BadRequestError as error:
                refused = [name for name in wishes if name in str(error.message)]
                if not refused:
                    raise
                for name in refused:
                    wish = wishes.pop(name)
                    if name == "max_tokens":
                        # Its name at newer models.
                        wishes["max_completion_tokens"] = wish
            else:
                if _LIMITS & wishes.keys():
                    # One long question may make the limit too large for it; that says nothing of the next one.
                    self._wishes = wishes
                return stream

    def _connected(self) -> AsyncOpenAI:
        if self._client is None:
            import httpx2
            import openai

            settings = self._settings
            self._client = openai.AsyncOpenAI(
                base_url=settings.llm_base_url,
                api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key is not None else _NO_KEY,
                timeout=openai.Timeout(settings.llm_timeout_s, connect=min(_CONNECT_S, settings.llm_timeout_s)),
                # A reader waits: what failed is not tried again for her, the extractive answer is there.
                max_retries=0,
                http_client=openai.DefaultAsyncHttpxClient(
                    # A connection that was kept may be gone when it is used again, and nothing is tried twice.
                    limits=httpx2.Limits(max_keepalive_connections=0),
                    follow_redirects=False,
                    event_hooks={"response": [_bounded]},
                ),
            )
        return self._client


async def _bounded(response: httpx2.Response) -> None:
    """Have `response` break off after MOST_BYTES: a line without an end would be gathered for ever."""
    import httpx2

    whole = response.stream

    class Bounded(httpx2.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            taken = 0
            async for piece in whole:  # type: ignore[union-attr]
                taken += len(piece)
                if taken > MOST_BYTES:
                    raise ModelError(Fallback.FAILED, f"it sent more than {MOST_BYTES} bytes")
                yield piece

        async def aclose(self) -> None:
            await whole.aclose()  # type: ignore[union-attr]

    response.stream = Bounded()


def _tokens(told: object) -> int:
    """The tokens that a server tells it used, 0 where that is no number of tokens: nothing looks at what it sends."""
    return told if isinstance(told, int) and 0 < told <= MOST_TOKENS else 0


def _refused(error: APIStatusError) -> ModelError:
    status = error.status_code
    what = f"its server answered {status}: {str(error.message)[:200]}"
    wait_s = _seconds(error.response.headers.get("retry-after", "")) if status in {_TOO_MANY_REQUESTS, 503} else 0.0
    fallback = Fallback.BUSY if status == _TOO_MANY_REQUESTS else Fallback.FAILED
    return ModelError(fallback, what, retry_after_s=wait_s, status=status)


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
