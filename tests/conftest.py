"""A Home Assistant with files of its own, and a simulated router to read."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
import time
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.router.session import RouterSession, Timeouts
from demo.clock import Clock
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

# This imports custom_components, before Home Assistant finds the package of that name
# which the plugin brings along.
from .common import new_entry, set_up
from .helpers_core import Home
from .sensor_home import SensorHome

# The same examples in each run, so that a change is judged by what it changes;
# `pytest --hypothesis-profile=hunt tests/usage` looks for others, and for longer.
settings.register_profile("taara", deadline=None, derandomize=True, max_examples=100)
settings.register_profile("hunt", deadline=None, max_examples=2000)
settings.load_profile("taara")

NOON = datetime(2026, 10, 14, 9, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that lets the long runs be as long as they are meant to be."""
    parser.addoption(
        "--long",
        action="store_true",
        help="run tests/long_run for 400 days, and three in a real Home Assistant",
    )


@pytest.fixture
def long_run(request: pytest.FixtureRequest) -> bool:
    """Tell whether the long runs are to be run in full."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Let each test have its own folder."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Do not imitate storage: what is written down is the point of many tests."""
    return {}


@pytest.fixture
def mock_recorder_before_hass(request: pytest.FixtureRequest) -> None:
    """Make the recorder, where a test wants one, before Home Assistant, as it has to be."""
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("async_test_recorder")


@pytest.fixture
async def at_home(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """Let Home Assistant find Taara, in a home in Nairobi."""
    await hass.config.async_set_time_zone("Africa/Nairobi")


@pytest.fixture(autouse=True)
def _at_home(request: pytest.FixtureRequest) -> None:
    """Do so for every test that has a Home Assistant, and start none for the others.

    A clock that a test turns by hand begins at the same noon each time: turned from the
    moment of the run, it would once a day pass midnight in a test that is not about it.
    """
    chosen = request.node.get_closest_marker("freeze_time")
    if "freezer" in request.fixturenames and chosen is None:
        request.getfixturevalue("freezer").move_to(NOON)
    if "hass" in request.fixturenames:
        request.getfixturevalue("at_home")


@pytest.fixture(autouse=True)
def home_portal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let there be no router at the usual address, or the one that a test names."""

    def put(url: str) -> None:
        monkeypatch.setattr("custom_components.taara.flow_access.DEFAULT_HOST", url)

    put("http://127.0.0.1:9")
    return put


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks; parametrise it for others."""
    return "local-a"


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Return how the router differs from the usual one; parametrise it."""
    return {}


@pytest.fixture
async def router(
    socket_enabled: None, dialect: str, router_options: dict[str, Any]
) -> AsyncIterator[SimulatedRouter]:
    """Run a router that answers usage however often it is asked, on the test's clock."""
    options: dict[str, Any] = {
        "dialect": dialect,
        # Looked up at each call, so that a frozen time holds for the router, too.
        "clock": Clock(source=lambda: time.time()),  # noqa: PLW0108  the name, not its value
        "usage_interval_seconds": 0,
    }
    async with SimulatedRouter(**options | router_options) as router:
        yield router


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once what never left."""
    monkeypatch.setattr(RouterSession, "_pause", lambda _session, _attempt: 0)


@pytest.fixture
def short_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a silent router as long as a test can."""
    short = Timeouts(connect=2, read=1, total=2, backoff=0.001)
    defaults: Any = RouterSession.__init__.__kwdefaults__
    monkeypatch.setitem(defaults, "timeouts", short)


@pytest.fixture
async def entry(hass: HomeAssistant, router: SimulatedRouter) -> MockConfigEntry:
    """Return the router's config entry, added but not set up."""
    return await new_entry(hass, router)


@pytest.fixture
async def loaded_entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the router's config entry after it was set up: it has been read once."""
    await set_up(hass, entry)
    return entry


@pytest.fixture
def home(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    router: SimulatedRouter,
    entry: MockConfigEntry,
    no_pauses: None,  # for which nobody would turn the clock
) -> Home:
    """Return the household of the entry, not set up, on a clock that is turned by hand."""
    return Home(hass=hass, freezer=freezer, router=router, entry=entry)


@pytest.fixture
def sensor_home(freezer: FrozenDateTimeFactory, hass: HomeAssistant) -> SensorHome:
    """Return a household whose sensor shows 10 GB."""
    home = SensorHome(hass, freezer)
    home.show(10)
    return home
