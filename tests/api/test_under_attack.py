"""A thousand edits by editors at once while readers ask: none lost, none twice, and no reader notices."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .attack import Crowd, Editor, Shop, Site
from .served import Server

EDITS = 1000
EDITORS = 8
READERS = 4
ARTICLES = 20
OWN_SHARE = 0.8
"""So much of an editor's work is on articles that others seldom change."""
FEWER_BUILDS = 2
"""There are at least so many times fewer builds than edits."""


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """What an editor was told is stored."""

    number: int
    version: str
    action: str
    text: str | None


@dataclass
class Told:
    """What the server has told one editor."""

    made: list[tuple[Shop, Acknowledged]] = field(default_factory=list)
    refused: list[tuple[Shop, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    replayed: int = 0
    faults: list[str] = field(default_factory=list)


class Busy:
    """An editor who corrects, deletes and restores articles that others change, too, and sends some requests twice."""

    def __init__(self, server: Server, site: Site, number: int, left: list[int]) -> None:
        self.editor = Editor(server, site.key)
        self.site = site
        self.number = number
        self.own = site.shops[number::EDITORS]
        self.chance = random.Random(number)
        self.told = Told()
        self.count = 0
        # Shared by all: one element for each edit that is still to be made.
        self.left = left
        self.known: dict[str, str] = {}

    def run(self) -> None:
        try:
            while self.left:
                is_own = self.chance.random() < OWN_SHARE
                self.edit(self.chance.choice(self.own if is_own else self.site.shops))
        except Exception as error:
            self.told.faults.append(repr(error))
            raise
        finally:
            self.editor.close()

    def edit(self, shop: Shop) -> None:
        etag = self.known.get(shop.id) or self.editor.etag(shop)
        self.count += 1
        edition = f"{self.number}-{self.count}"
        doing = self.chance.random()
        if etag is None:
            found = self.editor.versions(shop)
            sound = [one["number"] for one in found if one["action"] in {"created", "replaced", "found"}]
            text = self.editor.file_of(shop, sound[-1])
            self.change(shop, "POST", f"{shop.path}/versions/{sound[-1]}/restore", {}, text)
        elif doing < 0.08:
            self.change(shop, "DELETE", shop.path, {"If-Match": etag}, None)
        else:
            self.change(shop, "PUT", shop.path, {"If-Match": etag}, shop.article(edition))

    def change(self, shop: Shop, method: str, path: str, headers: dict[str, str], text: str | None) -> None:
        named = {"Idempotency-Key": f"{self.number}/{self.count}", "Content-Type": "text/markdown", **headers}
        content = (text or "").encode() if method == "PUT" else None
        response = self.editor.request(method, path, headers=named, content=content)
        self.told.statuses[response.status_code] += 1
        self.known.pop(shop.id, None)
        if response.status_code in {200, 201}:
            self.note(shop, response.json(), text)
            if self.chance.random() < 0.15:
                again = self.editor.request(method, path, headers=named, content=content)
                self.told.replayed += again.headers.get("idempotency-replayed") == "true"
                if (again.status_code, again.content) != (response.status_code, response.content):
                    self.told.faults.append(f"another answer to the same request: {again.status_code} {again.text}")
            if text is not None:
                self.known[shop.id] = response.headers["etag"]
        elif response.status_code == 412 and method == "PUT":
            self.told.refused.append((shop, text or ""))
        elif response.status_code not in {404, 412}:
            self.told.faults.append(f"{method} {path}: {response.status_code} {response.text}")

    def note(self, shop: Shop, body: dict[str, Any], text: str | None) -> None:
        if body.get("changed", True):
            version = body["version"]
            made = Acknowledged(
                number=version["number"], version=version["version"], action=version["action"], text=text
            )
            self.told.made.append((shop, made))
            if self.left:
                self.left.pop()


def test_a_thousand_edits_while_readers_ask(tmp_path: Path) -> None:
    site = Site(tmp_path, count=ARTICLES)
    with site.served("--workers", "2") as server, Editor(server, site.key) as editor:
        left = [0] * EDITS
        busy = [Busy(server, site, number, left) for number in range(EDITORS)]
        with Crowd(server, site.shops, readers=READERS) as crowd:
            threads = [threading.Thread(target=one.run) for one in busy]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            last = editor.settle()
        assert [fault for one in busy for fault in one.told.faults] == []
        assert last is not None
        assert last["state"] == "done"
        assert crowd.citations > EDITS / 4
        made = [one for each in busy for one in each.told.made]
        statuses = sum((one.told.statuses for one in busy), Counter[int]())
        assert len(made) >= EDITS
        assert statuses[412] > 0
        assert sum(one.told.replayed for one in busy) > EDITS / 20
        assert {acknowledged.action for _, acknowledged in made} == {"replaced", "deleted", "restored"}
        refused = [one for each in busy for one in each.told.refused]
        for shop in site.shops:
            check(site, editor, shop, [one for other, one in made if other is shop], refused)
        builds = builds_of(site)
        assert builds * FEWER_BUILDS < len(made), f"{builds} builds for {len(made)} edits"
    assert site.leftovers() == []
    assert not any("Traceback" in line for line in server.log), server.log


def check(site: Site, editor: Editor, shop: Shop, made: list[Acknowledged], refused: list[tuple[Shop, str]]) -> None:
    """What was acknowledged is kept, once and in order, and nothing else; the last of it is on the disk and served."""
    kept = editor.versions(shop)
    assert [one["number"] for one in kept] == list(range(1, len(kept) + 1))
    assert [one["created"] for one in kept] == sorted(one["created"] for one in kept)
    told = {one.number: (one.version, one.action) for one in made}
    # Who deletes what another one with the same key has just deleted is told of that deletion.
    assert len(told) - sum(action == "deleted" for _, action in told.values()) == sum(
        one.action != "deleted" for one in made
    )
    assert {one["number"]: (one["version"], one["action"]) for one in kept} == {
        1: (kept[0]["version"], "found"),
        **told,
    }
    files = {number: site.library.version(shop.id, str(number))[1].decode() for number in told}
    for one in made:
        assert one.text in {None, files[one.number]}
    assert not {text for other, text in refused if other is shop} & set(files.values())
    last = max(made, key=lambda one: one.number)
    served = editor.get(f"{shop.path}/source")
    if last.text is None:
        assert not site.file(shop).exists()
        assert served.status_code == 404
    else:
        assert site.file(shop).read_text(encoding="utf-8") == last.text
        assert (served.status_code, served.text) == (200, last.text.split("---\n")[2])


def builds_of(site: Site) -> int:
    """How many snapshots were ever made: their names count up."""
    newest = max(path.name for path in (site.index / "snapshots").iterdir() if path.is_dir())
    return int(newest.split("-")[1])
