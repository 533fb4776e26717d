"""Two households in one Home Assistant."""

from collections.abc import AsyncIterator

import pytest

from demo.accounts import Account
from demo.home_assistant import HomeAssistant
from demo.household import Household
from demo.simulator import SimulatedRouter

from .household import assert_right, set_up, shown, standing, told


@pytest.fixture
async def other_router(socket_enabled: None) -> AsyncIterator[SimulatedRouter]:
    """Run a router next door, with an account, a household and a dialect of its own."""
    async with SimulatedRouter(
        dialect="local-d",
        account=Account("neighbour", "made-up-too"),
        household=Household(seed=2),
        allowance=500 * 10**9,
        used=123 * 10**9,
    ) as router:
        yield router


def _files(home: HomeAssistant) -> set[str]:
    """Return the names of the files that Taara keeps."""
    return {file.name for file in (home.config_dir / ".storage").glob("taara.*")}


async def test_two_entries(
    home: HomeAssistant, router: SimulatedRouter, other_router: SimulatedRouter
) -> None:
    """Each has its own figures; removing one leaves the other alone, and no trace."""
    entries = [await set_up(home, router), await set_up(home, other_router)]
    assert_right(await shown(home, entries[0]), told(router))
    assert_right(await shown(home, entries[1]), told(other_router))
    first, second = (entry["entry_id"] for entry in entries)
    common = {"taara.keyring", "taara.requests"}
    of_first = {f"taara.{first}", f"taara.{first}.history"}
    of_second = {f"taara.{second}", f"taara.{second}.history"}
    assert _files(home) == common | of_first | of_second

    kept = await standing(home, entries[1])
    await home.api("DELETE", f"config/config_entries/entry/{first}")
    assert await shown(home, entries[0]) == {}
    assert await standing(home, entries[1]) == kept
    assert _files(home) == common | of_second

    await home.api("DELETE", f"config/config_entries/entry/{second}")
    # Who adds a household again must not ask the router sooner than anybody else.
    assert _files(home) == {"taara.requests"}
