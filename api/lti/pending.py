"""What is under way: logins that wait for their launch, and trainers who are choosing what to insert.

A login's state and nonce lie here and not in a cookie alone, for many browsers drop cookies inside another site's
frame. Where the cookie comes, it must be the one given at the login: then a launch works only in the browser that began
it. Where it does not come, the state stands alone: it is secret, works once and for ten minutes, and the platform's
signature covers the nonce that belongs to it. Somebody could then still have another person's browser finish a launch
he began himself; what she would see is a question box he configured, for a launch signs nobody in and keeps nothing
about anyone. A platform for which that is too much is registered with `--needs-cookie`.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from api.lti.model import Platform
from api.lti.refusals import LaunchRefusal, Reason
from api.lti.store import Clock, PlatformStore, utc_now
from indexer import Database, LanguageCode

LOGIN_LASTS = timedelta(minutes=10)
CHOICE_LASTS = timedelta(hours=2)
MOST_LOGINS = 20_000
"""Logins kept at the same time; the oldest make way, so that nobody fills the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A login that was begun: `state` and `nonce` travel by the platform, `browser` in a cookie."""

    state: str
    nonce: str
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """A trainer's dialogue: where its answer goes, and the platform's own `data`, sent back as it came."""

    platform: Platform
    deployment: str
    return_url: str
    data: str | None
    language: LanguageCode | None


class Pending:
    """Logins and dialogues under way; shared by all processes of a server."""

    def __init__(self, database: Database, *, clock: Clock = utc_now) -> None:
        """Keep them in `database`."""
        self._database = database
        self._platforms = PlatformStore(database)
        self._clock = clock

    def begin(self, platform: Platform) -> Login:
        """Note a login at `platform`."""
        login = Login(state=_secret(), nonce=_secret(), browser=_secret())
        now = self._clock()
        # A login lost to a power failure is begun again: no need to wait for the disk.
        with self._database.writing(flushed=False) as connection:
            connection.execute("DELETE FROM logins WHERE expires < ?", (now.timestamp(),))
            connection.execute(
                "DELETE FROM logins WHERE state_sha256 IN"
                " (SELECT state_sha256 FROM logins ORDER BY expires DESC LIMIT -1 OFFSET ?)",
                (MOST_LOGINS - 1,),
            )
            connection.execute(
                "INSERT INTO logins (state_sha256, platform, nonce, browser_sha256, expires) VALUES (?, ?, ?, ?, ?)",
                (_hash(login.state), platform.id, login.nonce, _hash(login.browser), _end(now, LOGIN_LASTS)),
            )
        return login

    def finish(self, state: str, browser: str | None) -> tuple[Platform, str]:
        """Take back a login by its state, once: the platform and the nonce its token must carry.

        `browser` is the cookie's value, None where none came. Raises LaunchRefusal.
        """
        if not self._database.path.exists():
            raise LaunchRefusal(Reason.UNKNOWN_STATE, "No platform is registered: run manba lti add.")
        with self._database.writing(flushed=False) as connection:
            row = connection.execute("SELECT * FROM logins WHERE state_sha256 = ?", (_hash(state),)).fetchone()
            connection.execute("UPDATE logins SET used = 1 WHERE state_sha256 = ?", (_hash(state),))
        platform = self._platform(row["platform"]) if row is not None else None
        if row is None or platform is None:
            raise LaunchRefusal(Reason.UNKNOWN_STATE, "The state belongs to no login, or to one that is long over.")
        if row["used"] or row["expires"] < self._clock().timestamp():
            how = "was used already" if row["used"] else "is over ten minutes old"
            raise LaunchRefusal(Reason.UNKNOWN_STATE, f"The login of this state {how}.", platform=platform)
        if browser is None and platform.needs_cookie:
            detail = "No cookie came, and this platform was registered with --needs-cookie."
            raise LaunchRefusal(Reason.OTHER_BROWSER, detail, platform=platform)
        if browser is not None and not hmac.compare_digest(_hash(browser), bytes(row["browser_sha256"])):
            detail = "The cookie is not that of the browser that began the login."
            raise LaunchRefusal(Reason.OTHER_BROWSER, detail, platform=platform)
        return platform, row["nonce"]

    def offer(self, choosing: Choosing) -> str:
        """Note a dialogue; its ticket stands in the form."""
        ticket = _secret()
        now = self._clock()
        with self._database.writing(flushed=False) as connection:
            connection.execute("DELETE FROM choices WHERE expires < ?", (now.timestamp(),))
            connection.execute(
                "INSERT INTO choices (ticket_sha256, platform, deployment, return_url, data, language, expires)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    _hash(ticket),
                    choosing.platform.id,
                    choosing.deployment,
                    choosing.return_url,
                    choosing.data,
                    choosing.language.value if choosing.language is not None else None,
                    _end(now, CHOICE_LASTS),
                ),
            )
        return ticket

    def chosen(self, ticket: str) -> Choosing:
        """Take back a dialogue by its ticket, once. Raises LaunchRefusal."""
        row = None
        if self._database.path.exists():
            with self._database.writing(flushed=False) as connection:
                row = connection.execute(
                    "DELETE FROM choices WHERE ticket_sha256 = ? RETURNING *", (_hash(ticket),)
                ).fetchone()
        platform = self._platform(row["platform"]) if row is not None else None
        if row is None or platform is None or row["expires"] < self._clock().timestamp():
            detail = "The dialogue was answered already, or is over two hours old."
            raise LaunchRefusal(Reason.UNKNOWN_STATE, detail, platform=platform)
        return Choosing(
            platform=platform,
            deployment=row["deployment"],
            return_url=row["return_url"],
            data=row["data"],
            language=LanguageCode(row["language"]) if row["language"] is not None else None,
        )

    def _platform(self, platform_id: str) -> Platform | None:
        return next((one for one in self._platforms.list() if one.id == platform_id), None)


def _secret() -> str:
    return secrets.token_urlsafe(32)


def _hash(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _end(now: datetime, lasts: timedelta) -> float:
    return (now + lasts).timestamp()
