"""How a question leans on what was said before it, in each language; one file per language."""

from collections.abc import Mapping
from types import MappingProxyType

from api.speech.following.arabic import ARABIC
from api.speech.following.base import Aspect, Following
from api.speech.following.english import ENGLISH
from api.speech.following.persian import PERSIAN
from api.speech.following.polish import POLISH
from indexer import LanguageCode

FOLLOWING: Mapping[LanguageCode, Following] = MappingProxyType(
    {
        LanguageCode.ARABIC: ARABIC,
        LanguageCode.ENGLISH: ENGLISH,
        LanguageCode.PERSIAN: PERSIAN,
        LanguageCode.POLISH: POLISH,
    }
)

__all__ = ["FOLLOWING", "Aspect", "Following"]
