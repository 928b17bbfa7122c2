"""What one application holds for course sites: platforms, their keys, what is under way, its own key."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request

from api.lti.launching import Launch, claimed, verify
from api.lti.model import Platform
from api.lti.pending import Pending
from api.lti.platform_keys import PlatformKeys
from api.lti.refusals import LaunchRefusal, Reason
from api.lti.store import PlatformStore, lti_database

NAME = "Manba"
LOGIN_PATH, LAUNCH_PATH, JWKS_PATH = "/lti/login", "/lti/launch", "/lti/jwks"
CHOICE_PATH, BOX_PATH = "/lti/deep-link", "/lti/box"
_SHOWN = 200


class Tool:
    """Manba as seen by platforms. One per application; nothing but platforms' keys is kept in memory."""

    def __init__(self, state: Path, *, keys: PlatformKeys | None = None) -> None:
        """Serve the platforms in the folder `state`."""
        database = lti_database(state)
        self.state = state
        self.platforms = PlatformStore(database)
        self.pending = Pending(database)
        self._keys = keys if keys is not None else PlatformKeys()

    def platform_for(self, issuer: str, client_id: str | None) -> Platform:
        """The platform that begins a login; `client_id` where it names one. Raises LaunchRefusal."""
        found = self.platforms.of_issuer(issuer, client_id)
        if len(found) == 1:
            return found[0]
        if found:
            detail = f"{issuer[:_SHOWN]!r} is registered with several client ids, and the login names none of them."
        else:
            named = f" with the client id {client_id[:_SHOWN]!r}" if client_id is not None else ""
            detail = f"The platform {issuer[:_SHOWN]!r}{named} is not registered. If it is meant, run manba lti add."
        raise LaunchRefusal(Reason.UNKNOWN_PLATFORM, detail)

    def launched(self, token: str, *, state: str, browser: str | None) -> Launch:
        """What a platform asks for with `token`, for the login of `state`. Raises LaunchRefusal."""
        try:
            platform, nonce = self.pending.finish(state, browser)
        except LaunchRefusal as refusal:
            if refusal.platform is None:
                refusal.platform = self._claimed(token)
            raise
        return verify(token, platform=platform, nonce=nonce, keys=self._keys)

    def by_id(self, platform_id: str) -> Platform | None:
        """The platform with this id, None where there is none (any more)."""
        return next((one for one in self.platforms.list() if one.id == platform_id), None)

    def _claimed(self, token: str) -> Platform | None:
        """Who a token says it is from: enough to show the platform's own page why it is refused."""
        said = claimed(token)
        if said is None:
            return None
        found = [one for one in self.platforms.of_issuer(said.issuer) if one.client_id in said.client_ids]
        return found[0] if found else None


def tool_of(request: Request) -> Tool:
    """The Tool of the application that serves `request`."""
    tool: Tool = request.app.state.lti
    return tool


def address(request: Request, path: str) -> str:
    """`path` as a whole address, as the one who asks reaches this server."""
    return f"{request.url.scheme}://{request.url.netloc}{path}"
