"""What makes a sentence a command to a language model: no word alone, but some together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_ENDS = re.compile(r"[.!?\u061f|]+")


@dataclass(frozen=True, kw_only=True)
class Commands:
    """Regular expressions over a sentence in search form, as they stand at the beginning of words.

    `machine` names a language model or its kind; `say` commands to say something that is told there and then, and
    `should_say` wants it of somebody; `put` commands to put something into `output`, what is said; `itself` is the text
    that commands. `leave` commands to give up, `rules` is what is
    kept to. `hide` commands silence, and `reader` is whom it is kept from. `alone` is enough by itself.
    """

    machine: str
    say: str
    should_say: str
    put: str
    output: str
    itself: str
    leave: str
    rules: str
    hide: str
    reader: str
    alone: str

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        names = ("machine", "say", "should_say", "put", "output", "itself", "leave", "rules", "hide", "reader", "alone")
        return {name: re.compile(rf"(?<!\w)(?:{getattr(self, name)})") for name in names}

    def are_in(self, form: str) -> bool:
        """Whether a text in search form commands a language model."""
        return any(self._commands(sentence) for sentence in _ENDS.split(form))

    def _commands(self, sentence: str) -> bool:
        def has(*names: str) -> bool:
            return all(self._compiled[name].search(sentence) for name in names)

        return (
            has("alone")
            or has("leave", "rules")
            or has("hide", "reader")
            or (has("say") and (has("machine") or has("output") or has("itself")))
            or has("put", "output")
            or has("should_say", "machine")
        )
