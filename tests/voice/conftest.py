"""A Home Assistant with its own agent, and a household that can be asked."""

from collections.abc import Awaitable, Callable

import pytest

from homeassistant.components.conversation import async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component

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
