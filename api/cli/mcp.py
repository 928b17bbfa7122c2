"""`manba mcp`: the knowledge base as tools for language models, by the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from indexer import index_option, state_option


@click.command()
@index_option
@state_option
@click.option("--http", "over_http", is_flag=True, help="Over streamable HTTP instead of standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8800, show_default=True, help="With --http; 0 takes a free one."
)
@click.option("--allow-host", "allowed", multiple=True, help="With --http: a further name it may be called by.")
def mcp(index: Path, *, state: Path | None, over_http: bool, host: str, port: int, allowed: tuple[str, ...]) -> None:
    """Offer the tools search, ask and read_article to a language model's client (MCP), until it leaves.

    Clients start this command themselves and speak to it over standard input and output.
    """
    from api.cli.configured import settings_with
    from api.mcp.server import serve_http, server_of
    from api.mcp.tools import Tools
    from api.mcp.turns import Turns

    settings, tools = settings_with(index, state=state), Tools.open(index)
    if over_http:
        serve_http(tools, settings, host=host, port=port, allowed=allowed, announce=click.echo)
    else:
        server_of(tools, Turns(at_once=settings.threads)).run("stdio")
