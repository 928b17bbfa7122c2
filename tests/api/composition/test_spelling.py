"""Misspelt cue words, put right before a question's kind is told."""

from __future__ import annotations

import re

import pytest

from api.speech import SPEECH
from api.speech.spelling import SHORTEST_REPAIRED, Spelling
from indexer import LANGUAGES, LanguageCode

WORDS = Spelling(
    cue_words=["difference", "which", "steps", "benefits"],
    spared=["witches"],
    aliases={"hwo": "how", "tojest": "to jest"},
)
SLIPS = [
    ("diffrence", "difference", "a letter missing"),
    ("differrence", "difference", "a letter doubled"),
    ("diffarence", "difference", "a letter wrong"),
    ("whcih", "which", "two exchanged"),
    ("hwich", "which", "the first two exchanged"),
    ("benefist", "benefits", "the last two exchanged"),
    ("stepps", "steps", "a letter doubled in a short word"),
    ("stops", "stops", "a wrong letter in a short word is another word"),
    ("seps", "seps", "a missing letter in a short word is another word"),
    ("benefit", "benefit", "another form"),
    ("bifference", "bifference", "the first letter is never wrong"),
    ("dfifernce", "dfifernce", "two slips"),
    ("difference2", "difference2", "no word"),
    ("hwo", "how", "an alias of any length"),
    ("tojest", "to jest", "an alias of two words"),
    ("so, whcih diffrence?", "so, which difference?", "what stands between words is kept"),
]


@pytest.mark.parametrize(("typed", "meant", "why"), SLIPS, ids=[why for _, _, why in SLIPS])
def test_a_slip_is_put_right(typed: str, meant: str, why: str) -> None:
    assert WORDS.repaired(typed) == meant, why


@pytest.mark.parametrize("code", LanguageCode)
def test_the_tables_of_a_language_are_in_search_form_and_needed(code: LanguageCode) -> None:
    speech, spoken = SPEECH[code], LANGUAGES[code]
    cue_words, spared = speech.cue_words.split(), speech.spared.split()
    aliases = dict(pair.split("=") for pair in speech.aliases.split())
    assert cue_words
    assert spared
    assert aliases
    for word in [*cue_words, *spared, *(right for right in aliases.values() if "+" not in right)]:
        assert spoken.search_text(word) == word, f"{word} is not in search form"
        assert not re.search(r"[\W\d_]", word.replace("'", "")), f"{word} is not one word"
    assert [word for word in cue_words if len(word) < SHORTEST_REPAIRED] == []
    bare = Spelling(cue_words=cue_words, spared=(), aliases={})
    assert [word for word in spared if bare.repaired(word) == word] == [], "these would be left alone anyway"
    assert [slip for slip, word in aliases.items() if slip == word] == []
