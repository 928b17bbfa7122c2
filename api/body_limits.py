"""How large a body may be: questions are short, articles longer, archives of articles longest."""

from __future__ import annotations

import re

from starlette.types import Scope

from api.addresses import routed_path
from api.settings import Settings

# That of the indexer, whose import the start of the server need not wait for; a test compares the two.
MAX_ARTICLE_BYTES = 2_000_000
# JSON may write each byte pair of a Persian letter as the six characters \u06a9.
ARTICLE_BODY_BYTES = 3 * MAX_ARTICLE_BYTES + 64 * 1024
_ARTICLE_BODY = re.compile(r"PUT /v1/articles/[^/]+|POST /v1/articles/check|POST /v1/articles/[^/]+/diff")
_ARCHIVE_BODY = "POST /v1/articles/import"


def body_limit(settings: Settings, scope: Scope) -> int:
    """The most bytes the body of a request may have."""
    asked = f"{scope['method']} {routed_path(scope)}"
    if asked == _ARCHIVE_BODY:
        return settings.max_import_bytes
    if _ARTICLE_BODY.fullmatch(asked):
        return max(settings.max_body_bytes, ARTICLE_BODY_BYTES)
    return settings.max_body_bytes
