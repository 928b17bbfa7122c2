"""The Checker: whether a sentence that a language model wrote may be shown, and by which words of its sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from api.generation.checking.asserted import Asserted
from api.generation.checking.concepts import is_of_another
from api.generation.checking.counting import is_miscounted
from api.generation.checking.features import Judged, judged
from api.generation.checking.figures import missing_figures
from api.generation.checking.names import is_of_another_name, missing_names
from api.generation.checking.polarity import is_overstated, is_turned
from api.generation.checking.sources import Source, Sources
from api.generation.checking.tongue import is_in
from api.generation.checking.verdict import Evidence, Fault, Verdict
from indexer import MAX_QUESTION_CHARACTERS, Hit, KnowledgeView, LanguageCode

_WHITE_SPACE = "\t\n\r"
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Checker:
    """Checks the sentences of one answer against the sources it was written from; safe to share between threads."""

    def __init__(self, view: KnowledgeView, hits: Sequence[Hit], *, reader: LanguageCode) -> None:
        """Take the passages of `hits` apart; `hits[i]` is source number i + 1. Sentences are in `reader`."""
        self._view = view
        self._reader = reader
        self._sources = Sources(view, hits)

    def check(self, text: str, numbers: Sequence[int]) -> Verdict:
        """Whether `text`, one sentence without citation marks, is supported by the sources of `numbers`.

        Raises nothing, whatever the text.
        """
        cited = [self._sources[number - 1] for number in dict.fromkeys(numbers) if 0 < number <= len(self._sources)]
        if not cited:
            return _no(Fault.NO_SOURCE)
        if not _is_sentence(text):
            return _no(Fault.CONTENT)
        if not is_in(text, self._reader):
            return _no(Fault.LANGUAGE)
        asserted = Asserted(self._view, self._sources, text, self._reader)
        found = judged(asserted, cited)
        if found is None:
            return _no(Fault.CONTENT)
        fault = self._fault(asserted, cited, found)
        if fault is not None:
            return Verdict(fault=fault, support=found.support)
        evidence = [
            Evidence(
                number=self._sources.all.index(window.source) + 1, span=window.span, support=round(min(worth, 1.0), 4)
            )
            for window, worth in found.shown
        ]
        return Verdict(fault=None, support=found.support, evidence=tuple(evidence))

    def _fault(self, asserted: Asserted, cited: Sequence[Source], found: Judged) -> Fault | None:
        """The first fault there is, the plainest looked for first."""
        windows = [window for window, _ in found.shown]
        figures = frozenset[str]().union(*(source.figures for source in cited))
        figures |= {str(count) for source in cited for count in source.listed}
        faults: dict[Fault, Callable[[], bool]] = {
            Fault.FIGURE: lambda: (
                bool(missing_figures(asserted.words, figures)) or is_miscounted(asserted, cited, self._sources)
            ),
            Fault.NAME: lambda: bool(missing_names(asserted, cited)) or is_of_another_name(asserted, windows),
            Fault.CONCEPT: lambda: is_of_another(asserted, windows, self._sources),
            Fault.NEGATED: lambda: is_turned(asserted, windows),
            Fault.OVERSTATED: lambda: is_overstated(asserted, windows),
            Fault.CONTENT: lambda: not found.is_supported,
        }
        return next((fault for fault, is_there in faults.items() if is_there()), None)


def _no(fault: Fault) -> Verdict:
    return Verdict(fault=fault, support=0.0)


def _is_sentence(text: str) -> bool:
    """Whether a text may be a sentence at all: not too long, no aside in brackets alone, without control characters."""
    if len(text) > MAX_QUESTION_CHARACTERS or not any(map(str.isalpha, _ASIDE.sub("", text))):
        return False
    return not any(
        unicodedata.category(character) in {"Cc", "Cs", "Co"} and character not in _WHITE_SPACE for character in text
    )
