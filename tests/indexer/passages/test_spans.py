"""Whatever the text, passages and sentences are slices of it, in order, and hold no residue."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.articles import SourceFacts, parse_article
from indexer.domain import LanguageCode, ParsedArticle
from indexer.errors import ArticleError
from indexer.passages import split_passages

MAX_PASSAGE = 1100

LINES = st.sampled_from(
    [
        "",
        "",
        "# Tytuł",
        "## Rozdział",
        "### Podrozdział",
        "Nagłówek bez znaku",
        "Podkreślony",
        "========",
        "--------",
        "---",
        "***",
        "Klient kupuje w sklepie. Potem wraca do domu i pisze opinię!",
        "مشتری در فروشگاه خرید می\N{ZERO WIDTH NON-JOINER}کند. سپس به خانه برمی\N{ZERO WIDTH NON-JOINER}گردد؟",
        "ما هي القناة؟القناة الشاملة هي طريقة تجعل كل نقاط البيع تعمل معا دون انقطاع.",
        "1. Punkt pierwszy",
        "2. Punkt drugi: dłuższy, z wyjaśnieniem.",
        "۵-۱- توصیه نخست",
        "• ب) بخش دوم",
        "آ. تجربه: بهتر می\N{ZERO WIDTH NON-JOINER}شود.",
        "ب فروش: بیشتر می\N{ZERO WIDTH NON-JOINER}شود.",
        "- element listy",
        "  - element zagnieżdżony",
        "    ciąg dalszy elementu",
        "• " + "bardzo długi punkt listy " * 12,
        "Powody są następujące:",
        "| Kolumna | Druga |",
        "|---|:--:|",
        "| a | b. C |",
        "القناة الشاملة | الأقنية |",
        "العميل أولا. | الرسالة أولا. |",
        "> cytat. Drugi.",
        "```",
        "<div>",
        "![opis](obraz.png)",
        "Rys. 2. Kanały",
        "Jak widać na poniższym rysunku:",
        "دیدگاهتان را بنویسید",
        "Spis treści",
        "Czytaj także: Zwroty",
        "[…] pętla […]",
        "8 września 2022",
        "© 2022 Sklep",
        "OMNI-CHANNEL",
        "متن. OMNI-CHANNEL",
        "Toggleعنوان",
        "słowo " * 300,
        "x" * 2500,
        "Zdanie bez końca, " * 90,
    ]
)
LANGUAGES = st.sampled_from(list(LanguageCode))
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


def parsed(text: str, language: LanguageCode) -> ParsedArticle | None:
    facts = SourceFacts(sha256="", language=language)
    try:
        return parse_article(text.encode("utf-8", "surrogatepass"), origin="a.md", facts=facts)
    except ArticleError:
        return None


def check(article: ParsedArticle) -> None:
    source = article.article.source
    for block in article.blocks:
        assert block.span.of(source).strip() == block.span.of(source) != ""
    for before, block in zip(article.blocks, article.blocks[1:], strict=False):
        assert before.span.end <= block.span.start
    reached = 0
    for number, passage in enumerate(split_passages(article), start=1):
        assert passage.id == f"{article.article.id}#{number}"
        assert passage.text == passage.span.of(source)
        assert reached <= passage.span.start
        reached = passage.span.end
        assert passage.sentences
        assert len(passage.text) <= MAX_PASSAGE or len({s.group for s in passage.sentences}) == 1
        assert not any(item.span.overlaps(passage.span) for item in article.residue)
        position = passage.span.start
        for sentence in passage.sentences:
            text = sentence.span.of(source)
            assert text == text.strip() != ""
            assert position <= sentence.span.start
            position = sentence.span.end
            assert all(0 <= part.start < part.end <= len(source) for part in sentence.context)
        assert position <= passage.span.end
        assert not any(passage.span.contains(part) for part in passage.context)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=30), LANGUAGES, ENDINGS)
@example(["# Tytuł", "# Tytuł", "متن. OMNI-CHANNEL", "متن. OMNI-CHANNEL"], LanguageCode.ARABIC, "\n")
def test_articles_made_of_marked_and_dirty_lines(lines: list[str], language: LanguageCode, ending: str) -> None:
    article = parsed(ending.join(lines), language)
    if article:
        check(article)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), LANGUAGES)
def test_any_text(text: str, language: LanguageCode) -> None:
    article = parsed(text, language)
    if article:
        assert article.article.source == text or text.startswith("---")
        check(article)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .\n|-#*1)>:؟•آب`=", max_size=300), LANGUAGES)
def test_texts_of_signs(text: str, language: LanguageCode) -> None:
    article = parsed(text, language)
    if article:
        check(article)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12), LANGUAGES)
def test_the_same_bytes_give_the_same_passages(lines: list[str], language: LanguageCode) -> None:
    first, second = parsed("\n".join(lines), language), parsed("\n".join(lines), language)
    if first and second:
        assert split_passages(first) == split_passages(second)
