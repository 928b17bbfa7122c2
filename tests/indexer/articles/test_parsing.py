from __future__ import annotations

import hashlib

import pytest

from indexer.articles import SourceFacts, parse_article
from indexer.articles.parsing import slug
from indexer.articles.source_facts import ResidueFact
from indexer.domain import LanguageCode, ParsedArticle
from indexer.errors import ArticleError

POLISH = SourceFacts(sha256="", language=LanguageCode.POLISH)
BODY = "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy."


def parse(*lines: str, facts: SourceFacts | None = POLISH, origin: str = "a.txt") -> ParsedArticle:
    return parse_article("\n".join(lines).encode(), origin=origin, facts=facts)


def test_the_source_is_the_body_and_the_hash_is_that_of_the_file() -> None:
    raw = f"---\r\nlang: pl\r\n---\r\n\r\n{BODY}\r\n".encode()
    article = parse_article(raw, origin="a.md").article
    assert article.source.encode() == raw[raw.index(b"---\r\n", 4) + 5 :]
    assert article.sha256 == hashlib.sha256(raw).hexdigest()
    assert article.language is LanguageCode.POLISH


def test_front_matter_counts_before_facts_and_before_guesses() -> None:
    facts = SourceFacts(sha256="", language=LanguageCode.ARABIC, publisher="Z faktów", published="2020-01-01")
    lines = ["---", "title: Z góry", "lang: pl", "publisher: Wydawca", "published: 8 września 2022", "---"]
    article = parse(*lines, "Zwroty", "Opublikowano: 2021-01-01", "", BODY, facts=facts).article
    assert (article.title, article.language, article.publisher) == ("Z góry", "pl", "Wydawca")
    assert (article.published, article.published_original) == ("2022-09-08", "8 września 2022")
    assert article.guessed == ("id",)


def test_what_is_guessed_is_said() -> None:
    article = parse("Zwroty bez bólu", "Opublikowano: 8 września 2022", "Źródło: Sklepowo", BODY).article
    assert (article.title, article.published, article.publisher) == ("Zwroty bez bólu", "2022-09-08", "Sklepowo")
    assert article.published_original == "8 września 2022"
    assert article.guessed == ("id", "title", "published", "publisher")


def test_the_publisher_is_the_owner_a_copyright_line_names() -> None:
    for line, name in [
        ("© 2023 Sklepowo. Wszelkie prawa zastrzeżone.", "Sklepowo"),
        ("Copyright 2020-2023 by Sklepowo", "Sklepowo"),
        ("کلیه حقوق این وبگاه متعلق به شرکت نمونه است.", "نمونه"),
        ("جميع الحقوق محفوظة لشركة المثال 2024", "المثال"),
    ]:
        assert parse("Zwroty", BODY, BODY, line).article.publisher == name


def test_a_name_near_the_top_that_the_owner_carries_is_the_publisher_and_residue() -> None:
    parsed = parse("Zwroty bez bólu", "Sklepowo", BODY, BODY, "© Sklepowo Polska")
    assert parsed.article.publisher == "Sklepowo"
    assert (2, "publisher's name") in [(item.line, item.reason) for item in parsed.residue]


def test_a_product_named_all_through_is_the_publisher() -> None:
    lines = [f"AskBoard pomaga w pracy numer {number}." for number in range(5)]
    assert parse("Co daje AskBoard", *lines).article.publisher == "AskBoard"
    assert parse("Co daje Askboard", *[line.replace("B", "b") for line in lines]).article.publisher is None


def test_without_a_title_line_the_heading_closest_to_the_opening_is_the_title() -> None:
    parsed = parse(
        f"W tym tekście omawiamy zwroty oraz wymianę w sklepie. {BODY}",
        "Kim jesteśmy",
        BODY,
        "Zwroty oraz wymianę w sklepie",
        BODY,
    )
    assert parsed.article.title == "Zwroty oraz wymianę w sklepie"


def test_without_headings_the_first_words_are_the_title() -> None:
    assert (
        parse(f"{BODY} {BODY}").article.title
        == "Klient kupuje w sklepie i w sieci, a sklep pamięta oba zakupy. Klient…"
    )


def test_a_signed_title_below_a_date_is_found() -> None:
    assert parse("8 września 2022", "", "# Zwroty *bez* bólu", "", BODY).article.title == "Zwroty *bez* bólu"


def test_residue_lines_count_the_front_matter() -> None:
    parsed = parse("---", "lang: pl", "---", BODY, "", "Dodaj komentarz")
    (item,) = parsed.residue
    assert (item.line, item.span.of(parsed.article.source)) == (6, "Dodaj komentarz")


def test_facts_add_residue_and_keep_lines() -> None:
    facts = SourceFacts(
        sha256="",
        language=LanguageCode.POLISH,
        title_line=2,
        residue=(
            ResidueFact(line=1, reason="old address"),
            ResidueFact(line=3, reason="stray", columns=(0, 6)),
            ResidueFact(line=99, reason="not there"),
        ),
        kept=(4,),
    )
    parsed = parse("zwroty-html", "Zwroty", f"TOGGLE{BODY}", "Czytaj także: Wymiana", BODY, facts=facts)
    source = parsed.article.source
    assert [(item.line, item.reason, item.span.of(source)) for item in parsed.residue] == [
        (1, "old address", "zwroty-html"),
        (3, "stray", "TOGGLE"),
    ]
    assert parsed.article.title == "Zwroty"
    assert "title" not in parsed.article.guessed
    assert [block.span.of(source) for block in parsed.blocks][1] == BODY


def test_warnings_say_what_is_lost_or_left() -> None:
    assert parse("Dodaj komentarz").warnings == (
        "nothing is left to index: every line is residue or a marker without text",
    )
    assert parse(f"{BODY} \N{REPLACEMENT CHARACTER}").warnings == (
        "1 character(s) were lost in an earlier conversion (U+FFFD)",
    )


def test_the_id_is_given_written_or_the_files_stem() -> None:
    raw = f"---\nid: zwroty\nlang: pl\n---\n{BODY}".encode()
    assert parse_article(raw, origin="x/Y.md").article.id == "zwroty"
    assert parse_article(raw, origin="x/Y.md", article_id="zwroty").article.id == "zwroty"
    article = parse(BODY, origin="x/Zwroty i Reklamacje (2).txt").article
    assert (article.id, article.guessed[0]) == ("zwroty-i-reklamacje-2", "id")
    with pytest.raises(ArticleError) as caught:
        parse_article(raw, origin="Y.md", article_id="inny")
    assert caught.value.where == "Y.md:2"
    with pytest.raises(ArticleError):
        parse_article(BODY.encode(), origin="Y.md", article_id="a/b", facts=POLISH)


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("...", "article"), ("راهنما ۲", "راهنما-۲"), ("a..b", "a.b"), ("A_b-C", "a_b-c"), ("x" * 200, "x" * 120)],
)
def test_a_stem_becomes_a_slug(stem: str, expected: str) -> None:
    assert slug(stem) == expected
