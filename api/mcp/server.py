"""The server of the Model Context Protocol: the tools with their schemas, over standard input and output or HTTP."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from typing import Annotated, Any

import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import Field, JsonValue, ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Access
from api.mcp import texts
from api.mcp.schemas import ArticleResult, AskResult, SearchResult
from api.mcp.tools import MOST_CHARACTERS, MOST_PASSAGES, Refused, Tools, refusal_of
from api.mcp.turns import Turns
from api.problems import Problem, problem_response
from api.schemas import MAX_QUESTION_CHARACTERS, MAX_TURNS
from api.settings import Settings
from indexer import LanguageCode

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_EVERY_INTERFACE = {"0.0.0.0", "::"}  # noqa: S104  (recognised, not listened on)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Language = Annotated[
    LanguageCode | None, Field(description="fa, pl, ar or en: the language to answer in; else the question's.")
]
QueryLanguage = Annotated[LanguageCode | None, Field(description="fa, pl, ar or en: the query's; else it is detected.")]
Sources = Annotated[
    list[LanguageCode] | None, Field(description="Only articles in these languages: fa, pl, ar. Leave out for all.")
]
Articles = Annotated[list[str] | None, Field(description="Only the articles with these ids. Leave out for all.")]
# Limits stand in the schema alone: the tools refuse what is beyond them in words that say the next step.
_TEXT: dict[str, JsonValue] = {"minLength": 1, "maxLength": MAX_QUESTION_CHARACTERS}
Question = Annotated[str, Field(json_schema_extra=_TEXT, description="One question, in the reader's words.")]
Query = Annotated[str, Field(json_schema_extra=_TEXT, description="Words or a question to find passages for.")]
History = Annotated[
    list[str] | None,
    Field(
        json_schema_extra={"maxItems": MAX_TURNS},
        description="The reader's earlier questions, oldest first, where this one follows up.",
    ),
]
TopK = Annotated[
    int, Field(json_schema_extra={"minimum": 1, "maximum": MOST_PASSAGES}, description="How many passages, at most.")
]
Start = Annotated[int, Field(json_schema_extra={"minimum": 0}, description="First code point to read.")]
End = Annotated[int | None, Field(description=f"One past the last; at most {MOST_CHARACTERS} come at once.")]


class _Server(MCPServer[object]):
    """Tells what is wrong with arguments in words that say the next step, as the tools do."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[object, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(f"Error executing tool {name}: {refusal_of(error.__cause__)}") from error.__cause__


def server_of(tools: Tools, turns: Turns) -> MCPServer[object]:
    """A server that offers `tools`, whose calls are computed in `turns`."""
    server = _Server(
        "manba", title="Manba", instructions=texts.INSTRUCTIONS, version=version("manba"), log_level="WARNING"
    )

    async def result(work: Callable[[], AskResult | SearchResult | ArticleResult]) -> CallToolResult:
        try:
            return await turns.take(lambda: _told(work()))
        except Refused as refused:
            raise ToolError(str(refused)) from None

    @server.tool(title="Ask the knowledge base", description=texts.ASK, annotations=_READS)
    async def ask(
        question: Question,
        language: Language = None,
        history: History = None,
        source_languages: Sources = None,
        article_ids: Articles = None,
    ) -> Annotated[CallToolResult, AskResult]:
        return await result(
            partial(
                tools.ask,
                question,
                language=language,
                history=history or (),
                source_languages=source_languages,
                article_ids=article_ids,
            )
        )

    @server.tool(title="Search passages", description=texts.SEARCH, annotations=_READS)
    async def search(
        query: Query,
        top_k: TopK = 5,
        language: QueryLanguage = None,
        source_languages: Sources = None,
        article_ids: Articles = None,
    ) -> Annotated[CallToolResult, SearchResult]:
        return await result(
            partial(
                tools.search,
                query,
                top_k=top_k,
                language=language,
                source_languages=source_languages,
                article_ids=article_ids,
            )
        )

    @server.tool(title="Read an article", description=texts.READ_ARTICLE, annotations=_READS)
    async def read_article(
        article_id: Annotated[str, Field(description="As ask and search give it.")],
        start: Start = 0,
        end: End = None,
    ) -> Annotated[CallToolResult, ArticleResult]:
        return await result(partial(tools.read_article, article_id, start=start, end=end))

    return server


def _told(found: AskResult | SearchResult | ArticleResult) -> CallToolResult:
    """What is found, as text for the model and in structure for programs."""
    return CallToolResult(
        content=[TextContent(type="text", text=texts.told(found))], structured_content=found.model_dump(mode="json")
    )


class Guard:
    """Asks for a key where MANBA_ASK_NEEDS_KEY does, as the HTTP API does."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before `app`."""
        self._app = app
        self._access = Access(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "http":
            request = Request(scope)
            try:
                await self._access.require_to_ask(request)
            except Problem as problem:
                await problem_response(request, problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def security(host: str, allowed: Sequence[str]) -> TransportSecuritySettings:
    """Under which names the server may be called: a page of another site must not reach it by a name of its own."""
    own = () if host in _EVERY_INTERFACE else (f"[{host}]" if ":" in host else host,)
    names = dict.fromkeys((*_LOOPBACK, *own, *allowed))
    hosts = [form for name in names for form in (name, f"{name}:*")]
    origins = [f"{scheme}://{one}" for scheme in ("http", "https") for one in hosts]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def serve_http(
    tools: Tools, settings: Settings, *, host: str, port: int, allowed: Sequence[str], announce: Callable[[str], None]
) -> None:
    """Offer `tools` over streamable HTTP until interrupted; port 0 takes a free one, which is announced."""
    app = server_of(tools, Turns(at_once=settings.threads)).streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, transport_security=security(host, allowed)
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        shown = f"[{host}]" if ":" in host else host
        announce(f"Manba's tools are ready at http://{shown}:{listening.getsockname()[1]}{PATH}")
        config = uvicorn.Config(Guard(app, settings), log_level="warning", timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[listening])
