"""Texts of the editors' page: the four languages say the same things, and there is a word for all the server says."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import get_args

import pytest

from api.editing.schemas import ImportedOut, VersionOut
from api.problems import PROBLEM_TYPES
from api.web.editing_texts import editing_texts
from indexer import LanguageCode
from indexer.articles.web_phrases import phrase_rules
from indexer.concepts.mentions import Decision
from indexer.library.job import CANCELLING, STAGES, WAITING

from .test_interface import SCRIPTS

STATIC = Path(__file__).resolve().parents[2] / "api" / "web" / "static"
# Where nothing but signs and placeholders is said.
WORDLESS = {"being_indexed", "times"}
TERMS = re.compile(r"\{\w+\}|Ctrl\+Enter|Tab|terms|ZIP|Markdown|UTF-8")


@pytest.mark.parametrize("code", list(LanguageCode))
def test_every_language_has_every_text_with_the_same_places(code: LanguageCode) -> None:
    english, shown = editing_texts(LanguageCode.ENGLISH), editing_texts(code)
    assert shown.keys() == english.keys()
    for table, texts in english.items():
        assert shown[table].keys() == texts.keys()
        for key, text in texts.items():
            assert sorted(re.findall(r"\{\w+\}", shown[table][key])) == sorted(re.findall(r"\{\w+\}", text)), key
            if code is not LanguageCode.ENGLISH and key not in WORDLESS:
                assert shown[table][key] != text, key


@pytest.mark.parametrize("code", list(LanguageCode))
def test_texts_are_in_their_script(code: LanguageCode) -> None:
    for texts in editing_texts(code).values():
        for key, text in texts.items():
            letters = [unicodedata.name(letter) for letter in TERMS.sub("", text) if letter.isalpha()]
            own = [name for name in letters if name.startswith(SCRIPTS[code.value])]
            assert key in WORDLESS or len(own) > len(letters) * 0.9, text


def test_persian_uses_persian_letters() -> None:
    written = str(editing_texts(LanguageCode.PERSIAN))
    assert "\N{ARABIC LETTER YEH}" not in written
    assert "\N{ARABIC LETTER KAF}" not in written
    assert "\N{ARABIC LETTER FARSI YEH}" in written


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("editor*.js"))
    page = (STATIC.parent / "templates" / "editor.html").read_text(encoding="utf-8")
    used = set(re.findall(r"\bt\.([a-z_]+)", scripts)) | set(re.findall(r"\be\.([a-z_]+)", page))
    of_diff = {"added", "removed"}
    assert used - {"brand"} | of_diff == set(editing_texts(LanguageCode.ENGLISH)["texts"])


def test_there_is_a_word_for_all_the_server_says() -> None:
    texts = editing_texts(LanguageCode.ENGLISH)
    assert set(texts["stages"]) == {*STAGES, WAITING, CANCELLING}
    assert set(texts["actions"]) == set(get_args(VersionOut.model_fields["action"].annotation))
    assert set(texts["statuses"]) == set(get_args(ImportedOut.model_fields["status"].annotation))
    assert set(texts["decided"]) == {decision.value for decision in Decision}
    assert set(texts["problems"]) <= set(PROBLEM_TYPES)
    reasons = {rule.reason for rule in phrase_rules()}
    assert len(reasons) > 5
    assert reasons <= set(texts["residue"])
