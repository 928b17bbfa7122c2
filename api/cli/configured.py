"""Settings for a command: the environment's, with what its options say instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer import ManbaError

if TYPE_CHECKING:
    from pydantic import ValidationError

    from api.settings import Settings


def settings_with(index: Path, **given: object) -> Settings:
    """The settings of the environment with `index` and those `given` that are not None.

    Raises ManbaError, naming the variable, when one has a value of the wrong kind.
    """
    # Pydantic costs a fifth of a second; `manba --help` must not pay for it.
    from pydantic import ValidationError

    from api.settings import Settings

    try:
        return Settings(index=index, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise refused(error) from None


def refused(error: ValidationError) -> ManbaError:
    """The first thing that is wrong with the settings, for the person who set it."""
    first = error.errors(include_url=False)[0]
    return ManbaError(
        where=f"MANBA_{str(first['loc'][0]).upper()}",
        what=first["msg"][:1].lower() + first["msg"][1:],
        next_step="correct it; see README",
    )
