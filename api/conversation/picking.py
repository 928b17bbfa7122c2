"""What a follow-up picks by its place: "the second one" of two Concepts, "the third step" of the last answer's list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.conversation.slots import fitted
from api.conversation.subjects import Subject
from api.conversation.turns import Read, Role, Turn, Utterance, Word
from api.speech.following import Aspect
from indexer import LANGUAGES, KnowledgeView, LanguageCode, direction_of, parse_question

# An item of more words is a sentence: it stands behind the question, not in it.
_MOST_WORDS_IN_PLACE = 4
_MOST_WORDS_OF_ITEM = 12
_LETTERS_OF_LINE = 600
_LETTERS_OF_ANSWER = 8000
_ITEM = re.compile(
    r"\s{0,8}(?:[-*+\N{BULLET}\N{EN DASH}]|[*_]{0,2}\(?\d{1,2}[.)\N{ARABIC DECIMAL SEPARATOR}-][*_]{0,2})\s(.*)"
)
_FOOTNOTE = re.compile(r"\s{0,3}\[\^?\d{1,3}\]")
_CITED = re.compile(r"\[\^?\d{1,3}\](?:\([^()\s]{0,300}\))?")
_ADDRESS = re.compile(r"<[^<>]{1,200}>|https?://\S{1,300}")
_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()]{0,300}\)")
_MARKUP = re.compile(
    r"[*_`~#|>\\\"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    r"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\[\]{}]"
)
_SAID_OF_IT = re.compile(
    r"[:\N{FULLWIDTH COLON}]\s| [\N{EN DASH}\N{EM DASH}-] |[.!?\N{ARABIC QUESTION MARK}\N{ARABIC SEMICOLON};](?:\s|$)"
)
_EDGES = " \t.,:;!?\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{ARABIC QUESTION MARK}\N{EN DASH}\N{EM DASH}-'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What a question picks: the `place` from 0, -1 the last, of which `noun`; it stands at `start` to `end`.

    `left` are the question's other words.
    """

    place: int
    noun: Aspect | None
    start: int
    end: int
    left: tuple[Word, ...]


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
    if (pick := _pick_of(rest)) is None:
        return None
    names: dict[str, str] = {}
    for asked in standing.concepts:
        names.setdefault(asked.concept, fitted(asked.span.of(standing.text), standing.language))
    listed = _items(before, rest)
    items = listed if len(names) < 2 or (pick.noun is Aspect.STEPS and listed) else list(names.values())
    if -len(items) <= pick.place < len(items):
        return _asked_of_item(rest, pick, *_in_words_of(rest.language, items[pick.place], view, read))
    if pick.noun and subject is not None:
        return _asked_of_subject(rest, pick, subject.first)
    return "" if pick.noun or pick.left else _at_other_place(rest, standing)


def _at_other_place(rest: Utterance, standing: Utterance) -> str:
    """`standing`, where it asked for the first step, of the second; empty of another question."""
    of = _pick_of(standing) if picks(standing) else None
    old = next((word for word in standing.words if rest.following.ordinal_of(word.form) is not None), None)
    if of is None or of.noun is None or old is None or of.place < 0:
        return ""
    new = next(word for word in rest.words if rest.following.ordinal_of(word.form) is not None)
    written = new.written.lower().removesuffix("ی")
    return _ended(f"{standing.text[: old.start]}{written}{standing.text[old.end :]}", rest.language)


def _pick_of(rest: Utterance) -> Pick | None:
    following = rest.following
    match = following.pattern("picks").search(rest.forms) or following.pattern("back").search(rest.forms)
    if match is None:
        return None
    first, last = rest.word_at(match.start()), rest.word_at(max(match.start(), match.end() - 1))
    chosen = rest.words[first : last + 1]
    place = next((at for word in chosen if (at := following.ordinal_of(word.form)) is not None), None)
    if place is None:
        return None
    return Pick(
        place=place,
        noun=next((word.aspect for word in chosen if word.aspect), None),
        start=chosen[0].start,
        end=chosen[-1].end,
        left=(*rest.words[:first], *rest.words[last + 1 :]),
    )


def _asked_of_item(rest: Utterance, pick: Pick, item: str, is_concept: bool) -> str:
    # A step is often a sentence: "choose one path".
    if not is_concept and (pick.noun is Aspect.STEPS or len(item.split()) > _MOST_WORDS_IN_PLACE):
        return _ended(f"{rest.text}: {item}", rest.language)
    if all(rest.following.is_("defines", word.form) for word in pick.left):
        return rest.following.of_subject.format(subject=item)
    return _ended(f"{rest.text[: pick.start]}{item}{rest.text[pick.end :]}", rest.language)


def _asked_of_subject(rest: Utterance, pick: Pick, subject: str) -> str:
    following = rest.following
    written = rest.text[pick.start : pick.end].removeprefix("The ").removeprefix("the ")
    of = following.introducing.format(subject=subject) if pick.noun is Aspect.STEPS else subject
    one = following.things.format(noun=written[:1].lower() + written[1:], subject=of)
    # "Step 3" has no article.
    one = one.removeprefix("the ") if written[-1].isdecimal() else one
    if not pick.left:
        return following.of_subject.format(subject=one)
    return _ended(f"{rest.text[: pick.start]}{one}{rest.text[pick.end :]}", rest.language)


def _ended(text: str, language: LanguageCode) -> str:
    text = " ".join(text.split())
    mark = "\N{ARABIC QUESTION MARK}" if direction_of(language) == "rtl" else "?"
    return f"{text[:1].upper()}{text[1:]}{mark}"


def after_picked(rest: Utterance, *, before: Sequence[Turn], view: KnowledgeView, read: Read) -> str:
    """What "and then?" asks for after an item of a list: the next one; empty after anything else."""
    following = rest.following
    last = next((turn.content for turn in reversed(before) if turn.role is Role.USER), "")
    match = following.pattern("picks").search(LANGUAGES[rest.language].search_text(last))
    if match is None:
        return ""
    place = next((at for form in match[0].split() if (at := following.ordinal_of(form)) is not None), -1)
    items = _items(before, rest)
    if not 0 <= place < len(items) - 1:
        return ""
    item, is_concept = _in_words_of(rest.language, items[place + 1], view, read)
    return following.of_subject.format(subject=item) if is_concept else _ended(item, rest.language)


def _in_words_of(language: LanguageCode, item: str, view: KnowledgeView, read: Read) -> tuple[str, bool]:
    """An item as a reader of `language` calls it, a Concept by its name there; and whether it is a Concept."""
    said_in = parse_question(item).language
    named = read(item, said_in)
    is_concept = bool(named.concepts) and all(word.concept for word in named.words)
    if said_in is language or not is_concept:
        return item, is_concept
    return view.glossary.concepts[named.concepts[0].concept].preferred.get(language, item), True


def _items(before: Sequence[Turn], rest: Utterance) -> list[str]:
    """What the last answer lists; where that one was on an item itself, the answer before it."""
    form = LANGUAGES[rest.language].search_text
    for turn in reversed(before):
        if turn.role is Role.ASSISTANT and (found := _listed(turn.content)):
            return found
        if turn.role is Role.USER and not rest.following.pattern("picks").search(form(turn.content)):
            break
    return []


def _listed(answer: str) -> list[str]:
    """What the first list of an answer names, each without what is said of it, marks, quotes and links."""
    found: list[str] = []
    for line in answer[:_LETTERS_OF_ANSWER].splitlines():
        match = _ITEM.match(line[:_LETTERS_OF_LINE])
        if match is not None and not _FOOTNOTE.match(match[1]):
            found.append(match[1])
        elif found and line.strip():
            break
    names = [plain(item) for item in found]
    if len(names) > 1 and len(set(names)) == 1:
        # The rows of a table begin with the name of its column.
        names = [plain(_SAID_OF_IT.split(item, maxsplit=1)[-1]) for item in found]
    return [name for name in names if name]


def plain(item: str) -> str:
    """What an item of a list names, in plain words: nothing of footnotes, quotes, Markdown and what is said of it.

    >>> plain("**Data integration**: join the [CRM](http://x.example) [2]")
    'Data integration'
    """
    text = _MARKUP.sub(" ", _ADDRESS.sub(" ", _LINK.sub(r"\1", _CITED.sub(" ", item))))
    text = _SAID_OF_IT.split(f"{text} ", maxsplit=1)[0]
    return " ".join(text.split()[:_MOST_WORDS_OF_ITEM]).strip(_EDGES)
