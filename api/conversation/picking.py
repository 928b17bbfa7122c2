"""What a follow-up picks by its place: "the second one" of two Concepts, "the third step" of the last answer's list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.conversation.slots import fitted
from api.conversation.subjects import Subject
from api.conversation.turns import Read, Role, Turn, Utterance
from api.speech.following import Aspect
from indexer import KnowledgeView, LanguageCode, direction_of, parse_question

# An item of more words is a sentence: it stands behind the question, not in it.
_MOST_WORDS_IN_PLACE = 5
_MOST_WORDS_OF_ITEM = 12
_LETTERS_OF_LINE = 600
_ITEM = re.compile(
    r"\s{0,8}(?:[-*+\N{BULLET}\N{EN DASH}]|[*_]{0,2}\(?\d{1,2}[.)\N{ARABIC DECIMAL SEPARATOR}-][*_]{0,2})\s(.*)"
)
_FOOTNOTE = re.compile(r"\s{0,3}\[\^?\d{1,3}\]")
_CITED = re.compile(r"\[\^?\d{1,3}\](?:\([^()\s]{0,300}\))?|<[^<>]{1,200}>|https?://\S{1,300}")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()]{0,300}\)")
_MARKUP = re.compile(
    r"[*_`~#|>\\\"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    r"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\[\]{}]"
)
_SAID_OF_IT = re.compile(
    r"[:\N{FULLWIDTH COLON}]\s| [\N{EN DASH}\N{EM DASH}-] |[.!?\N{ARABIC QUESTION MARK}\N{ARABIC SEMICOLON};](?:\s|$)"
)
_EDGES = " \t.,:;!?\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{ARABIC QUESTION MARK}\N{EN DASH}\N{EM DASH}-'"


def picks(rest: Utterance) -> bool:
    """Whether a question picks something by its place."""
    return rest.following.pattern("picks").search(rest.forms) is not None


def picked(
    rest: Utterance,
    standing: Utterance,
    subject: Subject | None,
    *,
    before: Sequence[Turn],
    view: KnowledgeView,
    read: Read,
) -> str | None:
    """What "the second one" asks for: the second Concept of `standing`, or the second item of the last answer.

    A step that no list has is one of the `subject`. None where nothing is picked, empty where it was not said.
    """
    following = rest.following
    match = following.pattern("picks").search(rest.forms) or following.pattern("back").search(rest.forms)
    if match is None:
        return None
    first, last = rest.word_at(match.start()), rest.word_at(max(match.start(), match.end() - 1))
    chosen = rest.words[first : last + 1]
    place = next((at for word in chosen if (at := following.ordinal_of(word.form)) is not None), None)
    if place is None:
        return None
    noun = next((word.aspect for word in chosen if word.aspect), None)
    names: dict[str, str] = {}
    for asked in standing.concepts:
        names.setdefault(asked.concept, fitted(asked.span.of(standing.text), standing.language))
    listed = _items(before)
    items = listed if len(names) < 2 or (noun is Aspect.STEPS and listed) else list(names.values())
    begin, end = rest.words[first].start, rest.words[last].end
    left = [word for number, word in enumerate(rest.words) if not first <= number <= last]
    is_name_asked = all(following.is_("defines", word.form) for word in left)
    if -len(items) <= place < len(items):
        item = _in_words_of(rest.language, items[place], view, read)
        if len(item.split()) > _MOST_WORDS_IN_PLACE:
            return _ended(f"{rest.text}: {item}", rest.language)
        if is_name_asked:
            return following.of_subject.format(subject=item)
        return _ended(f"{rest.text[:begin]}{item}{rest.text[end:]}", rest.language)
    if noun is None or subject is None:
        return ""
    written = rest.text[begin:end].removeprefix("The ").removeprefix("the ")
    of = following.introducing.format(subject=subject.first) if noun is Aspect.STEPS else subject.first
    one = following.things.format(noun=written[:1].lower() + written[1:], subject=of)
    if not left:
        return following.of_subject.format(subject=one)
    return _ended(f"{rest.text[:begin]}{one}{rest.text[end:]}", rest.language)


def _ended(text: str, language: LanguageCode) -> str:
    text = " ".join(text.split())
    mark = "\N{ARABIC QUESTION MARK}" if direction_of(language) == "rtl" else "?"
    return f"{text[:1].upper()}{text[1:]}{mark}"


def _in_words_of(language: LanguageCode, item: str, view: KnowledgeView, read: Read) -> str:
    """An item as a reader of `language` calls it: a Concept of another language by its preferred name."""
    said_in = parse_question(item).language
    if said_in is language:
        return item
    named = read(item, said_in)
    if named.concepts and all(word.concept for word in named.words):
        return view.glossary.concepts[named.concepts[0].concept].preferred.get(language, item)
    return item


def _items(before: Sequence[Turn]) -> list[str]:
    """What the first list of the last answer names, each without what is said of it, marks, quotes and links."""
    last = next((turn.content for turn in reversed(before) if turn.role is Role.ASSISTANT), "")
    found: list[str] = []
    for line in last.splitlines():
        match = _ITEM.match(line[:_LETTERS_OF_LINE])
        if match is not None and not _FOOTNOTE.match(match[1]):
            found.append(plain(match[1]))
        elif found and line.strip():
            break
    return [item for item in found if item]


def plain(item: str) -> str:
    """What an item of a list names, in plain words: nothing of footnotes, quotes, Markdown and what is said of it.

    >>> plain("**Data integration**: join the [CRM](http://x.example) [2]")
    'Data integration'
    """
    text = _MARKUP.sub(" ", _CITED.sub(" ", _LINK.sub(r"\1", item)))
    text = _SAID_OF_IT.split(f"{text} ", maxsplit=1)[0]
    return " ".join(text.split()[:_MOST_WORDS_OF_ITEM]).strip(_EDGES)
