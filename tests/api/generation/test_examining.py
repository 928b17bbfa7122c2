"""`manba doctor` on the language model: each thing that may be wrong is named with what mends it."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler

import pytest

from api.cli.examining import language_model
from indexer import ManbaError

from .model_server import Exchange, ModelServer, saying


@pytest.fixture(autouse=True)
def configured(model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_LLM_BASE_URL", model.base_url)
    monkeypatch.setenv("MANBA_LLM_MODEL", "scripted")
    monkeypatch.setenv("MANBA_LLM_TIMEOUT_S", "20")


def test_nothing_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MANBA_LLM_BASE_URL")
    monkeypatch.delenv("MANBA_LLM_MODEL")
    found = language_model()
    assert found.sound
    assert found.found.startswith("none is configured")


def test_half_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MANBA_LLM_BASE_URL")
    with pytest.raises(ManbaError, match="MANBA_LLM_MODEL: set both"):
        language_model()


def test_model_answers_and_cites(model: ModelServer) -> None:
    model.script = saying("The shop opens ", "at nine. [1]")
    found = language_model()
    assert found.sound
    assert found.found.endswith("it answers and cites")


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (401, "set MANBA_LLM_API_KEY"),
        (403, "set MANBA_LLM_API_KEY"),
        (429, "wait, then try again; if that stays, see which limits the server sets for this key"),
        (404, "set MANBA_LLM_MODEL to one of: gemma3, qwen3"),
        (500, "see the log of the model's server"),
    ],
)
def test_server_refuses(model: ModelServer, status: int, next_step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def models(handler: BaseHTTPRequestHandler) -> None:
        body = json.dumps({"object": "list", "data": [{"id": name} for name in ("qwen3", "gemma3")]}).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    monkeypatch.setattr(model.RequestHandlerClass, "do_GET", models, raising=False)
    model.script = lambda exchange: exchange.refuse(status)
    found = language_model()
    assert not found.sound
    assert f"answered {status}" in found.found
    assert found.next_step == next_step


def test_key_is_wrong(model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_LLM_API_KEY", "not-this-one")
    model.script = lambda exchange: exchange.refuse(401)
    assert language_model().next_step == "correct MANBA_LLM_API_KEY"


def test_nobody_listens(model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    found = language_model()
    assert not found.sound
    assert found.next_step.startswith("see that a server listens at http://127.0.0.1:9/v1")


def test_password_in_the_address_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_LLM_BASE_URL", "http://me:secret@127.0.0.1:9/v1")
    found = language_model()
    assert "http://127.0.0.1:9/v1" in found.found
    assert "secret" not in f"{found.found}{found.next_step}"


def test_model_is_too_slow(model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_LLM_TIMEOUT_S", "1")

    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.say("The shop ")
        exchange.hang()

    model.script = script
    found = language_model()
    assert not found.sound
    assert found.next_step == "raise MANBA_LLM_TIMEOUT_S, or use a smaller or faster model"


def test_model_does_not_cite(model: ModelServer) -> None:
    model.script = saying("Hello! How can I help you today?")
    found = language_model()
    assert not found.sound
    assert "and cited nothing" in found.found
    assert found.next_step == "use a model that follows instructions"


def test_model_cites_what_it_was_not_given(model: ModelServer) -> None:
    model.script = saying("The shop opens at nine. [9]")
    found = language_model()
    assert not found.sound
    assert "and cited a source that it was not given" in found.found
