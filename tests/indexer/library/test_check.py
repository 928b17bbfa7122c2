"""What an editor is told of a text before it is published, and that nothing is written for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.checking import check_parsed
from indexer.errors import ArticleError
from indexer.library.library import Library

from .texts import ANNA, text

ROOT = Path(__file__).resolve().parents[3]
BODY = "Klient kupuje w sklepie i w sieci. Omnichannel łączy kanały, a wielokanałowe podejście je dzieli."


def test_a_text_is_told_with_all_the_indexer_makes_of_it(library: Library, root: Path, state: Path) -> None:
    raw = text(f"# Kanały\n\n{BODY}\n\nDodaj komentarz", title="Kanały", published="2024-07-07", autor="x")
    checked = library.check(raw, article_id="kanaly")
    article = checked.parsed.article
    assert (article.id, article.title, article.language, article.published) == ("kanaly", "Kanały", "pl", "2024-07-07")
    assert checked.front_matter == {"lang": "pl", "title": "Kanały", "published": "2024-07-07", "autor": "x"}
    assert [(one.line, one.reason) for one in checked.parsed.residue] == [(11, "comment form")]
    (passage,) = checked.passages
    assert passage.span.of(article.source) == passage.text
    assert "omnichannel" in passage.concepts
    assert checked.names() == {
        "omnichannel": {"omnichannel": {"means nothing else": [9]}},
        None: {"wielokanałowe": {"open": [9]}},
    }
    (warning,) = checked.warnings
    assert "field 'autor' is not known" in warning
    assert list(root.iterdir()) == []
    assert not (state / "articles").exists()


def test_what_cannot_be_used_is_an_error_with_its_line(library: Library) -> None:
    with pytest.raises(ArticleError) as refused:
        library.check(text(published="dawno"), article_id="kanaly")
    assert (refused.value.where, refused.value.what) == ("kanaly:3", "published 'dawno' is no date")
    with pytest.raises(ArticleError, match="is not the id 'kanaly'"):
        library.check(text(id="inny"), article_id="kanaly")
    with pytest.raises(ArticleError) as refused:
        library.check(b"\xff")
    assert refused.value.where == "article:1"


def test_the_sidecar_that_is_there_counts(library: Library, root: Path) -> None:
    library.put("kanaly", text(BODY), author=ANNA)
    (root / "kanaly.terms.toml").write_bytes('[terms]\n"wielokanałowe" = "multichannel"\n'.encode())
    names = library.check(text(f"Nowe. {BODY}"), article_id="kanaly").names()
    assert names["multichannel"] == {"wielokanałowe": {"declared": [4]}}
    assert None in library.check(text(f"Nowe. {BODY}")).names()


def test_the_glossary_of_the_corpus_counts_as_it_is_now(library: Library, root: Path) -> None:
    assert library.check(text("Sklep ma lejek.")).names() == {}
    entry = '[[concept]]\nid = "funnel"\n[concept.pl]\npreferred = "lejek"\n'
    (root / "glossary.toml").write_text(entry, encoding="utf-8")
    assert library.check(text("Sklep ma lejek.")).names() == {"funnel": {"lejek": {"means nothing else": [4]}}}
    (root / "glossary.toml").write_text("no toml", encoding="utf-8")
    (warning,) = library.check(text("Sklep ma lejek.")).warnings
    assert "glossary.toml" in warning


def test_it_says_the_same_as_checking_the_corpus(state: Path) -> None:
    library = Library([ROOT / "corpus"], state=state)
    corpus = read_corpus([ROOT / "corpus"])
    for parsed in corpus.articles[::9]:
        path = Path(parsed.article.origin)
        checked = library.check(path.read_bytes())
        expected = check_parsed(parsed, corpus.glossary)
        assert checked.names() == expected.names()
        assert [one.text for one in checked.passages] == [one.text for one in expected.passages]
        assert [one.concepts for one in checked.passages] == [one.concepts for one in expected.passages]
