"""A corpus as large as one likes, made of the shipped articles: for measuring, never for answering.

    python benchmarks/large_corpus.py FOLDER --passages 100000

Each copy of an article has its paragraphs in another order and a few words of its own in each, so that no two passages
are alike, every copy is a translation of its sisters, and words are as frequent as in the originals: what a question
finds grows with the corpus, which is the hardest case for an index.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from pathlib import Path

import yaml

ARTICLES = Path(__file__).resolve().parent.parent / "corpus" / "articles"
PASSAGES_PER_COPY = 483
"""Passages of the shipped corpus."""
_SYLLABLES = {
    "ar": "با تو سي رم نو كل دا فو زي مل شا قو",
    "fa": "با تو سی رم نو کل دا فو زی مل شا پو",
    "pl": "ba to si rum no kla da fo ze mol szu pe",
}


def make_corpus(folder: Path, *, passages: int) -> int:
    """Write copies of the shipped articles below `folder` until they hold about `passages`; how many copies."""
    shutil.rmtree(folder, ignore_errors=True)
    copies = max(1, round(passages / PASSAGES_PER_COPY))
    originals = {path: path.read_text(encoding="utf-8") for path in sorted(ARTICLES.rglob("*.md"))}
    shutil.copytree(ARTICLES.parent, folder, ignore=shutil.ignore_patterns("articles", "questions", "spelling"))
    for copy in range(copies):
        chance = random.Random(copy)
        for path, text in originals.items():
            target = folder / "articles" / path.parent.name / f"{copy:05d}" / f"{path.stem}-{copy:05d}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_copied(text, path.parent.name, copy, chance), encoding="utf-8")
    return copies


def _copied(text: str, language: str, copy: int, chance: random.Random) -> str:
    _, header, body = text.split("---\n", 2)
    about = yaml.safe_load(header)
    kept = {name: about[name] for name in ("lang", "publisher", "published", "license", "tags") if name in about}
    kept["title"] = f"{about['title']} {copy}"
    kept["translations"] = [f"{other}-{copy:05d}" for other in about.get("translations", [])]
    header = yaml.safe_dump(kept, allow_unicode=True)
    head, *sections = re.split(r"(?m)^(?=## )", body)
    chance.shuffle(sections)
    paragraphs = "".join([head, *sections]).split("\n\n")
    return f"---\n{header}---\n" + "\n\n".join(_with_names(one, language, chance) for one in paragraphs)


def _with_names(paragraph: str, language: str, chance: random.Random) -> str:
    """A paragraph of prose with two made-up names at its end."""
    if not paragraph.rstrip().endswith("."):
        return paragraph
    syllables = _SYLLABLES[language].split()
    names = " ".join("".join(chance.choices(syllables, k=4)) for _ in range(2))
    return f"{paragraph.rstrip()[:-1]} ({names}).\n" if paragraph.endswith("\n") else f"{paragraph[:-1]} ({names})."


def main() -> None:
    """Write the corpus a person asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    given = parser.parse_args()
    copies = make_corpus(given.folder, passages=given.passages)
    print(f"{copies} copies of the shipped articles in {given.folder}")


if __name__ == "__main__":
    main()
