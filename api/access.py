"""Who asks for what: the key a request carries, checked against what its route needs."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.requests import Request

from api.keys.limiting import WrongKeys
from api.keys.model import Key, Scope
from api.keys.store import KeyStore, utc_now
from api.problems import Problem
from api.settings import Settings

_REALM = 'Bearer realm="manba"'
_HOW = "Send it as Authorization: Bearer KEY, or as X-API-Key: KEY."


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent a request: the holder of a key, or, where editing is open, anyone (`key_id` None)."""

    key_id: str | None
    name: str
    scopes: tuple[Scope, ...]
    expires: datetime | None = None


ANYONE = Caller(key_id=None, name="anyone", scopes=Scope.EDIT.included())


class Access:
    """Checks keys for one application; nothing but counts of wrong keys is kept between requests."""

    def __init__(self, settings: Settings) -> None:
        """Check against the keys in the state folder of `settings`."""
        self._settings = settings
        self._keys = KeyStore(settings.state_folder)
        self._wrong = WrongKeys()

    @property
    def keys(self) -> KeyStore:
        """The keys."""
        return self._keys

    @property
    def asking_needs_key(self) -> bool:
        """Whether asking and searching need a key."""
        return self._settings.ask_needs_key

    async def require(self, request: Request, scope: Scope, *, editing: bool = False) -> Caller:
        """Who sent `request`, if that may do what `scope` stands for; `editing` marks what MANBA_EDITING=off refuses.

        Raises `Problem`: editing-off (403), unauthorized (401), forbidden (403), too-many-wrong-keys (429).
        """
        if editing and self._settings.editing == "off":
            detail = "Articles cannot be changed here: the server was started with MANBA_EDITING=off."
            raise Problem(slug="editing-off", detail=detail)
        text = key_in(request)
        if text is None:
            if self._settings.editing == "open" and scope in ANYONE.scopes:
                _require_own_page(request, self._settings.hosts)
                return ANYONE
            detail = f"This needs a key with the scope {scope.value}. {_HOW}"
            raise Problem(slug="unauthorized", detail=detail, headers={"WWW-Authenticate": _REALM})
        key = await anyio.to_thread.run_sync(self._keys.check, text)
        if key is None:
            raise self._wrong_key(request)
        if (state := key.state(utc_now())) != "valid":
            raise _unauthorized(f"The key is {state}. Use another one, or ask an administrator for one.")
        if not key.scope.includes(scope):
            raise _out_of_scope(key, scope)
        return Caller(key_id=key.id, name=key.name, scopes=key.scope.included(), expires=key.expires)

    async def require_to_ask(self, request: Request) -> None:
        """Refuse a question without a key where MANBA_ASK_NEEDS_KEY says so; see `require`."""
        if self._settings.ask_needs_key:
            await self.require(request, Scope.ASK)

    def _wrong_key(self, request: Request) -> Problem:
        wait_s = self._wrong.note(request.client.host if request.client is not None else "")
        if wait_s > 0.0:
            seconds = math.ceil(wait_s)
            return Problem(
                slug="too-many-wrong-keys",
                detail=f"Too many wrong keys came from this address. Wait {seconds} seconds, and send the right one.",
                headers={"Retry-After": str(seconds)},
            )
        return _unauthorized("There is no such key. See that it is whole, from manba_ to its last character.")


def access_of(request: Request) -> Access:
    """The Access of the application that serves `request`."""
    access: Access = request.app.state.access
    return access


async def require(request: Request, scope: Scope, *, editing: bool = False) -> Caller:
    """See `Access.require`."""
    return await access_of(request).require(request, scope, editing=editing)


def key_in(request: Request) -> str | None:
    """The key that `request` carries: that of Authorization: Bearer, else that of X-API-Key.

    Another scheme in Authorization is some proxy's business.
    """
    scheme, _, text = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer":
        return text.strip()
    given = request.headers.get("x-api-key")
    return given.strip() if given is not None else None


def _require_own_page(request: Request, hosts: Collection[str]) -> None:
    """Where no key is needed, a page of another site must not edit through its visitors' browsers.

    Nor may it do so under a name of its own that it has the browser take for this server's (DNS rebinding).
    """
    name = request.url.hostname or ""
    if not _is_address(name) and not f".{name}".endswith(".localhost") and name.lower() not in hosts:
        raise Problem(
            slug="forbidden",
            detail=f"Editing is open, but not under the name {name}. Use the server's address, or add to MANBA_HOSTS.",
        )
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = (
        site not in {"same-origin", "none"}
        if site is not None
        else origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    )
    if foreign:
        raise Problem(slug="forbidden", detail="Pages of other sites may not edit here. Use the server's own page.")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _unauthorized(detail: str) -> Problem:
    headers = {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}
    return Problem(slug="unauthorized", detail=detail, headers=headers)


def _out_of_scope(key: Key, scope: Scope) -> Problem:
    return Problem(
        slug="forbidden",
        detail=f"This needs the scope {scope.value}; the key has {key.scope.value}. Use a key with more scope.",
        headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope.value}"'},
    )
