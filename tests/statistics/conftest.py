"""A recorder for each test, once on SQLite and once on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.typing import RecorderInstanceContextManager

from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant

from .follower import Follower
from .postgresql import PostgreSQL, programs, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL; fail where there is none."""
    if (folder := programs()) is None:
        pytest.fail(
            "No PostgreSQL to test with. Let scripts/setup --database install one, "
            "or name the folder of its programs in TAARA_POSTGRESQL."
        )
    with running(folder) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def recorder_db_url(
    request: pytest.FixtureRequest, hass_fixture_setup: list[bool], tmp_path: Path
) -> Iterator[str]:
    """Return the address of an empty database."""
    assert not hass_fixture_setup
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/home-assistant.db"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.database() as url:
        yield url


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: RecorderInstanceContextManager,
) -> None:
    """Make the recorder before Home Assistant, as it has to be."""


@pytest.fixture
async def recorder(
    async_test_recorder: RecorderInstanceContextManager, hass: HomeAssistant
) -> AsyncIterator[Recorder]:
    """Return the running recorder."""
    async with async_test_recorder(hass) as instance:
        yield instance


@pytest.fixture
def follower(hass: HomeAssistant) -> Follower:
    """Return what follows a household's ledger."""
    return Follower.new(hass)
