"""The local session router: `/status`, `/login`, `/usage`, in all of its variants.

Which variant a router speaks is found by what it answers, never configured: how it
wants the login encoded is learnt from refusals, and numbers are read by field name.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
import time
from typing import ClassVar, override

from ..model import Reading
from .answer import Answer
from .faults import Complaint, complaint, leads_to_login, raise_for_fault, wants_login
from .local_payload import counts_usage, reading, session_id
from .provider import (
    PASSWORD,
    USERNAME,
    AccountField,
    Evidence,
    InvalidAuth,
    RouterError,
    RouterUnavailable,
    UsageProvider,
)
from .session import RouterSession
from .values import flag, number, retry_after

_SESSION_SECONDS = 3600
"""How long a session lasts where the router does not say."""


class _Encoding(StrEnum):
    """How the login is sent."""

    JSON = "json"
    FORM = "form"

    @property
    def other(self) -> _Encoding:
        """The one to try when this one is refused."""
        return _Encoding.FORM if self is _Encoding.JSON else _Encoding.JSON


class _Verdict(StrEnum):
    """What an answer to a login says."""

    ACCEPTED = "accepted"
    UNSURE = "unsure"
    """Nothing but "ok": some routers say so to any password."""
    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"


class LocalProvider(UsageProvider):
    """A household's router that counts the account's usage."""

    name: ClassVar[str] = "local"
    account_fields: ClassVar[tuple[AccountField, ...]] = (USERNAME, PASSWORD)
    # The original plan of the provider.
    usual_allowance: ClassVar[int | None] = 2**40

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""
        self._session = session
        self._account = account
        self._encoding = _Encoding.JSON
        self._encoding_proven = False
        self._bearer: dict[str, str] = {}
        self._signed_in_until = 0.0

    @override
    async def sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""
        await self._log_in()

    @override
    async def read(self) -> Reading:
        """Make one poll; any `RouterError`."""
        fresh = not await self._has_session()
        if fresh:
            await self._log_in()
        answer = await self._usage()
        if wants_login(answer):
            if fresh:
                # The session of this very poll does not count: perhaps the router
                # took no notice of a login in this encoding.
                self._encoding, self._encoding_proven = self._encoding.other, False
            await self._log_in()
            answer = await self._usage()
            if wants_login(answer):
                raise InvalidAuth("the router asks for a login again after one")
        raise_for_fault(answer)
        return reading(answer, datetime.now(UTC))

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials."""
        body = answer.json_object()
        match path:
            case "/status" if "session_valid" in body or complaint(body):
                return Evidence(
                    provider=cls.name,
                    path=path,
                    reason="local_status",
                    sure="session_valid" in body or "error_code" in body,
                )
            case "/login" if answer.status == 405 or (body and answer.status != 404):
                # Other services have such a page, too: look on.
                return Evidence(
                    provider=cls.name, path=path, reason="local_login", sure=False
                )
            case "/usage" if counts_usage(body) or complaint(body):
                return Evidence(provider=cls.name, path=path, reason="local_usage")
        return None

    async def _has_session(self) -> bool:
        """Tell whether a session stands, by the router's word or else by our clock."""
        valid = await self._session_valid()
        return time.monotonic() < self._signed_in_until if valid is None else valid

    async def _session_valid(self) -> bool | None:
        """Ask the router; `None` where it does not say."""
        answer = await self._session.request("GET", "/status", headers=self._bearer)
        if wants_login(answer):
            return False
        raise_for_fault(answer)
        _require_here(answer)
        body = answer.json_object()
        if flag(body.get("maintenance_mode")):
            wait = retry_after(answer.headers, body)
            raise RouterUnavailable("the router is in maintenance", retry_after=wait)
        return flag(body.get("session_valid"))

    async def _usage(self) -> Answer:
        return await self._session.request(
            "GET", "/usage", usage=True, headers=self._bearer
        )

    async def _log_in(self) -> None:
        """Sign in, with the credentials in each encoding that the router may want.

        As long as none has worked, a refusal may mean that the router did not find
        the credentials in what was sent, so the other encoding is tried, too. Whatever
        the router makes of that, the refusal stands.
        """
        refused = False
        for encoding in (self._encoding, self._encoding.other):
            try:
                answer = await self._post_login(encoding)
                verdict = await self._settled(self._verdict(answer), answer)
            except RouterError:
                if refused:
                    break
                raise
            if verdict is _Verdict.ACCEPTED:
                self._begin_session(encoding, answer)
                return
            refused = refused or verdict is _Verdict.REFUSED
            if refused and self._encoding_proven:
                break
        if refused:
            raise InvalidAuth("the router refuses the credentials")
        raise_for_fault(answer)
        raise answer.unexpected("the login is understood neither as JSON nor as a form")

    async def _post_login(self, encoding: _Encoding) -> Answer:
        """Send the credentials, without what is left of an earlier session."""
        self._session.forget()
        self._bearer = {}
        self._signed_in_until = 0.0
        credentials = {
            field.name: self._account[field.name] for field in self.account_fields
        }
        if encoding is _Encoding.JSON:
            return await self._session.request(
                "POST", "/login", secret=True, json=credentials
            )
        return await self._session.request(
            "POST", "/login", secret=True, form=credentials
        )

    def _verdict(self, answer: Answer) -> _Verdict:
        """Judge an answer to a login by itself; any `RouterError`."""
        body = answer.json_object()
        about = complaint(body)
        if about is Complaint.QUOTA:
            raise_for_fault(answer)
        if answer.status in {401, 403} or about is Complaint.AUTH:
            return _Verdict.REFUSED
        if answer.status in {400, 415, 422}:
            return _Verdict.NOT_UNDERSTOOD
        if answer.status == 500 and not self._encoding_proven:
            # Some stumble over a body of the other type.
            return _Verdict.NOT_UNDERSTOOD
        raise_for_fault(answer)
        if leads_to_login(answer) and not answer.redirects_elsewhere:
            return _Verdict.REFUSED
        _require_here(answer)
        if about is not None:
            return _Verdict.REFUSED
        if answer.location is not None:
            return _Verdict.UNSURE
        if not answer.ok:
            raise answer.unexpected("this is no login")
        said_so = str(body.get("status")).lower() in {"success", "ok"}
        if session_id(body) or (said_so and self._session.cookies):
            return _Verdict.ACCEPTED
        return _Verdict.UNSURE

    async def _settled(self, verdict: _Verdict, answer: Answer) -> _Verdict:
        """Ask the router whether a login that may have worked has made a session.

        It saves the usage request that would show a wrong password otherwise.
        """
        if verdict is not _Verdict.UNSURE:
            return verdict
        valid = await self._session_valid()
        if valid is None:
            valid = not wants_login(answer)
        return _Verdict.ACCEPTED if valid else _Verdict.REFUSED

    def _begin_session(self, encoding: _Encoding, answer: Answer) -> None:
        """Remember what worked, and carry a session that came without a cookie."""
        self._encoding, self._encoding_proven = encoding, True
        body = answer.json_object()
        session = session_id(body)
        if session and session not in self._session.cookies.values():
            self._session.set_cookie("session_id", session)
            self._bearer = {"Authorization": f"Bearer {session}"}
        lifetime = number(body.get("expires_in")) or _SESSION_SECONDS
        self._signed_in_until = time.monotonic() + float(lifetime)


def _require_here(answer: Answer) -> None:
    """Refuse a redirect to another host: it would not be the router that answers."""
    if answer.redirects_elsewhere:
        raise answer.unexpected("it redirects to another address")
