"""What a reader gets of a language model that fails: every fault of the tests, whole and as events.

    .venv/bin/python benchmarks/generation_faults.py --index INDEX

Part of `benchmarks/generation.py`, which prints this and more. `manba serve` runs as a process of its own, asked over
HTTP; the model is a scripted one on loopback.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.api.generation.model_server import ModelServer, Script, model_server, quoting, saying
from tests.api.generation.test_writer import FAULTS
from tests.api.served import servers

QUESTION = "Czym jest omnichannel?"
TIMEOUT_S = 2
EVENTS = {"Accept": "text/event-stream"}

WRITTEN: dict[str, Script] = {
    "wrong language": saying("Omnichannel connects all channels with shared customer data [1]. It is one whole [2]."),
    "unknown citations": quoting("{quote} [99] {quote} [0]"),
    "no citations": quoting("{quote}"),
    "not in the sources": saying("Omnichannel wynalazł Jan Kowalski w 1987 roku w Radomiu [1]."),
    "HTML tags": quoting("<p onclick=x>{quote}</p> [1]"),
    "Markdown link": quoting("{quote} ([więcej](https://example.org)) [1]"),
    "Markdown emphasis": quoting("**{quote}** [1]"),
    "refusal": saying("Przykro mi, ale jako model językowy nie mogę na to odpowiedzieć."),
    "NO_ANSWER": saying("NO_ANSWER"),
    "white space": saying("   \n\n  "),
    "one sentence over and over": quoting(*["{quote} [1] "] * 50),
    "one holds, one does not": quoting("{quote} [1] Omnichannel wynalazł Jan Kowalski w 1987 roku [1]."),
    "thinks aloud first": quoting("<think>Omnichannel [1]. Hm.</think>{quote} [1]"),
}
# After 429 it is left alone for a while.
LAST = "429"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("index"))
    with tempfile.TemporaryDirectory() as folder:
        faults(parser.parse_args().index, Path(folder))


def faults(index: Path, place: Path) -> None:
    """Print what a reader got for each fault, whole and as events."""
    scripts = {name: script for name, (script, _) in FAULTS.items() if name != LAST} | WRITTEN
    rows: dict[str, list[Got]] = {}
    ways: Sequence[Callable[[httpx.Client, dict[str, Any]], Got]] = (ask, read)
    for way in ways:
        with served(index, place / f"faults-{way.__name__}") as (model, client):
            for name, script in [*scripts.items(), (LAST, FAULTS[LAST][0]), ("asked again after that", saying("Yes."))]:
                model.script = script
                rows.setdefault(name, []).append(way(client, {"question": QUESTION}))
                # One that holds, so that the faults do not add up to a model that is left alone.
                model.script = quoting("{quote} [1]")
                if name != LAST:
                    client.post("/v1/ask", json={"question": QUESTION})
    print(f"fault (the limit is {TIMEOUT_S} s)        whole s  events s  what the reader got")
    for name, (whole, events) in rows.items():
        also = "" if whole.outcome == events.outcome else f"; as events: {events.outcome}"
        times = f"{whole.ended_at - whole.asked_at:7.2f}  {events.ended_at - events.asked_at:8.2f}"
        print(f"{name:28} {times}  {whole.outcome}{also}")


@contextmanager
def served(index: Path, state: Path) -> Iterator[tuple[ModelServer, httpx.Client]]:
    """A scripted model, and a client of a server process that has it write."""
    with model_server() as model, servers(index) as start:
        server = start(
            MANBA_LLM_BASE_URL=model.base_url,
            MANBA_LLM_MODEL="scripted",
            MANBA_LLM_TIMEOUT_S=str(TIMEOUT_S),
            MANBA_STATE=str(state),
            MANBA_LOG_LEVEL="critical",
        )
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            client.post("/v1/ask", json={"question": QUESTION})
            yield model, client


@dataclass(frozen=True, kw_only=True)
class Got:
    """What a reader got: the answer's members, when its first sentence and its end came, by `time.perf_counter`."""

    answer: dict[str, Any]
    asked_at: float
    first_at: float
    ended_at: float

    @property
    def outcome(self) -> str:
        """How it was answered."""
        generation = self.answer["generation"] or {}
        how = "generative" if generation.get("fallback") is None else f"extractive, {generation['fallback']}"
        cut = ", cut" if generation.get("is_cut") else ""
        return f"{how:24} {len(self.answer['sentences'])} told, {generation.get('left_out', 0)} left out{cut}"


def ask(client: httpx.Client, body: dict[str, Any]) -> Got:
    """Ask for a whole answer."""
    begun = time.perf_counter()
    answer = client.post("/v1/ask", json=body).raise_for_status().json()
    ended = time.perf_counter()
    return Got(answer=answer, asked_at=begun, first_at=ended, ended_at=ended)


def read(client: httpx.Client, body: dict[str, Any]) -> Got:
    """Read an answer as events."""
    begun, first = time.perf_counter(), 0.0
    answer: dict[str, Any] = {"sentences": []}
    with client.stream("POST", "/v1/ask", json=body, headers=EVENTS) as response:
        name = ""
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
                first = first or (time.perf_counter() if name == "sentence" else 0.0)
            elif line.startswith("data: "):
                value = json.loads(line.removeprefix("data: "))
                if name == "sentence":
                    answer["sentences"].append(value)
                elif name == "citations":
                    answer["citations"] = value
                else:
                    answer |= value
    return Got(answer=answer, asked_at=begun, first_at=first, ended_at=time.perf_counter())


if __name__ == "__main__":
    main()
