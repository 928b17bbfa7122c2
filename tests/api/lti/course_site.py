"""A course site of our own: a platform of LTI 1.3 with real RSA keys and an HTTP server on loopback.

It begins logins, checks authentication requests as a platform does, signs launches, and verifies answers.
"""

from __future__ import annotations

import html
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
CLIENT_ID = "manba-in-course"
DEPLOYMENT = "7"


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key pair, the same one for the same name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public_jwk(kid: str, key: rsa.RSAPrivateKey) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", "alg": "RS256"}


@dataclass
class CourseSite:
    """The platform; tests change its parts to make it misbehave."""

    address: str = ""
    tool: str = ""
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=lambda: {"first": rsa_key("first")})
    custom: dict[str, str] = field(default_factory=dict)
    locale: str | None = None
    jwks: bytes | None = None
    jwks_status: int = 200
    jwks_leads_to: str | None = None
    jwks_fetched: int = 0
    faults: list[str] = field(default_factory=list)
    returned: list[dict[str, Any]] = field(default_factory=list)
    tool_keys: dict[str, Any] = field(default_factory=dict)

    def login(self, message: str = "LtiResourceLinkRequest") -> dict[str, str]:
        """The parameters of a login that the site begins."""
        return {
            "iss": self.address,
            "login_hint": "person 42",
            "target_link_uri": f"{self.tool}/lti/launch",
            "lti_message_hint": message,
            "client_id": CLIENT_ID,
            "lti_deployment_id": DEPLOYMENT,
        }

    def claims(self, nonce: str, /, message: str = "LtiResourceLinkRequest", **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": "person 42",
            "name": "Anna Nowak",
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            f"{CLAIM}message_type": message,
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": DEPLOYMENT,
            f"{CLAIM}target_link_uri": f"{self.tool}/lti/launch",
            f"{CLAIM}roles": [],
            f"{CLAIM}resource_link": {"id": "box 1"},
            f"{CLAIM}custom": self.custom,
            f"{CLAIM}launch_presentation": {"locale": self.locale} if self.locale else {},
        }
        if message == "LtiDeepLinkingRequest":
            claims[f"{DL}deep_linking_settings"] = {
                "deep_link_return_url": f"{self.address}/returned?course=5",
                "accept_types": ["ltiResourceLink"],
                "accept_presentation_document_targets": ["iframe"],
                "data": "as it came; ż ش",
            }
        claims |= changed
        return {name: value for name, value in claims.items() if value is not None}

    def signed(self, claims: dict[str, Any], *, kid: str = "first", **header: Any) -> str:
        return jwt.encode(claims, self.keys[kid], algorithm="RS256", headers={"kid": kid, **header})

    def authorized(self, asked: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Where an authentication request is answered, and with which form; what is wrong with it goes to `faults`."""
        expected = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": CLIENT_ID,
            "redirect_uri": f"{self.tool}/lti/launch",
            "login_hint": "person 42",
        }
        self.faults += [f"{name} is {asked.get(name)}" for name, value in expected.items() if asked.get(name) != value]
        self.faults += [f"{name} is short" for name in ("state", "nonce") if len(asked.get(name, "")) < 32]
        token = self.signed(self.claims(asked["nonce"], asked["lti_message_hint"]))
        return asked["redirect_uri"], {"id_token": token, "state": asked["state"]}

    def take_back(self, token: str) -> dict[str, Any]:
        """The claims of a tool's answer, verified with the keys the tool publishes."""
        by_kid = {one["kid"]: jwt.PyJWK(one) for one in self.tool_keys["keys"]}
        key = by_kid[jwt.get_unverified_header(token)["kid"]]
        options = {"require": ["iss", "aud", "exp", "iat", "nonce"]}
        return jwt.decode(token, key, algorithms=["RS256"], audience=self.address, issuer=CLIENT_ID, options=options)

    def page(self, path: str) -> str:
        """A page of a course with the tool in a frame, as a trainer or a learner sees it."""
        message = "LtiDeepLinkingRequest" if path == "/choose" else "LtiResourceLinkRequest"
        source = html.escape(f"{self.tool}/lti/login?{urlencode(self.login(message))}")
        return (
            "<!doctype html><html lang=en><title>Course</title><h1>Course</h1>"
            f'<iframe title=tool width=100% height=720 src="{source}"></iframe>'
        )


class _Handler(BaseHTTPRequestHandler):
    site: CourseSite

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/jwks":
            self.site.jwks_fetched += 1
            published = {"keys": [public_jwk(kid, key) for kid, key in self.site.keys.items()]}
            if self.site.jwks_leads_to is not None:
                self._answer(302, b"", Location=self.site.jwks_leads_to)
            else:
                body = self.site.jwks if self.site.jwks is not None else json.dumps(published).encode()
                self._answer(self.site.jwks_status, body, kind="application/json")
        elif parts.path == "/auth":
            action, form = self.site.authorized(dict(parse_qsl(parts.query)))
            self._answer(200, _posting(action, form).encode())
        else:
            self._answer(200, self.site.page(parts.path).encode())

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        # A platform fetches the keys of the tool where it was told they are.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.site.tool}/lti/jwks", timeout=10) as response:
            self.site.tool_keys = json.loads(response.read())
        self.site.returned.append(self.site.take_back(form["JWT"]))
        self._answer(200, b"<!doctype html><title>Course</title><h1 id=done>Inserted</h1>")

    def _answer(self, status: int, body: bytes, *, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def _posting(action: str, form: dict[str, str]) -> str:
    fields = "".join(f'<input type=hidden name="{name}" value="{html.escape(value)}">' for name, value in form.items())
    return (
        f'<!doctype html><form id=f method=post action="{html.escape(action)}">{fields}<button>Go on</button></form>'
        "<script>document.getElementById('f').submit()</script>"
    )


@contextmanager
def course_site(tool: str) -> Iterator[CourseSite]:
    """A course site that uses the tool at the address `tool`."""
    site = CourseSite(tool=tool)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
