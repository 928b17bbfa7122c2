"""Whatever the holder of a key sends, editors' routes answer with what the contract names, never with a 500."""

from __future__ import annotations

import json
from urllib.parse import quote_from_bytes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.schemas import ProblemOut

from .conftest import POLISH, Office

relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EXPECTED = {200, 201, 202, 400, 404, 405, 406, 409, 412, 413, 415, 422, 503}
TYPES = ["text/markdown", "text/plain", "application/json", "application/zip", "text/html", ""]
near_article = st.fixed_dictionaries(
    {}, optional={"source": st.text(max_size=60) | st.none(), "id": st.text(max_size=9), "note": st.text(max_size=9)}
)


def check(response) -> None:
    assert response.status_code in EXPECTED, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert ProblemOut.model_validate_json(response.content).status == response.status_code


@relaxed
@given(
    body=st.binary(max_size=120) | near_article.map(json.dumps).map(str.encode) | st.text(max_size=80).map(str.encode),
    content_type=st.sampled_from(TYPES),
)
def test_any_body(office: Office, body: bytes, content_type: str) -> None:
    for method, address in (
        ("POST", "/v1/articles/check"),
        ("PUT", "/v1/articles/pl-zwroty"),
        ("POST", "/v1/articles/pl-zwroty/diff"),
        ("POST", "/v1/articles/import"),
        ("POST", "/v1/rollback"),
    ):
        check(office.send(method, address, scope="admin", content=body, headers={"content-type": content_type}))


@relaxed
@given(raw=st.binary(min_size=1, max_size=30))
def test_any_address(office: Office, raw: bytes) -> None:
    part = quote_from_bytes(raw, safe="")
    for address in (
        f"/v1/articles/{part}/file",
        f"/v1/articles/{part}/versions",
        f"/v1/articles/{part}/versions/{part}/diff?from={part}",
        f"/v1/articles/pl-kanaly/source?version={part}",
        f"/articles/{part}?version={part}",
        f"/v1/jobs/{part}",
        f"/v1/audit?subject={part}&before={part}",
    ):
        check(office.send("GET", address, scope="admin", headers={"accept": "application/json"}))
    check(office.send("DELETE", f"/v1/articles/{part}"))


@relaxed
@given(
    name=st.sampled_from(["if-match", "if-none-match", "idempotency-key", "prefer", "authorization", "x-api-key"]),
    value=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_any_header(office: Office, name: str, value: str) -> None:
    if name in {"authorization", "x-api-key"}:
        response = office.client.get("/v1/keys/me", headers={name: value})
        assert response.status_code in {401, 429}
    else:
        check(office.put("/v1/articles/pl-zwroty", POLISH, headers={name: value.replace("wait=", "wait")}))
