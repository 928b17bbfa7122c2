"""A small JSON file fetched from a platform: no longer, larger or from elsewhere than was agreed."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

import orjson

from api.lti.model import is_loopback

TIMEOUT_S = 5.0
MOST_BYTES = 256 * 1024
_PIECE = 16 * 1024


class FetchError(Exception):
    """What could not be fetched, in words for whoever runs the server."""


class _SameHost(urllib.request.HTTPRedirectHandler):
    max_redirections = 3

    def redirect_request(  # noqa: PLR0917  (as urllib calls it)
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        asked, leads = urlsplit(req.full_url), urlsplit(newurl)
        encrypted = leads.scheme in {"https", asked.scheme}
        if (asked.hostname, asked.port) != (leads.hostname, leads.port) or not encrypted:
            raise FetchError(f"it leads to another host, {newurl[:200]!r}; register the address it leads to")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch_json(url: str, *, timeout_s: float = TIMEOUT_S, most_bytes: int = MOST_BYTES) -> object:
    """The JSON at `url`, an address that an administrator registered; FetchError when it cannot be had.

    Https only, but for this machine itself. Addresses of a private network are allowed: a platform may well be in one.
    """
    parts = urlsplit(url)
    here = is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise FetchError("its address is not encrypted; register one that begins with https://")
    # A proxy in the environment is not meant for this machine's own address.
    proxies = [urllib.request.ProxyHandler({})] if here else []
    opener = urllib.request.build_opener(_SameHost(), *proxies)
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310  (checked above)
    try:
        body = _read(opener, request, timeout_s=timeout_s, most_bytes=most_bytes)
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(f"the platform answered with status {error.code}") from error
    except TimeoutError as error:
        raise FetchError(f"the platform did not answer within {timeout_s:g} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise FetchError(f"the platform did not answer within {timeout_s:g} seconds") from error
        raise FetchError(f"the platform cannot be reached ({str(reason)[:200]})") from error
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise FetchError("what the platform answered is not JSON") from error


def _read(
    opener: urllib.request.OpenerDirector, request: urllib.request.Request, *, timeout_s: float, most_bytes: int
) -> bytes:
    # A server that sends a byte now and then must not hold us for longer either.
    give_up_at = time.monotonic() + timeout_s
    body = b""
    with opener.open(request, timeout=timeout_s) as response:
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > most_bytes:
                raise FetchError(f"what the platform answered is larger than {most_bytes // 1024} kB")
            if time.monotonic() > give_up_at:
                raise TimeoutError
    return body
