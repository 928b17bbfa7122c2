"""A small glossary of its own, and articles and readings made with it: the shipped names may change, these do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.articles import SourceFacts, parse_article
from indexer.concepts import ConceptReading, Glossary, read_concepts
from indexer.domain import LanguageCode, ParsedArticle, TermReading

ROOT = Path(__file__).resolve().parents[3]

Write = Callable[..., ParsedArticle]
Read = Callable[..., ConceptReading]

_FAMILY = "channel strategy"
ENTRIES: tuple[Mapping[str, Any], ...] = (
    {
        "id": "omnichannel",
        "family": _FAMILY,
        "en": {"preferred": "omnichannel", "other": ["omni-channel", "omni"], "misspelt": ["omni-chanel"]},
        "fa": {
            "preferred": "همه کاناله",
            "other": ["همهکاناله"],
            "ambiguous": ["چندکاناله", "چند کاناله", "همه کانال"],
        },
        "pl": {"preferred": "omnichannel", "ambiguous": ["wielokanałowość"]},
        "ar": {"preferred": "القناة الشاملة", "ambiguous": ["متعدد القنوات"]},
    },
    {
        "id": "multichannel",
        "family": _FAMILY,
        "en": {"preferred": "multichannel", "other": ["multi-channel", "multi"]},
        "fa": {
            "preferred": "چندکاناله",
            "ambiguous": ["چندکاناله", "چند کاناله"],
            "usually": ["چندکاناله", "چند کاناله"],
        },
        "pl": {"preferred": "multichannel", "ambiguous": ["wielokanałowość"], "usually": ["wielokanałowość"]},
        "ar": {"preferred": "القنوات المتعددة", "ambiguous": ["متعدد القنوات", "قنوات متعددة"]},
    },
    {
        "id": "cross-channel",
        "family": _FAMILY,
        "en": {"preferred": "cross-channel"},
        "pl": {"preferred": "cross-channel"},
    },
    {
        "id": "touchpoint",
        "en": {"preferred": "touchpoint"},
        "fa": {"preferred": "نقطه تماس"},
        "pl": {"preferred": "punkt styku"},
        "ar": {"preferred": "نقطة التماس"},
    },
    {"id": "customer-journey", "en": {"preferred": "customer journey"}, "ar": {"preferred": "رحلة العميل"}},
    {"id": "crm", "en": {"preferred": "CRM"}, "pl": {"preferred": "CRM"}},
)


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return Glossary(ENTRIES)


@pytest.fixture(scope="session")
def shipped_glossary() -> Glossary:
    from indexer.concepts import read_glossary

    return read_glossary(ROOT / "corpus" / "glossary.toml")


@pytest.fixture
def write() -> Write:
    """An article of these lines; `terms` are those of a sidecar."""

    def written(language: LanguageCode, *lines: str, terms: tuple[TermReading, ...] = ()) -> ParsedArticle:
        facts = SourceFacts(sha256="", language=language)
        return parse_article("\n".join(lines).encode(), origin="a.md", facts=facts, terms=terms)

    return written


@pytest.fixture
def read(write: Write, glossary: Glossary) -> Read:
    """What the names in an article of these lines mean, by the small glossary."""

    def reading(language: LanguageCode, *lines: str, terms: tuple[TermReading, ...] = ()) -> ConceptReading:
        return read_concepts(write(language, *lines, terms=terms), glossary)

    return reading
