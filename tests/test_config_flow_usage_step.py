"""A host that only its usage tells: asked once, written down, and then left alone."""

from collections.abc import AsyncIterator

from aiohttp import web
from freezegun.api import FrozenDateTimeFactory
import pytest
from yarl import URL

from homeassistant.core import HomeAssistant

from .common import ACCOUNT
from .flow import Flow
from .router.server import serving

MB = {"total_used_mb": 1024, "total_allocated_mb": 4096, "remaining_mb": 3072}
REFUSED = {"status": "error", "error_code": "UNAUTHORIZED", "message": "Who are you?"}
WRONG = {**ACCOUNT, "password": "open-sesame"}


class Mute:
    """A host that says nothing of itself but its usage.

    `manner` is whether it is `open` to everybody, refuses in `words`, refuses as the
    local dialect does (`json`), or also welcomes everybody who signs in (`greeting`).
    """

    def __init__(self, manner: str) -> None:
        """Answer in a manner."""
        self.manner = manner
        self.usage_requests = 0
        self.url = URL()

    async def handle(self, request: web.BaseRequest) -> web.Response:
        """Answer anything."""
        match request.method, request.path:
            case "POST", "/login":
                return await self._login(request)
            case "GET", "/usage":
                self.usage_requests += 1
                return self._usage(request)
        return web.Response(status=404, text="Not here")

    def _usage(self, request: web.BaseRequest) -> web.Response:
        if self.manner == "open" or request.cookies.get("session_id") == "known":
            return web.json_response(MB)
        if self.manner == "words":
            return web.Response(status=401, text="Who are you?")
        return web.json_response(REFUSED, status=401)

    async def _login(self, request: web.BaseRequest) -> web.Response:
        in_json = request.content_type == "application/json"
        if not in_json or await request.json() != ACCOUNT:
            if self.manner == "greeting":
                return web.Response(text="Welcome")
            return web.json_response(REFUSED, status=401)
        answer = web.json_response({"status": "success"})
        answer.set_cookie("session_id", "known")
        return answer


@pytest.fixture
def manner() -> str:
    """Return how the host answers; parametrise it for others."""
    return "open"


@pytest.fixture
async def mute(socket_enabled: None, manner: str) -> AsyncIterator[Mute]:
    """Run such a host."""
    async with serving(Mute(manner)) as host:
        yield host


async def test_found_by_its_usage(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, mute: Mute
) -> None:
    """It is asked once in ten minutes, however often it is looked at, whoever asks."""
    flow = await Flow.begin(hass)
    await flow.enter(host=str(mute.url))
    assert (flow.step, flow.suggested("provider")) == ("account", "local")
    assert "answers usage" in flow.told["found"]
    await flow.enter(**ACCOUNT)
    assert (flow.errors, flow.told["minutes"]) == ({"base": "rate_limited"}, "10")
    flow.give_up()

    again = await Flow.begin(hass)
    await again.enter(host=str(mute.url))
    assert again.step == "provider"
    assert mute.usage_requests == 1

    freezer.tick(600)
    await again.enter(provider="local")
    await again.enter(**ACCOUNT)
    assert again.step == "plan", again.errors
    assert mute.usage_requests == 2


@pytest.mark.parametrize("manner", ["words", "json"])
async def test_refusal_costs_nothing(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, mute: Mute
) -> None:
    """A host that only wants to know who asks is asked once more, as who was entered."""
    flow = await Flow.begin(hass)
    await flow.enter(host=str(mute.url))
    if mute.manner == "words":
        assert flow.step == "provider"
        await flow.enter(provider="local")
    assert flow.suggested("provider") == "local"
    assert mute.usage_requests == 1
    await flow.enter(**WRONG)
    assert flow.errors == {"password": "invalid_auth"}
    assert mute.usage_requests == 1
    await flow.enter(**ACCOUNT)
    assert flow.step == "plan", flow.errors
    assert mute.usage_requests == 2
    flow.give_up()

    # Nor does the repeat bring another one: its answer is known.
    freezer.tick(60)
    flow = await Flow.begin(hass)
    await flow.enter(host=str(mute.url))
    await flow.enter(provider="local")
    await flow.enter(**ACCOUNT)
    assert flow.step == "plan", flow.errors
    assert mute.usage_requests == 2


@pytest.mark.parametrize("manner", ["json"])
async def test_looked_at_twice(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, mute: Mute
) -> None:
    """A repeat is for who signs in, not for another look."""
    for _ in range(2):
        flow = await Flow.begin(hass)
        await flow.enter(host=str(mute.url))
        freezer.tick(60)
    assert mute.usage_requests == 1
    await flow.enter(provider="local")
    await flow.enter(**ACCOUNT)
    assert flow.step == "plan", flow.errors
    assert mute.usage_requests == 2


@pytest.mark.parametrize("manner", ["greeting"])
async def test_refused_again(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, mute: Mute
) -> None:
    """The look and its repeat are all, even if only usage shows a wrong password."""
    flow = await Flow.begin(hass)
    await flow.enter(host=str(mute.url))
    for _ in range(2):
        await flow.enter(**WRONG)
        assert (flow.errors, flow.told["minutes"]) == ({"base": "rate_limited"}, "10")
        assert mute.usage_requests == 2
    freezer.tick(600)
    await flow.enter(**ACCOUNT)
    assert flow.step == "plan", flow.errors
    assert mute.usage_requests == 3
