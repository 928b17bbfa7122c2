"""The shipped corpus is our own text: it shares no run of eight words with the five original web articles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

RUN = 8
TITLES = {"000": (3, 7), "004": (1,)}
"""The lines of an original that are its title."""
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ROOT = Path(__file__).resolve().parents[2]
LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا"})


def _words(text: str, *, joiner: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.replace(ZWNJ, joiner)).casefold().translate(LETTERS)
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", kept)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    # The originals lost their ZWNJ, here glued and there spaced, so a run is looked for in both spellings.
    for joiner in ("", " "):
        words = _words(text, joiner=joiner)
        yield from (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _texts() -> dict[Path, str]:
    paths = [p for folder in ("corpus", "tests/corpus") for p in (ROOT / folder).rglob("*")]
    return {p: p.read_text(encoding="utf-8") for p in paths if p.suffix in {".md", ".jsonl", ".toml", ".py"}}


def test_no_run_of_eight_words_is_shared_with_an_original(seeds: Path) -> None:
    originals = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))}
    known = {run for text in originals.values() for run in _runs(text)}
    # `based_on` names a source by its title; elsewhere a title is as much the source's as any sentence.
    titles = {
        run for name, lines in TITLES.items() for n in lines for run in _runs(originals[name].splitlines()[n - 1])
    }
    assert len(known) > 5000, "too few runs: the originals were not read"
    texts = _texts()
    assert sum(path.suffix == ".md" for path in texts) >= 7
    shared = {}
    for path, text in texts.items():
        front, mark, body = text.partition("\n---\n") if path.suffix == ".md" else ("", "", text)
        hits = (set(_runs(front + mark)) & known - titles) | (set(_runs(body or text)) & known)
        if hits:
            shared[str(path.name)] = sorted(hits)
    assert shared == {}


def test_a_shared_run_would_be_seen() -> None:
    original = "ویژگی های خرید در کانال های تازه برای ما"
    ours = f"… ویژگی{ZWNJ}های خرید در کانال{ZWNJ}های تازه برای ما …"
    assert set(_runs(ours)) & set(_runs(original))
