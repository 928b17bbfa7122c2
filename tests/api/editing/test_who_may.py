"""Every editors' route refuses whoever has no key, one that is over, or one for less; none is open to other origins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.keys.model import Scope
from api.keys.store import utc_now

from .conftest import Office, OpenOffice

ROUTES = [
    ("POST", "/v1/articles/check", "edit"),
    ("PUT", "/v1/articles/pl-zwroty", "edit"),
    ("DELETE", "/v1/articles/pl-zwroty", "edit"),
    ("GET", "/v1/articles/pl-zwroty/file", "edit"),
    ("GET", "/v1/articles/pl-zwroty/versions", "edit"),
    ("GET", "/v1/articles/pl-zwroty/versions/1", "edit"),
    ("GET", "/v1/articles/pl-zwroty/versions/1/diff", "edit"),
    ("POST", "/v1/articles/pl-zwroty/diff", "edit"),
    ("POST", "/v1/articles/pl-zwroty/versions/1/restore", "edit"),
    ("POST", "/v1/articles/import", "edit"),
    ("POST", "/v1/reindex", "edit"),
    ("GET", "/v1/jobs", "edit"),
    ("GET", "/v1/jobs/x", "edit"),
    ("POST", "/v1/jobs/x/cancel", "edit"),
    ("POST", "/v1/rollback", "admin"),
    ("GET", "/v1/snapshots", "admin"),
    ("GET", "/v1/audit", "admin"),
    ("GET", "/v1/insights/questions", "edit"),
    ("GET", "/v1/keys/me", "ask"),
]


@pytest.mark.parametrize(("method", "address", "scope"), ROUTES)
def test_refused_without_the_right_key(office: Office, method: str, address: str, scope: str) -> None:
    def refused(key: str | None) -> tuple[int, str, str]:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        response = office.client.request(method, address, headers=headers)
        assert response.headers["content-type"] == "application/problem+json"
        return response.status_code, response.json()["type"], response.headers.get("www-authenticate", "")

    assert refused(None) == (401, "/problems/unauthorized", 'Bearer realm="manba"')
    invalid = 'Bearer realm="manba", error="invalid_token"'
    assert refused("manba_nonsense") == (401, "/problems/unauthorized", invalid)
    _, over = office.keys.create(name="x", scope=Scope.ADMIN, expires=utc_now() - timedelta(seconds=1))
    assert refused(over) == (401, "/problems/unauthorized", invalid)
    key, revoked = office.keys.create(name="x", scope=Scope.ADMIN)
    office.keys.revoke(key.id)
    assert refused(revoked) == (401, "/problems/unauthorized", invalid)
    for lesser in {"ask": (), "edit": ("ask",), "admin": ("ask", "edit")}[scope]:
        status, kind, challenge = refused(office.key(lesser))
        assert (status, kind) == (403, "/problems/forbidden")
        assert challenge == f'Bearer realm="manba", error="insufficient_scope", scope="{scope}"'
    right = office.send(method, address, scope=scope)
    assert right.status_code not in {401, 403, 500}
    assert office.log == [] or address == "/v1/reindex"


def test_no_route_with_a_key_is_missing_here(office: Office) -> None:
    described = office.client.get("/openapi.json").json()
    keyed = {
        (method.upper(), path)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if "security" in operation
    }
    shown = {
        (method, path.replace("pl-zwroty", "{id}").replace("versions/1", "versions/{number}").replace("/x", "/{id}"))
        for method, path, _ in ROUTES
    }
    assert keyed == shown
    assert set(described["components"]["securitySchemes"]) == {"bearer", "header"}


@pytest.mark.parametrize(("method", "address", "scope"), ROUTES)
def test_closed_to_other_origins(open_office: OpenOffice, method: str, address: str, scope: str) -> None:
    office = open_office(cors_origins="*")
    origin = {"origin": "https://course.example"}
    asked = {"access-control-request-method": method, "access-control-request-headers": "authorization"}
    preflight = office.client.options(address, headers={**origin, **asked})
    assert "access-control-allow-origin" not in preflight.headers
    assert preflight.status_code == 405
    response = office.send(method, address, scope=scope, headers=origin)
    assert "access-control-allow-origin" not in response.headers


def test_a_key_is_not_sent_from_other_origins(open_office: OpenOffice) -> None:
    office = open_office(cors_origins="https://course.example")
    asked = {"origin": "https://course.example", "access-control-request-method": "POST"}
    for header, allowed in (("content-type", True), ("authorization", False), ("x-api-key", False)):
        preflight = office.client.options("/v1/ask", headers={**asked, "access-control-request-headers": header})
        assert (preflight.status_code == 200) is allowed
    source = office.client.get("/v1/articles/pl-kanaly/source", headers={"origin": "https://course.example"})
    assert source.headers["access-control-allow-origin"] == "https://course.example"


def test_what_a_key_is_good_for(office: Office) -> None:
    def me(scope: str) -> dict[str, Any]:
        return office.send("GET", "/v1/keys/me", scope=scope).json()

    shown = me("edit")
    assert (shown["name"], shown["scopes"], shown["expires"]) == ("Anna (edit)", ["ask", "edit"], None)
    assert shown["id"] == office.key("edit").split("_")[1]
    assert me("admin")["scopes"] == ["ask", "edit", "admin"]
    _, text = office.keys.create(name="x", scope=Scope.ASK, expires=utc_now() + timedelta(days=1))
    own = office.client.get("/v1/keys/me", headers={"x-api-key": text})
    assert own.json()["expires"].endswith("+00:00")
    assert own.headers["cache-control"] == "no-store"


def test_the_log_of_changes(office: Office) -> None:
    office.send("POST", "/v1/reindex")
    job = office.send("POST", "/v1/reindex").json()["job"]
    office.send("POST", f"{job['url']}/cancel")
    entries = office.send("GET", "/v1/audit", scope="admin").json()["entries"]
    assert [entry["action"] for entry in entries] == ["job.cancel", "reindex", "reindex"]
    assert {entry["key_name"] for entry in entries} == {"Anna (edit)"}
    assert entries[0]["details"] == {"was": "queued"}
    older = office.send("GET", f"/v1/audit?before={entries[1]['number']}&limit=5", scope="admin").json()["entries"]
    assert [entry["number"] for entry in older] == [entries[2]["number"]]
    of_subject = office.send("GET", "/v1/audit?subject=nothing", scope="admin").json()["entries"]
    assert of_subject == []
