"""A server whose disk is full, and one whose clock goes backwards: editors are told, readers notice nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.keys.model import Scope
from api.keys.store import KeyStore

from .attack import Crowd, Editor, Site, until

DAY_S = 24 * 3600
AFFLICTIONS = Path(__file__).with_name("afflictions")


class Afflicted(Site):
    """A site whose server can be made to suffer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.afflictions = folder / "afflictions"
        self.afflictions.mkdir()
        more = os.environ.get("PYTHONPATH")
        self.environment = {
            "AFFLICTIONS": str(self.afflictions),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(AFFLICTIONS), more])),
        }

    def fill(self) -> None:
        """Let the disk be full."""
        (self.afflictions / "full").touch()

    def make_room(self) -> None:
        (self.afflictions / "full").unlink()

    def set_clock(self, *, wrong_by_s: float) -> None:
        (self.afflictions / "clock").write_text(str(wrong_by_s), encoding="ascii")

    def files(self) -> dict[str, bytes | None]:
        """The files of the corpus."""
        return {str(path): path.read_bytes() for path in sorted(self.corpus.rglob("*")) if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Afflicted:
    return Afflicted(tmp_path)


def test_on_a_full_disk_nothing_changes_and_readers_go_on(site: Afflicted) -> None:
    shop, other = site.shops[:2]
    with (
        site.served("--workers", "2", **site.environment) as server,
        Editor(server, site.key) as editor,
        Crowd(server, site.shops, readers=2) as crowd,
    ):
        first = editor.store(shop, "1", prefer="wait=30")
        assert first.json()["job"]["state"] == "done"
        corpus, versions, current = site.files(), editor.versions(shop), site.current()
        site.fill()
        answered = crowd.answers
        sent = {"if_match": first.headers["etag"], "idempotency_key": "full"}
        for response in (
            editor.store(shop, "2", **sent),
            editor.store(shop, "2", if_match=first.headers["etag"]),
            editor.delete(other.path),
            editor.post(f"{shop.path}/versions/1/restore"),
            editor.post("/v1/reindex"),
        ):
            assert (response.status_code, response.json()["type"]) == (507, "/problems/storage-full"), response.text
            assert "make room" in response.json()["detail"]
        assert site.files() == corpus
        assert editor.versions(shop) == versions
        assert site.leftovers() == []
        old = editor.get(f"{shop.path}/source", params={"version": "1"})
        assert (old.status_code, old.text) == (200, shop.source("0"))
        until(lambda: crowd.answers > answered + 20, what="readers are answered on a full disk")
        assert site.current() == current
        site.make_room()
        made = editor.store(shop, "2", **sent, prefer="wait=30")
        assert (made.status_code, made.json()["job"]["state"]) == (200, "done"), made.text
        assert made.json()["version"]["number"] == len(versions) + 1
        assert editor.get(f"{shop.path}/source").text == shop.source("2")


def test_a_clock_that_goes_backwards_puts_nothing_out_of_order(site: Afflicted) -> None:
    shop = site.shops[0]
    _, short = KeyStore(site.state).create(
        name="short", scope=Scope.EDIT, expires=datetime.now(UTC) + timedelta(seconds=DAY_S / 2)
    )
    snapshots = [site.current()]
    with site.served("--workers", "2", **site.environment) as server, Editor(server, site.key) as editor:
        for number, days in enumerate((0, 40, -3000), start=1):
            site.set_clock(wrong_by_s=days * DAY_S)
            headers = {"if_match": editor.etag(shop), "idempotency_key": str(number), "prefer": "wait=30"}
            response = editor.store(shop, str(number), **headers)
            assert (response.status_code, response.json()["job"]["state"]) == (200, "done"), response.text
            created = datetime.fromisoformat(response.json()["version"]["created"])
            assert abs(created - datetime.now(UTC) - timedelta(days=days)) < timedelta(minutes=5)
            assert editor.store(shop, str(number), **headers).content == response.content
            assert editor.get(f"{shop.path}/source").text == shop.source(str(number))
            snapshots.append(site.current())
            # A key is good until its end as the clock tells it, and made in the future it is good at once.
            own = httpx.get(f"{server.address}/v1/keys/me", headers={"X-API-Key": short})
            assert own.status_code == (401 if days > 0 else 200), days
        assert snapshots == sorted(snapshots)
        assert len(set(snapshots)) == len(snapshots)
        kept = editor.versions(shop)
        assert [editor.file_of(shop, one["number"]) for one in kept] == [shop.article(str(n)) for n in range(4)]
        jobs = editor.get("/v1/jobs").json()["jobs"]
        assert [job["snapshot"] for job in jobs] == snapshots[:0:-1]
        entries = editor.get("/v1/audit").json()["entries"]
        assert [entry["details"]["number"] for entry in entries[:3]] == [4, 3, 2]
