"""A key and what it may do, as frozen values; the text of a key; when it ends."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from indexer import ManbaError

PREFIX = "manba_"
ID_CHARACTERS = 8
SECRET_BYTES = 32
MAX_DAYS = 36_500

# No letter or digit that is taken for another when a key is read aloud.
_ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_KEY = re.compile(r"manba_(?P<id>[a-z0-9]{8})_(?P<secret>[A-Za-z0-9_-]{43})")
_KEY_OR_ID = re.compile(r"(?:manba_)?(?P<id>[a-z0-9]{8})(?:_[A-Za-z0-9_-]{43})?")

KeyState = Literal["valid", "expired", "revoked"]


class Scope(StrEnum):
    """What a key is for, from least to most; each includes the ones before it."""

    ASK = "ask"
    EDIT = "edit"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """Whether a key of this scope may do what `other` stands for.

        >>> Scope.EDIT.includes(Scope.ASK), Scope.EDIT.includes(Scope.ADMIN)
        (True, False)
        """
        order = list(Scope)
        return order.index(other) <= order.index(self)

    def included(self) -> tuple[Scope, ...]:
        """This scope and the ones it includes, from least to most."""
        return tuple(scope for scope in Scope if self.includes(scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key without its secret. Times are in UTC; `expires` None: never, `last_used` to the minute."""

    id: str
    name: str
    scope: Scope
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None
    last_used: datetime | None = None

    def state(self, now: datetime) -> KeyState:
        """Whether the key opens anything at `now`."""
        if self.revoked is not None:
            return "revoked"
        if self.expires is not None and now >= self.expires:
            return "expired"
        return "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """The two parts of a key's text as a client sent it."""

    id: str
    secret: str


def new_id() -> str:
    """A random id; two keys hardly ever get the same one, and the store makes sure."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(ID_CHARACTERS))


def key_text(key_id: str, secret: str) -> str:
    """The text of a key, as its holder keeps it.

    >>> key_text("abcd2345", "s" * 43)[:21]
    'manba_abcd2345_ssssss'
    """
    return f"{PREFIX}{key_id}_{secret}"


def parse_key(text: str) -> Presented | None:
    """The parts of a key's text, None when it is not the text of any key."""
    found = _KEY.fullmatch(text)
    return Presented(id=found["id"], secret=found["secret"]) if found else None


def id_in(text: str) -> str | None:
    """The id in an id, in a key's beginning or in a whole key, None when there is none.

    A leaked key can be revoked by pasting it.
    """
    found = _KEY_OR_ID.fullmatch(text.strip())
    return found["id"] if found else None


def secret_hash(secret: str) -> bytes:
    """What is stored of a secret: 256 random bits are not guessed from their SHA-256, so no slow hash is needed."""
    return hashlib.sha256(secret.encode("ascii")).digest()


def parse_expiry(text: str, *, now: datetime) -> datetime:
    """When a key ends: after a number of days, or with the end (UTC) of a day written YYYY-MM-DD.

    Raises ManbaError for anything else, and for a time that is over.

    >>> parse_expiry("2027-01-31", now=datetime(2027, 1, 1, tzinfo=UTC)).isoformat()
    '2027-02-01T00:00:00+00:00'
    """
    what = f"'{text}' is neither a number of days nor a date"
    if text.isascii() and text.isdigit() and len(text) <= 6:
        if 1 <= int(text) <= MAX_DAYS:
            return now + timedelta(days=int(text))
        what = f"a key lives for 1 to {MAX_DAYS} days, not {text}"
    elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            ends = datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC) + timedelta(days=1)
        except (ValueError, OverflowError):
            what = f"'{text}' is not a day of the calendar"
        else:
            if ends > now:
                return ends
            what = f"{text} is over"
    raise ManbaError(
        where="--expires", what=what, next_step="give days, such as 90, or a day to come, such as 2030-12-31"
    )
