"""`manba rollback`: let an index serve again that served before."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from indexer.commands.options import index_option, json_option

if TYPE_CHECKING:
    from indexer.library.rollback import KeptSnapshot


@click.command()
@click.argument("snapshot", required=False)
@index_option
@click.option("--list", "as_list", is_flag=True, help="Show the snapshots that are kept, the newest first.")
@json_option
def rollback(snapshot: str | None, index: Path, *, as_list: bool, as_json: bool) -> None:
    """Let an earlier SNAPSHOT serve again, without a name the one before the current; running servers switch to it.

    It is verified before it serves. The articles are not touched: the next build brings back what they say now.
    Exit code 1 when no earlier one is kept.
    """
    from indexer.library.rollback import kept_snapshots, roll_back

    if as_list:
        if snapshot is not None:
            raise click.UsageError("--list shows all snapshots; leave SNAPSHOT out")
        _show(kept_snapshots(index), as_json=as_json)
        return
    done = roll_back(index, snapshot)
    if done is None:
        click.echo(f"manba: {index} keeps no earlier snapshot than the current one", err=True)
        sys.exit(1)
    name = done.manifest.name
    if as_json:
        click.echo(orjson.dumps({"snapshot": name, "previous": done.previous}).decode())
    elif name == done.previous:
        click.echo(f"snapshot {name} serves already; nothing was changed")
    else:
        counts = done.manifest.counts
        click.echo(
            f"snapshot {name} serves now ({counts['articles']} articles, {counts['passages']} passages); before it "
            f"{done.previous} did\nThe articles stay as they are: the next build, also that of a server or of "
            "manba watch, brings the corpus back."
        )


def _show(kept: list[KeptSnapshot], *, as_json: bool) -> None:
    if as_json:
        click.echo(orjson.dumps([asdict(one) for one in kept], option=orjson.OPT_INDENT_2).decode())
        return
    for one in kept:
        content = one.fault or f"{one.created}  {one.articles} articles, {one.passages} passages"
        click.echo(f"{'*' if one.is_current else ' '} {one.name}  {content}")
    click.echo("* serves now")
