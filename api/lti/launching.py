"""A platform's signed message, verified: from the token of a launch to what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.lti.model import Platform, RegistrationError, web_address
from api.lti.platform_keys import PlatformKeys
from api.lti.refusals import LaunchRefusal, Reason
from indexer import LanguageCode

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
VERSION = "1.3.0"
ALGORITHM = "RS256"
LEEWAY_S = 60
"""Seconds by which the clocks of platform and tool may differ."""
_SHOWN = 120


class Message(StrEnum):
    """What a platform may ask for."""

    RESOURCE_LINK = "LtiResourceLinkRequest"
    DEEP_LINKING = "LtiDeepLinkingRequest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A verified launch. Nothing in it says who launches: names, addresses and ids of people are not read.

    `return_url` and `data` belong to deep linking. `locale` is the platform's language where Manba speaks it.
    """

    platform: Platform
    message: Message
    deployment: str
    custom: Mapping[str, str]
    locale: LanguageCode | None
    return_url: str | None
    data: str | None


def verify(token: str, *, platform: Platform, nonce: str, keys: PlatformKeys) -> Launch:
    """What `token` asks for, if `platform` signed it for us, just now, for the login that `nonce` belongs to.

    Raises LaunchRefusal. Security Framework 1.0, section 5.1.3; LTI 1.3, section 5.
    """
    claims = _signed_claims(token, platform, keys)
    _require_audience(claims, platform)
    if claims.get("nonce") != nonce:
        raise _bad("The nonce is not the one of this login: the token was sent before, or is another's.", platform)
    deployment = claims.get(f"{CLAIM}deployment_id")
    if deployment not in platform.deployments:
        detail = (
            f"The deployment {_shown(deployment)} of {platform.issuer} is not registered. If it is meant, run "
            f"manba lti add for this platform again, with --deployment for each of its deployments."
        )
        raise LaunchRefusal(Reason.UNKNOWN_DEPLOYMENT, detail, platform=platform)
    if claims.get(f"{CLAIM}version") != VERSION:
        detail = f"The message is of version {_shown(claims.get(f'{CLAIM}version'))}; Manba speaks {VERSION}."
        raise LaunchRefusal(Reason.UNKNOWN_MESSAGE, detail, platform=platform)
    try:
        message = Message(str(claims.get(f"{CLAIM}message_type")))
    except ValueError:
        asked = _shown(claims.get(f"{CLAIM}message_type"))
        detail = f"The message is {asked}; Manba answers {' and '.join(Message)}."
        raise LaunchRefusal(Reason.UNKNOWN_MESSAGE, detail, platform=platform) from None
    settings = _members(claims.get(f"{DEEP_LINKING}deep_linking_settings"))
    presentation = _members(claims.get(f"{CLAIM}launch_presentation"))
    data = settings.get("data")
    return Launch(
        platform=platform,
        message=message,
        deployment=str(deployment),
        custom={
            name: value for name, value in _members(claims.get(f"{CLAIM}custom")).items() if isinstance(value, str)
        },
        locale=_language(presentation.get("locale")),
        return_url=_return_url(settings, platform) if message is Message.DEEP_LINKING else None,
        data=data if isinstance(data, str) else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Who a token says it is from and for, with nobody's word for it."""

    issuer: str
    client_ids: tuple[str, ...]


def claimed(token: str) -> Claimed | None:
    """What `token` says without being verified: good for choosing who may frame a refusal, nothing more."""
    import jwt

    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    issuer, audience = claims.get("iss"), claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if not isinstance(issuer, str):
        return None
    return Claimed(issuer=issuer, client_ids=tuple(one for one in named if isinstance(one, str)))


def _signed_claims(token: str, platform: Platform, keys: PlatformKeys) -> dict[str, Any]:
    import jwt

    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise _bad(f"The token cannot be read ({error}).", platform) from error
    # Only what needs the platform's private key: never none, nor HS256 with the public key taken for a secret.
    if header.get("alg") != ALGORITHM:
        raise _bad(f"The token is signed with {_shown(header.get('alg'))}; only {ALGORITHM} is accepted.", platform)
    kid = header.get("kid")
    key = keys.key(platform, kid if isinstance(kid, str) else None)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=platform.issuer,
            audience=platform.client_id,
            leeway=LEEWAY_S,
            options={"require": ["iss", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        detail = f"{error}; see that the clocks of this server and the platform are right."
        raise LaunchRefusal(Reason.EXPIRED, detail, platform=platform) from error
    except (jwt.PyJWTError, ValueError, OverflowError, RecursionError) as error:
        raise _bad(f"The token is not valid: {error}.", platform) from error
    return claims


def _require_audience(claims: Mapping[str, Any], platform: Platform) -> None:
    audiences = claims["aud"]
    azp = claims.get("azp")
    several = isinstance(audiences, list) and len(audiences) > 1
    if (several and azp is None) or (azp is not None and azp != platform.client_id):
        raise _bad(f"The token is for the party {_shown(azp)}, not for {platform.client_id}.", platform)


def _return_url(settings: Mapping[str, Any], platform: Platform) -> str:
    url = settings.get("deep_link_return_url")
    types = settings.get("accept_types")
    if isinstance(types, list) and "ltiResourceLink" not in types:
        detail = "The platform takes no links to tools here (accept_types has no ltiResourceLink)."
        raise LaunchRefusal(Reason.UNKNOWN_MESSAGE, detail, platform=platform)
    try:
        return web_address(url if isinstance(url, str) else "", where="deep_link_return_url")
    except RegistrationError as error:
        raise _bad(f"The platform says nowhere to send the choice to: {error.what}.", platform) from error


def _language(locale: object) -> LanguageCode | None:
    if not isinstance(locale, str):
        return None
    try:
        return LanguageCode(locale.replace("_", "-").partition("-")[0].lower())
    except ValueError:
        return None


def _members(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _bad(detail: str, platform: Platform) -> LaunchRefusal:
    return LaunchRefusal(Reason.BAD_TOKEN, detail, platform=platform)


def _shown(value: object) -> str:
    return repr(value)[:_SHOWN]
