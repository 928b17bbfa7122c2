"""What a platform must know about Manba, in the form of Canvas's JSON configuration."""

from __future__ import annotations

from urllib.parse import urlsplit

from api.lti.launching import Message
from api.lti.tool import JWKS_PATH, LAUNCH_PATH, LOGIN_PATH, NAME

_DESCRIPTION = "Questions answered in the exact words of chosen articles, in Persian, Polish, Arabic and English."
# Where a trainer inserts a link or a box: a module's item, and the editor of pages.
_PLACEMENTS = ("link_selection", "editor_button")
_WIDTH, _HEIGHT = 760, 720


def canvas_configuration(address: str) -> dict[str, object]:
    """The configuration of the tool at `address`; it asks for nothing about people and for no service."""
    launch_url = f"{address}{LAUNCH_PATH}"
    placements = [
        {
            "placement": placement,
            "enabled": True,
            "message_type": Message.DEEP_LINKING.value,
            "target_link_uri": launch_url,
            "text": NAME,
            "selection_width": _WIDTH,
            "selection_height": _HEIGHT,
        }
        for placement in _PLACEMENTS
    ]
    return {
        "title": NAME,
        "description": _DESCRIPTION,
        "oidc_initiation_url": f"{address}{LOGIN_PATH}",
        "target_link_uri": launch_url,
        "public_jwk_url": f"{address}{JWKS_PATH}",
        "scopes": [],
        "custom_fields": {},
        "extensions": [
            {
                "domain": urlsplit(address).hostname,
                "tool_id": NAME.lower(),
                "platform": "canvas.instructure.com",
                "privacy_level": "anonymous",
                "settings": {"text": NAME, "placements": placements},
            }
        ],
    }
