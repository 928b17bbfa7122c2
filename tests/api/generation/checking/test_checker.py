"""The Checker on a small shop's article: figures in any digits and words, names, polarity, sources, and any string."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.generation.checking import Checker, Fault
from indexer import KnowledgeBase, KnowledgeView, LanguageCode

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
SHOP = """---
id: shop
lang: pl
title: Sklep Brzoza
published: 2024-03-12
---

## Zwroty

Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu. Zwrot towaru nic nie kosztuje klienta. W 2023 roku klienci
oddali 12,5% kupionych towarów. Firma nie wysyła reklam bez zgody klienta.

## Dostawa

Kurier firmy Zefir dowozi paczki w trzy dni robocze. Paczkę można też odebrać w automacie obok sklepu.
"""


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeView:
    from indexer.articles import read_corpus
    from indexer.index.build import build_snapshot
    from indexer.models_in_use import Models

    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop.md").write_text(SHOP, encoding="utf-8")
    found = read_corpus([folder])
    build_snapshot(found.articles, index=folder / "index", models=Models.load(), glossary=found.glossary)
    return KnowledgeBase.open(folder / "index").view()


def checker(view: KnowledgeView, reader: str) -> Checker:
    hits = sorted(view.search("Sklep Brzoza zwroty dostawa", top_k=5), key=lambda hit: hit.row)
    assert [hit.passage.heading[-1] for hit in hits] == ["Zwroty", "Dostawa"]
    return Checker(view, hits, reader=LanguageCode(reader))


SUPPORTED = [
    ("pl", "Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu.", 1),
    ("pl", "W sklepie Brzoza towar można zwrócić przez trzydzieści dni od zakupu.", 1),
    ("pl", "Klienci oddali w 2023 roku 12,5% kupionych towarów.", 1),
    ("pl", "Firma nie wysyła reklam bez zgody klienta.", 1),
    ("en", "The shop Brzoza accepts returns for 30 days after the purchase.", 1),
    ("fa", f"فروشگاه بژوزا تا ۳۰ روز پس از خرید کالای بازگشتی را می{ZWNJ}پذیرد.", 1),
    ("pl", "Kurier firmy Zefir dowozi paczki w 3 dni robocze.", 2),
]
FAULTY = [
    ("pl", "Sklep Brzoza w Gdyni przyjmuje zwroty przez 14 dni od zakupu.", 1, Fault.FIGURE),
    ("pl", "Sklep Brzoza w Gdyni przyjmuje zwroty przez czternaście dni od zakupu.", 1, Fault.FIGURE),
    ("pl", "Klienci oddali w 2023 roku 15,5% kupionych towarów.", 1, Fault.FIGURE),
    ("pl", "Klienci oddali w 2022 roku 12,5% kupionych towarów.", 1, Fault.FIGURE),
    ("en", "The shop Brzoza accepts returns for 60 days after the purchase.", 1, Fault.FIGURE),
    ("fa", f"فروشگاه بژوزا تا ۶۰ روز پس از خرید کالای بازگشتی را می{ZWNJ}پذیرد.", 1, Fault.FIGURE),
    ("pl", "Kurier firmy Amazon dowozi paczki w trzy dni robocze.", 2, Fault.NAME),
    ("pl", "Sklep Brzoza w Gdyni nie przyjmuje zwrotów przez 30 dni od zakupu.", 1, Fault.NEGATED),
    ("pl", "Firma wysyła reklamy bez zgody klienta.", 1, Fault.NEGATED),
    ("en", "The museum opens new exhibitions of modern art in spring.", 1, Fault.CONTENT),
    ("en", "Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu.", 1, Fault.LANGUAGE),
    ("fa", "يقبل المتجر الإرجاع خلال 30 يوما من الشراء ولا يرسل إعلانات.", 1, Fault.LANGUAGE),
    ("pl", "Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu.", 3, Fault.NO_SOURCE),
    ("pl", "Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu.", 0, Fault.NO_SOURCE),
    ("pl", "Oto odpowiedź.", 1, Fault.CONTENT),
]


@pytest.mark.parametrize(("reader", "text", "number"), SUPPORTED)
def test_supported_sentence_is_shown_with_its_words(view: KnowledgeView, reader: str, text: str, number: int) -> None:
    verdict = checker(view, reader).check(text, [number])
    assert verdict.fault is None
    assert [one.number for one in verdict.evidence] == [number]
    quote = verdict.evidence[0].span.of(view.article("shop").source)
    assert quote[-1] == "."
    assert len(quote) < 140


@pytest.mark.parametrize(("reader", "text", "number", "fault"), FAULTY)
def test_faulty_sentence_is_not(view: KnowledgeView, reader: str, text: str, number: int, fault: Fault) -> None:
    verdict = checker(view, reader).check(text, [number])
    assert (verdict.fault, verdict.evidence) == (fault, ())


def test_source_that_does_not_support_is_no_evidence(view: KnowledgeView) -> None:
    verdict = checker(view, "pl").check("Sklep Brzoza w Gdyni przyjmuje zwroty przez 30 dni od zakupu.", [2, 1, 9, 1])
    assert [one.number for one in verdict.evidence] == [1]


def test_no_source_is_cited(view: KnowledgeView) -> None:
    assert checker(view, "pl").check("Sklep przyjmuje zwroty przez 30 dni.", []).fault is Fault.NO_SOURCE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400), numbers=st.lists(st.integers(min_value=-3, max_value=9), max_size=4))
def test_any_string_gets_a_verdict(view: KnowledgeView, text: str, numbers: list[int]) -> None:
    verdict = checker(view, "pl").check(text, numbers)
    assert (verdict.fault is None) == bool(verdict.evidence)
    assert {one.number for one in verdict.evidence} <= set(numbers) & {1, 2}


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "." * 10_000, "słowo " * 5000, "🛒", "\N{COMBINING ACUTE ACCENT}" * 900]
)
def test_what_is_no_sentence_is_not_shown(view: KnowledgeView, text: str) -> None:
    assert checker(view, "pl").check(text, [1]).fault is not None
