"""The folder of parallel text beside the checkout, and made-up parallel text in its form."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

PARALLEL = Path(__file__).resolve().parents[4] / "shared" / "parallel"

# Made-up words: what stands in one column always means what stands beside it.
CONCEPTS = 40
LANGUAGE_MARKS = {"en": "en", "fa": "فا", "pl": "pl", "ar": "عر"}


@pytest.fixture(scope="session")
def parallel() -> Path:
    """The folder of parallel text; absent outside CI is a reason to skip."""
    if not PARALLEL.is_dir():
        reason = "needs ../shared/parallel beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return PARALLEL


def word(concept: int, code: str) -> str:
    """The made-up word for a concept in a language."""
    letters = "ابتثجحخدرس" if code in ("fa", "ar") else "bdfgklmnrt"
    return LANGUAGE_MARKS[code] + "".join(letters[int(digit)] for digit in f"{concept:02d}") * 2


def sentence(concepts: list[int], code: str) -> str:
    """A sentence of made-up words."""
    return " ".join(word(concept, code) for concept in concepts)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `text` (600 rows in two files) and `eval` over CONCEPTS made-up words."""
    rng = np.random.default_rng(5)
    root = tmp_path_factory.mktemp("made-up")
    for name in ("text", "eval"):
        (root / name).mkdir()
    codes = list(LANGUAGE_MARKS)
    for file in ("train.one.tsv", "train.two.tsv"):
        lines = ["\t".join(codes)]
        for _ in range(300):
            concepts = rng.choice(CONCEPTS, size=int(rng.integers(6, 12)), replace=False).tolist()
            missing = rng.choice([*codes, ""])
            lines.append("\t".join("" if code == missing else sentence(concepts, code) for code in codes))
        (root / "text" / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["en\tfa"]
    for _ in range(60):
        concepts = rng.choice(CONCEPTS, size=7, replace=False).tolist()
        lines.append(f"{sentence(concepts, 'en')}\t{sentence(concepts, 'fa')}")
    (root / "eval" / "bitext.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root
