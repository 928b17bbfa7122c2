"""What the commands of administration share: who did it in the log, names, JSON."""

from __future__ import annotations

import click

AUTHOR = "command line"
"""The name in the log of changes for what was done by a command."""


def visible_name(text: str, most: int) -> str:
    """A name as it will be shown; joiners belong to Persian names, other invisible characters to none.

    Raises click.BadParameter for one that is empty, invisible or of more than `most` characters.
    """
    name = " ".join(text.split())
    visible = name.replace("\N{ZERO WIDTH NON-JOINER}", "").replace("\N{ZERO WIDTH JOINER}", "")
    if not visible or len(name) > most or not visible.isprintable():
        raise click.BadParameter(f"write a name of 1 to {most} letters", param_hint="--name")
    return name


def print_json(value: object) -> None:
    """Print `value` for programs, indented for people."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode("utf-8"))
