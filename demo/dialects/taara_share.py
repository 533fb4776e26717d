"""Taara Share, the internet provider's own account service, and the portal before it.

A subscriber signs in with phone number and passcode for a bearer token, and is told
what plans there are and what is left of each, in bytes and as rounded decimal text.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from http import HTTPStatus
from itertools import groupby
import json
from typing import Any, Final, override

from aiohttp import web

from demo.accounts import Account
from demo.exchange import exchange

from .dialect import Dialect
from .manner import Manner

_SIGN_IN: Final = "/v1/users/subscriber/login"
_SUBSCRIBER: Final = "6a00c0ffee00000000000001"
# A plan from before the simulation, of which something was left over.
_EARLIER: Final = timedelta(days=31)
_LEFT_OVER: Final = 41_209_833_472


class Portal(StrEnum):
    """How the portal in the house's network leads to the service."""

    REDIRECT = "redirect"
    REFRESH = "refresh"
    FORM = "form"
    LINK = "link"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaaraShareManner(Manner):
    """What is not known of the service, or differs."""

    partner_id: str = "100000001"
    hotspot_id: str = "200000002"
    portal: Portal = Portal.REDIRECT
    portal_site: str = ""  # of the address it leads to; relative without
    portal_names_partner: bool = False
    plan_name: str = "1 Month Unlimited"
    price: int = 2500  # Kenyan shillings
    oldest_first: bool = False  # plans and purchases
    own_ids: bool = False  # of each purchase, rather than of each plan on offer
    separate_top_ups: bool = False  # listed as plans of their own
    hides_used_up: bool = False  # from the active plans
    signed_in_status: int = HTTPStatus.CREATED.value


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bought:
    """A plan somebody bought; without `expires_in` it is over."""

    name: str
    at: datetime
    remaining: int | None
    active: bool = False
    expires_in: timedelta | None = None


class TaaraShare(Dialect):
    """Tells plans and their remainders to who has a token."""

    login_path = "/cp/customers/login"
    status_path = usage_path = "/v1/customers/get-customer-bundle"

    account = Account("254700000000", "135790")
    manner: TaaraShareManner = TaaraShareManner()

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        """Return the service and the portal."""
        return (
            web.post(_SIGN_IN, self.sign_in),
            web.get(self.usage_path, self.bundle),
            web.get("/v1/users/subscriber/logout/{subscriber}", self.sign_out),
            web.get("/login", self.portal),
            web.get(self.login_path, self.page),
        )

    @override
    def greeting(self) -> str:
        """Add the numbers that go with the account."""
        told = f"partner {self.manner.partner_id}, hotspot {self.manner.hotspot_id}"
        return f"{super().greeting()} ({told})"

    @override
    def error(
        self, status: int, code: str, message: str, *, retry_after: int | None = None
    ) -> web.Response:
        """Say in JSON that something went wrong."""
        body: dict[str, Any] = {"statusCode": status, "message": message}
        if retry_after is not None:
            body["retry_after"] = retry_after
        return web.json_response(body, status=status)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Give a token to a subscriber of the partner who knows the passcode."""
        try:
            sent = json.loads(await request.text())
            phone = sent["phoneNumber"]
            number = phone["countryCode"] + phone["nationalNumber"]
            passcode, partner = sent["passcode"], sent["partnerId"]
        except LookupError, TypeError, ValueError:
            return self._refused(HTTPStatus.BAD_REQUEST, "Bad Request")
        account = self.router.account
        if (number, partner) != (account.username, self.manner.partner_id):
            return self._refused(HTTPStatus.NOT_FOUND, "User Not Found")
        if passcode != account.password:
            return self._refused(
                HTTPStatus.UNAUTHORIZED, "Incorrect username or password"
            )
        exchange(request).authorised = True
        token = self._token(self.router.sessions.open(account.username))
        return web.json_response(
            {"accessToken": token}, status=self.manner.signed_in_status
        )

    async def sign_out(self, request: web.Request) -> web.Response:
        """Make the subscriber's tokens worthless."""
        if request.match_info["subscriber"] != _SUBSCRIBER:
            return self._refused(HTTPStatus.NOT_FOUND, "User Not Found")
        self.router.sessions.expire()
        return web.json_response({"message": "Logged out"})

    async def bundle(self, request: web.Request) -> web.Response:
        """Tell what plans there are, not too often."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        session = token.rpartition(".")[2] if scheme == "Bearer" else None
        if (username := self.router.sessions.username(session)) is None:
            return self._refused(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        exchange(request).authorised = True
        if request.query.get("hotspotId") != self.manner.hotspot_id:
            return self._refused(HTTPStatus.NOT_FOUND, "Hotspot Not Found")
        if wait := self.router.rate_limit.wait(username):
            response = self.error(
                HTTPStatus.TOO_MANY_REQUESTS, "", "Too Many Requests", retry_after=wait
            )
            response.headers["Retry-After"] = str(wait)
            return response
        exchange(request).figures = self.router.counter.figures
        bought = sorted(
            self._bought(),
            key=lambda plan: plan.at,
            reverse=not self.manner.oldest_first,
        )
        told = {
            "subscriberId": _SUBSCRIBER,
            # The real service never fills this in, either.
            "balanceSummary": {"remainingBalance": 0},
            "subscriberActiveAndUnusedPlans": [
                self._plan(plan, plan.expires_in)
                for plan in bought
                if plan.expires_in is not None
                and not (self.manner.hides_used_up and plan.remaining == 0)
            ],
            "purchasedHistory": list(self._history(bought)),
        }
        return web.json_response({"data": told})

    async def portal(self, request: web.Request) -> web.Response:
        """Lead to the service, as the portal in the house's network does."""
        manner = self.manner
        address = f"{manner.portal_site}{self.login_path}?hotspotId={manner.hotspot_id}"
        if manner.portal_names_partner:
            address += f"&partnerId={manner.partner_id}"
        if manner.portal is Portal.NONE:
            raise web.HTTPNotFound
        if manner.portal is Portal.REDIRECT:
            return web.Response(status=302, headers={"Location": address})
        page = _PORTAL_PAGES[manner.portal].format(
            address=address.replace("&", "&amp;")
        )
        return web.Response(text=page, content_type="text/html")

    async def page(self, request: web.Request) -> web.Response:
        """Show where people sign in by hand."""
        return self.login_page()

    def _refused(self, status: HTTPStatus, message: str) -> web.Response:
        return self.error(status, status.name, message)

    def _token(self, session: str) -> str:
        """Return a token in the shape of a JWT that proves a session."""
        issued = int(self.router.clock.now().timestamp())
        parts = {"alg": "HS256", "typ": "JWT"}, {"sub": _SUBSCRIBER, "iat": issued}
        written = (urlsafe_b64encode(json.dumps(part).encode()) for part in parts)
        return ".".join((*(part.decode().rstrip("=") for part in written), session))

    def _bought(self) -> Iterator[_Bought]:
        """Yield what was bought."""
        counter, name = self.router.counter, self.manner.plan_name
        cycle, now = counter.cycle, self.router.clock.now()
        first = counter.finished[0].bought if counter.finished else counter.bought
        yield _Bought(name=name, at=first - _EARLIER, remaining=_LEFT_OVER)
        for over in counter.finished:
            yield _Bought(name=name, at=over.bought, remaining=over.figures.remaining)
        expires_in = None if counter.expired else cycle.end - now
        for plan in self._present():
            yield replace(plan, active=not counter.expired, expires_in=expires_in)
        for at in counter.queued:
            yield _Bought(
                name=name,
                at=at,
                remaining=counter.granted,
                expires_in=cycle.end - cycle.start,
            )

    def _present(self) -> Iterator[_Bought]:
        """Yield what was bought for the present cycle; the last is used last."""
        counter, left = self.router.counter, self.router.counter.remaining
        if left is not None and self.manner.separate_top_ups:
            for at, amount in reversed(counter.top_ups):
                unused = min(left, amount)
                yield _Bought(
                    name=f"Top-up {_decimal(amount)}", at=at, remaining=unused
                )
                left -= unused
        yield _Bought(name=self.manner.plan_name, at=counter.bought, remaining=left)

    def _plan(self, plan: _Bought, expires_in: timedelta) -> dict[str, Any]:
        """Write a plan that is or will be in use."""
        days = expires_in.days
        return {
            "isActive": plan.active,
            "planId": self._id(plan),
            "planName": plan.name,
            "remainingBalance": _decimal(plan.remaining),
            "expiresIn": f"{days} day{'' if days == 1 else 's'}",
            "isHomePlan": True,
        }

    def _history(self, bought: list[_Bought]) -> Iterator[dict[str, Any]]:
        """Write what was bought, day by day."""
        for day, plans in groupby(bought, self._day):
            written = [
                {
                    "_id": self._id(plan),
                    "planDisplayName": plan.name,
                    "resellerPrice": {
                        "currencyCode": "KES",
                        "units": self.manner.price,
                        "nanos": 0,
                    },
                    "dataUsage": {"totalDataUsage": plan.remaining},
                }
                for plan in plans
            ]
            yield {"purchasedAt": day, "purchasedHistoryPlans": written}

    def _day(self, plan: _Bought) -> str:
        """Return the household's date of a purchase, the American way."""
        return f"{plan.at.astimezone(self.router.household.zone):%m/%d/%Y}"

    def _id(self, plan: _Bought) -> str:
        """Return the number of what was bought, or of what it was on the price list."""
        named = f"{plan.name} {plan.at if self.manner.own_ids else ''}"
        return f"6a{blake2b(named.encode(), digest_size=11).hexdigest()}"


def _decimal(amount: int | None) -> str:
    """Write bytes as people read them, rounded, in units of 1,000."""
    if amount is None:
        return "Unlimited"
    value, units = float(amount), ["TB", "GB", "MB", "KB", "B"]
    while value >= 1000 and len(units) > 1:
        value /= 1000
        units.pop()
    return f"{round(value, 1):g} {units[-1]}"


_PORTAL_PAGES: Final = {
    Portal.REFRESH: '<html><head><meta http-equiv="refresh" content="0; url={address}">'
    "</head><body></body></html>",
    Portal.FORM: '<html><body><form action="{address}" method="get">'
    "<button>Continue</button></form></body></html>",
    Portal.LINK: '<html><body><a href="{address}">Continue</a></body></html>',
}
