"""POST /v1/search."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_hits_are_slices_best_first(client: TestClient) -> None:
    found = client.post("/v1/search", json={"query": "omnichannel kanały"}).json()
    assert list(found) == ["hits", "snapshot", "took_ms"]
    hits = found["hits"]
    assert [hit["article_id"] for hit in hits] == ["pl-kanaly", "pl hostile"]
    assert [hit["similarity"] for hit in hits] == [1.0, 0.5]
    for hit in hits:
        source = client.get(f"/v1/articles/{hit['article_id']}/source").text
        assert source[hit["start"] : hit["end"]] == hit["text"] != ""
    assert set(hits[0]) >= {
        "article_id",
        "passage_id",
        "title",
        "language",
        "heading",
        "text",
        "start",
        "end",
        "similarity",
        "concepts",
    }


def test_filters(client: TestClient) -> None:
    def ids(**filters: object) -> set[str]:
        found = client.post("/v1/search", json={"query": "omnichannel", **filters}).json()
        return {hit["article_id"] for hit in found["hits"]}

    assert ids() == {"pl-kanaly", "pl hostile"}
    assert ids(top_k=1) == {"pl hostile"}
    assert ids(article_ids=["pl-kanaly"]) == {"pl-kanaly"}
    assert ids(source_languages=["fa"]) == set()


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({}, "missing-field"),
        ({"query": ""}, "empty-question"),
        ({"query": "a" * 1001}, "question-too-long"),
        ({"query": "a", "top_k": 101}, "out-of-range"),
        ({"query": "a", "article_ids": ["x"]}, "unknown-article-in-filter"),
        ({"question": "a"}, "invalid-request"),
    ],
)
def test_what_can_be_wrong(client: TestClient, body: dict[str, object], slug: str) -> None:
    response = client.post("/v1/search", json=body)
    assert (response.status_code, response.json()["type"]) == (422, f"/problems/{slug}")
