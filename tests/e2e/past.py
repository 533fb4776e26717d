"""Weeks behind a household, as if Taara had been watching: as imports never measured."""

from datetime import datetime, timedelta

from custom_components.taara.model import Reading
from custom_components.taara.store import EntryStore
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.household_history import watched
from homeassistant.core import HomeAssistant as Core
from tests.card_states import MONTHLY, readings

# More than the heat map looks at.
WEEKS = 9
# What a usual day takes, in GB.
DAILY = 15.5


async def remember(home: HomeAssistant, entry_id: str) -> float:
    """Give a household that was read once the weeks before; return the GB used now.

    Its sensor is gone then: nobody wrote it down.
    """
    await home.stop()
    core = Core(str(home.config_dir))
    try:
        household = await EntryStore(core, entry_id).async_load(NAIROBI)
        assert household is not None
        *_, known = watched(household, _past(), NAIROBI)
        # Another store: the one that was read from takes later days for unsaved ones.
        await EntryStore(core, entry_id).async_save(known, history=True)
    finally:
        await core.async_stop(force=True)
    await home.start()
    used = known.ledger.last.used
    assert used is not None
    return used / 10**9


def _past() -> list[Reading]:
    now = datetime.now(NAIROBI).replace(second=0, microsecond=0)
    return list(readings(DAILY, MONTHLY, now - timedelta(weeks=WEEKS), now))
