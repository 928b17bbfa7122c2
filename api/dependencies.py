"""How a route reaches what the application holds."""

from __future__ import annotations

from starlette.requests import Request

from api.editing.desk import Desk
from api.runtime import Runtime


def runtime_of(request: Request) -> Runtime:
    """The Runtime of the application that serves `request`."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def desk_of(request: Request) -> Desk:
    """The Desk of the application that serves `request`."""
    desk: Desk = request.app.state.desk
    return desk
