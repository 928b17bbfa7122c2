"""What names mean in an article: as declared, as its text shows, or left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.articles import read_corpus
from indexer.concepts import ConceptReading, Decision, Glossary, read_concepts
from indexer.concepts.reading import check_terms, known_terms
from indexer.domain import LanguageCode, ParsedArticle, Span, TermReading
from indexer.errors import ArticleError

ARABIC, ENGLISH, PERSIAN, POLISH = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
OMNI, MULTI = "omnichannel", "multichannel"

Write = Callable[..., ParsedArticle]
Read = Callable[..., ConceptReading]


def term(name: str, *concepts: str, lines: tuple[int, int] | None = None) -> TermReading:
    first, last = lines or (None, None)
    return TermReading(name=name, concepts=concepts, first=first, last=last, where="a.terms.toml")


def meanings(reading: ConceptReading) -> list[str | None]:
    return [one.concept for one in reading.mentions]


def decisions(reading: ConceptReading) -> list[Decision]:
    return [one.decision for one in reading.mentions]


class TestDeclared:
    """`terms` count before everything the text shows."""

    def test_for_the_whole_article(self, read: Read) -> None:
        reading = read(POLISH, "Wielokanałowa.", "", "Wielokanałowe.", terms=(term("wielokanałowy", OMNI),))
        assert meanings(reading) == [OMNI, OMNI]
        assert decisions(reading) == [Decision.DECLARED] * 2

    def test_before_brackets(self, read: Read) -> None:
        reading = read(POLISH, "Wielokanałowość (omnichannel).", terms=(term("wielokanałowość", MULTI),))
        assert meanings(reading) == [MULTI, OMNI]

    def test_joined_and_spaced_apart_in_one_article(self, read: Read) -> None:
        terms = (term("چندکاناله", OMNI), term("چند کاناله", MULTI))
        line = "فروش چندکاناله بهتر از فروش چند کاناله و چند\N{ZERO WIDTH NON-JOINER}کاناله نو است."
        assert meanings(read(PERSIAN, line, terms=terms)) == [OMNI, MULTI, OMNI]

    def test_by_lines_of_the_file_with_its_front_matter(self, glossary: Glossary, tmp_path: Path) -> None:
        lines = ["---", "lang: pl", "terms:", '  wielokanałowy: [{lines: "6-7", concept: omnichannel}]', "---"]
        lines += ["Wielokanałowa raz.", "Wielokanałowa dwa.", "Wielokanałowa trzy."]
        path = tmp_path / "a.md"
        path.write_text("\n".join(lines), encoding="utf-8")
        (parsed,) = read_corpus([path], facts={}, glossary=glossary).articles
        assert meanings(read_concepts(parsed, glossary)) == [OMNI, OMNI, None]

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_by_lines_however_lines_end(self, glossary: Glossary, tmp_path: Path, newline: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(newline.join(["Wielokanałowa raz.", "", "Wielokanałowa i tania.", ""]).encode())
        (tmp_path / "a.terms.toml").write_text(
            '[terms]\n"wielokanałowy" = [{ lines = 3, concept = "omnichannel" }]\n', encoding="utf-8"
        )
        (parsed,) = read_corpus([path], facts={}, glossary=glossary).articles
        assert meanings(read_concepts(parsed, glossary)) == [None, OMNI]

    def test_the_narrower_range_counts_in_whatever_order(self, read: Read) -> None:
        terms = [
            term("wielokanałowy", MULTI),
            term("wielokanałowy", OMNI, lines=(3, 7)),
            term("wielokanałowy", "none", lines=(5, 5)),
        ]
        lines = ["Wielokanałowa.", "", "Wielokanałowa.", "", "Wielokanałowa.", "", "Wielokanałowa."]
        for order in (terms, terms[::-1]):
            assert meanings(read(POLISH, *lines, terms=tuple(order))) == [MULTI, OMNI, None, OMNI]

    def test_of_two_alike_the_first_counts(self, read: Read) -> None:
        terms = (term("wielokanałowy", OMNI), term("wielokanałowość", MULTI))
        assert meanings(read(POLISH, "Wielokanałowa.", terms=terms)) == [OMNI]

    def test_one_after_the_other_the_last_for_all_further_ones(self, read: Read) -> None:
        terms = (term("wielokanałowy", OMNI, MULTI, lines=(1, 1)),)
        line = "Wielokanałowe a wielokanałowe, a także wielokanałowe i wielokanałowe."
        assert meanings(read(POLISH, line, terms=terms)) == [OMNI, MULTI, MULTI, MULTI]

    def test_each_line_of_a_list_is_counted_by_itself(self, read: Read) -> None:
        terms = tuple(term("wielokanałowy", OMNI, MULTI, lines=(line, line)) for line in (1, 3))
        lines = ["Wielokanałowe a wielokanałowe.", "", "Wielokanałowe a wielokanałowe."]
        assert meanings(read(POLISH, *lines, terms=terms)) == [OMNI, MULTI, OMNI, MULTI]

    def test_a_range_is_counted_through(self, read: Read) -> None:
        terms = (term("wielokanałowy", OMNI, MULTI, lines=(1, 3)),)
        assert meanings(read(POLISH, "Wielokanałowe.", "", "Wielokanałowe.", terms=terms)) == [OMNI, MULTI]

    def test_none_says_that_nothing_is_meant(self, read: Read) -> None:
        reading = read(ARABIC, "من خلال قنوات متعددة.", terms=(term("قنوات متعددة", "none"),))
        assert (meanings(reading), decisions(reading)) == ([None], [Decision.DECLARED])

    def test_a_name_the_glossary_lacks_is_one_in_this_article(self, read: Read) -> None:
        reading = read(POLISH, "Strategia pełnego spektrum.", terms=(term("pełne spektrum", OMNI),))
        assert meanings(reading) == [OMNI]
        assert reading.mentions[0].name.text == "pełne spektrum"

    def test_a_sure_name_may_be_declared_to_mean_another(self, read: Read) -> None:
        assert meanings(read(POLISH, "Punkt styku.", terms=(term("punkt styku", "crm"),))) == ["crm"]

    def test_an_unknown_concept_is_refused(self, read: Read) -> None:
        with pytest.raises(ArticleError) as caught:
            read(POLISH, "Wielokanałowa.", terms=(term("wielokanałowy", "omni"),))
        assert caught.value.where == "a.terms.toml"
        assert "'omni', which the glossary does not have" in caught.value.what


class TestBrackets:
    """«X (Omnichannel)» says what X means in the whole article."""

    @pytest.mark.parametrize(
        ("language", "line"),
        [
            (PERSIAN, "استراتژی چندکاناله (Omnichannel) خوب است و چندکاناله ارزان است."),
            (PERSIAN, "استراتژی چندکاناله («Omnichannel») خوب است و چندکاناله ارزان است."),
            (PERSIAN, "استراتژی چندکاناله یعنی همه کاناله و چندکاناله ارزان است."),
            (POLISH, "Wielokanałowość (omnichannel) rośnie. Podejście wielokanałowe też."),
            (POLISH, "Wielokanałowość [Omni-Channel] rośnie. Podejście wielokanałowe też."),
            (POLISH, "Wielokanałowość, czyli omnichannel, rośnie. Podejście wielokanałowe też."),
            (ARABIC, "استراتيجية متعددة القنوات (القناة الشاملة) وخدمة متعددة القنوات."),
        ],
    )
    def test_what_stands_in_brackets_decides(self, read: Read, language: LanguageCode, line: str) -> None:
        reading = read(language, line)
        assert meanings(reading) == [OMNI, OMNI, OMNI]
        assert decisions(reading) == [Decision.BRACKETS, Decision.PLAIN, Decision.BRACKETS]

    def test_also_for_what_stood_before_and_with_the_names_changed_about(self, read: Read) -> None:
        assert meanings(read(POLISH, "Wielokanałowe.", "", "Omnichannel (wielokanałowość).")) == [OMNI] * 3

    def test_a_name_explained_in_two_ways_stays_open(self, read: Read) -> None:
        line = "Wielokanałowość (omnichannel), wielokanałowość (multichannel)."
        assert meanings(read(POLISH, line)) == [None, OMNI, None, MULTI]

    def test_the_spaced_name_is_not_explained_by_the_joined_one(self, read: Read) -> None:
        assert meanings(read(PERSIAN, "چندکاناله (Omnichannel) و چند کاناله.")) == [OMNI, OMNI, None]

    @pytest.mark.parametrize(
        "line",
        [
            "Wielokanałowość (omnichannel to co innego).",
            "Wielokanałowość i omnichannel.",
            "Wielokanałowość. (Omnichannel jest dalej.)",
            "Wielokanałowość (punkt styku).",
        ],
    )
    def test_other_brackets_say_nothing(self, read: Read, line: str) -> None:
        assert meanings(read(POLISH, line))[0] is None


class TestColumns:
    """In a table's column an ambiguous name means what the head names."""

    TABLE = ("| cecha | Omnichannel | Multichannel |", "|---|---|---|")

    def test_a_cell_means_what_its_head_names(self, read: Read) -> None:
        reading = read(POLISH, *self.TABLE, "| dane | wielokanałowe razem | wielokanałowe osobno |")
        assert meanings(reading) == [OMNI, MULTI, OMNI, MULTI]
        assert decisions(reading)[2:] == [Decision.COLUMN] * 2

    def test_a_column_without_a_concept_decides_nothing(self, read: Read) -> None:
        assert meanings(read(POLISH, *self.TABLE, "| wielokanałowe | tak | nie |")) == [OMNI, MULTI, None]

    def test_after_the_table_nothing_is_decided(self, read: Read) -> None:
        lines = [*self.TABLE, "| dane | tak | nie |", "", "Podejście wielokanałowe."]
        assert meanings(read(POLISH, *lines)) == [OMNI, MULTI, None]

    def test_a_head_that_names_two_decides_nothing(self, read: Read) -> None:
        lines = ["| cecha | Omnichannel i multichannel |", "|---|---|", "| dane | wielokanałowe |"]
        assert meanings(read(POLISH, *lines)) == [OMNI, MULTI, None]

    def test_a_head_that_is_declared_decides(self, read: Read) -> None:
        lines = ["| cecha | Pełna |", "|---|---|", "| dane | wielokanałowe |"]
        reading = read(POLISH, *lines, terms=(term("pełna", OMNI),))
        assert (meanings(reading), decisions(reading)) == ([OMNI, OMNI], [Decision.DECLARED, Decision.COLUMN])

    def test_a_head_the_name_cannot_mean_decides_nothing(self, read: Read) -> None:
        lines = ["| cecha | Cross-channel |", "|---|---|", "| dane | wielokanałowe |"]
        assert meanings(read(POLISH, *lines)) == ["cross-channel", None]

    def test_a_second_table_goes_by_its_own_heads(self, read: Read) -> None:
        second = ["| cecha | Multichannel | Omnichannel |", "|---|---|---|", "| dane | wielokanałowe | nie |"]
        reading = read(POLISH, *self.TABLE, "| dane | wielokanałowe | nie |", "", *second)
        assert meanings(reading) == [OMNI, MULTI, OMNI, MULTI, OMNI, MULTI]


class TestDefinitions:
    """A sentence that says what one Concept is calls it by an ambiguous name."""

    @pytest.mark.parametrize(
        ("language", "line"),
        [
            (POLISH, "Omnichannel to wielokanałowa strategia."),
            (POLISH, "Handel omnichannel jest podejściem wielokanałowym."),
            (ARABIC, "القناة الشاملة هي استراتيجية متعددة القنوات."),
            (ARABIC, "القناة الشاملة عبارة عن استراتيجية متعددة القنوات."),
            (PERSIAN, "همه کاناله یعنی رویکردی چند کاناله و پیوسته."),
            (PERSIAN, "همه کاناله عبارت است از رویکردی چند کاناله و پیوسته."),
        ],
    )
    def test_the_ambiguous_name_is_said_of_the_subject(self, read: Read, language: LanguageCode, line: str) -> None:
        reading = read(language, line)
        assert meanings(reading) == [OMNI, OMNI]
        assert decisions(reading) == [Decision.PLAIN, Decision.DEFINITION]

    def test_it_decides_for_its_own_sentence_only(self, read: Read) -> None:
        line = "Omnichannel to wielokanałowa strategia. Podejście wielokanałowe jest tańsze."
        assert meanings(read(POLISH, line)) == [OMNI, OMNI, None]

    @pytest.mark.parametrize(
        ("language", "line"),
        [
            (POLISH, "Omnichannel to nie to samo co wielokanałowość."),
            (POLISH, "Omnichannel nie jest podejściem wielokanałowym."),
            (POLISH, "Omnichannel jest lepszy niż wielokanałowość."),
            (POLISH, "Omnichannel jest nowszy od podejścia wielokanałowego."),
            (ARABIC, "القناة الشاملة هي غير متعدد القنوات."),
            (ARABIC, "القناة الشاملة هي أفضل من التسويق متعدد القنوات."),
            (PERSIAN, "همه کاناله است که با چند کاناله فرق دارد."),
        ],
    )
    def test_a_sentence_that_denies_or_compares_decides_nothing(
        self, read: Read, language: LanguageCode, line: str
    ) -> None:
        assert meanings(read(language, line)) == [OMNI, None]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("Omnichannel i wielokanałowość rosną.", [OMNI, None]),  # no copula
            ("Wielokanałowość to omnichannel.", [None, OMNI]),  # the ambiguous name is the subject
            ("Omnichannel to wielokanałowość, multichannel też.", [OMNI, None, MULTI]),  # both are spoken of
            ("W sklepach, które od lat znają omnichannel, to co wielokanałowe.", [OMNI, None]),  # not at the beginning
            ("Cross-channel to wielokanałowość.", ["cross-channel", None]),  # not what the name can mean
        ],
    )
    def test_other_sentences_decide_nothing(self, read: Read, line: str, expected: Sequence[str | None]) -> None:
        assert meanings(read(POLISH, line)) == expected


class TestOpen:
    """What nothing decides stays open, and the title goes by the text."""

    @pytest.mark.parametrize(
        ("language", "line"),
        [
            (POLISH, "Strategia wielokanałowa."),
            (PERSIAN, "فروش چند کاناله."),
            (PERSIAN, "در همه کانال های ما."),
            (ARABIC, "استراتيجية متعددة القنوات."),
            (ARABIC, "من خلال قنوات متعددة."),
        ],
    )
    def test_an_ambiguous_name_by_itself(self, read: Read, language: LanguageCode, line: str) -> None:
        reading = read(language, line)
        assert (meanings(reading), decisions(reading)) == ([None], [Decision.OPEN])

    def test_the_title_names_what_it_is_about(self, read: Read) -> None:
        assert read(POLISH, "# Omnichannel i punkt styku", "", "Zdanie.").title == {OMNI, "touchpoint"}

    def test_an_ambiguous_title_means_what_the_name_means_in_the_text(self, read: Read) -> None:
        lines = ["# Strategia wielokanałowa", "", "Wielokanałowość (omnichannel) rośnie."]
        assert read(POLISH, *lines).title == {OMNI}

    def test_an_ambiguous_title_stays_open_where_the_text_uses_the_name_for_two(self, read: Read) -> None:
        terms = (term("wielokanałowy", OMNI, lines=(3, 3)), term("wielokanałowy", MULTI, lines=(5, 5)))
        lines = ["# Strategia wielokanałowa", "", "Wielokanałowa raz.", "", "Wielokanałowa dwa."]
        assert read(POLISH, *lines, terms=terms).title == set()

    def test_a_title_in_front_matter_goes_by_readings_for_the_whole_article(self, read: Read) -> None:
        lines = ["---", "title: Wielokanałowe", "---", "Zdanie o czymś innym."]
        assert read(POLISH, *lines, terms=(term("wielokanałowy", OMNI),)).title == {OMNI}
        assert read(POLISH, *lines, terms=(term("wielokanałowy", OMNI, lines=(4, 4)),)).title == set()

    def test_residue_names_nothing(self, read: Read, write: Write) -> None:
        lines = ["Zdanie o omnichannel.", "", "Copyright © 2024 Multichannel. All rights reserved."]
        assert [item.line for item in write(POLISH, *lines).residue] == [3]
        assert meanings(read(POLISH, *lines)) == [OMNI]


def test_mentions_are_found_by_the_span_they_begin_in(read: Read) -> None:
    reading = read(POLISH, "Omnichannel, multichannel i punkt styku.")
    first, second, third = reading.mentions
    assert list(reading.within(Span(start=0, end=40))) == [first, second, third]
    assert list(reading.within(Span(start=1, end=14))) == [second]
    assert list(reading.within(Span(start=14, end=14))) == []


def test_without_a_glossary_nothing_is_read_whatever_is_declared(write: Write) -> None:
    parsed = write(POLISH, "# Omnichannel", "", "Wielokanałowa.", terms=(term("wielokanałowy", OMNI),))
    assert read_concepts(parsed, Glossary()) == ConceptReading(mentions=(), lines=(), title=frozenset())


def test_terms_are_checked_by_a_glossary(glossary: Glossary) -> None:
    terms = (term("a", OMNI, "none"), term("b", "shop"))
    check_terms(terms[:1], glossary)
    with pytest.raises(ArticleError, match="'shop', which the glossary does not have"):
        check_terms(terms, glossary)
    assert known_terms(terms, glossary) == terms[:1]


def test_an_empty_glossary_says_where_to_put_the_concept() -> None:
    with pytest.raises(ArticleError, match=r"add the Concept to glossary\.toml"):
        check_terms((term("a", OMNI),), Glossary())
