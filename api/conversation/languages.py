"""The language of a question within a conversation: few words may be of several, and are of the one spoken."""

from __future__ import annotations

from api.speech.following import FOLLOWING, Following
from indexer import LANGUAGES, LanguageCode, direction_of, parse_question

# Two languages of one script: a few words may be of either.
_NEARLY_AS_EVIDENT = 0.75
# Who writes more words shows the language.
_MOST_WORDS = 6
_LONGEST_CODE = 4
_OF_ALL = frozenset({"ok", "okay", "okej"})
_WORDS_OF = ("asks", "courtesy", "relational", "article", "pronoun", "possessive", "plural", "clause")


def language_after(text: str, spoken: LanguageCode | None) -> LanguageCode:
    """The language of `text` after what was said in `spoken`, None at the beginning.

    Names, digits and words that both languages have are of the language spoken; a word of another language alone is of
    that one.
    """
    detected = parse_question(text).language
    if spoken is None or detected is spoken:
        return detected
    tokens = LANGUAGES[detected].tokens(text)
    if not any(character.isalpha() for character in text):
        return spoken
    if direction_of(detected) != direction_of(spoken):
        said = [
            token for token in tokens if len(token.form) > 1 and not _is_code(text[token.span.start : token.span.end])
        ]
        is_of_names = all(_may_be_a_name(text[token.span.start : token.span.end], token.form) for token in said)
        is_in_it = len(said) > _MOST_WORDS or not is_of_names or any(_is_of(detected, token.form) for token in said)
        return detected if is_in_it else spoken
    own = {token.form for token in tokens if _is_of(detected, token.form)}
    spoken_own = {token.form for token in LANGUAGES[spoken].tokens(text) if _is_of(spoken, token.form)}
    if own > spoken_own:
        return detected
    if LANGUAGES[spoken].evidence(text) >= _NEARLY_AS_EVIDENT * LANGUAGES[detected].evidence(text):
        return spoken
    return detected if len(tokens) > _MOST_WORDS or own - spoken_own else spoken


def _is_of(language: LanguageCode, form: str) -> bool:
    """Whether a word in search form is a word of `language` that a name is not taken for."""
    following = FOLLOWING[language]
    if len(form) < 2 or form in _OF_ALL or form.isdecimal() or following.is_("names", form):
        return False
    is_known = LANGUAGES[language].clues.knows(form) or form in LANGUAGES[language].asking
    return is_known or following.aspect_of(form) is not None or _is_in(following, form)


def _is_in(following: Following, form: str) -> bool:
    return any(following.is_(role, form) for role in _WORDS_OF) or following.ordinal_of(form) is not None


def _is_code(written: str) -> bool:
    """Whether a word is written as "KPI" is, in every language."""
    return written.isupper() and len(written) <= _LONGEST_CODE


def _may_be_a_name(written: str, form: str) -> bool:
    if form in _OF_ALL:
        return True
    is_firm = any(following.is_("names", form) for following in FOLLOWING.values())
    return is_firm or any(map(str.isupper, written)) or any(map(str.isdigit, written))
