"""A Taara account that is found behind the home's own router."""

from collections.abc import AsyncIterator, Callable

import pytest
from yarl import URL

from custom_components.taara.router.taara_share import DEFAULT_BASE_URL
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from tests.flow import Flow
from tests.texts import english

from .home import Dwelling
from .setups import BY_NAME, IDS, SHARE_BUNDLE, SHARE_LOGIN, Setup, shown

SHARE = BY_NAME["taara_share"]


@pytest.fixture
def setup() -> Setup:
    """Return the account service; the portal has a router of its own."""
    return SHARE


@pytest.fixture(params=["redirect", "refresh", "form", "link"])
def leads(request: pytest.FixtureRequest) -> str:
    """Return how the portal leads to the service."""
    way: str = request.param
    return way


@pytest.fixture
async def portal(leads: str, socket_enabled: None) -> AsyncIterator[SimulatedRouter]:
    """Run the router in the home, which names a service that is not the entered one."""
    manner = {
        "portal": leads,
        "portal_site": "http://elsewhere.invalid",
        "portal_names_partner": True,
    }
    async with SimulatedRouter(dialect="taara_share", manner=manner) as portal:
        yield portal


async def sign_in(flow: Flow, service: SimulatedRouter, **ids: str) -> None:
    """Enter phone number and passcode, and where the service is."""
    advanced = {**ids, "base_url": service.url}
    await flow.enter(**SHARE.account, advanced=advanced)


def paths(router: SimulatedRouter) -> set[str]:
    """Return what a router was asked for."""
    return {asked.path for asked in router.requests}


@pytest.mark.parametrize("leads", ["redirect", "refresh", "form"], indirect=True)
async def test_router_leads_to_it(
    hass: HomeAssistant, router: SimulatedRouter, portal: SimulatedRouter
) -> None:
    """Both ids are taken from the portal's address, and nothing else is."""
    flow = await Flow.begin(hass)
    await flow.enter(host=portal.url)
    assert (flow.step, flow.errors) == ("taara_share", {})
    found = shown(flow)["advanced"]
    assert {name: found[name] for name in IDS} == IDS
    assert found["base_url"] == DEFAULT_BASE_URL
    await sign_in(flow, router, **{name: found[name] for name in IDS})
    entry = await SHARE.finish(flow)
    assert URL(entry.data["url"]) == URL(router.url)
    asked = [f"{one.method} {one.path}" for one in router.requests]
    assert asked == [SHARE_LOGIN, SHARE_BUNDLE]
    assert paths(portal) == {"/status", "/login"}
    assert all(not one.body for one in portal.requests)


@pytest.mark.parametrize("leads", ["redirect"], indirect=True)
async def test_says_why(hass: HomeAssistant, portal: SimulatedRouter) -> None:
    """The form says that it was the router which led there."""
    flow = await Flow.begin(hass)
    await flow.enter(host=portal.url)
    texts = english()["selector"]["evidence"]["options"]
    assert texts["taara_share_portal"] in str(flow.told.values())


@pytest.mark.parametrize("leads", ["redirect", "refresh", "form"], indirect=True)
async def test_ids_are_looked_for(
    hass: HomeAssistant,
    router: SimulatedRouter,
    portal: SimulatedRouter,
    home_portal: Callable[[str], None],
) -> None:
    """Who leaves them empty has them found; the passcode goes where it was entered for."""
    home_portal(portal.url)
    flow = await Flow.begin(hass, "taara_share")
    await sign_in(flow, router)
    await SHARE.finish(flow)
    assert paths(portal) == {"/status", "/login"}
    assert all(not one.body for one in portal.requests)
    assert len([one for one in router.requests if one.figures]) == 1


@pytest.mark.parametrize("leads", ["redirect", "none"], indirect=True)
async def test_share_household_looks_at_the_router(
    home: Dwelling, router: SimulatedRouter, portal: SimulatedRouter, leads: str
) -> None:
    """A passcode that is kept goes where the household's did, not to the router."""
    flow = await Flow.reconfigure(home.hass, home.entry)
    await flow.choose("router")
    await flow.enter(host=portal.url)
    if leads == "none":
        assert flow.step == "provider"
        await flow.enter(provider="taara_share")
    assert flow.step == "taara_share"
    assert shown(flow)["advanced"] == {**IDS, "base_url": router.url}
    await flow.enter(
        phone_number=SHARE.account["phone_number"], advanced=shown(flow)["advanced"]
    )
    assert flow.step == "plan", flow.errors
    assert all(not one.body for one in portal.requests)
