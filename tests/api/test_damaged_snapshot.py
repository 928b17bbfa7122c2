"""Files of the snapshot that serves are damaged under a running server: it serves on, the next re-index mends it."""

from __future__ import annotations

from pathlib import Path

from indexer.knowledge import KnowledgeBase

from .attack import Crowd, Editor, Shop, Site

DAMAGES = (
    lambda content: content[: len(content) // 2],
    lambda content: b"",
    lambda content: bytes(len(content)),
    lambda content: content[::-1] + b"more",
)


def damage(folder: Path) -> int:
    """Write over each file of a snapshot, in place; how many there were."""
    files = sorted(folder.iterdir())
    for number, path in enumerate(files):
        path.write_bytes(DAMAGES[number % len(DAMAGES)](path.read_bytes()))
    return len(files)


def cited(editor: Editor, shop: Shop) -> list[str]:
    response = editor.post("/v1/ask", json={"question": shop.question})
    assert response.status_code == 200
    return [citation["quote"] for citation in response.json()["citations"]]


def test_a_damaged_snapshot_serves_on_and_the_next_reindex_mends_it(tmp_path: Path) -> None:
    site = Site(tmp_path)
    shop, other = site.shops[:2]
    with site.served() as server, Editor(server, site.key) as editor:
        base = site.current()
        for edition in ("1", "2"):
            job = editor.store(shop, edition, prefer="wait=30").json()["job"]
            assert job["state"] == "done"
        assert cited(editor, shop) == [shop.source("2").strip()]
        with Crowd(server, site.shops, readers=2) as crowd:
            assert damage(site.index / "snapshots" / site.current()) > 20
            before = crowd.citations
            assert cited(editor, shop) == [shop.source("2").strip()]
            assert editor.get(f"{shop.path}/source").text == shop.source("2")
            # It is no snapshot to build on either, and what is built next has all that it had.
            assert editor.store(other, "3", prefer="wait=30").json()["job"]["state"] == "done"
            assert cited(editor, other) == [other.source("3").strip()]
            assert cited(editor, shop) == [shop.source("2").strip()]
            damage(site.index / "snapshots" / site.current())
            assert cited(editor, other) == [other.source("3").strip()]
        assert crowd.citations > before
    with site.served() as server, Editor(server, site.key) as editor:
        # Both newer ones are damaged.
        assert any("damaged" in line for line in server.log), server.log
        assert cited(editor, shop) == [shop.source("1").strip()]
        assert cited(editor, other) == [other.source("0").strip()]
        assert site.version(shop.article("2")) == editor.etag(shop)[1:-1]
        job = editor.post("/v1/reindex").json()["job"]
        assert editor.settle() == editor.get(job["url"]).json()["job"]
        assert cited(editor, shop) == [shop.source("2").strip()]
        assert cited(editor, other) == [other.source("3").strip()]
        with Crowd(server, site.shops, readers=2):
            assert damage(site.index / "snapshots" / base) > 20
            assert cited(editor, site.shops[2]) == [site.shops[2].source("0").strip()]
            editor.store(shop, "4")
            # All is written anew, beside readers who leave it little of the processor.
            job = editor.settle()
            assert job is not None
            assert (job["state"], job["embedded"]) == ("done", len(site.shops))
            assert cited(editor, shop) == [shop.source("4").strip()]
    knowledge = KnowledgeBase.open(site.index)
    assert knowledge.refused == ()
    assert [knowledge.article(one.id).source for one in (shop, other, site.shops[2])] == [
        shop.source("4"),
        other.source("3"),
        site.shops[2].source("0"),
    ]
