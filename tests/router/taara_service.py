"""The account service on a real port: what is known of it, with invented accounts."""

from base64 import urlsafe_b64encode
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from typing import Any

from aiohttp import web
from yarl import URL

from custom_components.taara.model import Reading
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.taara_share_payload import reading

from .server import Handler, serving

LOGIN = "/v1/users/subscriber/login"
BUNDLE = "/v1/customers/get-customer-bundle"
ASK_LOGIN, ASK_BUNDLE = f"POST {LOGIN}", f"GET {BUNDLE}"

ACCOUNT = {
    "phone_number": "+254 700 000 000",
    "passcode": "271828",
    "partner_id": "100000001",
    "hotspot_id": "200000002",
}
PHONE = {"countryCode": "254", "nationalNumber": "700000000"}
PLAN = "64f0c0ffee"
LEFT = 912_453_124_355
NOW = datetime(2025, 8, 23, 8, tzinfo=UTC)


def plan(**changes: Any) -> dict[str, Any]:
    """Build an entry of the list of plans."""
    return {
        "isActive": True,
        "planId": PLAN,
        "planName": "1 Month Unlimited",
        "remainingBalance": "912.5 GB",
        "expiresIn": "28 days",
        "isHomePlan": True,
    } | changes


def purchase(
    on: str = "08/21/2025", plan_id: Any = PLAN, left: Any = LEFT, **changes: Any
) -> dict[str, Any]:
    """Build an entry of the history: one plan bought on a day."""
    item = {
        "_id": plan_id,
        "planDisplayName": "1 Month Unlimited",
        "resellerPrice": {"currencyCode": "KES", "units": 2500, "nanos": 0},
        "dataUsage": {"totalDataUsage": left},
    }
    return {"purchasedAt": on, "purchasedHistoryPlans": [item | changes]}


def bundle(
    plans: list[Any] | None = None, history: list[Any] | None = None
) -> dict[str, Any]:
    """Build an answer; by default one plan is active and there is nothing else."""
    return {
        "data": {
            "subscriberId": "300000003",
            "balanceSummary": {"remainingBalance": 0},
            "subscriberActiveAndUnusedPlans": [plan()] if plans is None else plans,
            "purchasedHistory": [purchase()] if history is None else history,
        }
    }


def answer(body: bytes) -> Answer:
    """Make an answer to the question for the bundle."""
    return Answer(
        status=200, url=URL("http://192.0.2.1") / BUNDLE[1:], headers={}, body=body
    )


def read(plans: list[Any] | None = None, history: list[Any] | None = None) -> Reading:
    """Read a bundle as it stands at `NOW`."""
    return reading(answer(json.dumps(bundle(plans, history)).encode()), NOW)


def token(number: int = 1, **claims: Any) -> str:
    """Build what looks like a JSON web token; nobody has signed it."""
    parts = ({"alg": "none"}, {"sub": "300000003", "jti": number, **claims})
    encoded = (urlsafe_b64encode(json.dumps(part).encode()) for part in parts)
    return ".".join([*(part.decode().rstrip("=") for part in encoded), "c2lnbmF0dXJl"])


@dataclass(kw_only=True)
class TaaraService:
    """The service with one subscriber, and a record of what it was asked.

    `replies` puts a handler in the place of the service's own for a path. `claims` go
    into the tokens it gives out, and `tokens` are those that it accepts.
    """

    bundle: Any = field(default_factory=bundle)
    claims: dict[str, Any] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    replies: dict[str, Handler] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    url: URL = URL()

    def count(self, request: str) -> int:
        """How often a request came."""
        return self.requests.count(request)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.requests.append(f"{request.method} {request.path}")
        self.bodies.append(await request.text())
        self.heads.append(dict(request.headers))
        self.queries.append(dict(request.query))
        if reply := self.replies.get(request.path):
            return await reply(request)
        match self.requests[-1]:
            case str(asked) if asked == ASK_LOGIN:
                return self._login(json.loads(self.bodies[-1]))
            case str(asked) if asked == ASK_BUNDLE:
                bearer = request.headers.get("Authorization", "")
                if bearer.removeprefix("Bearer ") in self.tokens:
                    return web.json_response(self.bundle)
                return web.json_response({"message": "Unauthorized"}, status=401)
        return web.json_response({"message": f"Cannot {self.requests[-1]}"}, status=404)

    def _login(self, sent: dict[str, Any]) -> web.Response:
        if sent.get("phoneNumber") != PHONE:
            return web.json_response({"message": "User Not Found"}, status=404)
        if sent.get("passcode") != ACCOUNT["passcode"]:
            message = "Incorrect username or password"
            return web.json_response({"message": message}, status=401)
        given = token(self.count(ASK_LOGIN), **self.claims)
        self.tokens.add(given)
        return web.json_response({"accessToken": given}, status=201)


def sharing() -> AbstractAsyncContextManager[TaaraService]:
    """Run the service."""
    return serving(TaaraService())
