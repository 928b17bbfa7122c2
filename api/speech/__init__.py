"""What the product says in each language and how its questions are recognised; one file per language."""

from collections.abc import Mapping
from types import MappingProxyType

from api.speech.arabic import ARABIC
from api.speech.base import Speech
from api.speech.english import ENGLISH
from api.speech.persian import PERSIAN
from api.speech.polish import POLISH
from indexer import LanguageCode

SPEECH: Mapping[LanguageCode, Speech] = MappingProxyType(
    {speech.language: speech for speech in (ARABIC, ENGLISH, PERSIAN, POLISH)}
)

__all__ = ["SPEECH", "Speech"]
