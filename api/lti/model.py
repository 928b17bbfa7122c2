"""A registered platform (a course site), and what is accepted as an address, an origin, an id."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer import ManbaError

MAX_TEXT = 2000


class RegistrationError(ManbaError):
    """A platform cannot be registered as it was described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A course site that may launch Manba: one issuer and client id with the deployments it was installed in.

    Its keys are at `jwks_url`, or it has the one of `public_key` (PEM). `origins` may frame what it launches. With
    `needs_cookie` a launch is served only in the browser that began it; see `api.lti.pending`.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    auth_url: str
    jwks_url: str | None
    public_key: str | None
    token_url: str | None
    deployments: tuple[str, ...]
    origins: tuple[str, ...]
    needs_cookie: bool = False


def web_address(text: str, *, where: str) -> str:
    """`text` if it is an https address (http for this machine itself); RegistrationError otherwise."""
    parts = _parts(text, where)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise RegistrationError(
            where=where, what=f"'{text}' is not encrypted", next_step="give an address that begins with https://"
        )
    return text


def origin(text: str, *, where: str) -> str:
    """The origin of an address, as Content-Security-Policy takes it; RegistrationError when there is none.

    >>> origin("https://Moodle.example/course/", where="--frame-origin")
    'https://moodle.example'
    """
    parts = _parts(web_address(text, where=where), where)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in {None, 443 if parts.scheme == "https" else 80} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def plain(text: str, *, where: str) -> str:
    """`text` without outer blanks if it is visible and not too long; RegistrationError otherwise."""
    text = text.strip()
    if not text or len(text) > MAX_TEXT or not text.isprintable():
        raise RegistrationError(
            where=where, what="is empty, too long or holds invisible characters", next_step="copy it from the platform"
        )
    return text


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("moodle.example")
    (True, True, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    scheme: str
    hostname: str | None
    port: int | None


def _parts(text: str, where: str) -> _Parts:
    # What goes into a header or a policy holds nothing that could end it.
    clean = text.isascii() and text.isprintable() and not set(text) & set(" ;,'\"<>\\") and len(text) <= MAX_TEXT
    try:
        parts = urlsplit(text)
        found = _Parts(scheme=parts.scheme, hostname=parts.hostname, port=parts.port)
        usable = clean and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable:
        raise RegistrationError(
            where=where, what=f"'{text[:80]}' is not a web address", next_step="write it as https://host/path"
        )
    return found
