"""Tickets: that a platform has let a learner into a question box, for asking in it where asking needs a key."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from api.lti.model import Platform
from api.lti.tool_key import ToolKey

VALID_FOR = timedelta(hours=12)
"""A box that stays open longer is to be opened from the course again."""
_PURPOSE = b"question box\n"


def ticket_for(platform: Platform, article_ids: Sequence[str], *, key: ToolKey, now: datetime) -> str:
    """A ticket for whom `platform` let in at `now`, to a box on these articles; it says nothing about who that is."""
    expires = str(int((now + VALID_FOR).timestamp()))
    return f"{expires}.{_mac(platform, article_ids, expires, key)}"


def is_good(ticket: str, platform: Platform, article_ids: Sequence[str], *, key: ToolKey, now: datetime) -> bool:
    """Whether `ticket` was given out by this server for a box of `platform` on these articles, and has not expired."""
    expires, _, mac = ticket.partition(".")
    # Compared as bytes: what was sent may hold any letters.
    ours = _mac(platform, article_ids, expires, key).encode("ascii")
    return hmac.compare_digest(mac.encode("utf-8", "replace"), ours) and now.timestamp() < int(expires)


def _mac(platform: Platform, article_ids: Sequence[str], expires: str, key: ToolKey) -> str:
    said = "\n".join((platform.id, expires, *article_ids)).encode("utf-8", "replace")
    return hmac.new(sha256(_PURPOSE + key.pem).digest(), said, sha256).hexdigest()
