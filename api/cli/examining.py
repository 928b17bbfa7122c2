"""What `manba doctor` says of the language model: whether it is there, answers, keeps to the rules, and how fast."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from indexer import DEFAULT_INDEX, Finding

if TYPE_CHECKING:
    from api.generation.client import OpenAIModel
    from api.generation.failures import ModelError
    from api.settings import Settings

_SUBJECT = "language model"
_UNAUTHORIZED = frozenset({401, 403})
_NOT_FOUND = 404
_TOO_MANY = 429
_SLOW_SHARE = 0.5
_MOST_NAMED = 8
_RULES = (
    "Answer from the numbered source only, in one plain sentence in English. End the sentence with the number of the "
    "source in square brackets, like this: [1]"
)
_MATERIAL = "SOURCE 1: The shop in Gdynia opens at nine.\n\nQUESTION: When does the shop in Gdynia open?"


def language_model() -> Finding:
    """Have the configured model answer one question from one sentence; ManbaError for a setting that is wrong."""
    from api.cli.configured import settings_with

    settings = settings_with(Path(DEFAULT_INDEX))
    if not settings.writes:
        return Finding(subject=_SUBJECT, sound=True, found="none is configured; answers are the sources' own sentences")
    return asyncio.run(_tried(settings))


async def _tried(settings: Settings) -> Finding:
    from api.generation.client import OpenAIModel, Prompt, Usage
    from api.generation.cutting import SentenceCutter
    from api.generation.failures import ModelError
    from indexer import LanguageCode

    model = OpenAIModel(settings)
    # Reading the client's code is no part of the model's time.
    import_module("openai")
    begun = time.perf_counter()
    first_ms, text = 0.0, ""
    cutter = SentenceCutter(LanguageCode.ENGLISH)
    sentences = []
    try:
        async with (
            asyncio.timeout(settings.llm_timeout_s),
            aclosing(model.write(Prompt(rules=_RULES, material=_MATERIAL), Usage())) as pieces,
        ):
            async for piece in pieces:
                first_ms = first_ms or 1000 * (time.perf_counter() - begun)
                text += piece
                sentences += cutter.feed(piece)
        sentences += cutter.finish()
    except TimeoutError:
        what = f"{model.name} at {_address(settings)} wrote no end in {settings.llm_timeout_s:g} s"
        return _unsound(what, "raise MANBA_LLM_TIMEOUT_S, or use a smaller or faster model")
    except ModelError as error:
        return _unsound(f"{model.name} at {_address(settings)}: {error}", await _next_step(error, model, settings))
    finally:
        await model.close()
    found = f"{model.name} at {_address(settings)}, first word after {first_ms:.0f} ms"
    if not any(one.numbers == (1,) for one in sentences):
        cited = "a source that it was not given" if any(one.numbers for one in sentences) else "nothing"
        return _unsound(
            f"{found}; it wrote {text[:120]!r} and cited {cited}, so that none of it would be shown",
            "use a model that follows instructions",
        )
    if first_ms > 1000 * _SLOW_SHARE * settings.llm_timeout_s:
        found += f", which leaves little of the {settings.llm_timeout_s:g} s that an answer may take"
    return Finding(subject=_SUBJECT, sound=True, found=f"{found}; it answers and cites")


async def _next_step(error: ModelError, model: OpenAIModel, settings: Settings) -> str:
    if error.status in _UNAUTHORIZED:
        return "correct MANBA_LLM_API_KEY" if settings.llm_api_key else "set MANBA_LLM_API_KEY"
    if error.status == _TOO_MANY:
        return "wait, then try again; if that stays, see which limits the server sets for this key"
    if error.status == _NOT_FOUND:
        offered = await model.models()
        if offered:
            return f"set MANBA_LLM_MODEL to one of: {', '.join(offered[:_MOST_NAMED])}"
        return "correct MANBA_LLM_BASE_URL (most end in /v1) or MANBA_LLM_MODEL"
    if error.status:
        return "see the log of the model's server"
    return f"see that a server listens at {_address(settings)}, or correct MANBA_LLM_BASE_URL"


def _address(settings: Settings) -> str:
    """The address of the model's server, without a name and password that may stand in it."""
    address = urlsplit(settings.llm_base_url or "")
    return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()


def _unsound(found: str, next_step: str) -> Finding:
    return Finding(subject=_SUBJECT, sound=False, found=found, next_step=next_step)
