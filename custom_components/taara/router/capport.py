"""A captive portal that says what is left: the Captive Portal API (RFC 8908).

It speaks of the device that asks, knows no account and asks for no sign-in. RouterOS
serves it on its hotspots and writes `---` where it has no figure, which is not JSON.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import re
from typing import Any, ClassVar, override

from ..model import CounterKind, Reading
from .answer import Answer
from .faults import raise_for_fault
from .provider import Evidence, RouterUnavailable, UsageProvider
from .redact import redact
from .session import RouterSession
from .values import amount, number

PATH = "/api"
MEDIA_TYPE = "application/captive+json"

_SHOWN = frozenset(
    ("bytes-remaining", "can-extend-session", "captive", "seconds-remaining")
)
# What RouterOS writes in place of a number that it does not have.
_NO_FIGURE = re.compile(rb":\s*-+\s*(?=[,}])")
# The time left is whole seconds at best: an end that moves by less has not moved.
_JITTER = timedelta(minutes=2)
_MAX_SECONDS = 400 * 86_400


class CapportProvider(UsageProvider):
    """The session of Home Assistant's own device at a captive portal."""

    name: ClassVar[str] = "capport"
    account_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`; there is no account."""
        self._session = session
        self._end: datetime | None = None

    @override
    async def sign_in(self) -> None:
        """There is nothing to prove."""

    @override
    async def read(self) -> Reading:
        """Make one poll; any `RouterError`."""
        answer = await self._session.request("GET", PATH, usage=True, accept=MEDIA_TYPE)
        raise_for_fault(answer)
        if not answer.ok or answer.redirects_elsewhere:
            raise answer.unexpected("this is no captive portal API")
        body = _body(answer)
        if body.get("captive") is not False:
            raise _closed(answer, body)
        remaining = amount(body.get("bytes-remaining"), 1)
        if remaining is None:
            raise answer.unexpected("the portal does not count this device's data")
        now = datetime.now(UTC)
        return Reading(
            taken_at=now,
            counter=CounterKind.REMAINING,
            remaining=remaining,
            cycle_end=self._steady_end(now, body.get("seconds-remaining")),
            response_ms=answer.elapsed_ms,
            raw=redact(body, _SHOWN),
        )

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        if path != PATH or not isinstance(_body(answer).get("captive"), bool):
            return None
        return Evidence(provider=cls.name, path=path, reason="capport_api")

    def _steady_end(self, now: datetime, stated: Any) -> datetime | None:
        """Return when the session ends, the same from poll to poll while it does."""
        seconds = number(stated)
        if seconds is None or seconds > _MAX_SECONDS:
            return None
        end = (now + timedelta(seconds=float(seconds))).replace(second=0, microsecond=0)
        if self._end is None or abs(end - self._end) > _JITTER:
            self._end = end
        return self._end


def _body(answer: Answer) -> Mapping[str, Any]:
    """Return the object in an answer, RouterOS's gaps mended."""
    if body := answer.json_object():
        return body
    mended = _NO_FIGURE.sub(b": null", answer.body)
    return Answer(
        status=answer.status, url=answer.url, headers={}, body=mended
    ).json_object()


def _closed(answer: Answer, body: Mapping[str, Any]) -> Exception:
    """Return why a portal that lets this device go nowhere counts nothing for it."""
    if body.get("captive") is True:
        return RouterUnavailable("the portal does not let this device through yet")
    return answer.unexpected("this is no captive portal API")
