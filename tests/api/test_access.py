"""Who may ask: keys where they are needed, wrong ones refused and slowed down, scopes, open editing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.keys.limiting import WRONG_KEYS_ALLOWED
from api.keys.model import Scope
from api.keys.store import KeyStore, utc_now

from .conftest import Serve


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "state")


@pytest.fixture
def closed(serve: Serve, tmp_path: Path) -> TestClient:
    """A server that answers holders of keys only."""
    return serve(state=tmp_path / "state", ask_needs_key=True)


def ask(client: TestClient, **headers: str) -> tuple[int, str]:
    response = client.get("/v1/ask?q=omnichannel", headers={name.replace("_", "-"): v for name, v in headers.items()})
    return response.status_code, response.json().get("type", "")


def test_asking_is_free_by_default(client: TestClient) -> None:
    assert ask(client)[0] == 200
    assert ask(client, authorization="Bearer nonsense")[0] == 200


def test_asking_with_a_key_where_it_is_needed(closed: TestClient, keys: KeyStore) -> None:
    _, text = keys.create(name="bot", scope=Scope.ASK)
    assert ask(closed, authorization=f"Bearer {text}")[0] == 200
    assert ask(closed, authorization=f"bearer  {text} ")[0] == 200
    assert ask(closed, x_api_key=text)[0] == 200
    assert ask(closed, authorization="Basic YTpi", x_api_key=text)[0] == 200
    assert closed.post("/v1/ask", json={"question": "x"}, headers={"x-api-key": text}).status_code == 200
    assert closed.post("/v1/search", json={"query": "x"}, headers={"x-api-key": text}).status_code == 200


def test_asking_without_a_key_where_it_is_needed(closed: TestClient) -> None:
    for response in (
        closed.get("/v1/ask?q=omnichannel"),
        closed.post("/v1/ask", json={"question": "x"}),
        closed.post("/v1/search", json={"query": "x"}),
    ):
        assert (response.status_code, response.json()["type"]) == (401, "/problems/unauthorized")
        assert response.headers["www-authenticate"] == 'Bearer realm="manba"'
    page = closed.get("/?q=omnichannel", headers={"accept": "text/html", "accept-language": "pl"})
    assert page.status_code == 401
    assert "wymaga tu klucza" in page.text
    assert closed.get("/").status_code == 200
    assert closed.get("/v1/articles/fa-kanal/source").status_code == 200


def test_revoked_and_expired_keys_are_refused_with_the_reason(closed: TestClient, keys: KeyStore) -> None:
    key, text = keys.create(name="bot", scope=Scope.ASK)
    assert ask(closed, x_api_key=text)[0] == 200
    keys.revoke(key.id)
    _, over = keys.create(name="bot", scope=Scope.ASK, expires=utc_now() - timedelta(seconds=1))
    for wrong, reason in ((text, "revoked"), (over, "expired")):
        response = closed.get("/v1/ask?q=omnichannel", headers={"authorization": f"Bearer {wrong}"})
        assert (response.status_code, response.json()["type"]) == (401, "/problems/unauthorized")
        assert f"The key is {reason}" in response.json()["detail"]
        assert response.headers["www-authenticate"] == 'Bearer realm="manba", error="invalid_token"'


def test_wrong_keys_are_slowed_down_and_right_ones_never(closed: TestClient, keys: KeyStore) -> None:
    _, text = keys.create(name="bot", scope=Scope.ASK)
    wrong = f"{text[:-4]}wxyz"
    for _ in range(WRONG_KEYS_ALLOWED):
        assert ask(closed, x_api_key=wrong) == (401, "/problems/unauthorized")
    response = closed.get("/v1/ask?q=omnichannel", headers={"x-api-key": wrong})
    assert (response.status_code, response.json()["type"]) == (429, "/problems/too-many-wrong-keys")
    assert 0 < int(response.headers["retry-after"]) <= 60
    assert ask(closed, x_api_key=text)[0] == 200
    assert ask(closed) == (401, "/problems/unauthorized")
