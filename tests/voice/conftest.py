"""A Home Assistant with its own agent, and a household that can be asked."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.components.conversation import async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
from tests.common import ACCOUNT, new_entry

GB = 10**9

type Ask = Callable[[str], Awaitable[str]]


@pytest.fixture
async def agent(hass: HomeAssistant) -> None:
    """Set up Home Assistant's own agent."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})


@pytest.fixture
def ask(hass: HomeAssistant, agent: None) -> Ask:
    """Return what asks the agent something, in a home that speaks English."""

    async def asked(text: str) -> str:
        result = await async_converse(hass, text, None, Context(), "en")
        return str(result.response.speech["plain"]["speech"])

    return asked


@pytest.fixture
async def neighbour(
    hass: HomeAssistant, socket_enabled: None
) -> AsyncIterator[MockConfigEntry]:
    """Return the entry of a household next door, not set up; it has 123 of 500 GB used."""
    account = Account("neighbour", ACCOUNT["password"])
    async with SimulatedRouter(
        account=account, allowance=500 * GB, used=123 * GB
    ) as router:
        known = {"username": account.username, "password": account.password}
        yield await new_entry(hass, router, account=known)
