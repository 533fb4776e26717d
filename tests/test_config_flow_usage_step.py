"""A host that only its usage tells: asked once, written down, and then left alone."""

from collections.abc import AsyncIterator

from aiohttp import web
from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant

from .common import ACCOUNT
from .flow import Flow

MB = {"total_used_mb": 1024, "total_allocated_mb": 4096, "remaining_mb": 3072}


class Mute:
    """A host that says nothing of itself but its usage."""

    def __init__(self, *, open_to_all: bool) -> None:
        """Answer usage to everybody, or to nobody."""
        self.open_to_all = open_to_all
        self.usage_requests = 0
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer anything."""
        if request.path != "/usage":
            return web.Response(status=404, text="Not here")
        self.usage_requests += 1
        if self.open_to_all:
            return web.json_response(MB)
        return web.Response(status=401, text="Who are you?")


@pytest.fixture
def open_to_all() -> bool:
    """Return whether everybody may see the usage; parametrise it for others."""
    return True


@pytest.fixture
async def mute(
    socket_enabled: None, unused_tcp_port: int, *, open_to_all: bool
) -> AsyncIterator[Mute]:
    """Run such a host."""
    host, app = Mute(open_to_all=open_to_all), web.Application()
    app.router.add_route("*", "/{path:.*}", host.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    host.url = f"http://127.0.0.1:{unused_tcp_port}"
    yield host
    await runner.cleanup()


async def test_found_by_its_usage(
    freezer: FrozenDateTimeFactory, hass: HomeAssistant, mute: Mute
) -> None:
    """It is asked once in ten minutes, however often it is looked at, whoever asks."""
    flow = await Flow.begin(hass)
    await flow.enter(host=mute.url)
    assert (flow.step, flow.suggested("provider")) == ("account", "local")
    assert "answers usage" in flow.told["found"]
    await flow.enter(**ACCOUNT)
    assert (flow.errors, flow.told["minutes"]) == ({"base": "rate_limited"}, "10")
    flow.give_up()

    again = await Flow.begin(hass)
    await again.enter(host=mute.url)
    assert again.step == "provider"
    assert mute.usage_requests == 1

    freezer.tick(600)
    await again.enter(provider="local")
    await again.enter(**ACCOUNT)
    assert again.errors != {"base": "rate_limited"}


@pytest.mark.parametrize("open_to_all", [False])
async def test_challenge_costs_nothing(hass: HomeAssistant, mute: Mute) -> None:
    """A host that only wants to know who asks may be asked again, once that is known."""
    flow = await Flow.begin(hass)
    await flow.enter(host=mute.url)
    assert flow.step == "provider"
    assert mute.usage_requests == 1
    await flow.enter(provider="local")
    await flow.enter(**ACCOUNT)
    assert flow.errors != {"base": "rate_limited"}
