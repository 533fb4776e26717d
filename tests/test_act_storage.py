"""What people changed survives, at whatever moment Home Assistant is killed."""

import json

import pytest

from custom_components.taara.model import AlertKind
from custom_components.taara.usage.ledger import Ledger
from homeassistant.exceptions import HomeAssistantError

from .helpers_core import DAY, HOUR, NOON, Home
from .sensor_home import GB
from .test_actions import act
from .test_store import break_file, full_disk, kept, stored

pytestmark = pytest.mark.freeze_time(NOON)

STEP = 3 * HOUR
DAYS = [{"date": f"2026-{month:02}-05", "usage": month} for month in range(5, 11)]


@pytest.fixture(autouse=True)
def _no_worn_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: what a test kills is Home Assistant, not the power."""
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)


async def people_act(home: Home) -> Ledger:
    """Let a household live for two days, import, correct a day, and say its ledger."""
    await home.set_up()
    await home.turn(2 * DAY, step=STEP)
    await act(home.hass, "import_usage", rows=DAYS, dry_run=False)
    day = {"date": "2026-10-14", "usage": 3}
    await act(home.hass, "correct_usage", **day, idempotency_key="a")
    return kept(home).ledger


async def test_restart(home: Home) -> None:
    """Everything is as it was, and goes on so."""
    before = await people_act(home)
    acts = kept(home).acts
    assert [act.key for act in acts] == ["a"]
    async with home.next_life() as later:
        await later.set_up()
        assert (kept(later).ledger, kept(later).acts) == (before, acts)
        await later.turn(DAY, step=STEP)
        assert kept(later).ledger.days[: len(before.days)] == before.days
        assert later.overview.used == home.told


async def test_history_that_cannot_be_written(home: Home) -> None:
    """Then nothing happened, also after a kill."""
    before = await people_act(home)
    with full_disk(".history"), pytest.raises(HomeAssistantError, match="disk"):
        await act(home.hass, "correct_usage", used=5)
    assert kept(home).ledger == before
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == before


async def test_hot_file_that_cannot_be_written(home: Home) -> None:
    """The history holds it all; the next poll writes the hot file."""
    await people_act(home)
    off = {"off": list(AlertKind)}  # or what is told of it writes the hot file
    home.hass.config_entries.async_update_entry(home.entry, options=off)
    with full_disk(home.hot.name):
        await act(home.hass, "correct_usage", used=5000, idempotency_key="b")
    after = kept(home)
    assert after.ledger.cycle.used == 5000 * GB
    assert stored(home.hot)["head"]["revision"] == after.revision - 1
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == after.ledger
        assert kept(later).acts == after.acts
        await later.turn()
        assert stored(later.hot)["head"]["revision"] == after.revision


async def test_history_that_is_lost(home: Home) -> None:
    """The cycle and the open day are as the people said, from the hot file alone."""
    await people_act(home)
    await act(home.hass, "correct_usage", used=5000)
    break_file(home.history, "lost")
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert later.overview.used == 5000 * GB
        await act(later.hass, "correct_usage", used=6000)
        assert later.overview.used == 6000 * GB


async def test_files_of_an_earlier_version(home: Home) -> None:
    """They say nothing of acts, nor of when Taara began: all of it counts as its own."""
    await home.set_up()
    await home.turn(2 * DAY, step=STEP)
    before = kept(home).ledger
    for path, head in ((home.hot, ()), (home.history, ("hot",))):
        content = json.loads(path.read_text())
        node = content["data"]
        for name in head:
            node = node[name]
        del node["head"]["since"], node["head"]["revision"]
        content["data"].pop("acts", None)
        path.write_text(json.dumps(content))
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == before
        answer = await act(later.hass, "import_usage", rows=DAYS, dry_run=False)
        assert answer["days"] == len(DAYS)


async def test_hot_file_stays_small(home: Home) -> None:
    """Days and answers are in the history."""
    await people_act(home)
    assert home.hot.stat().st_size <= 8 * 1024
