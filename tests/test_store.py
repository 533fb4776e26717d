"""What survives a restart, and what does when a file does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from errno import ENOSPC
import json
import os
from pathlib import Path
from shutil import copy
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from custom_components.taara.const import DOMAIN
from custom_components.taara.store import EntryStore
from custom_components.taara.usage.household import Household
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import issue_registry as ir

from .helpers_core import DAY, HOUR, NOON, Home
from .usage.truth import everything

pytestmark = pytest.mark.freeze_time(NOON)

NAIROBI = ZoneInfo("Africa/Nairobi")
TO_MIDNIGHT = timedelta(hours=12)
STEP = 3 * HOUR


@pytest.fixture(autouse=True)
def _no_worn_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: what a test kills is Home Assistant, not the power."""
    monkeypatch.setattr("atomicwrites._proper_fsync", lambda _file: None)


def kept(home: Home) -> Household:
    """Return what the coordinator keeps."""
    household = home.coordinator.household
    assert household is not None
    return household


def stored(path: Path) -> Any:
    """Return the data in a file."""
    return json.loads(path.read_text())["data"]


def break_file(path: Path, how: str) -> None:
    """Do to a file what happens to files."""
    if how == "lost":
        path.unlink()
    elif how == "cut off":
        path.write_text(path.read_text()[:100])
    else:
        change = {"version": 2} if how == "newer" else {"data": json.loads(how)}
        path.write_text(json.dumps(json.loads(path.read_text()) | change))


@contextmanager
def full_disk(name: str = "") -> Iterator[None]:
    """Let no file be written whose name ends so: by default, none at all."""

    def refuse(writer: Any, _file: Any) -> None:
        if str(writer._path).endswith(name):
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    with patch("atomicwrites.AtomicWriter.sync", refuse):
        yield


def storage_issue(home: Home) -> ir.IssueEntry | None:
    """Return the issue about storage, if it is raised."""
    issue_id = f"storage_failing_{home.entry.entry_id}"
    return ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)


async def test_round_trip(home: Home) -> None:
    """Everything comes back as it was."""
    await home.set_up()
    home.router.faults.set("unavailable", times=1)
    await home.turn(2 * DAY, step=STEP)
    before = kept(home)
    assert len(before.ledger.days) == 2
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    store = EntryStore(home.hass, home.entry.entry_id)
    assert await store.async_load(NAIROBI) == before


async def test_nothing_there(home: Home) -> None:
    """Of a household that was never read, nothing comes back."""
    store = EntryStore(home.hass, home.entry.entry_id)
    assert await store.async_load(NAIROBI) is None


async def test_killed_after_a_poll(home: Home) -> None:
    """A poll writes the hot file alone, and that is enough."""
    await home.set_up()
    history = home.history.read_bytes()
    await home.turn(3 * HOUR)
    assert home.history.read_bytes() == history
    before = kept(home)
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == before.ledger
        assert kept(later).connection == before.connection


@pytest.mark.parametrize("failing", [True, False])
async def test_killed_while_a_day_closes(
    home: Home, tmp_path: Path, *, failing: bool
) -> None:
    """Without the history's write, the hot file closes the day again, and alike."""
    await home.set_up()
    await home.turn(DAY + TO_MIDNIGHT - STEP, step=STEP)
    assert len(kept(home).ledger.days) == 1
    old = copy(home.history, tmp_path / "old")
    if failing:
        with full_disk(".history"):
            await home.turn(STEP, step=STEP)
    else:
        await home.turn(STEP, step=STEP)
        copy(old, home.history)
    undisturbed = kept(home).ledger
    assert len(undisturbed.days) == 2
    assert len(stored(home.history)["days"]) == 1
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == undisturbed
        await later.turn(DAY, step=STEP)
        assert kept(later).ledger.days[:2] == undisturbed.days
        assert len(stored(later.history)["days"]) == 3
        assert later.overview.used == home.told


async def test_history_fails_for_days(home: Home) -> None:
    """The hot file keeps what the history cannot, for as long as it takes."""
    await home.set_up()
    with full_disk(".history"):
        await home.turn(3 * DAY, step=STEP)
        assert storage_issue(home) is not None
    undisturbed = kept(home).ledger
    assert len(undisturbed.days) == 3
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert kept(later).ledger == undisturbed


async def test_history_is_tried_again(home: Home) -> None:
    """The next poll writes the history that the last one could not."""
    await home.set_up()
    with full_disk(".history"):
        await home.turn(TO_MIDNIGHT, step=STEP)
    assert stored(home.history)["days"] == []
    await home.turn()
    assert len(stored(home.history)["days"]) == 1
    assert storage_issue(home) is None


@pytest.mark.parametrize(
    "how",
    [
        "lost",
        "cut off",
        "[1]",
        "5",
        '{"hours": 5}',
        '{"days": ["{}"]}',
        '{"polls": [1]}',
    ],
)
async def test_history_unreadable(home: Home, how: str) -> None:
    """Without the history, the cycle and the open day are as they were."""
    await home.set_up()
    await home.turn(DAY, step=STEP)
    before = home.overview
    break_file(home.history, how)
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert later.overview.used == before.used
        assert later.overview.used_today == before.used_today
        assert kept(later).ledger.days == ()
        await later.turn()
        assert later.overview.used == home.told


@pytest.mark.parametrize("how", ["lost", "cut off", "[1]", '{"head": {}}'])
async def test_hot_unreadable(home: Home, how: str) -> None:
    """Without the hot file, the copy in the history and the last answer do."""
    await home.set_up()
    await home.turn(DAY, step=STEP)
    before, asked = kept(home).ledger, home.usage_requests
    break_file(home.hot, how)
    async with home.next_life(killed=True) as later:
        await later.set_up()
        after = kept(later).ledger
        assert home.usage_requests == asked
        assert later.overview.used == home.told
        assert after.days == before.days
        assert everything(after) == everything(before)


@pytest.mark.parametrize("how", ["lost", "cut off", "[1]"])
async def test_both_unreadable(home: Home, how: str) -> None:
    """Without either, the household begins anew, with what the router said last."""
    await home.set_up()
    await home.turn(DAY, step=STEP)
    break_file(home.hot, how)
    break_file(home.history, how)
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert later.overview.used == later.overview.cycle.opening == home.told
        assert everything(kept(later).ledger) == 0
        await later.turn(HOUR)
        assert later.overview.used == home.told


@pytest.mark.parametrize("which", ["hot", "history"])
async def test_newer_version(home: Home, which: str) -> None:
    """What a newer version wrote is neither read nor written over."""
    await home.set_up()
    break_file(getattr(home, which), "newer")
    async with home.next_life(killed=True) as later:
        before = later.hot.read_bytes(), later.history.read_bytes()
        assert not await later.hass.config_entries.async_setup(home.entry.entry_id)
        assert later.entry.state is ConfigEntryState.SETUP_ERROR
        assert later.entry.error_reason_translation_key == "storage_newer"
        assert (later.hot.read_bytes(), later.history.read_bytes()) == before


async def test_full_disk(home: Home) -> None:
    """Figures go on without a disk, and people are told until it can be written again."""
    await home.set_up()
    hot = home.hot.read_bytes()
    with full_disk():
        await home.turn(HOUR)
        assert home.hot.read_bytes() == hot
        assert home.overview.used == home.told
        assert float(home.state("data_used").state) > 0
        assert storage_issue(home) is not None
    await home.turn()
    assert stored(home.hot)["head"]["last"]["used"] == home.told
    assert storage_issue(home) is None
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert storage_issue(later) is None


async def test_full_disk_from_the_start(home: Home) -> None:
    """A disk that is full already keeps nobody from the first figures."""
    with full_disk():
        await home.set_up()
    assert home.overview.used == home.told
    assert storage_issue(home) is not None


async def test_stop(home: Home) -> None:
    """When Home Assistant stops, both files are written once more."""
    await home.set_up()
    await home.turn(HOUR)
    known = [poll.poll_id for poll in kept(home).polls]
    assert len(stored(home.history)["polls"]) < len(known)
    await home.hass.async_stop(force=True)
    lines = stored(home.history)["polls"]
    assert [json.loads(line)["poll_id"] for line in lines] == known
    assert storage_issue(home) is None


async def test_home_moved_west(home: Home) -> None:
    """A closed day is kept although it is not over yet where the home is now."""
    await home.set_up()
    await home.turn(DAY, step=STEP)
    before = kept(home).ledger
    assert len(before.days) == 1
    async with home.next_life() as later:
        await later.hass.config.async_set_time_zone("America/New_York")
        await later.set_up()
        after = kept(later).ledger
        assert after.days == before.days
        assert everything(after) == everything(before)
