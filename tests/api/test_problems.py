"""Problems: the catalogue, the table from domain errors, and requests that miss every route."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

import indexer
from api.problems import DOMAIN_PROBLEMS, PROBLEM_TYPES, problem_of
from api.runtime import Loaded
from indexer import CorpusError, ManbaError, NotFoundError, QuestionError

from .conftest import Serve
from .shelf import Shelf, ShelfAnswerer


@pytest.mark.parametrize(
    ("method", "address", "status", "slug", "allow"),
    [
        ("GET", "/nothing", 404, "not-found", None),
        ("GET", "/v1", 404, "not-found", None),
        ("GET", "/v1/ask/", 404, "not-found", None),
        ("GET", "/problems/nothing", 404, "not-found", None),
        ("GET", "/static/nothing", 404, "not-found", None),
        ("GET", "/static/..%2f..%2fapp.py", 404, "not-found", None),
        ("PUT", "/v1/ask", 405, "method-not-allowed", "GET, HEAD, POST"),
        ("GET", "/v1/search", 405, "method-not-allowed", "POST"),
        ("HEAD", "/v1/search", 405, "method-not-allowed", "POST"),
        ("POST", "/v1/articles/fa-kanal", 405, "method-not-allowed", "GET, HEAD, PUT, DELETE"),
        ("POST", "/", 405, "method-not-allowed", "GET, HEAD"),
        ("GET", "/v1/feedback", 405, "method-not-allowed", "POST"),
        ("BREW", "/v1/ask", 405, "method-not-allowed", "GET, HEAD, POST"),
    ],
)
def test_requests_that_miss(
    client: TestClient, *, method: str, address: str, status: int, slug: str, allow: str | None
) -> None:
    response = client.request(method, address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("allow") == allow
    if method != "HEAD":
        problem = response.json()
        assert problem["type"] == f"/problems/{slug}"
        assert problem["status"] == status
        assert problem["instance"] == address
        assert problem["request_id"] == response.headers["x-request-id"]


def test_instance_never_holds_the_question(client: TestClient) -> None:
    problem = client.get("/v1/ask?q=secret&top_k=99").json()
    assert problem["instance"] == "/v1/ask"
    assert "secret" not in str(problem)


def test_every_problem_type_is_a_page(client: TestClient) -> None:
    assert len(PROBLEM_TYPES) > 20
    for kind in PROBLEM_TYPES.values():
        page = client.get(kind.uri)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert kind.next_step.split("{")[0].split("`")[0].split("&")[0][:12] in page.text


def test_every_domain_error_has_a_problem() -> None:
    kinds = [value for name in indexer.__all__ if name.endswith("Error") for value in [getattr(indexer, name)]]
    assert len(kinds) >= 8
    for kind in kinds:
        problem = problem_of(kind(where="here", what="it failed", next_step="do this"))
        assert problem.type in PROBLEM_TYPES.values()
    assert set(DOMAIN_PROBLEMS) <= set(kinds)


def test_client_faults_are_told_in_the_indexers_words() -> None:
    problem = problem_of(QuestionError(where="question", what="it is in no language", next_step="write words"))
    assert (problem.type.slug, problem.detail) == ("unusable-question", "It is in no language. Write words.")
    assert problem_of(NotFoundError(where="x", what="no x", next_step="list")).type.status == 404


def test_a_corpus_that_is_gone_is_no_mistake_of_the_program() -> None:
    problem = problem_of(CorpusError(where="/srv/corpus", what="there is no such folder", next_step="correct the path"))
    assert (problem.type.slug, problem.headers["Retry-After"]) == ("storage-unavailable", "5")
    assert "/srv" not in problem.detail


def test_server_faults_hide_where() -> None:
    problem = problem_of(ManbaError(where="/srv/secret", what="broke", next_step="look"))
    assert problem.type.slug == "internal-error"
    assert "secret" not in problem.detail


@pytest.mark.parametrize("declared", [True, False])
def test_body_too_large(serve: Serve, declared: bool) -> None:
    client = serve(max_body_bytes=16 * 1024)
    body = b'{"question":"' + b"a" * 16 * 1024 + b'"}'
    content = body if declared else iter([body[:9000], body[9000:]])
    response = client.post("/v1/ask", content=content, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["type"]) == (413, "/problems/body-too-large")


def test_a_fault_of_the_server_is_a_problem_without_a_trace(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    class Failing(ShelfAnswerer):
        def answer(self, text: str, **options: object):
            raise RuntimeError("secret of the server")

    shelf = Shelf()
    client = serve(lambda settings: Loaded(knowledge_base=shelf, answerer=Failing(shelf)))
    response = client.post("/v1/ask", json={"question": "omnichannel"})
    assert (response.status_code, response.json()["type"]) == (500, "/problems/internal-error")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in response.text
    assert "secret of the server" in caplog.text
    assert response.json()["request_id"] in caplog.text
    # A page does not turn it into anything else.
    assert client.get("/?q=omnichannel").status_code == 500
