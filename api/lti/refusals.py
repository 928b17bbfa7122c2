"""Why a login or launch is refused: a reason with a text in every language, and details for whoever runs the server."""

from __future__ import annotations

from enum import StrEnum

from api.lti.model import Platform
from api.problems import Problem


class Reason(StrEnum):
    """What was wrong; the value names its text in `strings/`."""

    INCOMPLETE = "incomplete"
    UNKNOWN_PLATFORM = "unknown-platform"
    UNKNOWN_STATE = "unknown-state"
    OTHER_BROWSER = "other-browser"
    PLATFORM_REFUSED = "platform-refused"
    BAD_TOKEN = "bad-token"  # noqa: S105  (names a text)
    EXPIRED = "expired"
    UNKNOWN_DEPLOYMENT = "unknown-deployment"
    UNKNOWN_MESSAGE = "unknown-message"
    KEYS_UNAVAILABLE = "keys-unavailable"
    UNKNOWN_KEY = "unknown-key"
    NO_ARTICLES = "no-articles"
    BAD_CHOICE = "bad-choice"


_SLUGS = {
    Reason.UNKNOWN_PLATFORM: "lti-unknown-platform",
    Reason.KEYS_UNAVAILABLE: "lti-platform-unavailable",
    Reason.INCOMPLETE: "lti-incomplete",
    Reason.BAD_CHOICE: "lti-incomplete",
}


class LaunchRefusal(Exception):  # noqa: N818  (as Problem)
    """A login or launch that is not served; `detail` is for the administrator, `platform` the one it came from."""

    def __init__(self, reason: Reason, detail: str, *, platform: Platform | None = None) -> None:
        """Keep the parts."""
        self.reason = reason
        self.detail = detail
        self.platform = platform
        super().__init__(f"{reason.value}: {detail}")

    @property
    def problem(self) -> Problem:
        """The refusal as a problem of the API."""
        return Problem(slug=_SLUGS.get(self.reason, "lti-launch-refused"), detail=self.detail)
