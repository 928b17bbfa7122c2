"""The `manba` command: commands are imported when they are run, so that `manba --help` is instant.

Commands that answer questions are registered by `api` under the entry-point group `manba.commands`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from indexer.errors import ManbaError

COMMAND_GROUP = "manba.commands"
EXIT_DONE, EXIT_NO, EXIT_BAD_INPUT = 0, 1, 2

_OWN = {
    "add": "indexer.commands.changing:add",
    "build": "indexer.commands.build:build",
    "check": "indexer.commands.check:check",
    "doctor": "indexer.commands.doctor:doctor",
    "remove": "indexer.commands.changing:remove",
    "rollback": "indexer.commands.rollback:rollback",
    "search": "indexer.commands.search:search",
    "watch": "indexer.commands.watch:watch",
}
# What a server starts and no person: not in the list.
_HIDDEN = {
    "index-anew": "indexer.commands.index_jobs:index_anew",
    "index-jobs": "indexer.commands.index_jobs:index_jobs",
}
_ORDER = (
    "check",
    "build",
    "add",
    "remove",
    "watch",
    "rollback",
    "search",
    "ask",
    "serve",
    "mcp",
    "eval",
    "keys",
    "widgets",
    "lti",
    "doctor",
)


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Collect where the commands are, without importing them."""
        super().__init__(*args, **kwargs)
        own = {
            name: EntryPoint(name=name, value=value, group=COMMAND_GROUP) for name, value in (_OWN | _HIDDEN).items()
        }
        self._places = {point.name: point for point in entry_points(group=COMMAND_GROUP)} | own

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order a newcomer needs them."""
        rank = {name: place for place, name in enumerate(_ORDER)}
        return sorted(self._places.keys() - _HIDDEN, key=lambda name: (rank.get(name, len(rank)), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command; None when there is none of this name."""
        place = self._places.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(import_module(place.module), place.attr)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="manba", prog_name="manba")
def manba() -> None:
    """Manba: a knowledge base in Persian, Polish and Arabic that answers with its sources' exact words."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a failure a person can act on is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe set to another encoding must not turn an answer into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        manba.main(args=arguments, prog_name="manba", standalone_mode=False)
    except ManbaError as error:
        click.echo(f"manba: {error}", err=True)
        sys.exit(EXIT_BAD_INPUT)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_BAD_INPUT)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("manba: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`manba search … | head`); nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_DONE)
    except OSError as error:
        where = error.filename or "the system"
        click.echo(f"manba: {where}: {error.strerror or error}; mend that and run the command again", err=True)
        sys.exit(EXIT_BAD_INPUT)
