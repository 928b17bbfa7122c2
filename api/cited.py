"""An article as it was when it was cited: from the index while that serves it, else from the library's versions."""

from __future__ import annotations

import re
from dataclasses import dataclass

import anyio.to_thread
from starlette.requests import Request

from api.dependencies import desk_of, runtime_of
from api.domain import version_id
from api.editing.desk import Desk
from api.problems import Problem
from api.runtime import Loaded
from indexer import Article, LanguageCode, NotFoundError

_VERSION = re.compile(r"[0-9a-f]{16}|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An Article with its source; `serves`: answers cite this state of it now; `replaced`: they cite another one."""

    article: Article
    serves: bool
    replaced: bool


async def article(request: Request, article_id: str, wanted: str | None) -> Found:
    """The article as answers cite it, or as it was in the version `wanted` (an id or a number).

    Raises NotFoundError for an unknown article, `Problem` unknown-version (404), `Problem` as `Runtime.run` does.
    """
    if wanted is None:
        current = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.article(article_id))
        return Found(article=current, serves=True, replaced=False)
    if not _VERSION.fullmatch(wanted):
        raise _unknown_version()
    served = await runtime_of(request).run(lambda loaded: _served(loaded, article_id))
    if served is not None and version_id(served) == wanted:
        return Found(article=served, serves=True, replaced=False)
    desk = desk_of(request)
    # Not in a thread of the desk: all of those may be waiting for each other's changes.
    kept = await anyio.to_thread.run_sync(lambda: _kept(desk, article_id, wanted, is_known=served is not None))
    serves = served is not None and version_id(served) == version_id(kept)
    return Found(article=kept, serves=serves, replaced=served is not None and not serves)


def _served(loaded: Loaded, article_id: str) -> Article | None:
    try:
        return loaded.knowledge_base.article(article_id)
    except NotFoundError:
        return None


def _kept(desk: Desk, article_id: str, wanted: str, *, is_known: bool) -> Article:
    # A reader's question about the past brings no folder into being.
    is_known = is_known or (desk.has_state and desk.library.knows(article_id))
    if not is_known:
        raise NotFoundError(where=article_id, what="there is no such article", next_step="see /v1/articles")
    if not desk.has_state:
        raise _unknown_version()
    try:
        version, source = desk.library.cited(article_id, wanted)
    except NotFoundError:
        raise _unknown_version() from None
    return Article(
        id=article_id,
        title=version.title or article_id,
        language=version.language or LanguageCode.ENGLISH,
        source=source,
        sha256=version.sha256,
    )


def _unknown_version() -> Problem:
    return Problem(slug="unknown-version", detail="The article has no such version. Take one that a citation names.")
