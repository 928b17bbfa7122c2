"""How somebody who wants a language model to obey writes, in each language; one file per language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.speech.commands.arabic import ARABIC
from api.speech.commands.base import Commands
from api.speech.commands.english import ENGLISH
from api.speech.commands.persian import PERSIAN
from api.speech.commands.polish import POLISH
from indexer import LanguageCode

COMMANDS: Mapping[LanguageCode, Commands] = MappingProxyType(
    {
        LanguageCode.ARABIC: ARABIC,
        LanguageCode.ENGLISH: ENGLISH,
        LanguageCode.PERSIAN: PERSIAN,
        LanguageCode.POLISH: POLISH,
    }
)

__all__ = ["COMMANDS", "Commands"]
