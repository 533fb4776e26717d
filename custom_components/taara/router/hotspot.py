"""A MikroTik HotSpot: the status page that its servlet shows to Home Assistant's device.

The session is that device's, not the household's, and a login takes one of the slots
that the household has. So nobody is logged in unless people gave an account for it, and
nobody is ever logged out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar, override

from ..model import Reading
from .answer import Answer
from .faults import Complaint, raise_for_fault
from .hotspot_payload import (
    asks_to_log_in,
    fields,
    hashed,
    is_login_page,
    is_sent_to_login,
    reading,
    said,
    shows_session,
    user_of,
    wants_hash,
)
from .provider import (
    PASSWORD,
    USERNAME,
    AccountField,
    Evidence,
    InvalidAuth,
    RouterUnavailable,
    UsageProvider,
    UsedUp,
)
from .session import RouterSession

_STATUS = "/status"
_LOGIN = "/login"
# Bytes a second, 200 Mbit/s: more than comes over such a link.
_FASTEST = 25_000_000


class HotspotProvider(UsageProvider):
    """The session of Home Assistant's own device at a HotSpot.

    Without a `username` the session is read as long as there is one, and never begun.
    """

    name: ClassVar[str] = "mikrotik_hotspot"
    account_fields: ClassVar[tuple[AccountField, ...]] = (
        replace(USERNAME, optional=True),
        replace(PASSWORD, optional=True),
    )

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""
        self._session = session
        self._username = account.get("username", "")
        self._password = account.get("password", "")
        self._last: Reading | None = None

    @override
    async def sign_in(self) -> None:
        """Make sure of a session without a usage request; any `RouterError`."""
        await self._read(usage=False)

    @override
    async def read(self) -> Reading:
        """Make one poll; any `RouterError`.

        Nobody is let in any more once the allowance is used up. Then nothing is left, if
        so little was that it may have been used since.
        """
        try:
            self._last = await self._read(usage=True)
        except UsedUp:
            last, now = self._last, datetime.now(UTC)
            # What cannot be true at once is not by waiting.
            self._last = None
            if last is None or not _may_be_gone(last, now):
                raise
            self._last = replace(last, taken_at=now, remaining=0)
        return self._last

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        match path:
            case "/status":
                found = _status_reason(answer)
            case "/login" if is_login_page(answer):
                found = _login_reason(answer)
            case _:
                found = None
        if found is None:
            return None
        reason, sure = found
        return Evidence(provider=cls.name, path=path, reason=reason, sure=sure)

    async def _read(self, *, usage: bool) -> Reading:
        """Read the session, and begin one first if there is none and people want it."""
        answer = await self._ask("GET", _STATUS, usage=usage)
        if asks_to_log_in(answer):
            welcome = await self._log_in()
            answer = await self._ask("GET", _STATUS, usage=usage)
            if asks_to_log_in(answer):
                _require_here(welcome)
                _require_here(answer)
                raise InvalidAuth("the hotspot asks for a login again after one")
        _require_here(answer)
        self._require_own(answer)
        return reading(answer, datetime.now(UTC))

    async def _log_in(self) -> Answer:
        """Log the device in, in the way that the login page asks for."""
        if not self._username:
            raise RouterUnavailable("this device is not logged in to the hotspot")
        # The page has the challenge that the password is hashed with.
        page = await self._ask("GET", _LOGIN, secret=True)
        _require_here(page)
        if not is_login_page(page):
            raise page.unexpected("this is no login page")
        password = hashed(page, self._password) if wants_hash(page) else self._password
        form = {
            "username": self._username,
            "password": password,
            "dst": "",
            "popup": "true",
        }
        # To the address that people entered, whatever the page's form says.
        return _not_refused(await self._ask("POST", _LOGIN, secret=True, form=form))

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        usage: bool = False,
        secret: bool = False,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Exchange one request; any `RouterError` that is none of the credentials."""
        answer = await self._session.request(
            method,
            path,
            usage=usage,
            secret=secret,
            form=form,
            accept="text/html, */*;q=0.5",
        )
        raise_for_fault(answer)
        if not shows_session(answer):
            _raise_for_words(answer)
        return answer

    def _require_own(self, answer: Answer) -> None:
        """Refuse somebody else's figures, where the session's user is named.

        To log them out would be worse, and only people can tell which name is meant.
        """
        user = user_of(answer)
        if self._username and user and user.casefold() != self._username.casefold():
            raise InvalidAuth("this device is logged in as another user")


def _may_be_gone(last: Reading, now: datetime) -> bool:
    """Tell whether what was left can have been used by now."""
    seconds = (now - last.taken_at).total_seconds()
    return last.remaining is not None and last.remaining <= _FASTEST * seconds


def _status_reason(answer: Answer) -> tuple[str, bool] | None:
    """Return why an answer to `/status` is a hotspot's, and whether that is sure.

    A redirect to the login is not: it may lead on to a portal of the provider, and other
    routers do it, too.
    """
    if shows_session(answer) or (answer.ok and "logged_in" in answer.json_object()):
        return "hotspot_status", True
    return ("hotspot_redirect", False) if is_sent_to_login(answer) else None


def _login_reason(page: Answer) -> tuple[str, bool]:
    """Return why a login page is a hotspot's, and whether that is sure.

    Many things ask for a name and a password; where to go then, and a pop-up, is asked
    for by the servlet only.
    """
    if wants_hash(page):
        return "hotspot_chap", True
    return "hotspot_login", not {"dst", "popup"}.isdisjoint(fields(page))


def _not_refused(answer: Answer) -> Answer:
    """Return an answer to a login; any `RouterError` if it is a refusal.

    The login page that comes back is one in any language. But of all that may come after
    a login nothing is sure to come: whether it worked, the status page will tell.
    """
    about = said(answer)
    if about is Complaint.OTHER:
        raise answer.unexpected("it wants the password hashed, but does not say how")
    if about is Complaint.AUTH or asks_to_log_in(answer):
        _require_here(answer)
        raise InvalidAuth("the hotspot refuses the credentials")
    if not answer.ok and answer.location is None:
        raise answer.unexpected("this is no login")
    return answer


def _raise_for_words(answer: Answer) -> None:
    """Raise what no other password would mend; `RouterUnavailable`.

    It comes on a page with status 200, which is else about the login.
    """
    told = f"{answer.url.path} answered {answer.status}"
    match said(answer):
        case Complaint.QUOTA:
            raise UsedUp(f"{told}: the allowance is used up")
        case Complaint.UNAVAILABLE:
            raise RouterUnavailable(f"{told}: no login now")


def _require_here(answer: Answer) -> None:
    """Refuse a redirect to another host: it would not be the hotspot that answers."""
    if answer.redirects_elsewhere:
        raise answer.unexpected("it redirects to another address")
