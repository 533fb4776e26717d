"""A household with each kind of source, set up by the flow."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .home import Dwelling
from .setups import BY_NAME, SETUPS, TB, Setup


@pytest.fixture(params=[setup.name for setup in SETUPS])
def setup(request: pytest.FixtureRequest) -> Setup:
    """Return each kind of source in turn; `parametrize` it indirectly for some only."""
    return BY_NAME[request.param]


@pytest.fixture
def manner() -> dict[str, Any]:
    """Return how a source differs from the usual one of its kind; parametrise it."""
    return {}


@pytest.fixture
def dialect(setup: Setup) -> str:
    """Return what the simulated router speaks."""
    return setup.speaks


@pytest.fixture
def router_options(setup: Setup, manner: dict[str, Any]) -> dict[str, Any]:
    """Return the simulated router's manner, and the plan that people bought."""
    return {"allowance": TB, "manner": {**setup.manner, **manner}}


@pytest.fixture
async def home(
    freezer: FrozenDateTimeFactory,
    hass: HomeAssistant,
    router: SimulatedRouter,
    setup: Setup,
    no_pauses: None,  # for which nobody would turn the clock
) -> Dwelling:
    """Return a household that was set up by the flow."""
    entry: Any = await setup.set_up(hass, router)
    used = router.counter.used
    return Dwelling(
        hass=hass,
        freezer=freezer,
        router=router,
        entry=entry,
        setup=setup,
        opening=used,
    )
