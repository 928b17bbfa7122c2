"""`manba serve`: the server from the command line."""

from __future__ import annotations

from pathlib import Path

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
    from api.cli.configured import settings_with

    settings = settings_with(
        index,
        corpus=corpus or None,
        state=state,
        host=host,
        port=port,
        workers=workers,
        watch=watch,
    )
    _require_index(index)
    # FastAPI and uvicorn cost half a second; who has no index need not wait for them.
    from api.serving import serve as run

    run(settings, announce=click.echo)


def _require_index(index: Path) -> None:
    """Fail before the port is opened, while a person still looks at the terminal."""
    if not index.is_dir():
        raise ManbaError(where=str(index), what="there is no index", next_step=f"run: manba build --index {index}")
