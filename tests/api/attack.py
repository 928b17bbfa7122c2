"""What attacks on a real server are made with: a corpus of shops nobody has heard of, its editors and its readers."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx

from api.keys.model import Scope
from api.keys.store import KeyStore
from indexer.index.reindexing import Reindexer
from indexer.library.library import Library
from indexer.library.versions import version_of

from .served import Server, servers

WAIT_S = 60.0
_SYLLABLES = ["ba", "to", "si", "rum", "no", "kla", "da", "fo", "ze", "mol", "pu", "pe"]
_SENTENCES = {
    "pl": "{name} to sieć sklepów, która od wydania {edition} łączy kasę samoobsługową z aplikacją.",
    "fa": "{name} فروشگاهی است که از نسخه {edition} صندوق را به برنامه وصل کرده است.",
    "ar": "{name} هي سلسلة متاجر تربط الصندوق بالتطبيق منذ الإصدار {edition} في كل المدن.",
}
_HEADS = {"pl": "Kto to jest {name}", "fa": "{name} چیست", "ar": "ما هي {name}"}
_QUESTIONS = {"pl": "Co to jest {name}?", "fa": "{name} چیست؟", "ar": "ما هي {name}؟"}
LANGUAGES = ("pl", "pl", "pl", "fa", "ar")


@dataclass(frozen=True, kw_only=True)
class Shop:
    """What one article is about."""

    number: int
    language: str
    name: str

    @property
    def id(self) -> str:
        return f"{self.language}-shop-{self.number:02}"

    @property
    def path(self) -> str:
        return f"/v1/articles/{self.id}"

    @property
    def question(self) -> str:
        return _QUESTIONS[self.language].format(name=self.name)

    def article(self, edition: str) -> str:
        """The article's file as it is in an edition."""
        title = _HEADS[self.language].format(name=self.name)
        return f"---\nlang: {self.language}\ntitle: {title}\n---\n{self.source(edition)}"

    def source(self, edition: str) -> str:
        """What citations of that edition count in."""
        return _SENTENCES[self.language].format(name=self.name, edition=edition) + "\n"


def shops(count: int, *, seed: int = 5) -> list[Shop]:
    chance = random.Random(seed)
    names = ["".join(chance.choices(_SYLLABLES, k=5)).capitalize() for _ in range(count)]
    assert len(set(names)) == count
    return [
        Shop(number=number, language=LANGUAGES[number % len(LANGUAGES)], name=name) for number, name in enumerate(names)
    ]


class Site:
    """A corpus with its index and state in one folder, built, and a key to change it."""

    def __init__(self, folder: Path, *, count: int = 6) -> None:
        self.folder = folder
        self.corpus, self.index, self.state = folder / "corpus", folder / "index", folder / "index.state"
        self.shops = shops(count)
        self.corpus.mkdir()
        for shop in self.shops:
            self.file(shop).write_text(shop.article("0"), encoding="utf-8")
        Reindexer(roots=[self.corpus], index=self.index).run(before_current=self.library.note_indexed)
        _, self.key = KeyStore(self.state).create(name="Anna", scope=Scope.ADMIN)

    @property
    def library(self) -> Library:
        """The library as another process would open it."""
        return Library([self.corpus], state=self.state)

    @staticmethod
    def version(text: str) -> str:
        """The version of an article whose file is `text`."""
        return version_of(text.encode())

    def file(self, shop: Shop) -> Path:
        return self.corpus / f"{shop.id}.md"

    def current(self) -> str:
        """The name of the snapshot that serves."""
        return (self.index / "CURRENT").read_text(encoding="ascii").strip()

    def options(self, *more: str) -> list[str]:
        """Options of `manba serve` for this site."""
        return ["--corpus", str(self.corpus), *more]

    @contextmanager
    def served(self, *options: str, **environment: str) -> Iterator[Server]:
        """A running server of this site; whatever it has started ends with it."""
        with servers(self.index) as start:
            server = start(*self.options(*options), **{"MANBA_LOG_LEVEL": "warning", **environment})
            assert server.address
            try:
                yield server
            finally:
                kill_all(server)

    def leftovers(self) -> list[str]:
        """Files that somebody began to write and did not finish."""
        return sorted(path.name for folder in (self.corpus, self.index) for path in folder.rglob(".*partial"))


def family(pid: int) -> list[int]:
    """A process and all that it has started, and those have, by their ids; none that has ended."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if state != "Z":
                children.setdefault(int(parent), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def kill_all(server: Server) -> list[int]:
    """Kill the processes of a server as one, so that none has time to take note of another's death; their ids."""
    if server.process.poll() is not None:
        return []
    killed = family(server.process.pid)
    for number in (signal.SIGSTOP, signal.SIGKILL):
        for pid in killed:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
    server.process.wait(timeout=30)
    return killed


class Editor(httpx.Client):
    """A client with a key."""

    def __init__(self, server: Server, key: str) -> None:
        super().__init__(base_url=server.address, timeout=WAIT_S, headers={"Authorization": f"Bearer {key}"})

    def store(self, shop: Shop, edition: str, **headers: str) -> httpx.Response:
        """PUT an edition of an article; headers by their names with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = shop.article(edition).encode()
        return self.put(shop.path, content=content, headers={"Content-Type": "text/markdown", **named})

    def etag(self, shop: Shop) -> str | None:
        """The ETag of the article's file, None when there is none."""
        response = self.get(f"{shop.path}/file")
        return response.headers["etag"] if response.status_code == 200 else None

    def versions(self, shop: Shop) -> list[dict[str, Any]]:
        """The versions of an article, the oldest first."""
        response = self.get(f"{shop.path}/versions")
        assert response.status_code == 200, response.text
        return list(reversed(response.json()["versions"]))

    def file_of(self, shop: Shop, number: int) -> str:
        response = self.get(f"{shop.path}/versions/{number}")
        assert response.status_code == 200, response.text
        return str(response.json()["file"])

    def settle(self) -> dict[str, Any] | None:
        """The newest job once all that was asked for is done, None when nothing ever was."""
        ends_at = time.monotonic() + WAIT_S
        while time.monotonic() < ends_at:
            jobs = self.get("/v1/jobs").json()["jobs"]
            if all(job["state"] not in {"queued", "running"} for job in jobs):
                return dict(jobs[0]) if jobs else None
            time.sleep(0.02)
        raise AssertionError(f"the jobs never end: {jobs}")


@dataclass
class Reader:
    """Asks without pause, and looks every citation up in the version of the article that it names."""

    address: str
    shops: Sequence[Shop]
    seed: int
    stop: threading.Event
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    citations: int = 0
    snapshots: list[str] = field(default_factory=list)
    _sources: dict[tuple[str, str], str] = field(default_factory=dict)

    def run(self) -> None:
        chance = random.Random(self.seed)
        # One connection, which one worker answers.
        with httpx.Client(base_url=self.address, timeout=WAIT_S, limits=httpx.Limits(max_connections=1)) as http:
            while not self.stop.is_set():
                try:
                    self.ask(http, chance.choice(self.shops))
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    self.faults.append(repr(error))

    def ask(self, http: httpx.Client, shop: Shop) -> None:
        response = http.post("/v1/ask", json={"question": shop.question})
        self.statuses[response.status_code] += 1
        if response.status_code != 200:
            self.faults.append(f"{response.status_code} {response.text}")
            return
        answer = response.json()
        if self.snapshots[-1:] != [answer["snapshot"]]:
            self.snapshots.append(answer["snapshot"])
        versions: dict[str, str] = {}
        for citation in answer["citations"]:
            self.citations += 1
            if versions.setdefault(citation["article_id"], citation["version"]) != citation["version"]:
                self.faults.append(f"two versions of one article: {answer['citations']}")
            if self.source(http, citation)[citation["start"] : citation["end"]] != citation["quote"]:
                self.faults.append(f"not in its source: {citation}")

    def source(self, http: httpx.Client, citation: dict[str, Any]) -> str:
        place = citation["article_id"], citation["version"]
        if place not in self._sources:
            response = http.get(f"/v1/articles/{quote(place[0])}/source", params={"version": place[1]})
            self.statuses[response.status_code] += 1
            if response.status_code != 200:
                self.faults.append(f"{place}: {response.status_code} {response.text}")
                return ""
            self._sources[place] = response.text
        return self._sources[place]


class Crowd:
    """Readers at work from the beginning of a `with` to its end, where what they met is checked."""

    def __init__(self, server: Server, asked: Sequence[Shop], *, readers: int) -> None:
        self._stop = threading.Event()
        self.readers = [Reader(server.address, asked, seed, self._stop) for seed in range(readers)]
        self._threads = [threading.Thread(target=reader.run, daemon=True) for reader in self.readers]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(WAIT_S)
        if kind is None:
            self.check()

    @property
    def answers(self) -> int:
        return sum(reader.statuses.total() for reader in self.readers)

    @property
    def citations(self) -> int:
        return sum(reader.citations for reader in self.readers)

    def check(self) -> None:
        """Nobody has met anything but answers whose every citation is in its source; and everybody was answered."""
        for reader in self.readers:
            assert reader.faults == [], (len(reader.faults), reader.faults[:3])
            assert set(reader.statuses) == {200}
            assert reader.citations > 0


def until(is_so: Callable[[], bool], *, within_s: float = WAIT_S, what: str) -> None:
    ends_at = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < ends_at, f"not within {within_s:.0f} s: {what}"
        time.sleep(0.01)
