"""How often a follow-up question is answered from the right place: resolved by what was said before, alone, and glued.

    python benchmarks/conversation.py --index index [--show]

Each line of conversation.jsonl is a question with what was said before it. `gold` names the sections that answer it, of
which any will do; without `gold` it stands on its own and must not be changed. Fails where one of those is. Those
marked `unseen` were put once the resolving was done. Those of another `group` are counted on their own: `typed` are
follow-ups as learners type them, with steps of a list, names, and no question marks.

The graded questions of corpus/questions stand on their own, too: each is put after another, and those changed counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from api.answering import Answerer
from api.conversation import Role, Turn, resolve
from indexer import KnowledgeBase, KnowledgeView, read_questions

CASES = Path(__file__).with_name("conversation.jsonl")
GRADED = Path(__file__).resolve().parents[1] / "corpus" / "questions"
BEFORE = {
    "ar": "ما مزايا القناة الشاملة؟",
    "en": "What are the benefits of omnichannel?",
    "fa": "مزایای همه کاناله چیست؟",
    "pl": "Jakie są zalety omnichannel?",
}
WAYS = ("resolved", "alone", "glued")


def cited_first(answerer: Answerer, question: str) -> tuple[str, tuple[str, ...]]:
    """The article and the headings that the first citation stands under; nothing after a Refusal."""
    citations = answerer.answer(question[-1000:]).citations
    return (citations[0].article_id, citations[0].heading) if citations else ("", ())


def is_right(place: tuple[str, tuple[str, ...]], gold: list[dict[str, str]]) -> bool:
    """Whether a citation's place is in one of the sections of `gold`."""
    return any(place[0] == one["article"] and one["heading"] in place[1] for one in gold)


def print_graded(view: KnowledgeView, *, show: bool) -> None:
    """Say how many graded questions are changed after another question of their language."""
    asked: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for question in read_questions([GRADED]):
        code = question.language.value
        resolved = resolve(question.question, [Turn(role=Role.USER, content=BEFORE[code])], view)
        asked[code] += 1
        changed[code] += resolved.is_changed
        if resolved.is_changed and show:
            print(f"graded: {question.question} → {resolved.text}")
    told = ", ".join(f"{changed[code]} of {asked[code]} {code}" for code in asked)
    print(f"graded questions changed after another: {told}")


def main() -> int:
    """Print, per language, the share that is right each way; 1 where a question that stands on its own was changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--show", action="store_true", help="print what each question was resolved to")
    options = parser.parse_args()
    knowledge = KnowledgeBase.open(options.index)
    answerer, view = Answerer(knowledge), knowledge.view()
    cases: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    took_s = 0.0
    for case in cases:
        language, question = case["lang"], case["question"]
        group = f"{language} unseen" if case.get("unseen") else " ".join(filter(None, (language, case.get("group"))))
        turns = [Turn(role=Role(turn["role"]), content=turn["content"]) for turn in case["history"]]
        begun = time.perf_counter()
        resolved = resolve(question, turns, view)
        took_s += time.perf_counter() - begun
        if not case["gold"]:
            standing[language] += 1
            changed[language] += resolved.is_changed
            if resolved.is_changed:
                print(f"{case['id']}: stands on its own, changed to {resolved.text}")
            continue
        asked[group] += 1
        texts = {"resolved": resolved.text, "alone": question, "glued": f"{turns[-1].content} {question}"}
        places = {way: cited_first(answerer, text) for way, text in texts.items()}
        found = {way: is_right(place, case["gold"]) for way, place in places.items()}
        for way in WAYS:
            right[group, way] += found[way]
        if options.show:
            verdict = "right" if found["resolved"] else "WRONG"
            print(f"{case['id']} {verdict}: {question} → {resolved.text} {places['resolved']}")
    if not asked or not standing:
        raise RuntimeError(f"{CASES} holds no follow-ups, or no questions that stand on their own")
    print("language   follow-ups  resolved  alone  glued  stand on their own  of these changed")
    for group in asked:
        shares = [right[group, way] / asked[group] for way in WAYS]
        counts = f"  {standing[group]:18}  {changed[group]:16}" if standing[group] else ""
        print(f"{group:9}  {asked[group]:10}  {shares[0]:8.0%}  {shares[1]:5.0%}  {shares[2]:5.0%}{counts}")
    print_graded(view, show=options.show)
    print(f"resolving took {1000 * took_s / len(cases):.2f} ms a question")
    return 1 if changed.total() else 0


if __name__ == "__main__":
    sys.exit(main())
