"""What costs seconds once in a process, done before somebody waits for it: dictionaries, models, FAISS."""

from __future__ import annotations

import logging
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import ManbaError

if TYPE_CHECKING:
    from indexer.index.reindexing import Reindexer

logger = logging.getLogger("manba.indexer")

_WORD = "omnichannel"


def warm_up(should_stop: Callable[[], bool] = lambda: False) -> None:
    """Read what every build needs; a thread beside those that build may do this, they need not wait for it."""
    begun = time.monotonic()
    steps = iter((*_dictionaries(), _patterns))
    while not should_stop():
        if not take_step(steps):
            logger.info("indexer is warm: took_s=%.1f memory_mb=%.0f", time.monotonic() - begun, memory_mb())
            return


def own_steps(reindexer: Reindexer) -> Iterator[Callable[[], object]]:
    """The steps that make the first run of `reindexer` as quick as later ones; not beside a run of it."""
    yield reindexer.models
    yield reindexer.prepare


def _dictionaries() -> Iterator[Callable[[], object]]:
    from indexer.languages import LANGUAGES

    for language in LANGUAGES.values():
        yield partial(language.build_lexicon, [_WORD])


def _patterns() -> None:
    """Python compiles a pattern when it is first used, and an article of each language uses most of them."""
    from indexer.articles import parse_article
    from indexer.concepts import load_glossary
    from indexer.index.rows import rows_of
    from indexer.languages import LANGUAGES

    glossary = load_glossary()
    for code in LANGUAGES:
        article = f"---\nlang: {code}\n---\n# {_WORD}\n\n1. {_WORD}: 2024\n\n{_WORD} {_WORD}.\n"
        rows_of(parse_article(article.encode(), origin=_WORD), glossary)


def take_step(steps: Iterator[Callable[[], object]]) -> bool:
    """Take the next step, False when there is none left; one that fails is left to the build that needs it."""
    step = next(steps, None)
    if step is None:
        return False
    try:
        step()
    except ManbaError as error:
        logger.warning("the indexer could not get warm: %s", error)
    except Exception:
        logger.exception("the indexer could not get warm")
    return True


def memory_mb() -> float:
    """The memory this process holds, in megabytes; where the system does not tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return pages * resource.getpagesize() / (1 << 20)
