"""A captive portal that says what is left: the Captive Portal API (RFC 8908).

It speaks of the device that asks, knows no account and asks for no sign-in. RouterOS
serves it on its hotspots and writes `---` where it has no figure, which is not JSON.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import re
from typing import Any, ClassVar, override

from ..model import CounterKind, Reading
from .answer import Answer
from .faults import raise_for_fault
from .provider import AccountField, Evidence, Question, RouterUnavailable, UsageProvider
from .redact import redact
from .session import RouterSession
from .values import amount, number

PATH = "/api"
MEDIA_TYPE = "application/captive+json"

_SHOWN = frozenset(
    ("bytes-remaining", "can-extend-session", "captive", "seconds-remaining")
)
# What RouterOS writes in place of a number that it does not have.
_NO_FIGURE = re.compile(rb":[\s-]*(?=[,}])")
# The time left is whole seconds at best: an end that moves by less has not moved.
_JITTER = timedelta(minutes=2)
_MAX_SECONDS = 400 * 86_400


class CapportProvider(UsageProvider):
    """The session of Home Assistant's own device at a captive portal."""

    name: ClassVar[str] = "capport"
    account_fields: ClassVar[tuple[AccountField, ...]] = ()
    question: ClassVar[Question | None] = Question(path=PATH, accept=MEDIA_TYPE)

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
        return self._with_steady_end(reading(answer, datetime.now(UTC)))

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        if path != PATH or not isinstance(_body(answer).get("captive"), bool):
            return None
        return Evidence(provider=cls.name, path=path, reason="capport_api")

    def _with_steady_end(self, taken: Reading) -> Reading:
        """Return a reading whose end stays from poll to poll while the session does."""
        said, known = taken.cycle_end, self._end
        if not isinstance(said, datetime):
            self._end = None
        elif known is None or abs(said - known) > _JITTER:
            self._end = said
        return replace(taken, cycle_end=self._end)


def reading(answer: Answer, now: datetime) -> Reading:
    """Read what is left in bytes; `UnexpectedPayload`, or `RouterUnavailable` if walled."""
    body = _body(answer)
    captive = body.get("captive")
    if not answer.ok or not isinstance(captive, bool):
        raise answer.unexpected("this is no captive portal API")
    if captive:
        raise RouterUnavailable("the portal does not let this device through yet")
    if body.get("bytes-remaining") is None:
        # As the standard has it where nothing is limited, so there is nothing to report.
        raise RouterUnavailable("the portal does not count this device's data")
    remaining = amount(body["bytes-remaining"], 1)
    if remaining is None:
        raise answer.unexpected("what is left is no amount of data")
    return Reading(
        taken_at=now,
        counter=CounterKind.REMAINING,
        remaining=remaining,
        cycle_end=_end(body, now),
        response_ms=answer.elapsed_ms,
        raw=redact(body, _SHOWN),
    )


def _end(body: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return when the session ends, to the nearest minute."""
    seconds = number(body.get("seconds-remaining"))
    if seconds is None or seconds > _MAX_SECONDS:
        return None
    end = now + timedelta(seconds=float(seconds) + 30)
    return end.replace(second=0, microsecond=0)


def _body(answer: Answer) -> Mapping[str, Any]:
    """Return the object in an answer, RouterOS's gaps mended."""
    if body := answer.json_object():
        return body
    mended = _NO_FIGURE.sub(b": null", answer.body)
    return replace(answer, body=mended).json_object()
