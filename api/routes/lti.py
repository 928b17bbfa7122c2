"""Course sites by LTI 1.3: logins and launches that platforms begin, the trainer's dialogue, what they must know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial, wraps
from hashlib import sha256
from urllib.parse import urlencode, urlsplit, urlunsplit

import anyio.to_thread
import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.access import access_of
from api.caching import cached_response
from api.dependencies import runtime_of
from api.embed.options import EmbedOptions, one_line
from api.embed.rendering import embedded
from api.intake import form_fields, query_fields
from api.lti.choosing import (
    MAX_ARTICLES,
    MAX_PLACEHOLDER,
    MAX_TITLE,
    Choice,
    by_language,
    distinct,
    from_custom,
    language_of,
)
from api.lti.configuration import canvas_configuration
from api.lti.deep_linking import content_item, signed_response
from api.lti.launching import Launch, Message
from api.lti.model import Platform, origin
from api.lti.pages import lti_page, refused
from api.lti.pending import LOGIN_LASTS, Choosing, Login
from api.lti.refusals import LaunchRefusal, Reason
from api.lti.texts import lti_texts
from api.lti.tickets import is_good, ticket_for
from api.lti.tool import BOX_PATH, CHOICE_PATH, JWKS_PATH, LAUNCH_PATH, LOGIN_PATH, NAME, address, tool_of
from api.lti.tool_key import kept_key, tool_key
from api.web.interface import language_for

router = APIRouter(include_in_schema=False)

Route = Callable[[Request], Awaitable[Response]]
_JSON = "application/json; charset=utf-8"
_BOX_FIELDS = {"platform", "lang", "articles", "placeholder", "ticket"}
# Partitioned: a browser that blocks other sites' cookies may keep it for this course site.
_COOKIE_RULES = f"Path={LAUNCH_PATH}; Secure; HttpOnly; SameSite=None; Partitioned"


def _telling(route: Route) -> Route:
    """`route`, its refusals told as pages."""

    @wraps(route)
    async def told(request: Request) -> Response:
        try:
            return await route(request)
        except LaunchRefusal as refusal:
            return refused(request, refusal)

    return told


@router.get(LOGIN_PATH)
@router.post(LOGIN_PATH)
@_telling
async def login(request: Request) -> Response:
    """A platform begins a login: the browser is sent to it with a state and a nonce of ours."""
    given = dict(query_fields(request))
    if request.method == "POST":
        given |= dict(await form_fields(request))
    issuer, hint = given.get("iss"), given.get("login_hint")
    if not issuer or not hint:
        raise LaunchRefusal(Reason.INCOMPLETE, "A login needs iss and login_hint; the platform sends them.")
    tool = tool_of(request)
    platform = await anyio.to_thread.run_sync(tool.platform_for, issuer, given.get("client_id") or None)
    begun = await anyio.to_thread.run_sync(tool.pending.begin, platform)
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": address(request, LAUNCH_PATH),
        "login_hint": hint,
        "state": begun.state,
        "nonce": begun.nonce,
    }
    if "lti_message_hint" in given:
        asked["lti_message_hint"] = given["lti_message_hint"]
    parts = urlsplit(platform.auth_url)
    query = "&".join(part for part in (parts.query, urlencode(asked)) if part)
    response = RedirectResponse(
        urlunsplit(parts._replace(query=query)), status_code=302, headers={"Cache-Control": "no-store"}
    )
    response.headers.append("Set-Cookie", _cookie(begun))
    return response


@router.post(LAUNCH_PATH)
@_telling
async def launch(request: Request) -> Response:
    """A platform's signed message: the question box, or the trainer's dialogue."""
    given = dict(await form_fields(request))
    state, token = given.get("state"), given.get("id_token")
    if state and "error" in given:
        raise await anyio.to_thread.run_sync(_platform_refused, request, state, given["error"])
    if not state or not token:
        raise LaunchRefusal(Reason.INCOMPLETE, "A launch needs state and id_token; the platform sends them.")
    browser = request.cookies.get(_cookie_name(state))
    verified = partial(tool_of(request).launched, token, state=state, browser=browser)
    launched = await anyio.to_thread.run_sync(verified)
    if launched.message is Message.DEEP_LINKING:
        return await _dialogue(request, launched)
    choice = await _existing(request, launched, from_custom(launched.custom))
    fields = [("platform", launched.platform.id)]
    fields += [("lang", language.value)] if (language := choice.language or launched.locale) else []
    fields += [("articles", one) for one in choice.article_ids]
    fields += [("placeholder", choice.placeholder)] if choice.placeholder else []
    if access_of(request).asking_needs_key:
        key = await anyio.to_thread.run_sync(tool_key, tool_of(request).state)
        fields.append(("ticket", ticket_for(launched.platform, choice.article_ids, key=key, now=datetime.now(UTC))))
    # An address of its own, so that the frame may be loaded again; it says nothing about who launched.
    response = RedirectResponse(
        f"{BOX_PATH}?{urlencode(fields)}", status_code=303, headers={"Cache-Control": "no-store"}
    )
    response.headers.append("Set-Cookie", _cookie_taken_back(state))
    return response


@router.get(BOX_PATH)
@_telling
async def box(request: Request) -> Response:
    """The question box of a launch, framed by its platform alone; with `?q=` the answer."""
    given = query_fields(request)
    named = dict(given)
    platform = await anyio.to_thread.run_sync(tool_of(request).by_id, named.get("platform", ""))
    if platform is None:
        raise LaunchRefusal(Reason.UNKNOWN_PLATFORM, "The address names no platform that is registered.")
    article_ids = distinct(value for name, value in given if name == "articles")[:MAX_ARTICLES]
    if may_ask := access_of(request).asking_needs_key:
        await _require_ticket(request, platform, article_ids, named.get("ticket", ""))
    kept = tuple((name, value) for name, value in given if name in _BOX_FIELDS)
    options = EmbedOptions(
        language=language_of(named.get("lang", "")),
        article_ids=article_ids,
        placeholder=one_line(named.get("placeholder", ""), MAX_PLACEHOLDER),
        frame_ancestors=platform.origins,
        action=BOX_PATH,
        fields=kept,
        may_ask=may_ask,
    )
    return await embedded(request, options)


@router.post(CHOICE_PATH)
@_telling
async def deep_link(request: Request) -> Response:
    """What the trainer chose, signed and on its way back to the platform."""
    given = await form_fields(request)
    named = dict(given)
    tool = tool_of(request)
    choosing = await anyio.to_thread.run_sync(tool.pending.chosen, named.get("ticket", ""))
    language = choosing.language or language_for(request)
    texts = lti_texts(language)["texts"]
    items: list[dict[str, object]] = []
    if "cancel" not in named:
        ids = distinct(value for name, value in given if name == "articles")
        known = await runtime_of(request).run(lambda loaded: all(loaded.knowledge_base.has_article(one) for one in ids))
        if not known or len(ids) > MAX_ARTICLES:
            detail = f"An article is not there, or more than {MAX_ARTICLES} were chosen."
            return refused(
                request, LaunchRefusal(Reason.BAD_CHOICE, detail, platform=choosing.platform), language=language
            )
        choice = Choice(
            language=language_of(named.get("language", "")),
            article_ids=ids,
            placeholder=one_line(named.get("placeholder", ""), MAX_PLACEHOLDER),
        )
        title = one_line(named.get("title", ""), MAX_TITLE) or texts["title_value"]
        items = [content_item(choice, title=title, launch_url=address(request, LAUNCH_PATH))]
    key = await anyio.to_thread.run_sync(tool_key, tool.state)
    return lti_page(
        request,
        "lti_return.html",
        platform=choosing.platform,
        language=language,
        sends_to=(origin(choosing.return_url, where="deep_link_return_url"),),
        return_url=choosing.return_url,
        token=signed_response(choosing, items, key=key, now=datetime.now(UTC)),
    )


@router.get(JWKS_PATH)
async def jwks(request: Request) -> Response:
    """The public keys that our answers are signed with; none before `manba lti` made one."""
    key = await anyio.to_thread.run_sync(kept_key, tool_of(request).state)
    return cached_response(request, orjson.dumps({"keys": [key.jwk] if key is not None else []}), media_type=_JSON)


@router.get("/lti/config.json")
async def configuration(request: Request) -> Response:
    """What a platform must know about this tool, in the form that Canvas reads."""
    return cached_response(request, orjson.dumps(canvas_configuration(address(request, ""))), media_type=_JSON)


async def _dialogue(request: Request, launched: Launch) -> Response:
    """The page on which a trainer chooses what to insert."""
    assert launched.return_url is not None  # noqa: S101  (`verify` saw to it)
    choosing = Choosing(
        platform=launched.platform,
        deployment=launched.deployment,
        return_url=launched.return_url,
        data=launched.data,
        language=launched.locale,
    )
    articles = await runtime_of(request).run(lambda loaded: loaded.knowledge_base.articles())
    ticket = await anyio.to_thread.run_sync(tool_of(request).pending.offer, choosing)
    return lti_page(
        request,
        "lti_choose.html",
        platform=launched.platform,
        language=launched.locale,
        ticket=ticket,
        groups=by_language(articles, first=launched.locale or language_for(request)),
        max_title=MAX_TITLE,
        max_placeholder=MAX_PLACEHOLDER,
    )


async def _existing(request: Request, launched: Launch, choice: Choice) -> Choice:
    """`choice` with the articles that are still there. Where none is, nothing takes their place."""
    if not choice.article_ids:
        return choice
    there = await runtime_of(request).run(
        lambda loaded: tuple(one for one in choice.article_ids if loaded.knowledge_base.has_article(one))
    )
    if not there:
        detail = f"None of the articles of this link is there: {', '.join(choice.article_ids)[:200]!r}."
        raise LaunchRefusal(Reason.NO_ARTICLES, detail, platform=launched.platform)
    return Choice(language=choice.language, article_ids=there, placeholder=choice.placeholder)


async def _require_ticket(request: Request, platform: Platform, article_ids: Sequence[str], ticket: str) -> None:
    """Where asking needs a key, a box is for those whom the platform has let in: its address alone opens nothing."""
    key = await anyio.to_thread.run_sync(kept_key, tool_of(request).state)
    if key is None or not is_good(ticket, platform, article_ids, key=key, now=datetime.now(UTC)):
        detail = "Asking needs a key here, and the address of this box has no ticket of a launch that is still good."
        raise LaunchRefusal(Reason.UNKNOWN_STATE, detail, platform=platform)


def _platform_refused(request: Request, state: str, error: str) -> LaunchRefusal:
    """What the platform itself refused; its login is over."""
    try:
        platform, _ = tool_of(request).pending.finish(state, request.cookies.get(_cookie_name(state)))
    except LaunchRefusal as refusal:
        return refusal
    return LaunchRefusal(Reason.PLATFORM_REFUSED, f"The platform answered {error[:80]!r}.", platform=platform)


def _cookie_name(state: str) -> str:
    # One for each login: a course page may show several boxes at once.
    return f"{NAME.lower()}_lti_{sha256(state.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _cookie(begun: Login) -> str:
    lasts = int(LOGIN_LASTS.total_seconds())
    return f"{_cookie_name(begun.state)}={begun.browser}; Max-Age={lasts}; {_COOKIE_RULES}"


def _cookie_taken_back(state: str) -> str:
    return f"{_cookie_name(state)}=; Max-Age=0; {_COOKIE_RULES}"
