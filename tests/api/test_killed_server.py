"""kill -9 of a whole server at random moments while editors publish: what was acknowledged is there, whole and once."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from .attack import Editor, Shop, Site, kill_all
from .served import Server

KILLS = 4
EDITORS = 4
LONGEST_S = 1.2
"""The server is killed within so many seconds of the first edit."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A request to change an article, as it may be sent again; `text` is the file it makes, None: there is none."""

    shop: Shop
    method: str
    path: str
    headers: dict[str, str]
    text: str | None

    def send(self, editor: Editor) -> httpx.Response:
        content = (self.text or "").encode() if self.method == "PUT" else None
        return editor.request(self.method, self.path, headers=self.headers, content=content)


@dataclass
class Author:
    """Changes articles that nobody else does, one request after the other, until the server is gone."""

    number: int
    shops: list[Shop]
    chance: random.Random
    count: int = 0
    acknowledged: dict[str, list[Change]] = field(default_factory=dict)
    unsure: Change | None = None
    faults: list[str] = field(default_factory=list)

    def run(self, server: Server, key: str) -> None:
        with Editor(server, key) as editor:
            while not self.faults:
                change = self.next()
                try:
                    response = change.send(editor)
                except httpx.TransportError:
                    self.unsure = change
                    return
                self.note(change, response)

    def next(self) -> Change:
        shop = self.chance.choice(self.shops)
        self.count += 1
        headers = {"Idempotency-Key": f"{self.number}/{self.count}", "Content-Type": "text/markdown"}
        made = self.acknowledged.setdefault(shop.id, [])
        text = made[-1].text if made else shop.article("0")
        if text is None:
            # Number 1 is what lay on the disk at first.
            path = f"{shop.path}/versions/1/restore"
            return Change(shop=shop, method="POST", path=path, headers=headers, text=shop.article("0"))
        headers["If-Match"] = f'"{Site.version(text)}"'
        if self.chance.random() < 0.15:
            return Change(shop=shop, method="DELETE", path=shop.path, headers=headers, text=None)
        text = shop.article(f"{self.number}-{self.count}")
        return Change(shop=shop, method="PUT", path=shop.path, headers=headers, text=text)

    def note(self, change: Change, response: httpx.Response) -> None:
        if response.status_code in {200, 201}:
            self.acknowledged[change.shop.id].append(change)
        else:
            self.faults.append(f"{change}: {response.status_code} {response.text}")


def test_killed_while_publishing_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    site = Site(tmp_path, count=8)
    chance = random.Random(20)
    authors = [Author(number, site.shops[number::EDITORS], random.Random(number)) for number in range(EDITORS)]
    for _ in range(KILLS):
        with site.served("--workers", "2") as server:
            with Editor(server, site.key) as editor:
                catches_up(site, server, editor, authors)
                for author in authors:
                    if author.unsure is not None:
                        author.note(author.unsure, author.unsure.send(editor))
                        author.unsure = None
            threads = [threading.Thread(target=author.run, args=(server, site.key)) for author in authors]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0, LONGEST_S))
            assert len(kill_all(server)) >= 4
            for thread in threads:
                thread.join()
        assert [fault for author in authors for fault in author.faults] == []
        assert all(author.unsure is not None for author in authors)
        nothing_is_broken(site, authors)
    with site.served() as server, Editor(server, site.key) as editor:
        catches_up(site, server, editor, authors)
        for author in authors:
            assert author.unsure is not None
            author.note(author.unsure, author.unsure.send(editor))
            author.unsure = None
        last = editor.settle()
        assert last is not None
        assert last["state"] == "done"
        assert [fault for author in authors for fault in author.faults] == []
        for author in authors:
            for shop in author.shops:
                made = author.acknowledged[shop.id]
                kept = editor.versions(shop)
                assert [one["number"] for one in kept] == list(range(1, len(made) + 2))
                texts = [editor.file_of(shop, one["number"]) for one in kept if one["action"] != "deleted"]
                assert texts == [shop.article("0"), *(one.text for one in made if one.text is not None)]
                is_served(site, editor, shop, made[-1].text)
    assert sum(len(made) for author in authors for made in author.acknowledged.values()) > KILLS * EDITORS
    assert site.leftovers() == []


def catches_up(site: Site, server: Server, editor: Editor, authors: list[Author]) -> None:
    """By itself the server does the jobs that were left over, and serves all that was acknowledged."""
    editor.settle()
    for author in authors:
        for shop in author.shops:
            if author.unsure is None or author.unsure.shop is not shop:
                made = author.acknowledged.get(shop.id)
                is_served(site, editor, shop, made[-1].text if made else shop.article("0"))


def is_served(site: Site, editor: Editor, shop: Shop, text: str | None) -> None:
    response = editor.get(f"{shop.path}/source")
    if text is None:
        assert response.status_code == 404
        assert not site.file(shop).exists()
        return
    assert site.file(shop).read_text(encoding="utf-8") == text
    assert (response.status_code, response.text) == (200, text.split("---\n")[2])
    answer = editor.post("/v1/ask", json={"question": shop.question}).json()
    assert response.text.strip() in [citation["quote"] for citation in answer["citations"]]


def nothing_is_broken(site: Site, authors: list[Author]) -> None:
    """While no server runs: every file is one that somebody sent, whole, and every database is sound."""
    for author in authors:
        for shop in author.shops:
            made = author.acknowledged.get(shop.id)
            allowed = {made[-1].text if made else shop.article("0")}
            if author.unsure is not None and author.unsure.shop is shop:
                allowed.add(author.unsure.text)
            path = site.file(shop)
            assert (path.read_text(encoding="utf-8") if path.exists() else None) in allowed
    databases = sorted(site.state.glob("*.db"))
    assert {"audit.db", "jobs.db", "keys.db", "replies.db", "versions.db"} <= {path.name for path in databases}
    for path in databases:
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok", path
        connection.close()
