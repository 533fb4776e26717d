"""RouterOS 7 by its REST interface: a hotspot user, a User Manager user, an interface.

What to read is part of the account, as `kind:name`: a router counts many things, and
only the household knows which of them is its plan.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, override

from yarl import URL

from ..model import Reading
from .answer import Answer
from .faults import is_used_up, raise_for_fault
from .provider import (
    PASSWORD,
    USERNAME,
    AccountField,
    Evidence,
    InvalidAuth,
    Question,
    RouterError,
    UnexpectedPayload,
    UsageProvider,
)
from .routeros_payload import (
    hotspot_user,
    identifier,
    interface,
    managed_user,
    names,
    with_sessions,
    with_start,
)
from .session import RouterSession

_RESOURCE = "/rest/system/resource"
_HOTSPOT_USER = "/rest/ip/hotspot/user"
_HOTSPOT_ACTIVE = "/rest/ip/hotspot/active"
_MANAGED_USER = "/rest/user-manager/user"
_MONITOR = "/rest/user-manager/user/monitor"
_INTERFACE = "/rest/interface"

_UNAUTHORIZED = {"error": 401, "message": "Unauthorized"}


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
    """One counter of a RouterOS device.

    `counter` may be empty while the household has not chosen one yet.
    """

    name: ClassVar[str] = "routeros"
    account_fields: ClassVar[tuple[AccountField, ...]] = (
        # Who may look is not who is counted.
        replace(USERNAME, identifies=False),
        PASSWORD,
        AccountField(name="counter", offered=True),
    )
    question: ClassVar[Question | None] = Question(path=_RESOURCE)

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""
        self._session = session
        # Basic authentication (RFC 7617); a name with a colon is one that no router has.
        login = f"{account['username']}:{account['password']}".encode()
        self._headers = {"Authorization": f"Basic {b64encode(login).decode()}"}
        self._kind, _, self._of = account.get("counter", "").partition(":")

    @override
    async def sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""
        answer = await self._get(_RESOURCE, "version")
        if not answer.json_object():
            raise answer.unexpected("this is no RouterOS")

    @override
    async def offers(self) -> tuple[str, ...]:
        """Return what the account may read, as `kind:name`; any `RouterError`.

        A menu that this router does not have, or the account may not see, is left out.
        """
        await self.sign_in()
        found: list[str] = []
        for kind, path in _LISTS.items():
            answer = await self._send("GET", _asking(path, "name,disabled"))
            if not _is_absent(answer) and not _forbids(answer):
                found += (kind.named(name) for name in names(_checked(answer)))
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
        raise UnexpectedPayload("nothing was chosen to be read")

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        known = answer.status == 401 and answer.json_object() == _UNAUTHORIZED
        if path != _RESOURCE or not known:
            return None
        return Evidence(provider=cls.name, path=path, reason="routeros_rest")

    async def _hotspot_user(self) -> Reading:
        fields = "name,disabled,bytes-in,bytes-out,limit-bytes-total"
        answer = await self._get(_HOTSPOT_USER, fields, usage=True)
        user = hotspot_user(answer, self._of, datetime.now(UTC))
        sessions = await self._get(_HOTSPOT_ACTIVE, "user,bytes-in,bytes-out")
        return with_sessions(user, sessions, self._of, datetime.now(UTC))

    async def _managed_user(self) -> Reading:
        users = await self._get(_MANAGED_USER, ".id,name,disabled")
        body = {".id": identifier(users, self._of), "once": True}
        answer = await self._send("POST", URL(_MONITOR), usage=True, json=body)
        return managed_user(_checked(answer), datetime.now(UTC))

    async def _interface(self) -> Reading:
        answer = await self._get(_INTERFACE, "name,rx-byte,tx-byte", usage=True)
        reading = interface(answer, self._of, datetime.now(UTC))
        try:
            resource = await self._get(_RESOURCE, "uptime")
        except InvalidAuth:
            raise
        except RouterError:
            # The figures are there; when they began is good to know, and no more.
            return reading
        return with_start(reading, resource, datetime.now(UTC))

    async def _get(self, path: str, fields: str, *, usage: bool = False) -> Answer:
        return _checked(await self._send("GET", _asking(path, fields), usage=usage))

    async def _send(
        self,
        method: str,
        url: URL,
        *,
        usage: bool = False,
        json: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Send with the credentials, which every answer here is for."""
        return await self._session.request(
            method,
            str(url),
            usage=usage,
            secret=True,
            json=json,
            headers=self._headers,
        )


def _asking(path: str, fields: str) -> URL:
    """Ask for named fields only: some menus would answer passwords, too."""
    return URL(path).with_query({".proplist": fields})


def _checked(answer: Answer) -> Answer:
    """Return an answer that is a success; any `RouterError`."""
    if answer.status == 401:
        raise InvalidAuth("the router refuses the credentials")
    if _forbids(answer):
        raise InvalidAuth("the router does not let this account read its counters")
    raise_for_fault(answer)
    if not answer.ok:
        raise answer.unexpected("this menu is not there")
    return answer


def _is_absent(answer: Answer) -> bool:
    """Tell that a router has no such menu: a package is not installed."""
    return answer.status in {400, 404}


def _forbids(answer: Answer) -> bool:
    """Tell RouterOS's lack of permission, which it calls an error of its own."""
    if answer.status == 403:
        return not is_used_up(answer)
    body = answer.json_object()
    said = f"{body.get('message')} {body.get('detail')}"
    return answer.status == 500 and ("not allowed" in said or "permission" in said)
