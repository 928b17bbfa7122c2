"""resolve: from a question and what was said before it to the one question that is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from api.conversation.judging import Asked, leans, unlinked
from api.conversation.languages import language_after
from api.conversation.rewriting import in_language, rewritten
from api.conversation.turns import Read, Role, Turn, Utterance, reader_of
from api.speech.following import FOLLOWING
from indexer import MAX_QUESTION_CHARACTERS, KnowledgeView, LanguageCode, direction_of, parse_question

# Who says more than this says what about.
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The question that is meant: `text` in `language`; `is_changed` where that is not the one that was put."""

    text: str
    is_changed: bool
    language: LanguageCode


def resolve(question: str, history: Sequence[Turn], view: KnowledgeView) -> Resolved:
    """What `question` asks after `history` (oldest first), by the glossary of `view`; at most 1000 characters.

    A question that stands on its own is never changed. QuestionError for a question that cannot be asked at all.
    """
    parse_question(question)
    read = reader_of(view)
    standing: Utterance | None = None
    spoken: LanguageCode | None = None
    for number, turn in enumerate(history):
        if turn.role is Role.USER and (text := _asked_in(turn.content)):
            spoken = language_after(text, spoken)
            meant = _meant(read(text, spoken), standing, before=history[:number], view=view, read=read)
            standing = meant if meant is not None and meant.words else standing
    language = language_after(question, spoken)
    if standing is None:
        return Resolved(text=question, is_changed=False, language=language)
    own = read(question, language)
    meant = _meant(own, standing, before=history, view=view, read=read)
    if meant is None or meant is own or not meant.words or len(meant.text) >= MAX_QUESTION_CHARACTERS:
        return Resolved(text=question, is_changed=False, language=language)
    mark = "\N{ARABIC QUESTION MARK}" if direction_of(language) == "rtl" else "?"
    # A command that stays one is no question.
    stays = own.words[0].form == meant.words[0].form or own.words[-1].form == meant.words[-1].form
    is_command = stays and not question.rstrip().endswith(("?", "\N{ARABIC QUESTION MARK}"))
    text = " ".join(meant.text.split())
    text = f"{text}{'' if is_command else mark}"
    if _bare(text) == _bare(question):
        return Resolved(text=question, is_changed=False, language=language)
    return Resolved(text=text, is_changed=True, language=language)


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _meant(
    asked: Utterance, standing: Utterance | None, *, before: Sequence[Turn], view: KnowledgeView, read: Read
) -> Utterance | None:
    """`asked` itself where it stands on its own, else together with `standing`; None where it asks nothing."""
    following = asked.following
    if any(all(one.is_("courtesy", word.form) for word in asked.words) for one in FOLLOWING.values()):
        return None
    is_further = standing is not None and following.is_("further", asked.forms)
    if not is_further and (following.is_("opening", asked.forms) or following.is_("about", asked.forms)):
        return None
    if standing is None or len(asked.words) > _MOST_WORDS:
        return asked
    link = unlinked(asked, read)
    if is_further:
        rest = link.rest if following.is_("further", link.rest.forms) else asked
        link = Asked(rest=rest, is_linked=True, asks_the_same=False)
    if not leans(link):
        return asked
    known = in_language(standing, asked.language, view=view, read=read)
    text = rewritten(link, known, before=before, view=view, read=read)
    if not text:
        return None
    return read(text, asked.language) if len(text) <= MAX_QUESTION_CHARACTERS else asked


def _asked_in(content: str) -> str:
    """What a message asks, in as many characters as a question may have; empty where it holds none that can be read."""
    text = "".join(" " if unicodedata.category(character) in {"Cc", "Cs"} else character for character in content)
    text = " ".join(text.split())
    if len(text) > MAX_QUESTION_CHARACTERS:
        text = text[-MAX_QUESTION_CHARACTERS:].partition(" ")[2]
    return text if any(character.isalnum() for character in text) else ""
