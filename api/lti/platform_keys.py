"""The public keys of platforms: fetched when first needed, kept for an hour, fetched again for a key not seen yet.

Of many launches at once one fetches and the others wait for it; what failed is not tried again at once. Otherwise
whoever begins logins could, while a platform is silent, hold all threads of the server in vain.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.lti.fetching import FetchError, fetch_json
from api.lti.model import Platform
from api.lti.refusals import LaunchRefusal, Reason

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

KEPT_S = 3600.0
FETCHED_AGAIN_AFTER_S = 10.0
"""Seconds before keys are fetched again for a key that is not there, or after they could not be fetched."""
LEAST_BITS = 2048
MOST_KEYS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    keys: Mapping[str | None, RSAPublicKey]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed:
    why: str
    at: float


class PlatformKeys:
    """Keys of platforms, kept in memory; safe to share between threads."""

    def __init__(
        self, *, fetch: Callable[[str], object] = fetch_json, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with none."""
        self._fetch = fetch
        self._clock = clock
        self._fetched: dict[str, _Fetched] = {}
        self._failed: dict[str, _Failed] = {}
        self._turns: dict[str, threading.Lock] = {}

    def key(self, platform: Platform, kid: str | None) -> RSAPublicKey:
        """The key of `platform` with this `kid`; without one the only key there is. Raises LaunchRefusal."""
        if platform.public_key is not None:
            return public_key(platform.public_key)
        url = platform.jwks_url or ""
        fetched = self._fetched.get(url)
        now = self._clock()
        if fetched is None or now - fetched.at > KEPT_S:
            fetched = self._fetch_keys(platform, url, since=now)
        key = _named(fetched.keys, kid)
        if key is None and now - fetched.at > FETCHED_AGAIN_AFTER_S:
            key = _named(self._fetch_keys(platform, url, since=now).keys, kid)
        if key is None:
            detail = f"The token was signed with the key {_shown(kid)}, which is not among those at {url}."
            raise LaunchRefusal(Reason.UNKNOWN_KEY, detail, platform=platform)
        return key

    def _fetch_keys(self, platform: Platform, url: str, *, since: float) -> _Fetched:
        """The keys at `url`, fetched unless another thread has done so `since` they were asked for."""
        with self._turns.setdefault(url, threading.Lock()):
            fetched = self._fetched.get(url)
            if fetched is not None and fetched.at >= since:
                return fetched
            failed = self._failed.get(url)
            if failed is None or self._clock() - failed.at > FETCHED_AGAIN_AFTER_S:
                try:
                    fetched = _Fetched(keys=_read_keys(self._fetch(url)), at=self._clock())
                except FetchError as error:
                    failed = self._failed[url] = _Failed(why=str(error), at=self._clock())
                else:
                    self._failed.pop(url, None)
                    self._fetched[url] = fetched
                    return fetched
        detail = f"The platform's keys at {url} cannot be used: {failed.why}."
        raise LaunchRefusal(Reason.KEYS_UNAVAILABLE, detail, platform=platform)


def public_key(pem: str) -> RSAPublicKey:
    """The RSA key in `pem`; ValueError when there is none, or one too short to be safe."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(pem.encode("utf-8"))
    if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
        raise ValueError(f"not an RSA key of at least {LEAST_BITS} bits")
    return key


def _named(keys: Mapping[str | None, RSAPublicKey], kid: str | None) -> RSAPublicKey | None:
    if kid is None and len(keys) == 1:
        return next(iter(keys.values()))
    return keys.get(kid) if kid is not None else None


def _read_keys(answered: object) -> dict[str | None, RSAPublicKey]:
    """The usable keys of a JWKS: RSA, long enough, for signatures; others are left out."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from jwt.algorithms import RSAAlgorithm
    from jwt.exceptions import InvalidKeyError

    entries = answered.get("keys") if isinstance(answered, dict) else None
    if not isinstance(entries, list):
        raise FetchError('what the platform answered is no set of keys: {"keys": [...]}')
    found: dict[str | None, RSAPublicKey] = {}
    for entry in entries[:MOST_KEYS]:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig":
            continue
        if entry.get("alg", "RS256") != "RS256":
            continue
        try:
            key = RSAAlgorithm.from_jwk({name: entry.get(name) for name in ("kty", "n", "e")})
        except (InvalidKeyError, ValueError, TypeError, AttributeError):
            continue
        kid = entry.get("kid")
        if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_BITS and (kid is None or isinstance(kid, str)):
            found[kid] = key
    if not found:
        raise FetchError(f"there is no RSA key of at least {LEAST_BITS} bits among them")
    return found


def _shown(kid: str | None) -> str:
    return repr(kid[:80]) if kid is not None else "without a name"
