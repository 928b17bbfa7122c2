"""Cutting what a language model writes into sentences with the sources they cite, while it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer import LANGUAGES, LanguageCode

NO_ANSWER = "NO_ANSWER"
"""What the model is told to write where the sources do not answer."""

# "[1]", "[1, 2]", "[۱]", "【3†source】", "[^1]", "[منبع ۲]", "[Source 1]".
_MARK = re.compile(
    r"[\[\u3010]\s*\^?(?:[^\W\d_]+\s{1,2})?#?(?P<numbers>\d{1,3}(?:\s*[,\u060c;\u061b]\s*\d{1,3})*)"
    r"(?:\u2020[^\]\u3011\n]{0,20}|\s*)[\]\u3011]"
)
_OPEN_MARK = re.compile(r"[\[\u3010][^\]\u3011\n]{0,40}\Z")
_LONGEST_OPEN_MARK = 41
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_MAY_THINK = re.compile(r"(?:<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?)?\Z", re.IGNORECASE)
_BEFORE_PUNCTUATION = re.compile(r"(?<!\s)\s+([.,;:!?\u2026\u061f\u060c\u061b\u06d4])")
_ENDS = re.compile(r"[.!?\u2026\u061f\u06d4][\"'\u00bb\u201d\u2019)\]]*\Z")
# A mark behind an end closes the sentence, whatever follows it.
_CLOSED = re.compile(
    rf"[.!?\u2026\u061f\u06d4][\"'\u00bb\u201d\u2019)]*\s*(?:{_MARK.pattern.replace('?P<numbers>', '')}\s*)+"
)
# No sentence ends without one of these; looking for sentences before is slow, and is done in the event loop.
_MAY_END = re.compile(r"[.!?\u2026\u061f\u06d4\u061b\u3002\uff01\uff1f\n]")
# Words in brackets may belong to the title before them ("What next?" (2022)), which is known at their end.
_OPEN_ASIDE = re.compile(r"\([^()\n]{0,80}\Z")
# What stands farther behind a stop does not decide whether a sentence ends there.
_DECIDES = 64
# What goes on longer without an end is no sentence; it is cut, so that it cannot grow for ever.
_LONGEST_OPEN = 1000
# A text that was looked through so often, and has not ended, is looked through again when it has grown by that part.
_MANY_LOOKS, _GROWN_BY = 16, 1 / 32
PORTION = 250
"""Code points that are taken at once: however they come, and whatever they are, it takes some milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A sentence as the model wrote it, without marks, and the `numbers` of the sources it cites, in its order."""

    text: str
    numbers: tuple[int, ...]


class SentenceCutter:
    """Takes pieces of text and gives each sentence once the next one has begun, or its line has ended.

    A mark belongs to the sentence it stands in or directly behind. What a model thinks aloud (`<think>`) is passed
    over. The last sentence counts only if it has an end or a mark: else it was broken off.
    """

    def __init__(self, language: LanguageCode) -> None:
        """Cut text written in `language`."""
        self._language = LANGUAGES[language]
        self._open = ""
        self._has_begun = False
        # How much of it was looked through last, and how often since a sentence ended.
        self._seen = self._looks = 0

    def feed(self, piece: str) -> list[Written]:
        """The sentences that `piece` completes."""
        return [one for portion in portions(piece) for one in self._taken(portion)]

    def finish(self) -> list[Written]:
        """The sentences that are left when nothing more is written."""
        if not self._has_begun and _THINKING.match(self._open):
            self._open = ""
        return list(self._completed(is_last=True))

    def _taken(self, portion: str) -> list[Written]:
        self._open += portion
        if not (self._has_begun or self._begin()) or not self._may_end():
            return []
        found = list(self._completed(is_last=False))
        self._seen, self._looks = len(self._open), 0 if found else self._looks + 1
        return found

    def _may_end(self) -> bool:
        """Whether a sentence may have ended, or what is open is too long, since it was last looked through."""
        if len(self._open) > _LONGEST_OPEN:
            return True
        is_grown = self._looks < _MANY_LOOKS or len(self._open) - self._seen > self._seen * _GROWN_BY
        return is_grown and _MAY_END.search(self._open, max(0, self._seen - _DECIDES)) is not None

    def _begin(self) -> bool:
        """Whether the answer has begun: what is thought aloud before it is left out."""
        self._open = self._open.lstrip()
        if _MAY_THINK.match(self._open):
            return False
        thought = _THINKING.match(self._open)
        if thought:
            if not re.search(r"</think(?:ing)?>\Z", thought[0], re.IGNORECASE):
                # Nothing of it is needed but what may be the beginning of its end.
                self._open = f"<think>{self._open[-20:]}" if len(self._open) > _LONGEST_OPEN else self._open
                return False
            self._open = self._open[thought.end() :]
        self._has_begun = True
        return True

    def _completed(self, *, is_last: bool) -> Iterator[Written]:
        held = "" if is_last else self._held_back()
        *lines, rest = self._open[: len(self._open) - len(held)].split("\n")
        for line in lines:
            yield from (sentence for sentence, _ in self._sentences(line))
        sentences = self._sentences(rest) if _MAY_END.search(rest) or is_last else []
        if is_last:
            self._open = ""
            # One without an end and without a mark was broken off.
            yield from (one for one, _ in sentences if one.numbers or _ENDS.search(one.text) or one.text == NO_ANSWER)
            return
        ended = sentences[:-1]
        begins = sentences[-1][1] if sentences else 0
        if ended and _OPEN_ASIDE.match(rest, begins):
            *ended, (_, begins) = ended
        yield from (sentence for sentence, _ in ended)
        self._open = rest[begins:] + held
        if len(self._open) > _LONGEST_OPEN:
            yield Written(text=self._open, numbers=())
            self._open = ""

    def _held_back(self) -> str:
        """What may be the beginning of a mark."""
        found = _OPEN_MARK.search(self._open, max(0, len(self._open) - _LONGEST_OPEN_MARK))
        return found[0] if found else ""

    def _sentences(self, line: str) -> list[tuple[Written, int]]:
        """The sentences of a line, each with where it begins."""
        found: list[tuple[Written, int]] = []
        begin = 0
        for closed in _CLOSED.finditer(line):
            found += self._sentences_of(line[begin : closed.end()], begin)
            begin = closed.end()
        return [*found, *self._sentences_of(line[begin:], begin)]

    def _sentences_of(self, part: str, offset: int) -> list[tuple[Written, int]]:
        """The sentences of a part of a line that begins at `offset`; no mark in it closes one but at its end."""
        marks = [(match.start(), _numbers(match["numbers"])) for match in _MARK.finditer(part)]
        # As many spaces in their place: what stands where stays so, and sentences with nothing between them are parted.
        bare = _MARK.sub(lambda match: " " * len(match[0]), part)
        spans = self._language.sentences(bare)
        begins = [0, *(span.start for span in spans[1:]), len(part)]
        found = []
        for span, first, last in zip(spans, begins, begins[1:], strict=False):
            numbers = [number for place, cited in marks if first <= place < last for number in cited]
            text = _BEFORE_PUNCTUATION.sub(r"\1", span.of(bare))
            found.append((Written(text=text, numbers=tuple(dict.fromkeys(numbers))), offset + span.start))
        return found


def portions(piece: str) -> Iterator[str]:
    """A piece in parts of at most PORTION code points, none where it is empty."""
    return (piece[start : start + PORTION] for start in range(0, len(piece), PORTION))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))
