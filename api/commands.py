"""`manba serve`: the server from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from indexer import ManbaError, index_option, kept_corpus_option, state_option


@click.command()
@kept_corpus_option
@index_option
@state_option
@click.option("--host", help="Address to listen on.  [default: $MANBA_HOST or 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.  [default: $MANBA_PORT or 8000]")
@click.option("--workers", type=click.IntRange(1, 128), help="Processes.  [default: $MANBA_WORKERS or 1]")
@click.option("--watch", is_flag=True, default=None, help="Index again when files of the corpus change.")
def serve(
    corpus: tuple[Path, ...],
    index: Path,
    *,
    state: Path | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    watch: bool | None,
) -> None:
    """Answer questions over HTTP and on a page, until interrupted.

    Settings come from the environment (MANBA_…, see README); options win over them.
    """
    # Pydantic, FastAPI and uvicorn cost half a second; `manba --help` must not pay for them.
    from pydantic import ValidationError

    from api.serving import serve as run
    from api.settings import Settings

    given: dict[str, Any] = {
        "corpus": corpus or None,
        "state": state,
        "host": host,
        "port": port,
        "workers": workers,
        "watch": watch,
    }
    try:
        settings = Settings(index=index, **{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        variable = f"MANBA_{str(first['loc'][0]).upper()}"
        raise ManbaError(
            where=variable, what=first["msg"][:1].lower() + first["msg"][1:], next_step="correct it; see README"
        ) from None
    _require_index(index)
    run(settings, announce=click.echo)


def _require_index(index: Path) -> None:
    """Fail before the port is opened, while a person still looks at the terminal."""
    if not index.is_dir():
        raise ManbaError(where=str(index), what="there is no index", next_step=f"run: manba build --index {index}")
