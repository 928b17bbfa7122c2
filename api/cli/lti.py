"""`manba lti`: register course sites that launch Manba by LTI 1.3, and show the key it signs with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.administering import AUTHOR, print_json
from indexer import index_option, isolate, json_option, state_folder, state_option

if TYPE_CHECKING:
    from api.lti.model import Platform


@click.group()
def lti() -> None:
    """Register course sites that launch Manba by LTI 1.3, and show its key."""


@lti.command()
@click.option("--name", help="What to call the platform here; its issuer by default.")
@click.option("--issuer", required=True, help="Platform ID or issuer, as the platform shows it.")
@click.option("--client-id", required=True, help="Client ID that the platform gave this tool.")
@click.option("--auth-url", required=True, help="Authentication request URL of the platform.")
@click.option("--jwks-url", help="Public keyset URL of the platform.")
@click.option(
    "--public-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the platform's public key (PEM), where it has no keyset.",
)
@click.option("--token-url", help="Access token URL of the platform; kept for later, not needed to launch.")
@click.option("--deployment", "deployments", multiple=True, required=True, help="Deployment ID; may be repeated.")
@click.option(
    "--frame-origin",
    "origins",
    multiple=True,
    show_default="that of --auth-url",
    help="Origin whose pages show the tool in a frame; may be repeated.",
)
@click.option("--needs-cookie", is_flag=True, help="Refuse launches in browsers that block cookies in frames.")
@index_option
@state_option
@json_option
def add(
    *,
    name: str | None,
    issuer: str,
    client_id: str,
    auth_url: str,
    jwks_url: str | None,
    public_key: Path | None,
    token_url: str | None,
    deployments: tuple[str, ...],
    origins: tuple[str, ...],
    needs_cookie: bool,
    index: Path,
    state: Path | None,
    as_json: bool,
) -> None:
    """Register a platform, or change what is registered for its issuer and client id."""
    from api.audit import Audit
    from api.lti.model import Platform, origin, plain, web_address
    from api.lti.store import PlatformStore, lti_database
    from api.lti.tool_key import tool_key

    if (jwks_url is None) == (public_key is None):
        raise click.UsageError("give either --jwks-url or --public-key: launches are verified with the platform's key")
    described = Platform(
        id="",
        name=plain(name or issuer, where="--name"),
        issuer=plain(issuer, where="--issuer"),
        client_id=plain(client_id, where="--client-id"),
        auth_url=web_address(auth_url, where="--auth-url"),
        jwks_url=web_address(jwks_url, where="--jwks-url") if jwks_url is not None else None,
        public_key=_read_key(public_key) if public_key is not None else None,
        token_url=web_address(token_url, where="--token-url") if token_url is not None else None,
        deployments=tuple(dict.fromkeys(plain(one, where="--deployment") for one in deployments)),
        origins=tuple(dict.fromkeys(origin(one, where="--frame-origin") for one in origins or (auth_url,))),
        needs_cookie=needs_cookie,
    )
    folder = state_folder(index, state)
    tool_key(folder)
    platform, is_new = PlatformStore(lti_database(folder)).put(described)
    action = "lti.add" if is_new else "lti.change"
    Audit(folder).record(action, platform.id, key_id=None, key_name=AUTHOR, name=platform.name, issuer=issuer)
    if as_json:
        print_json(_members(platform))
        return
    click.echo(f"{platform.id}  {isolate(platform.name)} {'is registered' if is_new else 'was changed'}")


@lti.command(name="list")
@index_option
@state_option
@json_option
def list_platforms(*, index: Path, state: Path | None, as_json: bool) -> None:
    """List the platforms that are registered."""
    from api.lti.store import PlatformStore, lti_database

    found = PlatformStore(lti_database(state_folder(index, state))).list()
    if as_json:
        print_json([_members(one) for one in found])
        return
    if not found:
        click.echo("No course site is registered yet; see manba lti add --help")
    for one in found:
        click.echo(
            f"{one.id}  {isolate(one.name)}  {one.issuer}  client {one.client_id}  "
            f"deployments {', '.join(one.deployments)}  framed by {', '.join(one.origins)}"
            f"{'  needs a cookie' if one.needs_cookie else ''}"
        )


@lti.command()
@click.argument("platform")
@index_option
@state_option
@json_option
def remove(platform: str, *, index: Path, state: Path | None, as_json: bool) -> None:
    """Take PLATFORM, given by its id, away; it launches nothing from this moment on."""
    from api.audit import Audit
    from api.lti.store import PlatformStore, lti_database

    folder = state_folder(index, state)
    removed = PlatformStore(lti_database(folder)).remove(platform)
    Audit(folder).record("lti.remove", removed.id, key_id=None, key_name=AUTHOR, name=removed.name)
    if as_json:
        print_json(_members(removed))
        return
    click.echo(f"{removed.id}  {isolate(removed.name)} is no longer registered")


@lti.command()
@index_option
@state_option
@json_option
def keys(*, index: Path, state: Path | None, as_json: bool) -> None:
    """Show the public key of this tool, made now if there is none; with --json as a JWKS."""
    from api.lti.tool_key import tool_key

    key = tool_key(state_folder(index, state))
    if as_json:
        print_json({"keys": [key.jwk]})
        return
    click.echo(key.public_pem, nl=False)
    click.echo(f"Key ID: {key.jwk['kid']}", err=True)


def _read_key(path: Path) -> str:
    from api.lti.platform_keys import public_key

    try:
        text = path.read_text(encoding="ascii")
        public_key(text)
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--public-key") from error
    return text


def _members(platform: Platform) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(platform)
