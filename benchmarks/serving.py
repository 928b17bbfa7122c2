"""What it costs to run: time to ready, memory, `manba --help`, and the latency of a question over HTTP.

    .venv/bin/python benchmarks/serving.py --index index --questions corpus/questions

Figures are medians of repeated runs on whatever machine runs this; the last ones are in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

MANBA = (sys.executable, "-m", "indexer")
READY_WITHIN_S = 60.0


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=Path("corpus/questions"))
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    questions = [
        json.loads(line)["question"]
        for file in ([given.questions] if given.questions.is_file() else sorted(given.questions.glob("*.jsonl")))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    if not questions:
        sys.exit(f"{given.questions}: no question to ask")
    print(f"manba --help           {help_s(given.runs):6.2f} s   (median of {given.runs})")
    starts = [run(given.index, []) for _ in range(given.runs - 1)]
    last = run(given.index, questions)
    ready = statistics.median([*(one["ready_s"] for one in starts), last["ready_s"]])
    print(f"start to /readyz 200   {ready:6.2f} s   (median of {given.runs})")
    print(f"resident memory        {last['rss_mib']:6.0f} MiB (after {len(questions)} questions)")
    times = last["times_ms"]
    print(
        f"POST /v1/ask           {statistics.median(times):6.1f} ms  (median of {len(times)}; "
        f"95 % within {statistics.quantiles(times, n=20)[-1]:.1f} ms)"
    )


def help_s(runs: int) -> float:
    """Median wall time of `manba --help`, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run([*MANBA, "--help"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def run(index: Path, questions: list[str]) -> dict[str, object]:
    """Start a server on a free port, wait for it, ask, and stop it by its process id."""
    begun = time.perf_counter()
    server = subprocess.Popen(
        [*MANBA, "serve", "--index", str(index), "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert server.stdout is not None
        address = ""
        while not address:
            line = server.stdout.readline()
            if not line:
                sys.exit("the server stopped before it was ready")
            found = re.search(r"http://[\d.:]+", line)
            address = found.group(0) if found else ""
        while not is_ready(address):
            if time.perf_counter() - begun > READY_WITHIN_S:
                sys.exit(f"the server was not ready within {READY_WITHIN_S:.0f} s")
            time.sleep(0.01)
        ready_s = time.perf_counter() - begun
        times = [ask_ms(address, question) for question in questions * 2][len(questions) :]
        return {"ready_s": ready_s, "rss_mib": rss_mib(server.pid), "times_ms": times}
    finally:
        server.terminate()
        server.wait(timeout=10)


def is_ready(address: str) -> bool:
    """Whether /readyz answers 200."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def ask_ms(address: str, question: str) -> float:
    """Wall time of one POST /v1/ask over loopback, in milliseconds."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/v1/ask", data=body, headers={"Content-Type": "application/json"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as response:
        response.read()
    return 1000 * (time.perf_counter() - begun)


def rss_mib(pid: int) -> float:
    """Resident memory of a process, in MiB, from Linux's /proc."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else float("nan")


if __name__ == "__main__":
    main()
