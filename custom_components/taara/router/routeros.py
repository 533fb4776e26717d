"""RouterOS 7 by its REST interface: a hotspot user, a User Manager user, an interface.

What to read is part of the account, as `kind:name`: a router counts many things, and
only the household knows which of them is its plan. Every value is a string.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, override

from aiohttp import BasicAuth, hdrs
from yarl import URL

from ..model import CounterKind, Reading
from .address import is_private
from .answer import Answer
from .faults import raise_for_fault
from .provider import CannotConnect, Evidence, InvalidAuth, UsageProvider
from .redact import redact
from .session import RouterSession
from .values import amount, flag

_RESOURCE = "/rest/system/resource"
_HOTSPOT_USER = "/rest/ip/hotspot/user"
_HOTSPOT_ACTIVE = "/rest/ip/hotspot/active"
_MANAGED_USER = "/rest/user-manager/user"
_MONITOR = "/rest/user-manager/user/monitor"
_INTERFACE = "/rest/interface"

_UNAUTHORIZED = {"error": 401, "message": "Unauthorized"}
_SHOWN = frozenset(
    (
        "active-sessions",
        "bytes-in",
        "bytes-out",
        "disabled",
        "limit-bytes-total",
        "rx-byte",
        "total-download",
        "total-upload",
        "tx-byte",
    )
)


class Counter(StrEnum):
    """What a router can count for a household."""

    HOTSPOT = "hotspot"
    MANAGED = "user_manager"
    INTERFACE = "interface"

    def named(self, name: str) -> str:
        """Return this counter of that name, as the account holds it."""
        return f"{self}:{name}"


_LISTS = {
    Counter.HOTSPOT: _HOTSPOT_USER,
    Counter.MANAGED: _MANAGED_USER,
    Counter.INTERFACE: _INTERFACE,
}


class RouterOsProvider(UsageProvider):
    """One counter of a RouterOS device."""

    name: ClassVar[str] = "routeros"
    account_fields: ClassVar[tuple[str, ...]] = ("username", "password", "counter")

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""
        self._session = session
        self._login = BasicAuth(account["username"], account["password"], "utf-8")
        kind, _, self._of = account.get("counter", "").partition(":")
        self._kind = Counter(kind) if kind else Counter.INTERFACE

    @override
    async def sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""
        answer = await self._get(_RESOURCE, "version")
        if not answer.json_object():
            raise answer.unexpected("this is no RouterOS")

    async def counters(self) -> tuple[str, ...]:
        """Return what the account may read, as `kind:name`; any `RouterError`.

        A menu that this router does not have, or the account may not see, is left out.
        """
        await self.sign_in()
        found: list[str] = []
        for kind, path in _LISTS.items():
            answer = await self._send("GET", _asking(path, "name"))
            if answer.ok:
                found += (kind.named(str(row["name"])) for row in _rows(answer, "name"))
        return tuple(found)

    @override
    async def read(self) -> Reading:
        """Make one poll; any `RouterError`."""
        match self._kind:
            case Counter.HOTSPOT:
                return await self._hotspot_user()
            case Counter.MANAGED:
                return await self._managed_user()
            case Counter.INTERFACE:
                return await self._interface()

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        known = answer.status == 401 and answer.json_object() == _UNAUTHORIZED
        if path != _RESOURCE or not known:
            return None
        return Evidence(provider=cls.name, path=path, reason="routeros_rest")

    async def _hotspot_user(self) -> Reading:
        """Read a hotspot user; its totals may only learn of a session when it ends."""
        answer = await self._get(
            _HOTSPOT_USER, "name,bytes-in,bytes-out,limit-bytes-total", usage=True
        )
        user = self._mine(answer, "name")
        sessions = await self._get(_HOTSPOT_ACTIVE, "user,bytes-in,bytes-out")
        active = [row for row in _rows(sessions, "user") if row["user"] == self._of]
        used = sum(_both(row, "bytes-in", "bytes-out") or 0 for row in (user, *active))
        limit = amount(user.get("limit-bytes-total"), 1) or None
        return Reading(
            taken_at=datetime.now(UTC),
            counter=CounterKind.CUMULATIVE if limit is None else CounterKind.USED,
            used=used,
            remaining=None if limit is None else max(0, limit - used),
            allowance=limit,
            response_ms=answer.elapsed_ms + sessions.elapsed_ms,
            raw={"user": redact(user, _SHOWN), "active": redact(active, _SHOWN)},
        )

    async def _managed_user(self) -> Reading:
        """Read a User Manager user, whose totals include the running sessions."""
        user = self._mine(await self._get(_MANAGED_USER, ".id,name"), "name")
        answer = await self._checked(
            "POST",
            URL(_MONITOR),
            usage=True,
            json={".id": str(user.get(".id")), "once": True},
        )
        row = next(_rows(answer, "total-download"), {})
        profile = row.get("actual-profile")
        return Reading(
            taken_at=datetime.now(UTC),
            counter=CounterKind.CUMULATIVE,
            used=_counted(answer, row, "total-download", "total-upload"),
            plan_name=profile if isinstance(profile, str) and profile else None,
            response_ms=answer.elapsed_ms,
            raw={"user": redact(row, _SHOWN)},
        )

    async def _interface(self) -> Reading:
        """Read an interface, whose counters begin again when the router does."""
        answer = await self._get(_INTERFACE, "name,rx-byte,tx-byte", usage=True)
        row = self._mine(answer, "name")
        return Reading(
            taken_at=datetime.now(UTC),
            counter=CounterKind.CUMULATIVE,
            used=_counted(answer, row, "rx-byte", "tx-byte"),
            response_ms=answer.elapsed_ms,
            raw={"interface": redact(row, _SHOWN)},
        )

    def _mine(self, answer: Answer, key: str) -> Mapping[str, Any]:
        """Return the row of this account's counter."""
        for row in _rows(answer, key):
            if row[key] == self._of and not flag(row.get("disabled")):
                return row
        raise answer.unexpected("what was chosen to be read is not there any more")

    async def _get(self, path: str, fields: str, *, usage: bool = False) -> Answer:
        return await self._checked("GET", _asking(path, fields), usage=usage)

    async def _checked(
        self,
        method: str,
        url: URL,
        *,
        usage: bool = False,
        json: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Ask for what has to be answered; any `RouterError`."""
        answer = await self._send(method, url, usage=usage, json=json)
        if answer.status in {401, 403} or _forbids(answer):
            raise InvalidAuth("the router does not let this account read its counters")
        raise_for_fault(answer)
        if not answer.ok:
            raise answer.unexpected("this menu is not there")
        return answer

    async def _send(
        self,
        method: str,
        url: URL,
        *,
        usage: bool = False,
        json: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Send with the credentials; over plain http only to a router at home."""
        base = self._session.base_url
        if base.scheme != "https" and not is_private(base):
            raise CannotConnect("credentials go to a public host over https only")
        return await self._session.request(
            method,
            str(url),
            usage=usage,
            json=json,
            headers={hdrs.AUTHORIZATION: self._login.encode()},
        )


def _asking(path: str, fields: str) -> URL:
    """Ask for named fields only: some menus would answer passwords, too."""
    return URL(path).with_query({".proplist": fields})


def _rows(answer: Answer, key: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of an answer that have `key`."""
    payload = answer.json()
    for row in payload if isinstance(payload, list) else [payload]:
        if isinstance(row, dict) and key in row:
            yield row


def _both(row: Mapping[str, Any], one: str, other: str) -> int | None:
    """Return the sum of two counters, if both are there."""
    counts = [amount(row.get(name), 1) for name in (one, other)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _counted(answer: Answer, row: Mapping[str, Any], one: str, other: str) -> int:
    """Return the sum of two counters; `UnexpectedPayload` if one is missing."""
    if (count := _both(row, one, other)) is None:
        raise answer.unexpected("the counters are missing")
    return count


def _forbids(answer: Answer) -> bool:
    """Tell RouterOS's lack of permission, which it calls an error of its own."""
    text = answer.text[:500]
    return answer.status == 500 and ("not allowed" in text or "permission" in text)
