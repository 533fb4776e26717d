"""Programs that ask: one of an administrator, one of somebody else."""

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.core import HomeAssistant

from .client import AiohttpClient, Program


@pytest.fixture
def program(
    hass: HomeAssistant,
    aiohttp_client: AiohttpClient,
    hass_admin_user: MockUser,
    socket_enabled: None,
) -> Program:
    """Return a program with the token of an administrator."""
    return Program(hass, aiohttp_client, hass_admin_user)


@pytest.fixture
def guest(program: Program, hass_read_only_user: MockUser) -> Program:
    """Return a program with the token of somebody who only lives there."""
    return Program(program.hass, program.connect, hass_read_only_user)
