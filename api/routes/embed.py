"""What other sites need: the widget's script, the page for frames, and the page that makes the lines to copy."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from api.caching import cached_response
from api.dependencies import pages_of, runtime_of
from api.embed.options import options_in_address
from api.embed.rendering import embedded
from api.embed.script import widget_script
from api.embed.texts import embed_texts
from api.web.interface import language_for
from api.web.pages import CONTENT_SECURITY_POLICY
from api.widgets.asking import widget_of

router = APIRouter(include_in_schema=False)

JAVASCRIPT = "text/javascript; charset=utf-8"
# The page shows what it makes: frames and scripts of our own.
_BUILDER_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
SCRIPT_KEPT_S = 600


@router.get("/widget.js")
async def script(request: Request) -> Response:
    """The web component `<manba-ask>`; pages of every origin may load it."""
    made = widget_script()
    headers = {
        "Cache-Control": f"public, max-age={SCRIPT_KEPT_S}",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return cached_response(
            request, made.compressed, media_type=JAVASCRIPT, headers=headers, etag=made.compressed_etag
        )
    return cached_response(request, made.body, media_type=JAVASCRIPT, headers=headers, etag=made.etag)


@router.get("/embed")
async def embed(request: Request) -> Response:
    """The page for frames: the question box, and with `?q=` the answer below it, without any script."""
    options = options_in_address(request)
    widget = await widget_of(request)
    settings = request.app.state.settings
    ancestors = widget.frame_ancestors if widget is not None else settings.frame_ancestors
    options = replace(options, frame_ancestors=ancestors)
    if widget is not None:
        options = replace(
            options,
            language=options.language or widget.language,
            article_ids=options.article_ids or widget.article_ids,
        )
    return await embedded(request, options)


@router.get("/embed/builder")
async def builder(request: Request) -> Response:
    """The page where a trainer chooses how the question box looks and copies the lines for a course site."""
    articles = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.articles())
    language = language_for(request)
    texts = embed_texts(language)
    context: dict[str, object] = {
        "b": texts["builder"],
        "names": texts["languages"],
        "frame_title": texts["widget"]["title"],
        "articles": sorted(articles, key=lambda one: (one.language is not language, one.language.value, one.title)),
    }
    return pages_of(request).render_under(_BUILDER_POLICY, request, "embed_builder.html", context)
