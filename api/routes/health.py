"""GET /healthz and /readyz, for whoever watches over the server."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import openapi
from api.dependencies import runtime_of
from api.schemas import HealthResponse, ReadyResponse

router = APIRouter(tags=["operations"])

_UNCACHED = {"Cache-Control": "no-store"}


@router.get(
    "/healthz",
    summary="Whether the process runs",
    responses=openapi.json_response(HealthResponse, "It runs."),
)
async def healthz() -> Response:
    """Answer at once, whether or not the index is loaded."""
    body = HealthResponse(status="ok").model_dump_json()
    return Response(body, media_type="application/json", headers=_UNCACHED)


@router.get(
    "/readyz",
    summary="Whether the index and its model are loaded",
    responses=openapi.json_response(ReadyResponse, "Questions are answered.") | openapi.problems(503),
)
async def readyz(request: Request) -> Response:
    """200 when a question would be answered now, else 503."""
    loaded = await runtime_of(request).readiness()
    body = ReadyResponse(status="ready", snapshot=loaded.knowledge_base.snapshot_id).model_dump_json()
    return Response(body, media_type="application/json", headers=_UNCACHED)
