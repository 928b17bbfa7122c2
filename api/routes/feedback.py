"""POST /feedback: the vote below an answer as a plain form; what it shows is also what the page's script shows."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import keeper_of, pages_of
from api.insights.schemas import FeedbackRequest
from api.intake import form_fields, read_fields
from api.routes.insights import note_vote

router = APIRouter(include_in_schema=False)

_VOTE_FIELDS = {"question_id", "useful", "reason"}


@router.post("/feedback")
async def post_feedback_form(request: Request) -> Response:
    """Note the vote, thank for it, and ask what was missing where the answer did not help."""
    fields = await form_fields(request)
    given = [(name, value) for name, value in fields if name in _VOTE_FIELDS and (value.strip() or name != "reason")]
    vote = read_fields(given, FeedbackRequest)
    note_vote(keeper_of(request), vote)
    question = next((value for name, value in fields if name == "q"), "")
    return pages_of(request).render(request, "feedback.html", vote=vote, question=question)


@router.get("/feedback")
async def feedback_page(request: Request) -> Response:
    """Whoever comes here by an address has not voted: the question box."""
    return RedirectResponse(pages_of(request).links(request).home(), status_code=303)
