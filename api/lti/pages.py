"""Pages that stand in a platform's frame: their policy, and a refusal told in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from api.dependencies import pages_of
from api.lti.model import Platform
from api.lti.refusals import LaunchRefusal
from api.lti.texts import lti_texts
from api.negotiation import wants_page
from api.problems import problem_response
from api.web.interface import language_for
from indexer import LanguageCode

logger = logging.getLogger("manba.lti")


def frame_policy(platform: Platform | None, *, sends_to: Sequence[str] = ()) -> str:
    """The policy of a page that only `platform` may frame, and that sends forms to us and to the origins `sends_to`."""
    ancestors = " ".join(platform.origins) if platform is not None and platform.origins else "'none'"
    forms = " ".join(["'self'", *sends_to])
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action {forms}; base-uri 'none'; frame-ancestors {ancestors}"
    )


def lti_page(
    request: Request,
    template: str,
    *,
    platform: Platform | None,
    status: int = 200,
    language: LanguageCode | None = None,
    sends_to: Sequence[str] = (),
    **context: object,
) -> Response:
    """A page for the frame of `platform`, in `language`, else the visitor's."""
    shown = language or language_for(request)
    return pages_of(request).render_under(
        frame_policy(platform, sends_to=sends_to),
        request,
        template,
        {"l": lti_texts(shown), **context},
        status=status,
        language=shown,
    )


def refused(request: Request, refusal: LaunchRefusal, *, language: LanguageCode | None = None) -> Response:
    """The refusal as a page that says what to do, or as a problem for programs; its detail goes to the log."""
    # Neither tokens nor names of people stand in a detail.
    logger.warning("%s: %s", refusal.reason.value, refusal.detail)
    problem = refusal.problem
    if not wants_page(request):
        return problem_response(request, problem)
    return lti_page(
        request,
        "lti_refused.html",
        platform=refusal.platform,
        status=problem.type.status,
        language=language,
        reason=lti_texts(language or language_for(request))["reasons"][refusal.reason.value],
        request_id=request.scope.get("manba.request_id"),
    )
