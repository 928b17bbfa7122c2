"""Manba's own key pair, with which it signs what it sends to a platform: made once, readable to its owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from indexer import StateError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

KEY_FILE = "lti-key.pem"
KEY_BITS = 2048
OWNER_ONLY = 0o600


@dataclass(frozen=True, kw_only=True)
class ToolKey:
    """A private key (PEM) with what may be told of it."""

    pem: bytes

    @cached_property
    def _private(self) -> RSAPrivateKey:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(self.pem, password=None)
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("not an RSA key")
        return key

    @cached_property
    def public_pem(self) -> str:
        """The public key as PEM."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        public = self._private.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    @cached_property
    def jwk(self) -> dict[str, str]:
        """The public key as a JWK; its `kid` is the thumbprint of RFC 7638."""
        import base64
        from hashlib import sha256

        from jwt.algorithms import RSAAlgorithm

        full = RSAAlgorithm.to_jwk(self._private.public_key(), as_dict=True)
        own = {"e": full["e"], "kty": "RSA", "n": full["n"]}
        thumbprint = base64.urlsafe_b64encode(sha256(orjson.dumps(own)).digest()).rstrip(b"=").decode("ascii")
        return {**own, "alg": "RS256", "use": "sig", "kid": thumbprint}

    def sign(self, claims: dict[str, object]) -> str:
        """`claims` as a JWT signed with RS256."""
        import jwt

        return jwt.encode(claims, self._private, algorithm="RS256", headers={"kid": self.jwk["kid"]})


def kept_key(state: Path) -> ToolKey | None:
    """The key in the folder `state`, None when none was made yet; StateError when it cannot be used."""
    path = state / KEY_FILE
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error
    key = ToolKey(pem=pem)
    try:
        key.jwk  # noqa: B018  (reads the key)
    except (ValueError, TypeError) as error:
        raise _unusable(path, error) from error
    return key


def tool_key(state: Path) -> ToolKey:
    """The key in the folder `state`, made now if there is none; StateError when it cannot be kept."""
    found = kept_key(state)
    if found is not None:
        return found
    path = state / KEY_FILE
    beside = path.with_name(f".{KEY_FILE}.{secrets.token_hex(4)}")
    try:
        state.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            file.write(_new_pem())
            file.flush()
            os.fsync(file.fileno())
        # A link and no rename: of two who make a key at once, the first one's stays.
        with suppress(FileExistsError):
            os.link(beside, path)
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)
    made = kept_key(state)
    if made is None:
        raise _unusable(path, OSError("it was taken away at once"))
    return made


def _new_pem() -> bytes:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _unusable(path: Path, error: Exception) -> StateError:
    return StateError(
        where=str(path),
        what=f"the key for course sites cannot be read or made ({error})",
        next_step="see who owns the file and its folder; or move it away, and give platforms the new key",
    )
