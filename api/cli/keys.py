"""`manba keys`: create, list and revoke the keys of editors and of programs that ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.administering import AUTHOR, print_json, visible_name
from indexer import index_option, isolate, json_option, state_folder, state_option

if TYPE_CHECKING:
    from datetime import datetime

    from api.keys.model import Key

_SCOPES = ("ask", "edit", "admin")


@click.group()
def keys() -> None:
    """Create, list and revoke keys for the HTTP API."""


@keys.command()
@click.option(
    "--scope",
    type=click.Choice(_SCOPES),
    default="edit",
    show_default=True,
    help="What the key is for; edit includes ask, admin includes both.",
)
@click.option("--name", required=True, help="Whose key it is; it stands in versions and in the log of changes.")
@click.option("--expires", metavar="DAYS|DATE", help="When it ends: after so many days, or with a day (2030-12-31).")
@index_option
@state_option
@json_option
def create(scope: str, name: str, expires: str | None, *, index: Path, state: Path | None, as_json: bool) -> None:
    """Create a key and print it, this once."""
    from api.audit import Audit
    from api.keys.model import Scope, parse_expiry
    from api.keys.store import MAX_NAME_CHARACTERS, KeyStore, utc_now

    folder = state_folder(index, state)
    ends = parse_expiry(expires, now=utc_now()) if expires is not None else None
    key, text = KeyStore(folder).create(name=visible_name(name, MAX_NAME_CHARACTERS), scope=Scope(scope), expires=ends)
    Audit(folder).record(
        "key.create", key.id, key_id=None, key_name=AUTHOR, name=key.name, scope=scope, expires=_iso(ends)
    )
    if as_json:
        print_json({**_members(key), "key": text})
    else:
        click.echo(text)
    # Beside the key, not in it: `KEY=$(manba keys create …)` takes the key alone.
    until = f", until {_minute(ends)}" if ends is not None else ""
    click.echo(
        f"This is the key of {isolate(key.name)} ({scope}{until}). It cannot be shown again: keep it now.", err=True
    )


@keys.command(name="list")
@index_option
@state_option
@json_option
def list_keys(*, index: Path, state: Path | None, as_json: bool) -> None:
    """List the keys, also those that are over; never their secrets."""
    from api.keys.store import KeyStore, utc_now

    found = KeyStore(state_folder(index, state)).list()
    if as_json:
        print_json([_members(key) for key in found])
        return
    if not found:
        click.echo("There are no keys yet; run: manba keys create --name NAME")
    now = utc_now()
    for key in found:
        told = [f"created {_minute(key.created)}"]
        told += [f"until {_minute(key.expires)}"] if key.expires else []
        told += [f"revoked {_minute(key.revoked)}"] if key.revoked else []
        told += [f"last used {_minute(key.last_used)}" if key.last_used else "never used"]
        click.echo(f"{key.id}  {key.scope.value:<5}  {key.state(now):<7}  {isolate(key.name)}  ({', '.join(told)})")


@keys.command()
@click.argument("key")
@index_option
@state_option
@json_option
def revoke(key: str, *, index: Path, state: Path | None, as_json: bool) -> None:
    """Revoke KEY, given by its id or as a whole; it opens nothing from this moment on."""
    from api.audit import Audit
    from api.keys.store import KeyStore

    folder = state_folder(index, state)
    revoked, changed = KeyStore(folder).revoke(key)
    if changed:
        Audit(folder).record("key.revoke", revoked.id, key_id=None, key_name=AUTHOR, name=revoked.name)
    if as_json:
        print_json(_members(revoked))
        return
    how = "is revoked" if changed else f"was revoked already, {_minute(revoked.revoked)}"
    click.echo(f"{revoked.id} ({isolate(revoked.name)}) {how}")


def _members(key: Key) -> dict[str, object]:
    from api.keys.store import utc_now

    return {
        "id": key.id,
        "name": key.name,
        "scope": key.scope.value,
        "scopes": [scope.value for scope in key.scope.included()],
        "state": key.state(utc_now()),
        "created": _iso(key.created),
        "expires": _iso(key.expires),
        "revoked": _iso(key.revoked),
        "last_used": _iso(key.last_used),
    }


def _iso(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when is not None else None


def _minute(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%d %H:%M UTC") if when is not None else "never"
