"""How a route reaches what the application holds."""

from __future__ import annotations

from starlette.requests import Request

from api.editing.desk import Desk
from api.generation.writer import Writer
from api.insights.keeping import Keeper
from api.runtime import Runtime
from api.web.pages import Pages
from api.widgets.store import WidgetStore


def runtime_of(request: Request) -> Runtime:
    """The Runtime of the application that serves `request`."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def desk_of(request: Request) -> Desk:
    """The Desk of the application that serves `request`."""
    desk: Desk = request.app.state.desk
    return desk


def keeper_of(request: Request) -> Keeper:
    """The Keeper of what is asked of the application that serves `request`."""
    keeper: Keeper = request.app.state.keeper
    return keeper


def writer_of(request: Request) -> Writer | None:
    """The Writer of the application that serves `request`, None where no language model is configured."""
    writer: Writer | None = request.app.state.writer
    return writer


def pages_of(request: Request) -> Pages:
    """The Pages of the application that serves `request`."""
    pages: Pages = request.app.state.pages
    return pages


def has_writer(request: Request) -> bool:
    """Whether a language model may write the answers of the application that serves `request`."""
    return getattr(request.app.state, "writer", None) is not None


def widgets_of(request: Request) -> WidgetStore:
    """The WidgetStore of the application that serves `request`."""
    widgets: WidgetStore = request.app.state.widgets
    return widgets
