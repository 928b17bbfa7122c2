"""Headers that keep a reader safe, ids of requests, CORS, and a log that holds no questions."""

from __future__ import annotations

import logging

import pytest
from starlette.testclient import TestClient

from .conftest import Serve

EVERYWHERE = ["/", "/v1/articles", "/v1/articles/fa-kanal/source", "/healthz", "/openapi.json", "/nothing", "/articles"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_safe_headers_everywhere(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert len(headers["x-request-id"]) == 32


def test_content_language(client: TestClient) -> None:
    assert (
        client.post("/v1/ask", json={"question": "Czym jest omnichannel?", "language": "ar"}).headers[
            "content-language"
        ]
        == "ar"
    )
    assert client.get("/", headers={"accept-language": "fa-IR,en;q=0.5"}).headers["content-language"] == "fa"


def test_answers_are_not_stored(client: TestClient) -> None:
    for response in (client.get("/v1/ask?q=omnichannel"), client.get("/?q=omnichannel"), client.get("/readyz")):
        assert response.headers["cache-control"] == "no-store"


def test_request_id_is_kept_when_it_is_safe(client: TestClient) -> None:
    def id_for(given: str) -> str:
        return client.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"]

    assert id_for("trace-0123456789") == "trace-0123456789"
    assert id_for("bad id with spaces") != "bad id with spaces"
    assert id_for("x" * 65) != "x" * 65


def test_cors_is_off_by_default(client: TestClient) -> None:
    response = client.get("/v1/articles", headers={"origin": "https://course.example"})
    assert "access-control-allow-origin" not in response.headers


def test_cors_by_setting(serve: Serve) -> None:
    client = serve(cors_origins="https://course.example, https://other.example/")
    headers = {"origin": "https://course.example"}
    for response in (client.get("/v1/articles", headers=headers), client.get("/nothing", headers=headers)):
        assert response.headers["access-control-allow-origin"] == "https://course.example"
    preflight = client.options(
        "/v1/ask",
        headers={**headers, "access-control-request-method": "POST", "access-control-request-headers": "content-type"},
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    foreign = client.get("/v1/articles", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers


def test_log_holds_no_question(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/ask", json={"question": "tajemnica omnichannel"})
        client.get("/v1/ask?q=tajemnica")
        client.get("/?q=tajemnica")
        client.get("/v1/ask?q=tajemnica&top_k=99")
        client.get("/v1/articles/a%0Ab")
    lines = [record.getMessage() for record in caplog.records if record.name == "manba.access"]
    assert [line.split()[:3] for line in lines] == [
        ["POST", "/v1/ask", "200"],
        ["GET", "/v1/ask", "200"],
        ["GET", "/", "200"],
        ["GET", "/v1/ask", "422"],
        ["GET", "/v1/articles/a%0Ab", "404"],
    ]
    assert not any("tajemnica" in record.getMessage() for record in caplog.records if record.name.startswith("manba"))
