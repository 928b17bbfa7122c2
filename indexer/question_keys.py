"""What two questions share that ask the same thing in other words."""

from __future__ import annotations

from indexer.domain import LanguageCode
from indexer.languages import LANGUAGES


def question_key(text: str, language: LanguageCode) -> str:
    """A key that equal and near-equal questions of one language share: the stems of their content words, sorted.

    Case, punctuation, order, inflection, stop words and words like "define" make no difference. A question of nothing
    else keeps them all, and one without any word its characters.

    >>> question_key("What is the ROI of a loyalty card?", LanguageCode.ENGLISH)
    'en card loyalti roi'
    >>> question_key("Loyalty cards: the ROI?", LanguageCode.ENGLISH)
    'en card loyalti roi'
    """
    spoken = LANGUAGES[language]
    words = spoken.words(text)
    content = {stem for form, stem in words if form not in spoken.stop_words}
    telling = {stem for form, stem in words if form not in spoken.stop_words and form not in spoken.asking}
    stems = telling or content or {stem for _, stem in words} or {" ".join(text.split())}
    return " ".join([language.value, *sorted(stems)])
