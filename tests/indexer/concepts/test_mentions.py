"""Names found in sentences: inflected, with prefixes, hyphens and joined; and what is no name."""

from __future__ import annotations

import pytest

from indexer.concepts import Decision, Glossary
from indexer.concepts.mentions import NameFinder
from indexer.domain import LanguageCode

ARABIC, ENGLISH, PERSIAN, POLISH = LanguageCode.ARABIC, LanguageCode.ENGLISH, LanguageCode.PERSIAN, LanguageCode.POLISH
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
EZAFE = "\N{ARABIC HAMZA ABOVE}"


def found(glossary: Glossary, language: LanguageCode, text: str) -> list[tuple[str, str | None]]:
    finder = NameFinder(glossary.names, languages=(language, ENGLISH))
    return [(one.span.of(text), one.concept) for one in finder.find(text)]


@pytest.mark.parametrize(
    ("language", "text", "mentions"),
    [
        (ENGLISH, "An omni-channel strategy.", [("omni-channel", "omnichannel")]),
        (ENGLISH, "OmniChannel and Multi Channel", [("OmniChannel", "omnichannel"), ("Multi Channel", "multichannel")]),
        (ENGLISH, "omni\nchannel in a wrapped line", [("omni\nchannel", "omnichannel")]),
        (
            ENGLISH,
            "Its touchpoints, its customer journeys",
            [("touchpoints", "touchpoint"), ("customer journeys", "customer-journey")],
        ),
        (ENGLISH, "from multi to omni", [("multi", "multichannel"), ("omni", "omnichannel")]),
        (ENGLISH, "multi- and omni-channel", [("multi", "multichannel"), ("omni-channel", "omnichannel")]),
        (POLISH, "w omnichannelu", [("omnichannelu", "omnichannel")]),
        (POLISH, "Przy punktach styku.", [("punktach styku", "touchpoint")]),
        (POLISH, "z CRM-em i w CRM-ie", [("CRM", "crm"), ("CRM", "crm")]),
        (
            PERSIAN,
            f"در نقطه{EZAFE} تماس",
            [(f"نقطه{EZAFE} تماس", "touchpoint")],
        ),
        (PERSIAN, f"رویکرد همه{ZWNJ}کاناله است", [(f"همه{ZWNJ}کاناله", "omnichannel")]),
        (PERSIAN, "رویکرد همهکاناله است", [("همهکاناله", "omnichannel")]),
        (PERSIAN, "رویکرد همه كاناله است", [("همه كاناله", "omnichannel")]),
        (PERSIAN, "استراتژی Omni-Channel ما", [("Omni-Channel", "omnichannel")]),
        (
            ARABIC,
            "بالقناة الشاملة وللقنوات المتعددة",
            [("بالقناة الشاملة", "omnichannel"), ("وللقنوات المتعددة", "multichannel")],
        ),
        (ARABIC, "القناه الشامله", [("القناه الشامله", "omnichannel")]),
        (ARABIC, "خريطة لرحلة العميل", [("لرحلة العميل", "customer-journey")]),
        (ARABIC, "ورحلات العملاء", [("ورحلات العملاء", "customer-journey")]),
    ],
)
def test_a_name_is_found_as_it_stands(
    glossary: Glossary, language: LanguageCode, text: str, mentions: list[tuple[str, str]]
) -> None:
    assert found(glossary, language, text) == mentions


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (ENGLISH, "a multi-device customer"),
        (ENGLISH, "a pre-omni era"),
        (ENGLISH, "multimedia in multiple channels"),
        (ENGLISH, "channel by channel"),
        (PERSIAN, f"در همه کانال{ZWNJ}ها"),
        (PERSIAN, "در همه کانالها"),
        (PERSIAN, f"در همه{EZAFE} کانال{ZWNJ}ها"),
        (POLISH, "w wielu kanałach"),
        (POLISH, "punkt, styku"),
        (ARABIC, "جميع القنوات"),
        (ARABIC, "القنوات، المتعددة"),
    ],
)
def test_what_only_looks_like_a_name_is_none(glossary: Glossary, language: LanguageCode, text: str) -> None:
    assert found(glossary, language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (POLISH, "strategii wielokanałowej", "wielokanałowej"),
        (PERSIAN, "فروش چند کاناله", "چند کاناله"),
        (PERSIAN, f"فروش چند{ZWNJ}کاناله", f"چند{ZWNJ}کاناله"),
        (PERSIAN, "در همه کانال های ما", "همه کانال"),
        (ARABIC, "من خلال قنوات متعددة", "قنوات متعددة"),
        (ARABIC, "استراتيجية متعددة القنوات", "متعددة القنوات"),
        (ARABIC, "ومتعددة القنوات", "ومتعددة القنوات"),
    ],
)
def test_an_ambiguous_name_is_open(glossary: Glossary, language: LanguageCode, text: str, name: str) -> None:
    (mention,) = NameFinder(glossary.names, languages=(language,)).find(text)
    assert (mention.span.of(text), mention.concept, mention.decision) == (name, None, Decision.OPEN)


def test_a_name_that_means_one_thing_says_so(glossary: Glossary) -> None:
    (mention,) = NameFinder(glossary.names, languages=(POLISH,)).find("punkt styku")
    assert (mention.decision, mention.is_open) == (Decision.PLAIN, False)


def test_the_longest_name_at_a_place_counts() -> None:
    names = Glossary(
        [
            {"id": "short", "en": {"preferred": "shopping"}},
            {"id": "long", "en": {"preferred": "shopping cart"}},
        ]
    )
    assert found(names, ENGLISH, "A shopping cart, a shopping list") == [
        ("shopping cart", "long"),
        ("shopping", "short"),
    ]


def test_an_ambiguous_name_written_together_is_another_name() -> None:
    names = Glossary([{"id": "a", "fa": {"preferred": "الف", "ambiguous": ["چند کاناله"]}}])
    assert found(names, PERSIAN, "چندکاناله") == []
    assert found(names, PERSIAN, "چند کاناله") == [("چند کاناله", None)]


def test_a_sure_name_of_two_words_is_known_written_together() -> None:
    names = Glossary([{"id": "a", "en": {"preferred": "cross channel"}}])
    assert found(names, ENGLISH, "crosschannel") == [("crosschannel", "a")]


def test_names_of_other_languages_are_not_looked_for(glossary: Glossary) -> None:
    finder = NameFinder(glossary.names, languages=(PERSIAN, ENGLISH))
    assert finder.find("wielokanałowość i punkt styku") == []
