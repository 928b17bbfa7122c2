"""A change of search form or stems must be told by FORM_VERSION: indexes made before it no longer fit."""

from __future__ import annotations

import hashlib
import inspect

from indexer.domain import LanguageCode
from indexer.languages import FORM_VERSION, LANGUAGES, arabic, english, persian, polish, scripts

# Of the version before it when this test fails; see there what to do.
FORMS = {1: "daf185ac7221a89b0089f48e730357640d83620c4912db3a209aea975a9eb832"}


def test_forms_and_stems_are_those_of_the_version() -> None:
    letters = " ".join(chr(point) for point in (*range(0x20, 0x180), *range(0x600, 0x700), *range(0xFE80, 0xFEFD)))
    words = [
        letters,
        *(
            value.replace("+", " ")
            for module in (arabic, english, persian, polish, scripts)
            for name, value in sorted(inspect.getmembers(module))
            if name.isupper() and isinstance(value, str)
        ),
    ]
    digest = hashlib.sha256()
    for code in LanguageCode:
        for text in words:
            for token in LANGUAGES[code].tokens(text):
                digest.update(f"{token.form}\0{token.stem}\n".encode())
    assert digest.hexdigest() == FORMS.get(FORM_VERSION), (
        "the search form or a stem has changed: count FORM_VERSION up and record its digest here, so that indexes "
        f"made before are rebuilt: {digest.hexdigest()} (only a longer list of words: the code before gives the same "
        "digest for it; record that)"
    )
