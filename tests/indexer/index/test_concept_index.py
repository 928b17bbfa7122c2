"""The Concepts of a snapshot: which unit speaks of which, and the glossary that numbers them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from indexer.articles import SourceFacts, read_corpus
from indexer.concepts import Glossary
from indexer.domain import TermReading
from indexer.index.build import build_snapshot
from indexer.index.concepts import ConceptIndex, concept_term, write_concepts
from indexer.index.snapshot import SnapshotStore
from indexer.index.snapshot_index import SnapshotIndex
from indexer.models_in_use import Models


def glossary_of(count: int) -> Glossary:
    return Glossary([{"id": f"c{number}", "en": {"preferred": f"name{number}"}} for number in range(count)])


def written(folder: Path, glossary: Glossary, *passages: tuple[list[str], list[list[str]]]) -> ConceptIndex:
    write_concepts(folder, glossary, passages)
    return ConceptIndex(folder)


def units(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.asarray(numbers, dtype=np.int64)


def test_the_context_is_a_unit_and_so_is_each_sentence(tmp_path: Path) -> None:
    index = written(tmp_path, glossary_of(3), (["c1"], [["c0"], ["c0", "c2"]]), ([], [[], ["c2"]]))
    spoken = index.spoken_of(["c0", "c1", "c2"], units(0, 1, 2, 3, 4, 5))
    assert spoken.astype(int).tolist() == [[0, 1, 0], [1, 0, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_columns_and_rows_come_in_the_order_asked_for(tmp_path: Path) -> None:
    index = written(tmp_path, glossary_of(3), (["c1"], [["c0"], ["c2"]]))
    assert index.spoken_of(["c2", "c0"], units(2, 1)).tolist() == [[True, False], [False, True]]
    assert index.spoken_of(["c2", "c2"], units(2)).tolist() == [[True, True]]


@pytest.mark.parametrize("count", [63, 64, 65, 128, 130, 200])
def test_every_one_of_many_concepts_is_told_from_every_other(tmp_path: Path, count: int) -> None:
    glossary = glossary_of(count)
    names = list(glossary.concepts)
    index = written(tmp_path, glossary, ([], [[name] for name in names]))
    spoken = index.spoken_of(names, units(*range(1, count + 1)))
    assert spoken.shape == (count, count)
    assert np.array_equal(spoken, np.eye(count, dtype=bool))
    assert not index.spoken_of(names, units(0)).any()


def test_a_unit_may_speak_of_all_of_many(tmp_path: Path) -> None:
    glossary = glossary_of(130)
    index = written(tmp_path, glossary, (list(glossary.concepts), [[]]))
    assert index.spoken_of(list(glossary.concepts), units(0, 1)).sum(axis=1).tolist() == [130, 0]


def test_no_concepts_and_no_units_are_empty(tmp_path: Path) -> None:
    index = written(tmp_path, glossary_of(2), (["c1"], [["c0"]]))
    assert index.spoken_of([], units(0, 1)).shape == (2, 0)
    assert index.spoken_of(["c0"], units()).shape == (0, 1)


def test_a_concept_the_glossary_lacks_is_an_error(tmp_path: Path) -> None:
    index = written(tmp_path, glossary_of(2), (["c1"], [["c0"]]))
    with pytest.raises(KeyError):
        index.spoken_of(["c2"], units(0))


def test_the_glossary_comes_back_as_it_was(tmp_path: Path) -> None:
    entries = [
        {"id": "z", "family": "f", "fa": {"preferred": "چند کاناله"}, "pl": {"preferred": "ż", "ambiguous": ["x y"]}},
        {"id": "a", "family": "f", "pl": {"preferred": "ą", "ambiguous": ["x y"], "usually": ["x y"]}},
    ]
    glossary = Glossary(entries)
    found = written(tmp_path, glossary, (["a"], [])).glossary
    assert list(found.concepts.items()) == list(glossary.concepts.items())
    assert (found.names, dict(found.numbers)) == (glossary.names, {"z": 0, "a": 1})


@pytest.mark.parametrize("passages", [[], [([], [[], []])]])
def test_an_empty_glossary_is_kept(tmp_path: Path, passages: list[tuple[list[str], list[list[str]]]]) -> None:
    index = written(tmp_path, Glossary(), *passages)
    assert len(index.glossary) == 0
    count = sum(1 + len(sentences) for _, sentences in passages)
    assert index.spoken_of([], units(*range(count))).shape == (count, 0)


def test_the_term_of_a_concept_is_no_word() -> None:
    assert concept_term("cross-channel") == "concept:cross-channel"


ARTICLE = "Strategia omnichannel łączy kanały sklepu. Podejście wielokanałowe jest tańsze."


def built(folder: Path, glossary: Glossary | None) -> SnapshotIndex:
    """An index of one article whose facts declare what its ambiguous name means."""
    path = folder / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    terms = (TermReading(name="wielokanałowy", concepts=("multichannel",), where="facts"),)
    found = read_corpus([path], facts={sha256: SourceFacts(sha256=sha256, terms=terms)}, glossary=glossary)
    assert found.problems == ()
    build_snapshot(found.articles, index=folder / "index", models=Models.load(), glossary=found.glossary)
    store = SnapshotStore(folder / "index")
    manifest, _ = store.usable()
    return SnapshotIndex(store.path(manifest.name), manifest)


def test_an_index_finds_passages_by_the_concepts_they_speak_of(tmp_path: Path) -> None:
    index = built(tmp_path, None)
    assert index.passage(0).concepts == ("omnichannel", "multichannel")
    spoken = index.spoken_of(["omnichannel", "multichannel"], np.asarray([0]))
    assert spoken.tolist() == [[False, False], [True, False], [False, True]]
    assert index.holds("concept:multichannel")
    assert not index.holds("concept:cross-channel")


def test_without_a_glossary_an_index_has_no_concepts_whatever_the_facts_declare(tmp_path: Path) -> None:
    index = built(tmp_path, Glossary())
    assert len(index.glossary) == 0
    assert (index.passage(0).concepts, index.passage(0).sentences[0].concepts) == ((), ())
    assert not index.holds("concept:multichannel")
