"""GET /healthz and /readyz: before, during and after loading, and when the index goes away."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.runtime import Loaded
from api.settings import Settings
from indexer import ManbaError, SnapshotError

from .conftest import Serve, load_shelf
from .shelf import Shelf, ShelfAnswerer

MISSING = SnapshotError(where="/srv/secret/index", what="there is no snapshot", next_step="run: manba build")


def wait_until(client: TestClient, status: int) -> None:
    for _ in range(200):
        if client.get("/readyz").status_code == status:
            return
        time.sleep(0.02)
    pytest.fail(f"/readyz never became {status}")


def test_ready_only_when_loaded(serve: Serve) -> None:
    may_load = threading.Event()

    def load(settings: Settings) -> Loaded:
        may_load.wait(10)
        return load_shelf(settings)

    client = serve(load, load_wait_s=0)
    try:
        assert client.get("/healthz").json() == {"status": "ok"}
        for response in (client.get("/readyz"), client.post("/v1/ask", json={"question": "omnichannel"})):
            assert (response.status_code, response.json()["type"]) == (503, "/problems/not-ready")
            assert response.headers["retry-after"] == "1"
        assert client.get("/").status_code == 200
        page = client.get("/?q=omnichannel&language=pl&lang=fa")
        assert (page.status_code, page.headers["retry-after"]) == (503, "1")
        assert " ۱ ثانیه صبر کنید." in page.text
        assert '<a href="/?q=omnichannel&amp;language=pl&amp;lang=fa" data-question>دوباره تلاش کنید</a>' in page.text
    finally:
        may_load.set()
    wait_until(client, 200)
    assert client.get("/readyz").json() == {"status": "ready", "snapshot": Shelf().snapshot_id}
    assert client.post("/v1/ask", json={"question": "omnichannel"}).json()["answered"] is True


def test_a_question_waits_for_loading(serve: Serve) -> None:
    def load(settings: Settings) -> Loaded:
        time.sleep(0.2)
        return load_shelf(settings)

    assert serve(load).post("/v1/ask", json={"question": "omnichannel"}).status_code == 200


def test_failed_loading_says_what_to_do_and_not_where(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.runtime.RETRY_LOADING_AFTER_S", 0.0)
    failures = [MISSING, MISSING, MISSING]

    def load(settings: Settings) -> Loaded:
        if failures:
            raise failures.pop()
        return load_shelf(settings)

    client = serve(load)
    response = client.post("/v1/ask", json={"question": "omnichannel"})
    assert (response.status_code, response.json()["type"]) == (503, "/problems/index-unavailable")
    assert "manba build" in response.json()["detail"]
    assert "/srv" not in response.text
    # Building the index mends the running server.
    wait_until(client, 200)


def test_unexpected_failure_of_loading_is_a_503(serve: Serve) -> None:
    def load(settings: Settings) -> Loaded:
        raise ValueError("secret")

    client = serve(load, load_wait_s=5)
    response = client.post("/v1/ask", json={"question": "omnichannel"})
    assert (response.status_code, response.json()["type"]) == (503, "/problems/index-unavailable")
    assert "secret" not in response.text
    assert client.get("/healthz").status_code == 200


def test_not_ready_when_the_index_is_gone(serve: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    client = serve(index=folder)
    wait_until(client, 200)
    folder.rmdir()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["type"]) == (503, "/problems/index-unavailable")


class MovingShelf(Shelf):
    """Switches to a newer snapshot at the second question, and meets a damaged one at the third."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def refresh(self) -> bool:
        self.asked += 1
        if self.asked == 3:
            raise SnapshotError(where="x", what="damaged", next_step="run: manba build")
        if self.asked == 2:
            self.snapshot_id = "newer"
        return self.asked == 2


def test_newer_snapshot_serves_and_a_damaged_one_does_not_fail_a_question(serve: Serve) -> None:
    shelf = MovingShelf()
    client = serve(lambda settings: Loaded(knowledge_base=shelf, answerer=ShelfAnswerer(shelf)))
    answers = [client.post("/v1/ask", json={"question": "omnichannel"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.json()["snapshot"] for answer in answers] == [Shelf().snapshot_id, "newer", "newer"]


def test_domain_error_during_an_answer(serve: Serve) -> None:
    class Failing(ShelfAnswerer):
        def answer(self, text: str, **options: object):
            raise ManbaError(where="/srv/secret", what="broke", next_step="mend it")

    shelf = Shelf()
    client = serve(lambda settings: Loaded(knowledge_base=shelf, answerer=Failing(shelf)))
    response = client.post("/v1/ask", json={"question": "omnichannel"})
    assert (response.status_code, response.json()["type"]) == (500, "/problems/internal-error")
    assert "secret" not in response.text
