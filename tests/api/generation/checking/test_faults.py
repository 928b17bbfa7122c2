"""Sentences that a language model could have written, checked against passages of the shipped corpus."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.generation.checking import Checker, Fault
from api.generation.checking.figures import figures_of
from indexer import Hit, KnowledgeBase, KnowledgeView, LanguageCode, Span

ZWNJ, HAMZA = "\N{ZERO WIDTH NON-JOINER}", "\N{ARABIC HAMZA ABOVE}"
PARTS = "Artykuł irańskiej firmy Sabzafzar (22 lutego 2023 roku) wymienia cztery części rozwiązania"
MESSAGE = "W multichannel przekaz nie musi być spójny"
SIDES = "Blog QuestionPro twierdzi, że omnichannel dopasowuje wiadomości do wiedzy o kliencie"
STEADY = "Przegląd iAsk.ai zaleca stały przekaz we wszystkich kanałach."


@pytest.fixture(scope="module")
def view(shipped_index: Path) -> KnowledgeView:
    return KnowledgeBase.open(shipped_index).view()


def hit(view: KnowledgeView, article_id: str, quote: str) -> Hit:
    """The passage of an article that holds a quote."""
    start = view.article(article_id).source.index(quote)
    for row in range(len(view.index)):
        passage = view.index.passage(row)
        if view.index.article_of(row).id == article_id and passage.span.overlaps(Span(start=start, end=start + 1)):
            return Hit(passage=passage, article=view.index.article_of(row), similarity=0.5, row=row)
    raise AssertionError(f"{quote} stands in no passage")


def checker(view: KnowledgeView, reader: str, *quotes: str) -> Checker:
    """A checker with the passages of pl-brand-message that hold `quotes`."""
    hits = [hit(view, "pl-brand-message", quote) for quote in quotes]
    return Checker(view, hits, reader=LanguageCode(reader))


@pytest.mark.parametrize(
    ("reader", "quote", "text"),
    [
        ("pl", STEADY, "Przegląd iAsk.ai radzi, by przekaz był stały we wszystkich kanałach."),
        ("pl", PARTS, "Firma Sabzafzar wymienia 4 części rozwiązania do marketingu omnichannel."),
        ("pl", MESSAGE, "W multichannel przekaz nie musi być spójny, bo kanały działają niezależnie."),
        ("en", PARTS, "Sabzafzar lists four parts of an omnichannel marketing solution."),
        ("en", MESSAGE, "In multichannel the message need not be consistent because each channel works independently."),
        ("ar", SIDES, "تقول مدونة QuestionPro إن القناة الشاملة تكيف الرسائل مع المعرفة بالعميل."),
        ("fa", PARTS, f"سبزافزار چهار بخش راهکار بازاریابی همه{ZWNJ}کاناله را نام می{ZWNJ}برد."),
    ],
)
def test_supported_sentence_is_shown_with_a_slice_of_its_source(
    view: KnowledgeView, reader: str, quote: str, text: str
) -> None:
    verdict = checker(view, reader, quote).check(text, [1])
    assert verdict.fault is None, verdict
    (evidence,) = verdict.evidence
    said = evidence.span.of(view.article("pl-brand-message").source)
    assert quote in said
    # One sentence says it.
    assert len(said) < 250
    assert evidence.number == 1
    assert 0.5 < evidence.support <= 1
    assert 0.5 < verdict.support <= 1


@pytest.mark.parametrize(
    ("reader", "quote", "text", "fault"),
    [
        ("pl", PARTS, "Firma Sabzafzar wymienia pięć części rozwiązania do marketingu omnichannel.", Fault.FIGURE),
        ("en", PARTS, "Sabzafzar lists 5 parts of an omnichannel marketing solution.", Fault.FIGURE),
        ("en", PARTS, "HubSpot lists four parts of an omnichannel marketing solution.", Fault.NAME),
        ("en", PARTS, "Sabzafzar lists four parts of a multichannel marketing solution.", Fault.CONCEPT),
        (
            "pl",
            SIDES,
            "Blog: multichannel dopasowuje wiadomości do wiedzy o kliencie, a omnichannel kieruje jeden przekaz.",
            Fault.CONCEPT,
        ),
        ("pl", MESSAGE, "W multichannel przekaz musi być spójny, bo kanały działają niezależnie.", Fault.NEGATED),
        ("pl", STEADY, "Przegląd iAsk.ai zaleca stały przekaz tylko we wszystkich sklepach.", Fault.OVERSTATED),
        ("pl", STEADY, "Bazy danych o zamówieniach trzeba co noc zapisywać na osobnym serwerze.", Fault.CONTENT),
        ("pl", STEADY, "Oto odpowiedź.", Fault.CONTENT),
        ("pl", PARTS, "(22 lutego 2023 roku).", Fault.CONTENT),
        ("pl", STEADY, "The overview recommends a steady message in all channels.", Fault.LANGUAGE),
        ("en", STEADY, "Przegląd zaleca stały przekaz we wszystkich kanałach.", Fault.LANGUAGE),
        ("en", STEADY, "The overview recommends a steady message 所有渠道.", Fault.LANGUAGE),
    ],
)
def test_fault_is_named(view: KnowledgeView, reader: str, quote: str, text: str, fault: Fault) -> None:
    verdict = checker(view, reader, quote).check(text, [1])
    assert verdict.fault is fault
    assert verdict.evidence == ()


@pytest.mark.parametrize("numbers", [[], [0], [-1], [2], [99, 3]])
def test_source_that_does_not_exist_supports_nothing(view: KnowledgeView, numbers: list[int]) -> None:
    verdict = checker(view, "pl", STEADY).check(STEADY, numbers)
    assert verdict.fault is Fault.NO_SOURCE


def test_only_the_sources_that_support_are_evidence(view: KnowledgeView) -> None:
    verdict = checker(view, "pl", STEADY, PARTS).check(STEADY, [2, 1, 7])
    assert verdict.fault is None
    assert [one.number for one in verdict.evidence] == [1]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\N{GRINNING FACE}", "\x00\x1b[31m", "a" * 10_000, "!?…", "123", "\N{RIGHT-TO-LEFT OVERRIDE}", "\ud800"],
)
@pytest.mark.parametrize("reader", ["ar", "en", "fa", "pl"])
def test_any_string_gets_a_verdict(view: KnowledgeView, reader: str, text: str) -> None:
    assert checker(view, reader, STEADY).check(text, [1]).fault is not None


def test_no_sources_at_all(view: KnowledgeView) -> None:
    assert Checker(view, [], reader=LanguageCode.POLISH).check(STEADY, [1]).fault is Fault.NO_SOURCE


def test_threads_get_the_same_verdicts(view: KnowledgeView) -> None:
    shared = checker(view, "pl", STEADY, PARTS)
    texts = [STEADY, "Firma Sabzafzar wymienia pięć części rozwiązania do marketingu omnichannel."] * 8
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda text: shared.check(text, [1, 2]), texts))
    assert verdicts == [shared.check(text, [1, 2]) for text in texts]
    assert {verdict.fault for verdict in verdicts} == {None, Fault.FIGURE}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "forty percent"),
        ("pl", "czterdzieści procent"),
        ("pl", "czterdziestu procent"),
        ("fa", "چهل درصد"),
        ("fa", "۴۰٪"),
        ("ar", "أربعون في المئة"),
        ("ar", "بأربعين بالمئة"),
        ("ar", "٤٠ في المئة"),
    ],
)
def test_share_is_the_same_in_any_words_and_digits(view: KnowledgeView, language: str, text: str) -> None:
    assert figures_of(view.words.read(text, LanguageCode(language))) == {"40%"}


@pytest.mark.parametrize(("language", "text"), [("en", "89 and 33 percent"), ("ar", "٨٩ و٣٣ في المئة")])
def test_percent_sign_is_shared(view: KnowledgeView, language: str, text: str) -> None:
    assert {"89%", "33%"} <= figures_of(view.words.read(text, LanguageCode(language)))


@pytest.mark.parametrize(
    ("reader", "quote", "text", "fault"),
    [
        ("en", STEADY, "The iAsk.ai overview recommends a changing message in all channels.", Fault.NEGATED),
        ("pl", STEADY, "Przegląd iAsk.ai zaleca stały przekaz zamiast we wszystkich kanałach.", Fault.NEGATED),
    ],
)
def test_opposite_is_turned(view: KnowledgeView, reader: str, quote: str, text: str, fault: Fault) -> None:
    assert checker(view, reader, quote).check(text, [1]).fault is fault


@pytest.mark.parametrize(
    ("reader", "there", "back"),
    [
        (
            "pl",
            "Klienci przesiadają się ze smartfona na komputer stacjonarny.",
            "Klienci przesiadają się z komputera stacjonarnego na smartfon.",
        ),
        (
            "en",
            "Customers move from a smartphone to a desktop computer.",
            "Customers move from a desktop computer to a smartphone.",
        ),
        (
            "fa",
            f"مشتری از گوشی هوشمند به رایانه{HAMZA} رومیزی می{ZWNJ}رود.",
            f"مشتری از رایانه{HAMZA} رومیزی به گوشی هوشمند می{ZWNJ}رود.",
        ),
        (
            "ar",
            "ينتقل العملاء من الهاتف الذكي إلى الحاسوب المكتبي.",
            "ينتقل العملاء من الحاسوب المكتبي إلى الهاتف الذكي.",
        ),
    ],
)
def test_from_and_to_do_not_change_places(view: KnowledgeView, reader: str, there: str, back: str) -> None:
    found = hit(view, "pl-handover", "ze smartfona na komputer stacjonarny")
    checked = Checker(view, [found], reader=LanguageCode(reader))
    assert checked.check(there, [1]).fault is None
    assert checked.check(back, [1]).fault is Fault.NEGATED
