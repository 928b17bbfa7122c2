"""Which widget a request comes from."""

from __future__ import annotations

import anyio.to_thread
from starlette.requests import Request

from api.cross_origin import widget_id_in
from api.dependencies import widgets_of
from api.problems import FieldError, Problem
from api.widgets.model import Widget


async def widget_of(request: Request) -> Widget | None:
    """The widget that the address of `request` names, None where it names none.

    Raises `Problem` unknown-widget (422) for an id that no widget has, `StateError` when they cannot be read.
    """
    named = widget_id_in(request.scope)
    if not named:
        return None
    widget = await anyio.to_thread.run_sync(widgets_of(request).find, named)
    if widget is None:
        detail = "No widget has this id; it may have been removed"
        raise Problem(
            slug="unknown-widget",
            detail=f"{detail}. Ask whoever runs this service for another.",
            errors=[FieldError(detail=detail, parameter="widget")],
        )
    return widget


async def article_ids_of_widget(request: Request) -> tuple[str, ...]:
    """The articles that the widget of `request` answers from; empty for all."""
    widget = await widget_of(request)
    return widget.article_ids if widget is not None else ()
