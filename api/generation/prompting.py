"""What a language model is told: rules in the reader's language, and the passages to write from, marked as untrusted.

The rules are `prompts/LANGUAGE.txt`. Each passage stands between lines that carry a word made up for this question
alone, so that no article can end its own passage and begin another.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from api.composition.scoring import Asking
from api.generation.cleaning import visible
from api.generation.client import Prompt
from indexer import LANGUAGES, Glossary, Hit, LanguageCode

_PROMPTS = Path(__file__).parent / "prompts"
# What looks like a citation in a source would be taken for one of ours.
_MARK = re.compile(r"[\[\u3010]([^\]\u3011\n]{0,20}\d[^\]\u3011\n]{0,20})[\]\u3011]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MOST_TITLE = 160


def prompt_for(
    question: str, sources: Sequence[Hit], asking: Asking, *, reader: LanguageCode, glossary: Glossary, sentences: int
) -> Prompt:
    """The prompt for a question: an answer of at most `sentences` sentences in `reader`, from `sources`, 1-based."""
    word = secrets.token_hex(4)
    parts = [_source(number, hit, word, reader, glossary) for number, hit in enumerate(sources, start=1)]
    terms = _terms(asking, sources, reader, glossary)
    if terms:
        parts.append(f"TERMS {terms}")
    parts.append(f"<<<{word} QUESTION>>>\n{_one_line(visible(question))}\n<<<{word} END OF QUESTION>>>")
    parts.append(f"ANSWER LANGUAGE: {LANGUAGES[reader].english_name} ({LANGUAGES[reader].own_name})")
    rules = _rules(reader).replace("{sentences}", str(sentences))
    return Prompt(rules=rules, material="\n\n".join(parts))


@cache
def _rules(reader: LanguageCode) -> str:
    return (_PROMPTS / f"{reader.value}.txt").read_text(encoding="utf-8").strip()


def _source(number: int, hit: Hit, word: str, reader: LanguageCode, glossary: Glossary) -> str:
    passage = hit.passage
    about = " › ".join(_one_line(_defused(part))[:_MOST_TITLE] for part in (hit.article.title, *passage.heading))
    lines = [
        f"<<<{word} SOURCE {number}>>>",
        f"({LANGUAGES[passage.language].english_name}) {about}",
        _defused(passage.text),
    ]
    # A source's own word for a Concept may be another one's elsewhere.
    meanings = {
        " ".join(passage.text_of(one.span).split()): glossary.concepts[one.concept].preferred.get(reader, one.concept)
        for one in passage.names
        if one.misleads and passage.span.contains(one.span)
    }
    lines += [f"(Here “{name}” means: {meaning})" for name, meaning in meanings.items()]
    return "\n".join([*lines, f"<<<{word} END OF SOURCE {number}>>>"])


def _terms(asking: Asking, sources: Sequence[Hit], reader: LanguageCode, glossary: Glossary) -> str:
    """The preferred names of the Concepts at hand that exclude others, to be kept apart."""
    spoken = dict.fromkeys([*asking.named, *(one for hit in sources for one in hit.passage.concepts)])
    names = []
    for concept in spoken:
        preferred = glossary.concepts[concept].preferred
        own, english = preferred.get(reader), preferred.get(LanguageCode.ENGLISH, concept)
        if glossary.rivals(concept):
            names.append(english if own is None or own == english else f"{own} = {english}")
    return "; ".join(names)


def _defused(text: str) -> str:
    """A source's text without what nobody sees and without marks."""
    return _MARK.sub(r"(\1)", visible(_without_comments(text)))


def _without_comments(text: str) -> str:
    # Behind the last end of one none ends: looking for it from each beginning there would take for ever.
    end = text.rfind("-->") + len("-->")
    return _COMMENT.sub("", text[:end]) + text[end:] if end >= len("-->") else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
