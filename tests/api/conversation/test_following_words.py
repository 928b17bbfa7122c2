"""The words of follow-ups in each language: every pattern compiles, every template has its places."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from api.speech.following import FOLLOWING, Aspect, Following
from indexer import LANGUAGES, LanguageCode

TEMPLATES = {
    "of_aspect": {"aspect", "subject"},
    "of_subject": {"subject"},
    "joined": {"question", "subject"},
    "joined_noun": {"question", "subject"},
    "and_asked": {"question", "asked"},
    "with_topic": {"question", "topic"},
    "with_place": {"question", "topic"},
    "two": {"first", "second"},
    "either": {"first", "second"},
    "possessed": {"noun", "subject"},
}
languages = pytest.mark.parametrize("following", FOLLOWING.values(), ids=[code.value for code in FOLLOWING])


def test_every_language_follows_up() -> None:
    assert set(FOLLOWING) == set(LanguageCode)


@languages
def test_templates_have_their_places(following: Following) -> None:
    for name, places in TEMPLATES.items():
        assert {field for _, field, _, _ in Formatter().parse(getattr(following, name)) if field} == places


@pytest.mark.parametrize("code", LanguageCode)
def test_the_noun_of_an_aspect_names_it(code: LanguageCode) -> None:
    following = FOLLOWING[code]
    assert set(following.nouns) == set(following.aspects) == set(Aspect)
    for aspect in (Aspect.BENEFITS, Aspect.DRAWBACKS, Aspect.CHALLENGES, Aspect.STEPS, Aspect.TOOLS, Aspect.METRICS):
        first = LANGUAGES[code].search_text(following.nouns[aspect]).split()[0]
        assert following.aspect_of(first) is aspect


@languages
def test_patterns_are_in_search_form(following: Following) -> None:
    code = next(code for code, one in FOLLOWING.items() if one is following)
    for name in ("opening", "about", "back", "asks", "clause", "plural", "relational", "bare", "why", "courtesy"):
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\\.", " ", getattr(following, name)))
        assert words, name
        for word in words:
            assert LANGUAGES[code].search_text(word) == word, f"{name}: {word}"
