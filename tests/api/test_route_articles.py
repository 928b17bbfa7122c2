"""GET /v1/articles…: the list, one article, its exact source, validators."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from .shelf import ARTICLES


def test_list(client: TestClient) -> None:
    listed = client.get("/v1/articles").json()
    assert [article["id"] for article in listed["articles"]] == ["ar-kanat", "fa-kanal", "pl hostile", "pl-kanaly"]
    assert listed["total"] == 4
    assert listed["articles"][0]["direction"] == "rtl"
    assert listed["articles"][0]["published"] == "2024-07-07"
    assert "source" not in listed["articles"][0]


def test_list_by_language_and_page(client: TestClient) -> None:
    polish = client.get("/v1/articles?language=pl").json()
    assert ([article["id"] for article in polish["articles"]], polish["total"]) == (["pl hostile", "pl-kanaly"], 2)
    page = client.get("/v1/articles?limit=1&offset=1").json()
    assert ([article["id"] for article in page["articles"]], page["total"]) == (["fa-kanal"], 4)


@pytest.mark.parametrize("query", ["language=xx", "limit=0", "offset=-1", "limit=a", "page=2"])
def test_list_refuses(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/articles?{query}").status_code == 422


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_source_is_exact(client: TestClient, article) -> None:
    about = client.get(f"/v1/articles/{article.id}").json()
    assert about["id"] == article.id
    response = client.get(about["source_url"])
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-language"] == article.language.value
    assert response.content == article.source.encode("utf-8")
    assert response.headers["etag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'


@pytest.mark.parametrize("address", ["/v1/articles", "/v1/articles/fa-kanal", "/v1/articles/fa-kanal/source"])
def test_validators(client: TestClient, address: str) -> None:
    first = client.get(address)
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(address, headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", ["/v1/articles/none", "/v1/articles/none/source", "/v1/articles/%00"])
def test_unknown_article(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()["type"]) == (404, "/problems/unknown-article")


def test_head_is_get_without_a_body(client: TestClient) -> None:
    got = client.get("/v1/articles/fa-kanal/source")
    head = client.head("/v1/articles/fa-kanal/source")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]
