"""The answer to a trainer's dialogue: one link to a question box, or none, signed for the platform."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from api.lti.choosing import Choice, as_custom
from api.lti.launching import CLAIM, DEEP_LINKING, VERSION
from api.lti.pending import Choosing
from api.lti.tool_key import ToolKey

VALID_FOR = timedelta(minutes=5)
BOX_HEIGHT = 640
"""Height in CSS pixels that a platform is asked to give the box; it scrolls in less."""


def content_item(choice: Choice, *, title: str, launch_url: str) -> dict[str, object]:
    """A link to the question box of `choice`, as Deep Linking 2.0 describes one."""
    item: dict[str, object] = {
        "type": "ltiResourceLink",
        "title": title,
        "url": launch_url,
        "iframe": {"height": BOX_HEIGHT},
    }
    custom = as_custom(choice)
    return {**item, "custom": custom} if custom else item


def signed_response(choosing: Choosing, items: list[dict[str, object]], *, key: ToolKey, now: datetime) -> str:
    """The LtiDeepLinkingResponse with `items`, as a JWT for the platform of `choosing`."""
    claims: dict[str, object] = {
        "iss": choosing.platform.client_id,
        "aud": choosing.platform.issuer,
        "iat": int(now.timestamp()),
        "exp": int((now + VALID_FOR).timestamp()),
        "nonce": secrets.token_urlsafe(24),
        f"{CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{CLAIM}version": VERSION,
        f"{CLAIM}deployment_id": choosing.deployment,
        f"{DEEP_LINKING}content_items": items,
    }
    if choosing.data is not None:
        claims[f"{DEEP_LINKING}data"] = choosing.data
    return key.sign(claims)
