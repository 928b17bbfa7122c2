"""The language of an article that does not say, and a refusal where its text is in none of the product's."""

from __future__ import annotations

from indexer.domain import LanguageCode
from indexer.errors import ArticleError
from indexer.languages import detect, language

# Below this the text holds too few words of the language to go by.
_SURE = 0.75
_SAMPLE = 2_000
_ENOUGH_WORDS = 20
# Points a word of a running text: texts of the four languages reach 3 to 6, German, Spanish and Turkish 1 to 2.3.
_FOREIGN, _DOUBTFUL = 1.8, 2.8


def guess_language(body: str, *, where: str) -> tuple[LanguageCode, str | None]:
    """The language of `body`, and a warning for editors where it may be another that the product does not know.

    Raises ArticleError when the text says too little or is in none of the product's languages.
    """
    found = detect(body)
    known = ", ".join(sorted(LanguageCode))
    next_step = f"say it in the front matter: 'lang:' with one of {known}"
    words = len(body[:_SAMPLE].split())
    points_a_word = language(found.language).clues.points(body[:_SAMPLE]) / max(1, words)
    if words >= _ENOUGH_WORDS and 0 < points_a_word < _FOREIGN:
        raise ArticleError(where=where, what=f"the text seems to be in none of {known}", next_step=next_step)
    if found.confidence < _SURE:
        raise ArticleError(where=where, what="the text's language cannot be told", next_step=next_step)
    if words < _ENOUGH_WORDS or points_a_word >= _DOUBTFUL:
        return found.language, None
    return found.language, f"the text may not be in '{found.language}': few of its words are known; 'lang:' settles it"
