"""Article texts and archives in the bodies of requests."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel
from starlette.requests import Request

from api.intake import read_body
from api.problems import Problem
from indexer import StateError

M = TypeVar("M", bound=BaseModel)

TEXT_TYPES = ("text/markdown", "text/plain")
ZIP_TYPES = ("application/zip", "application/x-zip-compressed")
_ENCODINGS = {"", "utf-8", "utf8", "us-ascii"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A ZIP file as it was received, and its SHA-256 in hex."""

    path: Path
    sha256: str


async def read_text_or_json(request: Request, model: type[M]) -> M | bytes:
    """The bytes of a text/markdown or text/plain body, a JSON body as `model`.

    Raises `Problem`: 400 and 422 as `read_body` does, 413 (from the stream), 415 for another content type.
    """
    media_type, encoding = _content_type(request)
    if media_type in TEXT_TYPES:
        if encoding not in _ENCODINGS:
            raise _unsupported(f"Articles are UTF-8, not {encoding[:40]}. Encode the text as UTF-8.")
        return await request.body()
    if media_type == "application/json":
        return await read_body(request, model)
    raise _unsupported("Send the article with Content-Type: text/markdown, text/plain or application/json.")


async def sha256_of_body(request: Request) -> str:
    """The SHA-256 of the body, in hex."""
    return hashlib.sha256(await request.body()).hexdigest()


@asynccontextmanager
async def received_archive(request: Request) -> AsyncIterator[Archive]:
    """The ZIP file in the body, in a temporary file: archives may be larger than memory should bear.

    Raises `Problem`: 413 (from the stream), 415 for another content type; StateError where there is no room for it.
    """
    if _content_type(request)[0] not in ZIP_TYPES:
        raise _unsupported("Send the archive with Content-Type: application/zip.")
    digest = hashlib.sha256()
    with ExitStack() as held:
        try:
            file = held.enter_context(tempfile.NamedTemporaryFile(prefix="manba-import-", suffix=".zip"))
            async for piece in request.stream():
                digest.update(piece)
                file.write(piece)
            file.flush()
        except OSError as error:
            raise StateError(
                where="the folder for temporary files",
                what=f"an archive cannot be received ({error.strerror or error})",
                next_step="see that its disk has room and TMPDIR may be written to, then try again",
            ) from error
        yield Archive(path=Path(file.name), sha256=digest.hexdigest())


def _content_type(request: Request) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in request.headers.get("content-type", "").split(";"))
    named = dict(parameter.lower().partition("=")[::2] for parameter in parameters)
    return media_type.lower(), named.get("charset", "").strip("\" '")


def _unsupported(detail: str) -> Problem:
    return Problem(slug="unsupported-media-type", detail=detail)
