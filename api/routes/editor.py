"""GET /editor: the page that editors work on. Its script asks for a key; the page itself holds nothing secret."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import pages_of
from api.web.editing_texts import editing_texts, script_data
from api.web.interface import interface, language_for

router = APIRouter(include_in_schema=False)


@router.get("/editor")
async def editor(request: Request) -> Response:
    """The frame of the page, in the visitor's language."""
    shown = interface(language_for(request))
    texts = editing_texts(shown.language)["texts"]
    return pages_of(request).render(request, "editor.html", e=texts, page=script_data(shown))
