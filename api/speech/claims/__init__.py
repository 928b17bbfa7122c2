"""What turns the meaning of a statement, in each language; one file per language."""

from collections.abc import Mapping
from types import MappingProxyType

from api.speech.claims.arabic import ARABIC
from api.speech.claims.base import Claims
from api.speech.claims.english import ENGLISH
from api.speech.claims.persian import PERSIAN
from api.speech.claims.polish import POLISH
from indexer import LanguageCode

CLAIMS: Mapping[LanguageCode, Claims] = MappingProxyType(
    {claims.language: claims for claims in (ARABIC, ENGLISH, PERSIAN, POLISH)}
)

__all__ = ["CLAIMS", "Claims"]
