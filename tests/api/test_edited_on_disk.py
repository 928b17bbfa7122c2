"""Articles edited on the disk and over HTTP at once, while all is indexed; a corpus that goes away and comes back."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

from .attack import Crowd, Editor, Shop, Site, until

SECONDS = 4.0
EDITORS = 2


class ByHand:
    """Somebody who edits an article's file with another program, and whose words are to be kept, too."""

    def __init__(self, site: Site, shop: Shop, seed: int, stop: threading.Event) -> None:
        self.path = site.file(shop)
        self.shop = shop
        self.chance = random.Random(seed)
        self.stop = stop
        self.replaced: list[str] = []
        self.last = shop.article("0")

    def run(self) -> None:
        count = 0
        while not self.stop.wait(self.chance.uniform(0.03, 0.2)):
            count += 1
            text = self.shop.article(f"hand-{self.shop.number}-{count}")
            partial = self.path.with_name(f".{self.path.name}.swp")
            partial.write_text(text, encoding="utf-8")
            # What this replaces is this person's own loss; what somebody else has replaced before is not.
            if self.path.exists() and self.path.read_text(encoding="utf-8") != self.last:
                self.replaced.append(self.last)
            partial.replace(self.path)
            self.last = text


def over_http(
    site: Site, editor: Editor, shops: list[Shop], stop: threading.Event, made: list[tuple[Shop, str]]
) -> None:
    """Publish one edition after the other, whatever is there now."""
    chance = random.Random(shops[0].number)
    count = 0
    while not stop.is_set():
        count += 1
        shop, edition = chance.choice(shops), f"http-{shops[0].number}-{count}"
        response = editor.store(shop, edition)
        assert response.status_code in {200, 201}, response.text
        made.append((shop, shop.article(edition)))


def test_what_is_edited_by_hand_and_over_http_at_once_is_all_kept(tmp_path: Path) -> None:
    site = Site(tmp_path, count=4)
    stop = threading.Event()
    made: list[tuple[Shop, str]] = []
    people = [ByHand(site, shop, seed, stop) for seed, shop in enumerate(site.shops)]
    with site.served("--watch") as server, Editor(server, site.key) as editor:
        with Crowd(server, site.shops, readers=2):
            threads = [threading.Thread(target=one.run) for one in people]
            threads += [
                threading.Thread(target=over_http, args=(site, editor, site.shops[number::EDITORS], stop, made))
                for number in range(EDITORS)
            ]
            for thread in threads:
                thread.start()
            time.sleep(SECONDS)
            stop.set()
            for thread in threads:
                thread.join()
            until(lambda: up_to_date(site, editor), what="the index follows the files")
        assert sum(len(one.replaced) for one in people) > 10
        assert len(made) > 20
        for person in people:
            # Of what was indexed and replaced before anybody else saw it only the body is known, and told of later.
            found = [site.library.version(person.shop.id, str(one["number"])) for one in editor.versions(person.shop)]
            kept = [raw.decode() for version, raw in found if version.is_whole]
            for shop, text in made:
                assert shop is not person.shop or kept.count(text) == 1, text
            assert [text for text in person.replaced if text not in kept] == []
            assert kept[-1] == site.file(person.shop).read_text(encoding="utf-8")
    assert site.leftovers() == []
    assert not any("Traceback" in line for line in server.log), server.log


def up_to_date(site: Site, editor: Editor) -> bool:
    return all(
        editor.get(f"{shop.path}/source").text == site.file(shop).read_text(encoding="utf-8").split("---\n")[2]
        for shop in site.shops
    )


def test_a_corpus_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    site = Site(tmp_path)
    shop, other = site.shops[:2]
    away = site.corpus.with_name("away")
    with site.served("--watch") as server, Editor(server, site.key) as editor:
        assert editor.store(shop, "1", prefer="wait=30").json()["job"]["state"] == "done"
        before = [editor.versions(one) for one in site.shops]
        with Crowd(server, site.shops, readers=2):
            site.corpus.rename(away)
            for response in (
                editor.store(shop, "2"),
                editor.put("/v1/articles/new", content=b"Nowy tekst.\n", headers={"Content-Type": "text/markdown"}),
                editor.delete(other.path),
                editor.post(f"{shop.path}/versions/1/restore"),
                editor.get(f"{shop.path}/file"),
            ):
                assert (response.status_code, response.json()["type"]) == (503, "/problems/storage-unavailable")
            old = editor.get(f"{shop.path}/source", params={"version": "1"})
            assert (old.status_code, old.text) == (200, shop.source("0"))
            # A job that comes at this time fails, and takes no article away.
            job = editor.post("/v1/reindex").json()["job"]
            until(lambda: editor.get(job["url"]).json()["job"]["state"] == "failed", what="the job fails")
            assert editor.get("/v1/articles").json()["total"] == len(site.shops)
            # What is edited meanwhile is indexed when it is back, and so would be what the failed job was to index.
            (away / f"{other.id}.md").write_text(other.article("3"), encoding="utf-8")
            away.rename(site.corpus)
            until(lambda: editor.get(f"{other.path}/source").text == other.source("3"), what="it is indexed again")
        assert [editor.versions(one) for one in site.shops if one is not other] == [
            kept for one, kept in zip(site.shops, before, strict=True) if one is not other
        ]
        assert [one["action"] for one in editor.versions(other)] == ["found", "found"]
        assert not (site.state / "articles").exists()
        assert editor.store(shop, "2", prefer="wait=30").json()["job"]["state"] == "done"
        assert editor.get(f"{shop.path}/source").text == shop.source("2")
