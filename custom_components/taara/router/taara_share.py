"""Taara Share, the provider's own account service: what is left of a household's plan.

It is not documented and not ours to wear out: one question a poll, a login only when
the last one has lapsed, and never a logout.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
import json
import re
import time
from typing import Any, ClassVar, override

from yarl import URL

from ..model import Reading
from .answer import Answer
from .faults import Complaint, complaint, is_used_up, raise_for_fault, wants_login
from .provider import AccountField, Evidence, InvalidAuth, UsageProvider
from .session import RouterSession
from .taara_share_account import phone, portal_hints
from .taara_share_payload import reading
from .taara_share_plan import local_day
from .values import number

DEFAULT_BASE_URL = "https://share.taara.company"

_LOGIN = "/v1/users/subscriber/login"
_BUNDLE = "/v1/customers/get-customer-bundle"
_PORTAL_PATHS = frozenset(("/status", "/login"))

_DAY = timedelta(days=1)
# A token is not used in its last minute: it could lapse on the way.
_MARGIN = 60.0
# What may stand in a header, and does not end it.
_TOKEN = re.compile("[!-~]{1,8192}", re.ASCII)
_NOBODY = re.compile(r"\b(user|subscriber|customer) not found\b", re.IGNORECASE)


class TaaraShareProvider(UsageProvider):
    """A subscriber's account at Taara Share.

    `partner_id` and `hotspot_id` may be empty: what is known is sent.
    """

    name: ClassVar[str] = "taara_share"
    account_fields: ClassVar[tuple[AccountField, ...]] = (
        AccountField(name="phone_number"),
        AccountField(name="passcode", secret=True, identifies=False),
        AccountField(name="partner_id", optional=True, identifies=False),
        AccountField(name="hotspot_id", optional=True, identifies=False),
    )
    # What its plans called unlimited are capped at.
    usual_allowance: ClassVar[int | None] = 10**12

    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        """Speak through `session`, as `account`."""
        self._session = session
        self._account = account
        self._token: str | None = None
        self._token_until = 0.0
        self._followed: str | None = None
        self._end: date | None = None

    @override
    async def sign_in(self) -> None:
        """Prove the credentials without a usage request; any `RouterError`."""
        await self._log_in()

    @override
    async def read(self) -> Reading:
        """Make one poll; any `RouterError`."""
        if self._token is None or time.monotonic() >= self._token_until:
            await self._log_in()
        answer = await self._bundle()
        if wants_login(answer):
            await self._log_in()
            answer = await self._bundle()
            if wants_login(answer):
                self._token = None
                if answer.is_html or answer.location is not None:
                    raise answer.unexpected("it shows a page after a login that worked")
                raise InvalidAuth("the service asks for a login again after one")
        raise_for_fault(answer)
        taken = reading(answer, datetime.now(UTC), self._followed)
        return self._with_steady_end(taken)

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Judge one answer that discovery got without credentials.

        A hotspot sends whoever has not signed in to the portal. The evidence names the
        ids found there, never the address: the passcode goes where people say.
        """
        if path not in _PORTAL_PATHS or (hints := portal_hints(answer)) is None:
            return None
        return Evidence(
            provider=cls.name, path=path, reason="taara_share_portal", hints=hints
        )

    async def _bundle(self) -> Answer:
        """Ask what the account has: this is the usage request."""
        url = URL(_BUNDLE)
        if hotspot := self._account.get("hotspot_id"):
            url = url.with_query(hotspotId=hotspot)
        return await self._session.request(
            "GET",
            str(url),
            usage=True,
            secret=True,
            headers={"Authorization": f"Bearer {self._token}"},
        )

    async def _log_in(self) -> None:
        """Change the passcode for a token; any `RouterError`."""
        self._token = None
        answer = await self._session.request(
            "POST", _LOGIN, secret=True, json=self._credentials()
        )
        if (refusal := _refusal(answer)) is not None:
            raise InvalidAuth(refusal)
        raise_for_fault(answer)
        token = answer.json_object().get("accessToken")
        if not answer.ok or not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise answer.unexpected("this is no login")
        self._token = token
        self._token_until = time.monotonic() + _lifetime(token) - _MARGIN

    def _credentials(self) -> dict[str, Any]:
        try:
            code, national = phone(self._account["phone_number"])
        except ValueError:
            raise InvalidAuth("what was entered is no phone number") from None
        credentials: dict[str, Any] = {
            "phoneNumber": {"countryCode": code, "nationalNumber": national},
            "passcode": self._account["passcode"],
        }
        if partner := self._account.get("partner_id"):
            credentials["partnerId"] = partner
        return credentials

    def _with_steady_end(self, taken: Reading) -> Reading:
        """Return a reading whose end stays from poll to poll.

        The service counts whole days to it, from some moment of the day, so that the
        same end comes out on one of two neighbouring days. The earlier one stands until
        the service says something else altogether. But a plan in use has not ended.
        """
        said, known = taken.cycle_end, self._end
        if taken.plan_key == self._followed and said is not None and known is not None:
            said = known if known < said <= known + _DAY else said
        self._followed, self._end = taken.plan_key, said
        if said is None:
            return taken
        tomorrow = local_day(taken.taken_at) + _DAY
        return replace(taken, cycle_end=max(said, tomorrow))


def _refusal(answer: Answer) -> str | None:
    """Say why the service does not accept the credentials, or `None`.

    All that a login holds was entered by people, so a complaint about its form is one
    about them. A page instead of JSON comes from somebody else on the way.
    """
    if is_used_up(answer):
        return None
    body = answer.json_object()
    match answer.status:
        case 401:
            return "the service refuses the phone number or the passcode"
        case 403 if not answer.is_html:
            return "the service refuses the account"
        case 404 if _NOBODY.search(str(body.get("message"))[:200]):
            return "the service knows no such subscriber"
        case 400 | 422 if body:
            return "the service finds the phone number, passcode or partner id wrong"
    if answer.ok and complaint(body) is Complaint.AUTH:
        return "the service refuses the login"
    return None


def _lifetime(token: str) -> float:
    """Return how many seconds a token says it lasts (RFC 7519), for ever if it is silent.

    It is not verified: nothing depends on it but when the next login is made. Begin
    and end are both of the service's clock, so that ours may be wrong.
    """
    try:
        body = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        begun, ended = number(claims.get("iat")), number(claims.get("exp"))
    except IndexError, ValueError, AttributeError, RecursionError:
        return float("inf")
    if begun is None or ended is None:
        return float("inf")
    return float(ended - begun)
