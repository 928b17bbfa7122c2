"""What readers get of a language model's answers: when it fails, how late, with which quotes, and of injections.

    .venv/bin/python benchmarks/generation.py [--index INDEX] [--questions corpus/questions] [--each 40]

The model is a scripted one on loopback, with the faults and attacks of the tests; it takes no time to write, so that
every delay is Manba's own. `manba serve` runs as a process of its own. Without an index one of the shipped corpus is
built. Figures are of whatever machine runs this; the last ones are in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generation_faults import faults, read, served  # noqa: E402

from api.answering import Answerer  # noqa: E402
from api.generation.writing import Commission, commission  # noqa: E402
from api.schemas import AskRequest  # noqa: E402
from indexer import KnowledgeBase, LanguageCode  # noqa: E402
from tests.api.generation.injected import all_injections, poisoned_corpus  # noqa: E402
from tests.api.generation.model_server import (  # noqa: E402
    Exchange,
    ModelServer,
    first_sentence,
    saying,
    sources_in,
)

T = TypeVar("T")
THINKS_S = 0.1
"""A quick model's time to its first word."""
# Nobody wrote the articles in English: what a model makes of them is not in them word for word.
IN_ENGLISH = (
    "Omnichannel connects all channels with shared data.",
    "In multichannel each channel works independently.",
    "Customers expect the same experience in every channel.",
)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=Path, default=ROOT / "corpus" / "questions")
    parser.add_argument("--each", type=int, default=40, help="questions of each language")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        index = given.index or built(ROOT / "corpus", place / "index")
        questions = list(asked(given.questions, given.each))
        faults(index, place)
        overhead(index, questions)
        with served(index, place / "state") as (model, client):
            first_sentences(model, client, questions)
            quotes(model, client, questions)
        injections(place)


def asked(folder: Path, each: int) -> Iterator[tuple[str, str]]:
    """Answerable questions with their language, `each` of every language; exits where there are none."""
    graded = [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    for language in LanguageCode:
        found = [one["question"] for one in graded if one["answerable"] and one["lang"] == language.value]
        if not found:
            sys.exit(f"{folder}: no question in {language.value}")
        yield from ((language.value, question) for question in found[:each])


def built(corpus: Path, index: Path) -> Path:
    """An index of a corpus."""
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.models_in_use import Models

    found = read_corpus([corpus])
    if found.problems:
        sys.exit(str(found.problems[0]))
    build_snapshot(found.articles, index=index, models=Models.load(), glossary=found.glossary)
    return index


def overhead(index: Path, questions: Sequence[tuple[str, str]]) -> None:
    """Print what checking and preparing take, in this process."""
    answerer = Answerer(KnowledgeBase.open(index))
    extractive, preparing, making = [], [], []
    checking: dict[str, list[float]] = {}
    for is_warm in (False, True):
        for language, question in questions:
            request = AskRequest(question=question)
            answer_ms, _ = timed(lambda request=request: answerer.answer(request.question, top_k=request.top_k))
            prepare_ms, (_, work) = timed(lambda request=request: commission(answerer, request))
            if not is_warm or work is None:
                continue
            extractive.append(answer_ms)
            preparing.append(prepare_ms)
            made_ms, checker = timed(work.checker)
            making.append(made_ms)
            checking.setdefault(language, []).extend(
                timed(lambda text=text, numbers=numbers, checker=checker: checker.check(text, numbers))[0]
                for text, numbers in sentences_for(work, language)
            )
    print(f"\nextractive answer          {statistics.median(extractive):6.1f} ms (median of {len(extractive)})")
    print(f"search and prompt          {statistics.median(preparing):6.1f} ms (median of the same questions)")
    print(f"the Checker, meanwhile     {statistics.median(making):6.1f} ms (median of the same questions)")
    for language, times in sorted(checking.items()):
        print(f"checking a sentence, {language}    {told(times)}")
    print(f"checking a sentence        {told([one for times in checking.values() for one in times])}")


def sentences_for(work: Commission, language: str) -> Iterator[tuple[str, list[int]]]:
    """Sentences that a model may write, each with what it cites."""
    own = [
        (text, [number])
        for number, hit in enumerate(work.sources, start=1)
        if hit.passage.language.value == language
        for text in some_sentence(hit.passage.text)
    ]
    yield from own or [(text, list(range(1, len(work.sources) + 1))) for text in IN_ENGLISH if language == "en"]


def some_sentence(text: str) -> list[str]:
    """The first sentence of a source, none where it has only lists."""
    with suppress(AssertionError):
        return [first_sentence(text)]
    return []


def first_sentences(model: ModelServer, client: httpx.Client, questions: Sequence[tuple[str, str]]) -> None:
    """Print how late a model is asked, and how much later than it said it a reader has the first sentence.

    Once of a model that answers at once, and once of one that thinks for THINKS_S before its first word.
    """
    asked_at: list[float] = []
    said_at: list[float] = []
    for thinks_s in (0.0, THINKS_S):

        def script(exchange: Exchange, thinks_s: float = thinks_s) -> None:
            asked_at.append(time.perf_counter())
            texts = [text for source in sources_in(exchange.material) for text in some_sentence(source)]
            time.sleep(thinks_s)
            exchange.begin()
            said_at.append(time.perf_counter())
            exchange.say(f"{texts[0] if texts else IN_ENGLISH[0]} [1]\n")
            exchange.end()

        model.script = script
        asked_after, delays = [], []
        for _, question in questions:
            asked_at.clear()
            said_at.clear()
            begun = time.perf_counter()
            got = read(client, {"question": question})
            if said_at and got.answer["mode"] == "generative":
                asked_after.append(1000 * (asked_at[0] - begun))
                delays.append(1000 * (got.first_at - said_at[0]))
        print(f"of a model that thinks for {1000 * thinks_s:.0f} ms")
        print(f"  it is asked after             {told(asked_after)}")
        print(f"  first sentence after it is said {told(delays)}")


def quotes(model: ModelServer, client: httpx.Client, questions: Sequence[tuple[str, str]]) -> None:
    """Print which share of the quotes shown stands in the articles word for word."""

    def script(exchange: Exchange) -> None:
        texts = [(n, t) for n, one in enumerate(sources_in(exchange.material), start=1) for t in some_sentence(one)]
        merged = "; ".join(text.rstrip(".") for _, text in texts[:2])
        saying(
            *(f"{text} [{number}] " for number, text in texts[:2]),
            f"{merged}. {''.join(f'[{number}]' for number, _ in texts[:2])} ",
            *(f"{text} [1][2][3] " for text in IN_ENGLISH),
        )(exchange)

    model.script = script
    answers, shown, verbatim = 0, 0, 0
    sources: dict[str, str] = {}
    for _, question in questions:
        answer = client.post("/v1/ask", json={"question": question}).json()
        if answer["mode"] != "generative":
            continue
        answers += 1
        for one in answer["citations"]:
            name = one["article_id"]
            if name not in sources:
                sources[name] = client.get(f"/v1/articles/{name}/source").content.decode("utf-8")
            shown += 1
            verbatim += bool(one["quote"]) and sources[name][one["start"] : one["end"]] == one["quote"]
    if not shown:
        sys.exit("no answer was written: nothing was measured")
    print(f"quotes word for word {verbatim} of {shown}, in {answers} written answers")


def injections(place: Path) -> None:
    """Print how many of the attacks of the tests get through."""
    (place / "poisoned").mkdir()
    index = built(poisoned_corpus(place / "poisoned"), place / "poisoned-index")
    cases = all_injections()
    shown, refused, unasked = [], 0, 0
    with served(index, place / "poisoned-state") as (model, client):
        for case in cases:
            if case.is_refused:
                refused += 1
                continue
            wrote: list[str] = []
            model.script = case.script(wrote)
            answer = client.post("/v1/ask", json=case.request()).raise_for_status().json()
            rules, material = [one["content"] for one in model.requests[-1]["messages"]] if wrote else ("", "")
            unasked += not wrote
            if case.shown_of(answer, rules, material):
                shown.append(case.id)
    print(f"injections shown {len(shown)} of {len(cases)} {' '.join(shown)}".rstrip())
    print(f"  articles refused {refused}, questions refused without a model {unasked}")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many milliseconds `work` takes, and what it gives."""
    begun = time.perf_counter()
    done = work()
    return 1000 * (time.perf_counter() - begun), done


def told(times: Sequence[float]) -> str:
    """A median and what 95 % are within, in milliseconds."""
    if len(times) < 2:
        sys.exit("nothing was measured")
    within = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times):6.2f} ms (median of {len(times)}; 95 % within {within:.2f} ms)"


if __name__ == "__main__":
    main()
