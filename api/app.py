"""The application: routes, middleware and error handlers put together. Nothing is loaded before the lifespan begins."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Match

from api import openapi
from api.access import Access
from api.body_limits import body_limit
from api.cross_origin import ReadersCORS
from api.editing.desk import Desk, StartIndexer, indexer_process
from api.ending import EndableWriter
from api.insights.keeping import Keeper
from api.insights.store import QuestionStore
from api.lti.tool import Tool
from api.middleware import Envelope
from api.problems import Problem, problem_of, problem_response
from api.protocol import ON_SHUTDOWN
from api.routes import (
    administration,
    articles,
    ask,
    chat,
    editing,
    editor,
    embed,
    feedback,
    health,
    imports,
    insights,
    jobs,
    lti,
    oembed,
    pages,
    search,
    versions,
)
from api.runtime import Loader, Runtime, load
from api.settings import Settings
from api.web.pages import Pages
from api.widgets.store import WidgetStore
from indexer import ManbaError

# What nginx logs where a client closed the request; no client sees it.
_CLIENT_LEFT = 499
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def create_app(settings: Settings, *, loader: Loader = load, start_indexer: StartIndexer = indexer_process) -> FastAPI:
    """An application that answers from the index `settings` name.

    `loader` opens the index; it runs in a thread once the server has started, and may be replaced for another engine.
    `start_indexer` gives what carries out re-indexes.
    """

    writer = EndableWriter(settings) if settings.writes else None

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, Callable[[], None]]]:
        runtime: Runtime = app.state.runtime
        desk: Desk = app.state.desk
        runtime.start()
        keeper: Keeper = app.state.keeper
        keeper.start()
        opening = asyncio.create_task(_open_desk(runtime, desk))
        yield {ON_SHUTDOWN: writer.end} if writer is not None else {}
        await anyio.to_thread.run_sync(keeper.stop)
        await asyncio.wait([opening])
        await desk.stop()
        await runtime.stop()
        if writer is not None:
            await writer.close()

    app = FastAPI(
        title="Manba",
        version=version("manba"),
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own pages load their scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Response,
    )
    app.state.settings = settings
    app.state.runtime = Runtime(settings, loader)
    app.state.pages = Pages()
    app.state.access = Access(settings)
    app.state.widgets = WidgetStore(settings.state_folder)
    app.state.lti = Tool(settings.state_folder)
    app.state.keeper = Keeper(QuestionStore(settings.state_folder), keep_days=settings.keep_questions_days)
    app.state.writer = writer
    app.state.desk = Desk(settings, app.state.access.keys, start_indexer=start_indexer)
    # /v1/articles/check and /import come before /v1/articles/{id}.
    for module in (
        ask,
        chat,
        search,
        imports,
        editing,
        versions,
        jobs,
        administration,
        articles,
        insights,
        health,
        pages,
        feedback,
        editor,
        embed,
        oembed,
        lti,
    ):
        app.include_router(module.router)
    app.openapi = openapi.describe(app)  # type: ignore[method-assign]
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(ManbaError, _on_domain_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(ClientDisconnect, _on_left)
    app.add_middleware(Envelope, body_limit=partial(body_limit, settings))
    app.add_middleware(ReadersCORS, origins=settings.cors_origins, widgets=app.state.widgets)
    return app


async def _open_desk(runtime: Runtime, desk: Desk) -> None:
    """Make the desk ready once the index is: readers come first."""
    await runtime.settled()
    await desk.start()
    await desk.run(desk.warm)


def app_from_environment() -> FastAPI:
    """The application with the settings of the environment, for `uvicorn --factory api.app:app_from_environment`."""
    settings = Settings()
    configure_logging(settings)
    return create_app(settings)


def configure_logging(settings: Settings) -> None:
    """Send the server's log to standard error, one line per event, at the level the settings name."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("manba")
    root.handlers[:] = [handler]
    root.propagate = False
    root.setLevel(settings.log_level.upper())


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101  (Starlette types every handler for Exception)
    return _respond(request, error)


async def _on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ManbaError)  # noqa: S101
    problem = problem_of(error)
    if problem.type.status >= 500:
        logging.getLogger("manba.errors").error("%s: %s", type(error).__name__, error)
    return _respond(request, problem)


async def _on_left(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Nobody is there to be answered; the status is for the log."""
    return Response(status_code=_CLIENT_LEFT)


async def _on_http_error(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: an unknown address, a method, a request it cannot read."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 405:
        allowed = allowed_methods(request)
        detail = f"{request.method} cannot be used here. Use {' or '.join(allowed)}."
        return _respond(
            request, Problem(slug="method-not-allowed", detail=detail, headers={"Allow": ", ".join(allowed)})
        )
    if error.status_code == 404:
        detail = "There is nothing at this address. The addresses are listed in /openapi.json."
        return _respond(request, Problem(slug="not-found", detail=detail))
    slug = "malformed-request" if error.status_code < 500 else "internal-error"
    return _respond(request, Problem(slug=slug, detail="The request cannot be read. Check it against /openapi.json."))


def _respond(request: Request, problem: Problem) -> Response:
    shown: Pages = request.app.state.pages
    return shown.problem_page(request, problem) or problem_response(request, problem)


def allowed_methods(request: Request) -> list[str]:
    """The methods that the address of `request` takes."""
    routes = request.app.router.routes
    found = [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return ["GET", "HEAD", *found[1:]] if found[:1] == ["GET"] else found
