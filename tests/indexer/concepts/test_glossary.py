from __future__ import annotations

from pathlib import Path

import pytest

from indexer.concepts import Concept, Glossary, Name, load_glossary, read_glossary
from indexer.concepts.glossary import glossary_paths
from indexer.domain import LanguageCode
from indexer.errors import CorpusError

PERSIAN, POLISH = LanguageCode.PERSIAN, LanguageCode.POLISH


def written(folder: Path, *lines: str) -> Path:
    path = folder / "glossary.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def refusal(folder: Path, *lines: str) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read_glossary(written(folder, *lines))
    return caught.value


def names_of(glossary: Glossary, concept: str) -> dict[str, Name]:
    return {name.text: name for name in glossary.names if concept in name.concepts}


TWO = (
    "[[concept]]",
    'id = "whole"',
    'family = "strategy"',
    "[concept.pl]",
    'preferred = "całość"',
    'other = ["ogół"]',
    'ambiguous = ["zbiór"]',
    "[[concept]]",
    'id = "part"',
    'family = "strategy"',
    "[concept.pl]",
    'preferred = "część"',
    'ambiguous = ["zbiór"]',
    'usually = ["zbiór"]',
    "[[concept]]",
    'id = "tool"',
    "[concept.en]",
    'preferred = "tool"',
)


def test_concepts_and_names_are_read(tmp_path: Path) -> None:
    glossary = read_glossary(written(tmp_path, *TWO))
    assert glossary.concepts["whole"] == Concept(id="whole", family="strategy", preferred={POLISH: "całość"})
    assert glossary.concepts["tool"] == Concept(id="tool", family=None, preferred={LanguageCode.ENGLISH: "tool"})
    sure = names_of(glossary, "whole")["ogół"]
    assert (sure.language, sure.concepts, sure.is_ambiguous, sure.usual) == (POLISH, ("whole",), False, None)


def test_a_shared_name_is_one_ambiguous_name_with_its_usual_meaning(tmp_path: Path) -> None:
    glossary = read_glossary(written(tmp_path, *TWO))
    name = names_of(glossary, "whole")["zbiór"]
    assert name is names_of(glossary, "part")["zbiór"]
    assert (name.concepts, name.is_ambiguous, name.usual) == (("whole", "part"), True, "part")


def test_the_order_of_the_file_numbers_the_concepts(tmp_path: Path) -> None:
    assert dict(read_glossary(written(tmp_path, *TWO)).numbers) == {"whole": 0, "part": 1, "tool": 2}


def test_concepts_of_one_family_are_rivals_and_one_without_has_none(tmp_path: Path) -> None:
    glossary = read_glossary(written(tmp_path, *TWO))
    assert (glossary.rivals("whole"), glossary.rivals("part"), glossary.rivals("tool")) == ({"part"}, {"whole"}, set())
    assert glossary.family == {"whole", "part"}


def test_a_preferred_name_may_be_ambiguous_in_its_own_concept(tmp_path: Path) -> None:
    lines = ["[[concept]]", 'id = "a"', "[concept.fa]", 'preferred = "چندکاناله"', 'ambiguous = ["چندکاناله"]']
    (name,) = read_glossary(written(tmp_path, *lines)).names
    assert (name.concepts, name.is_ambiguous) == (("a",), True)


def test_spellings_that_are_compared_alike_are_one_name(tmp_path: Path) -> None:
    lines = ["[[concept]]", 'id = "a"', "[concept.pl]", 'preferred = "ścieżka"', 'other = ["Sciezka", "ŚCIEŻKĄ"]']
    assert [name.text for name in read_glossary(written(tmp_path, *lines)).names] == ["ścieżka"]


def test_an_empty_file_is_an_empty_glossary(tmp_path: Path) -> None:
    glossary = read_glossary(written(tmp_path, ""))
    assert (len(glossary), glossary.names, bool(glossary)) == (0, (), False)


ONE = ("[[concept]]", 'id = "a"', "[concept.pl]", 'preferred = "raz"')


@pytest.mark.parametrize(
    ("lines", "line", "concept", "what"),
    [
        (["[[concept]]", 'id = "A b"'], 5, "A b", "id 'A b' cannot be used"),
        (["[[concept]]", 'id = "none"'], 5, "none", "id 'none' cannot be used"),
        (["[[concept]]", 'family = "x"'], 5, "2", "id None cannot be used"),
        (["[[concept]]", 'id = "b"', "family = 3"], 5, "b", "family must be a text"),
        (["[[concept]]", 'id = "b"', 'name = "x"'], 5, "b", "'name' is not known"),
        (["[[concept]]", 'id = "b"', 'pl = "dwa"'], 5, "b", "pl must be a table"),
        (["[[concept]]", 'id = "b"', "[concept.de]", 'preferred = "zwei"'], 5, "b", "'de' is not known"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'synonyms = ["x"]'], 5, "b", "pl.synonyms is not known"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'preferred = ["dwa"]'], 5, "b", "pl.preferred must be a text"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'other = "dwa"'], 5, "b", "pl.other must be a list of texts"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", "misspelt = [1]"], 5, "b", "pl.misspelt must be a list of texts"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'preferred = "…"'], 5, "b", "which has no word in it"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'usually = ["x"]'], 5, "b", "not among the ambiguous names"),
        (["[[concept]]", 'id = "b"'], 5, "b", "it has no name"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'ambiguous = ["x"]'], 5, "b", "it has no name"),
        (["[[concept]]", 'id = "a"', "[concept.pl]", 'preferred = "dwa"'], 5, "a", "it stands in"),
        (["[[concept]]", 'id = "b"', "[concept.pl]", 'preferred = "RAZ"'], 5, "b", "'RAZ' is given to a too"),
    ],
)
def test_what_cannot_be_used_is_refused_with_file_line_concept_and_next_step(
    tmp_path: Path, lines: list[str], line: int, concept: str, what: str
) -> None:
    error = refusal(tmp_path, *ONE, *lines)
    assert error.where == f"{tmp_path / 'glossary.toml'}:{line}, Concept {concept}"
    assert what in error.what
    assert error.next_step


def test_an_id_given_twice_names_the_other_place(tmp_path: Path) -> None:
    error = refusal(tmp_path, *ONE, *ONE)
    path = tmp_path / "glossary.toml"
    assert str(error) == f"{path}:5, Concept a: it stands in {path}:1, Concept a already; join the two"


@pytest.mark.parametrize("kind", ["preferred", "other"])
def test_a_name_sure_for_one_and_ambiguous_for_another_is_refused(tmp_path: Path, kind: str) -> None:
    value = '"raz"' if kind == "preferred" else '["raz"]'
    lines = ["[[concept]]", 'id = "b"', "[concept.pl]", f"{kind} = {value}"]
    first = ["[[concept]]", 'id = "a"', "[concept.pl]", 'preferred = "dwa"', 'ambiguous = ["raz"]']
    error = refusal(tmp_path, *first, *lines)
    assert error.where.endswith(":6, Concept b")
    assert error.what == "the pl name 'raz' is given to a too"
    assert error.next_step == "list it under `ambiguous` of both, and under `usually` of one at most"


def test_a_name_usual_for_two_is_refused(tmp_path: Path) -> None:
    lines = [line for line in TWO if not line.startswith("usually")]
    lines = [f'{line}\nusually = ["zbiór"]' if line.startswith("ambiguous") else line for line in lines]
    error = refusal(tmp_path, *lines)
    assert error.where.endswith(":9, Concept part")
    assert error.what == "the pl name 'zbiór' is given to whole too"


@pytest.mark.parametrize("begin", ["[[concept]] # nagłówek", "  [[concept]]", "[[ concept ]]", '[["concept"]]'])
def test_the_line_is_right_however_a_concept_begins(tmp_path: Path, begin: str) -> None:
    error = refusal(tmp_path, begin, *ONE[1:], "[[concept]]", 'id = "B"')
    assert error.where.endswith("glossary.toml:5, Concept B")


def test_where_lines_cannot_be_told_none_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, 'concept = [{id = "B"}]')
    assert error.where == f"{tmp_path / 'glossary.toml'}, Concept B"


def test_an_entry_that_is_no_table_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, 'concept = ["omnichannel"]')
    assert error.where.endswith("glossary.toml, Concept 1")
    assert error.what == "'omnichannel' is no table"


@pytest.mark.parametrize(
    ("lines", "where", "what"),
    [
        (["[[concept]]", "id = omni"], "glossary.toml:2", "is not TOML"),
        (["[[concepts]]", 'id = "a"'], "glossary.toml", "holds 'concepts'"),
        (["[concept]", 'id = "a"'], "glossary.toml", "holds 'concept'"),
    ],
)
def test_a_file_that_is_no_glossary_is_refused(tmp_path: Path, lines: list[str], where: str, what: str) -> None:
    error = refusal(tmp_path, *lines)
    assert error.where.endswith(where)
    assert what in error.what
    assert error.next_step


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "glossary.toml"
    path.write_bytes('[[concept]]\nid = "a"\n[concept.pl]\npreferred = "część"'.encode("cp1250"))
    with pytest.raises(CorpusError, match="cannot be read") as caught:
        read_glossary(path)
    assert caught.value.where == str(path)


def test_a_missing_file_that_was_named_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANBA_GLOSSARY", str(tmp_path / "nothing.toml"))
    with pytest.raises(CorpusError, match="cannot be read"):
        load_glossary([tmp_path])


def test_the_glossary_of_a_corpus_counts_before_the_product_s_own(tmp_path: Path) -> None:
    path = written(tmp_path, *ONE)
    assert glossary_paths([tmp_path]) == [path]
    assert list(load_glossary([tmp_path]).concepts) == ["a"]


def test_the_setting_counts_before_the_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, *ONE)
    other = tmp_path / "other.toml"
    other.write_text('[[concept]]\nid = "b"\n[concept.pl]\npreferred = "dwa"\n', encoding="utf-8")
    monkeypatch.setenv("MANBA_GLOSSARY", str(other))
    assert list(load_glossary([tmp_path]).concepts) == ["b"]


def test_a_corpus_without_one_goes_by_the_product_s_own(tmp_path: Path) -> None:
    (path,) = glossary_paths([tmp_path])
    assert (path.parent.name, path.name) == ("corpus", "glossary.toml")


def test_the_glossaries_of_several_folders_count_together(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder, name in zip(folders, ("raz", "dwa"), strict=True):
        folder.mkdir()
        written(folder, "[[concept]]", f'id = "{folder.name}"', "[concept.pl]", f'preferred = "{name}"')
    assert list(load_glossary([*folders, folders[0]]).concepts) == ["one", "two"]


def test_a_clash_between_folders_names_the_file_and_line_of_the_second(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        written(folder, "", "[[concept]]", f'id = "{folder.name}"', "[concept.pl]", 'preferred = "raz"')
    with pytest.raises(CorpusError) as caught:
        load_glossary(folders)
    assert caught.value.where == f"{folders[1] / 'glossary.toml'}:2, Concept two"
