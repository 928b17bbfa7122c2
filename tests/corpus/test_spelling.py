"""Every word of the shipped articles stands in a dictionary of its language or in the corpus's list of its own words.

The dictionaries are Debian's: those of hunspell, and for Persian, which hunspell lacks, the words of aspell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import ShippedArticle

OWN_WORDS = Path(__file__).resolve().parents[2] / "corpus" / "spelling"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
FATHATAN = "\N{ARABIC FATHATAN}"
HUNSPELL = {"pl": "pl_PL", "ar": "ar_EG"}
PACKAGES = {"pl": "hunspell and hunspell-pl", "ar": "hunspell and hunspell-ar", "fa": "aspell and aspell-fa"}
WORD = re.compile(rf"(?:[^\W\d_]|[{FATHATAN}-{HAMZA_ABOVE}]|{ZWNJ})+")
# Endings that Persian writes joined to a word, and those that stand behind a ZWNJ.
JOINED = ("ی", "م", "ت", "ش", "ان", "ند", "یم", "ید", "ست", "شان", "تان", "مان", "ها", "های", "هایی")
BEHIND_ZWNJ = {
    "ها", "های", "هایی", "هایم", "هایت", "هایش", "هایشان", "هایمان", "هایتان",
    "ای", "ام", "ات", "اش", "اند", "ایم", "اید", "تر", "تری", "ترین", "ترند",
}  # fmt: skip


def words_of(text: str, language: str) -> set[str]:
    if language != "pl":
        # A Latin name is no word of these languages, also where a conjunction is written to it.
        text = re.sub(r"[A-Za-z]+", " ", text)
    return {word.strip(ZWNJ) for word in WORD.findall(unicodedata.normalize("NFC", text))}


def unknown(words: set[str], language: str) -> set[str]:
    """Those of `words` that are in no dictionary of the language."""
    if language == "fa":
        return {word for word in words if not _is_persian(word)}
    dictionary = _hunspell_dictionary(language)
    found = _run("hunspell", "-l", "-i", "utf-8", "-d", dictionary, given="\n".join(sorted(words))).split()
    missed = set(found) - words
    assert not missed, f"hunspell read {missed} where no such word was given"
    return set(found)


def _run(*command: str, given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


@cache
def _hunspell_dictionary(language: str) -> str:
    name = HUNSPELL[language]
    if shutil.which("hunspell") is None or not Path(f"/usr/share/hunspell/{name}.dic").is_file():
        pytest.skip(f"needs Debian's packages {PACKAGES[language]}")
    return name


@cache
def _persian_words() -> frozenset[str]:
    if shutil.which("aspell") is None or "fa" not in _run("aspell", "dicts").split():
        pytest.skip(f"needs Debian's packages {PACKAGES['fa']}")
    return frozenset(unicodedata.normalize("NFC", _run("aspell", "-l", "fa", "dump", "master")).split())


def _is_persian(word: str) -> bool:
    known = _persian_words()

    def is_part(text: str) -> bool:
        bare = [text.removesuffix(ending) for ending in JOINED if text.endswith(ending)]
        return text in known or any(len(one) > 1 and one in known for one in bare)

    first, *rest = word.replace(HAMZA_ABOVE, "").split(ZWNJ)
    # «و» between the two parts of a compound is written to the second, as in "kasb-o-kar".
    behind = (one if is_part(one) else one.removeprefix("و") for one in rest)
    return word in known or (is_part(first) and all(one in BEHIND_ZWNJ or is_part(one) for one in behind))


def own_words(language: str) -> set[str]:
    """Names and terms that the corpus uses and dictionaries lack: a word a line, a comment after #."""
    lines = (OWN_WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return {word for line in lines if (word := line.split("#")[0].strip())}


def _by_article(articles: dict[str, ShippedArticle], language: str) -> dict[str, set[str]]:
    shipped = {name: one for name, one in articles.items() if one.front["lang"] == language}
    assert len(shipped) >= 10
    return {name: words_of(f"{one.front['title']}\n{one.prose}", language) for name, one in shipped.items()}


@pytest.mark.parametrize("language", ["fa", "pl", "ar"])
def test_every_word_is_known(articles: dict[str, ShippedArticle], language: str) -> None:
    own = own_words(language)
    wrong = {name: unknown(words, language) - own for name, words in _by_article(articles, language).items()}
    assert {name: sorted(words) for name, words in wrong.items() if words} == {}


@pytest.mark.parametrize("language", ["fa", "pl", "ar"])
def test_no_own_word_is_without_need(articles: dict[str, ShippedArticle], language: str) -> None:
    used = set().union(*_by_article(articles, language).values())
    own = own_words(language)
    assert sorted(own - used) == [], "no article uses these any more"
    assert sorted(own - unknown(own, language)) == [], "the dictionary knows these"


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        (
            "fa",
            f"کانال{ZWNJ}ها می{ZWNJ}شود کسب{ZWNJ}وکارها مشتریانی تجربه{HAMZA_ABOVE}",
            f"مشتیری کانالل{ZWNJ}ها تجربح",
        ),
        ("pl", "klientów kanałami spójne", "klijent kanałuw spujne"),
        ("ar", f"العملاء دائم{FATHATAN}ا والقنوات", "العملائ دائمن والقنواط"),
    ],
)
def test_a_slip_is_seen_and_a_right_form_is_not(language: str, right: str, wrong: str) -> None:
    assert unknown(words_of(right, language), language) == set()
    assert unknown(words_of(wrong, language), language) == set(wrong.split())
