"""The Concepts of a snapshot: its glossary, and which of its units speak of which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from indexer.concepts import Glossary
from indexer.index.files import open_array, save_array

_BITS = 64


def concept_term(concept: str) -> str:
    """The term under which the lexical leg files passages on a Concept; no word has a colon in it."""
    return f"concept:{concept}"


class ConceptIndex:
    """Which units (a passage's context, then its sentences) speak of which Concepts; memory-mapped."""

    def __init__(self, folder: Path, *, glossary: Glossary | None = None) -> None:
        """Map what `write_concepts` left in `folder`; its glossary is not read where an equal one is given."""
        self.glossary = glossary or Glossary(orjson.loads((folder / "glossary.json").read_bytes()))
        self._masks = open_array(folder / "unit_concepts.npy")

    def spoken_of(self, concepts: Sequence[str], units: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of `units` speaks of each of `concepts`, (units, concepts)."""
        numbers = np.asarray([self.glossary.numbers[concept] for concept in concepts], dtype=np.int64)
        masks = self._masks[units][:, numbers // _BITS]
        return np.asarray(masks >> (numbers % _BITS).astype(np.uint64) & np.uint64(1), dtype=bool)


def write_concepts(
    folder: Path, glossary: Glossary, passages: Iterable[tuple[Sequence[str], Sequence[Sequence[str]]]]
) -> None:
    """Write the glossary and, for each passage, the Concepts of its context and of its sentences, in order."""
    width = max(1, -(-len(glossary) // _BITS))
    masks: list[list[int]] = []
    for context, sentences in passages:
        for concepts in (context, *sentences):
            mask = [0] * width
            for concept in concepts:
                place, bit = divmod(glossary.numbers[concept], _BITS)
                mask[place] |= 1 << bit
            masks.append(mask)
    save_array(folder / "unit_concepts.npy", np.asarray(masks, dtype=np.uint64).reshape(-1, width))
    (folder / "glossary.json").write_bytes(orjson.dumps(glossary.entries))
