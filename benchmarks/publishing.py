"""What an edit costs: from PUT to the first answer that cites it, and what readers notice of 200 re-indexes.

    python benchmarks/publishing.py --corpus corpus
    python benchmarks/large_corpus.py /tmp/large --passages 100000
    python benchmarks/publishing.py --corpus /tmp/large --reindexes 40

The corpus is copied, indexed (as the baseline: everything anew, as without layers) and served by `manba serve`; edits
go over HTTP with a key. While readers ask without pause, each answer's citations are looked up in the version of the
article they name: an answer fails when it is no 200, and is mixed when a quote is not at its place in that version.
Figures are of whatever machine runs this; the last ones are in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

MANBA = (sys.executable, "-m", "indexer")
QUESTIONS = Path(__file__).resolve().parent.parent / "corpus" / "questions"
READY_WITHIN_S = 120.0
FOUND_WITHIN_S = 60.0
_SYLLABLES = ["ba", "to", "si", "rum", "no", "kla", "da", "fo", "ze", "mol", "szu", "pe"]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, help="an index of that corpus that is there already, to be copied")
    parser.add_argument("--edits", type=int, default=21)
    parser.add_argument("--reindexes", type=int, default=200)
    parser.add_argument("--readers", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        shutil.copytree(given.corpus, place.corpus)
        print(place.build(given.index))
        with place.served(workers=given.workers) as server:
            edits(server, given.edits)
            under_load(server, given.reindexes, readers=given.readers)


@dataclass(frozen=True)
class Place:
    """Where one run has its corpus, index and state."""

    folder: Path

    @property
    def corpus(self) -> Path:
        """The copied corpus."""
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        """The index, its state beside it."""
        return self.folder / "index"

    def build(self, made: Path | None) -> str:
        """Index the corpus, or take over an index that is `made`; what it cost."""
        if made is not None:
            shutil.copytree(made, self.index)
        begun = time.perf_counter()
        done = json.loads(self.run("build", "--corpus", str(self.corpus), "--json"))
        took_s = time.perf_counter() - begun
        work = "everything anew" if done["embedded"] else "nothing changed"
        return f"{work:22s} {took_s:8.2f} s   ({done['counts']['passages']} passages; baseline)"

    def run(self, command: str, *options: str) -> str:
        """The output of a command on this index."""
        done = subprocess.run(
            [*MANBA, command, *options, "--index", str(self.index)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    @contextmanager
    def served(self, *, workers: int) -> Iterator[Server]:
        """A running server with an editor's key, stopped by its process id."""
        made = json.loads(self.run("keys", "create", "--name", "benchmark", "--scope", "edit", "--json"))
        options = ["--corpus", str(self.corpus), "--index", str(self.index), "--port", "0", "--workers", str(workers)]
        process = subprocess.Popen(
            [*MANBA, "serve", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "MANBA_LOG_LEVEL": "error"},
        )
        try:
            assert process.stdout is not None
            address = re.search(r"http://[\d.:]+", process.stdout.readline())
            if address is None:
                sys.exit("the server stopped before it was ready")
            yield Server(address=address[0], key=made["key"])
        finally:
            process.terminate()
            process.wait(timeout=30)


class Server:
    """A running server, asked and edited over HTTP."""

    def __init__(self, *, address: str, key: str) -> None:
        """Connect to `address`."""
        self.address = address
        self.http = httpx.Client(base_url=address, timeout=60.0)
        self.editor = httpx.Client(base_url=address, timeout=60.0, headers={"Authorization": f"Bearer {key}"})
        self._sources: dict[tuple[str, str], str] = {}

    def ask(self, http: httpx.Client, question: str) -> tuple[int, dict[str, Any], float]:
        """Status, answer and milliseconds."""
        begun = time.perf_counter()
        response = http.post("/v1/ask", json={"question": question})
        took_ms = (time.perf_counter() - begun) * 1000
        return response.status_code, response.json(), took_ms

    def resolves(self, http: httpx.Client, citation: dict[str, Any]) -> bool:
        """Whether a quote stands at its place in the version of the article it names."""
        place = citation["article_id"], citation["version"]
        if place not in self._sources:
            response = http.get(f"/v1/articles/{place[0]}/source", params={"version": place[1]})
            if response.status_code != 200:
                return False
            self._sources[place] = response.text
        return self._sources[place][citation["start"] : citation["end"]] == citation["quote"]

    def publish(self, article_id: str, name: str) -> None:
        """Put an article that says one thing, of `name`."""
        text = f"---\nlang: pl\ntitle: Kto to jest {name}\n---\n{sentence(name)}\n"
        response = self.editor.put(
            f"/v1/articles/{article_id}", content=text.encode(), headers={"Content-Type": "text/markdown"}
        )
        if response.status_code not in {200, 201}:
            sys.exit(f"PUT: {response.status_code} {response.text}")


def sentence(name: str) -> str:
    """What the article of `name` says."""
    return f"{name} to sieć sklepów, która w mieście {name[:-2]}owo łączy kasę samoobsługową z aplikacją."


def made_up(chance: random.Random) -> str:
    """A name nobody has."""
    return "".join(chance.choices(_SYLLABLES, k=5)).capitalize()


def edits(server: Server, count: int) -> None:
    """Time each of `count` edits from the PUT to the first answer that cites it."""
    chance = random.Random(7)
    acknowledged, cited = [], []
    for number in range(count):
        name = made_up(chance)
        begun = time.perf_counter()
        server.publish(f"pl-edit-{number % 5}", name)
        acknowledged.append(time.perf_counter() - begun)
        while True:
            _, answer, _ = server.ask(server.http, f"Co to jest {name}?")
            if any(citation["quote"] == sentence(name) for citation in answer["citations"]):
                break
            if time.perf_counter() - begun > FOUND_WITHIN_S:
                sys.exit(f"no answer cites {name!r} within {FOUND_WITHIN_S:.0f} s")
            time.sleep(0.005)
        cited.append(time.perf_counter() - begun)
    print(f"PUT acknowledged       {statistics.median(acknowledged):8.3f} s   (median of {count})")
    print(
        f"PUT to cited           {statistics.median(cited):8.3f} s   "
        f"(median of {count}; longest {max(cited):.3f} s, first {cited[0]:.3f} s)"
    )


@dataclass
class Told:
    """What one reader met."""

    quiet_ms: list[float] = field(default_factory=list)
    busy_ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    citations: int = 0
    snapshots: set[str] = field(default_factory=set)


def under_load(server: Server, count: int, *, readers: int) -> None:
    """Re-index `count` times while readers ask without pause, and as long without; print what they met."""
    questions = [
        json.loads(line)["question"]
        for file in sorted(QUESTIONS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    stop, busy = threading.Event(), threading.Event()
    told = [Told() for _ in range(readers)]
    threads = [threading.Thread(target=_read, args=(server, questions, one, stop, busy)) for one in told]
    for thread in threads:
        thread.start()
    time.sleep(10)
    busy.set()
    begun = time.perf_counter()
    chance = random.Random(11)
    for number in range(count):
        server.publish(f"pl-load-{number % 5}", made_up(chance))
        job = server.editor.post("/v1/reindex", headers={"Prefer": "wait=30"}).json()["job"]
        if job["state"] != "done":
            sys.exit(f"a re-index is {job['state']}: {job}")
    took_s = time.perf_counter() - begun
    busy.clear()
    time.sleep(10)
    stop.set()
    for thread in threads:
        thread.join()
    quiet = [ms for one in told for ms in one.quiet_ms]
    loaded = [ms for one in told for ms in one.busy_ms]
    print(f"{count} re-indexes in {took_s:.0f} s, {readers} reader(s) asking without pause:")
    snapshots = len(set().union(*(one.snapshots for one in told)))
    citations = sum(one.citations for one in told)
    print(f"  answers              {len(quiet) + len(loaded):8d}     from {snapshots} snapshots")
    print(f"  failed               {sum(len(one.failed) for one in told):8d}")
    print(f"  mixed                {sum(len(one.mixed) for one in told):8d}     of {citations} citations")
    print(f"  answer, no re-index  {statistics.median(quiet):8.1f} ms  (median; 99 % {_percentile(quiet):.1f} ms)")
    print(
        f"  answer, re-indexing  {statistics.median(loaded):8.1f} ms  (median; 99 % {_percentile(loaded):.1f} ms; "
        f"{statistics.median(loaded) / statistics.median(quiet):.2f} times)"
    )
    for reason in [reason for one in told for reason in (*one.failed, *one.mixed)][:5]:
        print(f"    {reason}")


def _read(server: Server, questions: list[str], told: Told, stop: threading.Event, busy: threading.Event) -> None:
    chance = random.Random(id(told))
    with httpx.Client(base_url=server.address, timeout=60.0) as http:
        while not stop.is_set():
            question = chance.choice(questions)
            before = busy.is_set()
            try:
                status, answer, took_ms = server.ask(http, question)
            except (httpx.HTTPError, ValueError) as error:
                told.failed.append(f"{question}: {error!r}")
                continue
            if status != 200:
                told.failed.append(f"{question}: {status}")
                continue
            if before == busy.is_set():
                (told.busy_ms if before else told.quiet_ms).append(took_ms)
            told.snapshots.add(answer["snapshot"])
            for citation in answer["citations"]:
                told.citations += 1
                if not server.resolves(http, citation):
                    told.mixed.append(f"{question}: {citation['article_id']} {citation['version']}")


def _percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


if __name__ == "__main__":
    main()
