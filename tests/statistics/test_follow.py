"""The recorder follows the ledger, hour by hour, whatever happens to either."""

from datetime import UTC, timedelta

import pytest

from custom_components.taara.model import DataUnit
from homeassistant.components.recorder import Recorder
from homeassistant.core import HomeAssistant
from tests.usage.common import GB, TEN_MINUTES, at, read, used

from .follower import (
    AMOUNT,
    HOUR,
    START,
    Follower,
    by_hour,
    corrected,
    every,
    lost,
    spied,
    summed,
    watched,
    without,
    written,
)

pytestmark = pytest.mark.usefixtures("recorder")


async def test_first_day(follower: Follower) -> None:
    """Every hour that is over has its bytes; the one that runs is not there yet."""
    ledger = watched(1 + 1 / 48)
    await follower.follow(ledger, UTC)
    rows = await follower.rows()
    assert rows == summed(by_hour(ledger))
    assert len(rows) == 24
    assert max(rows) + HOUR == int(ledger.last.taken_at.timestamp()) // HOUR * HOUR
    assert rows[max(rows)] == (6 * AMOUNT, 144 * AMOUNT)


async def test_what_it_is_called(follower: Follower) -> None:
    """It can be found by the entry's name, and Home Assistant knows what it counts."""
    await follower.follow(watched(1), UTC)
    metadata = await follower.metadata()
    assert metadata["name"] == "Taara (192.168.88.1) Data used"
    assert metadata["source"] == "taara"
    assert metadata["statistic_id"] == f"taara:{follower.entry.entry_id.lower()}_usage"
    assert metadata["unit_of_measurement"] == "GB"
    assert metadata["unit_class"] == "information"
    assert metadata["has_sum"]


async def test_within_an_hour_nothing_is_asked(follower: Follower) -> None:
    """A poll costs the recorder nothing; an hour one question and one row."""
    ledger = watched(2)
    await follower.follow(ledger, UTC)
    with spied() as spy:
        for _ in range(5):
            ledger = watched(1 / 144, ledger)
            await follower.follow(ledger, UTC)
        assert (spy.queries, spy.rows) == (0, [])
        ledger = watched(1 / 144, ledger)
        await follower.follow(ledger, UTC)
        assert (spy.queries, spy.rows) == (1, [1])
    assert await follower.rows() == summed(by_hour(ledger))


async def test_nothing_is_written_twice(follower: Follower) -> None:
    """A start on what is right already writes nothing."""
    ledger = watched(2)
    await follower.follow(ledger, UTC)
    with spied() as spy:
        await follower.again().follow(ledger, UTC)
    assert (spy.queries, spy.rows) == (1, [])


async def test_nothing_is_over_yet(follower: Follower) -> None:
    """In the first hour there is nothing to write, and nobody is asked."""
    with spied() as spy:
        await follower.follow(read([used(START, 5), used(START, 6)]), UTC)
    assert (spy.queries, spy.rows) == (0, [])


async def test_outage_is_filled(follower: Follower) -> None:
    """What was used while nobody watched is in the hours the ledger puts it in."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    back = ledger.last.taken_at + timedelta(hours=7)
    ledger = read([used(back, (ledger.last.used or 0) + GB)], ledger=ledger)
    with spied() as spy:
        await follower.follow(ledger, UTC)
    rows = await follower.rows()
    assert rows == summed(by_hour(ledger))
    assert rows[max(rows)][1] == 144 * AMOUNT + GB
    assert (spy.queries, spy.rows) == (1, [7])


async def test_correction_of_an_old_hour(follower: Follower) -> None:
    """It moves all sums after it, and none before."""
    ledger = watched(3)
    await follower.follow(ledger, UTC)
    ledger = corrected(ledger, START + timedelta(days=1), 5 * GB)
    with spied() as spy:
        await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))
    assert (spy.queries, spy.rows) == (1, [48])


async def test_correction_that_adds_up_the_same(follower: Follower) -> None:
    """Bytes moved from one hour to the next change these two rows only."""
    ledger = watched(2)
    await follower.follow(ledger, UTC)
    first = START + timedelta(hours=5)
    ledger = corrected(ledger, first, 6 * AMOUNT - 1)
    ledger = corrected(ledger, first + timedelta(hours=1), 6 * AMOUNT + 1)
    with spied() as spy:
        await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))
    assert spy.rows == [2]


async def test_killed_before_the_recorder_wrote(follower: Follower) -> None:
    """The next start finds what is missing, and writes no more than that."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    ledger = watched(3 / 24, ledger)
    with lost():
        await follower.follow(ledger, UTC)
    assert len(await follower.rows()) == 24
    with spied() as spy:
        await follower.again().follow(ledger, UTC)
    assert spy.rows == [3]
    assert await follower.rows() == summed(by_hour(ledger))


async def test_lost_without_a_restart(follower: Follower) -> None:
    """The next hour finds that the last one is missing, and looks at all of them."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    ledger = corrected(watched(2 / 24, ledger), START, 7)
    with lost():
        await follower.follow(ledger, UTC)
    ledger = watched(1 / 24, ledger)
    with spied() as spy:
        await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))
    assert (spy.queries, spy.rows) == (2, [27])


async def test_forgotten_hours_stay(follower: Follower) -> None:
    """What the ledger has forgotten stays as it is, under the sums of the rest."""
    whole = watched(3)
    await follower.follow(whole, UTC)
    before = await follower.rows()
    ledger = without(whole, at("2026-10-14 00:00"))
    for life in (follower, follower.again()):
        with spied() as spy:
            await life.follow(ledger, UTC)
        assert spy.rows == []
    ledger = corrected(ledger, at("2026-10-14 00:00"), 0)
    await follower.follow(ledger, UTC)
    rows = await follower.rows()
    assert rows.keys() == before.keys()
    assert rows == summed(by_hour(corrected(whole, at("2026-10-14 00:00"), 0)))


async def test_ledger_lost(follower: Follower) -> None:
    """A household that has to begin anew goes on from the sum there is."""
    old = watched(1)
    await follower.follow(old, UTC)
    begin = old.last.taken_at + timedelta(days=100)
    new = read(
        used(moment, number * AMOUNT)
        for number, moment in every(begin, TEN_MINUTES, 19)
    )
    with spied() as spy:
        await follower.again().follow(new, UTC)
    assert (spy.queries, spy.rows) == (1, [3])
    assert await follower.rows() == summed(by_hour(old) | by_hour(new))


async def test_ledger_from_a_backup(follower: Follower) -> None:
    """Hours that the ledger has not come to yet hold nothing, until it does."""
    ledger = watched(1)
    ahead = watched(5 / 24, ledger)
    await follower.follow(ahead, UTC)
    await follower.again().follow(ledger, UTC)
    nothing = dict.fromkeys(by_hour(ahead), 0)
    assert await follower.rows() == summed(nothing | by_hour(ledger))
    await follower.again().follow(ahead, UTC)
    assert await follower.rows() == summed(by_hour(ahead))


async def test_clock_set_back(follower: Follower) -> None:
    """Hours that were over and are not any more keep what they hold."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    back = ledger.last.taken_at - timedelta(hours=5)
    ledger = read([used(back, ledger.last.used or 0)], ledger=ledger)
    with spied() as spy:
        await follower.follow(ledger, UTC)
    assert spy.rows == []


async def test_cleared_by_hand(follower: Follower, recorder: Recorder) -> None:
    """Who clears the statistic gets back, with the next hour, what is still known."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    recorder.async_clear_statistics([(await follower.metadata())["statistic_id"]])
    ledger = watched(1 / 24, ledger)
    await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))


async def test_adjusted_by_hand(follower: Follower, recorder: Recorder) -> None:
    """A sum that somebody adjusted is the ledger's again, with the next hour."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    name = (await follower.metadata())["statistic_id"]
    recorder.async_adjust_statistics(name, START + timedelta(hours=5), 9.0, "GB")
    await written(follower.hass)
    assert await follower.rows() != summed(by_hour(ledger))
    ledger = watched(1 / 24, ledger)
    await follower.follow(ledger, UTC)
    assert await follower.rows() == summed(by_hour(ledger))


@pytest.mark.parametrize(
    ("plan", "unit"),
    [
        (DataUnit.GB, "GB"),
        (DataUnit.TB, "GB"),
        (DataUnit.GIB, "GiB"),
        (DataUnit.TIB, "GiB"),
    ],
)
async def test_unit_is_the_plans(
    hass: HomeAssistant, plan: DataUnit, unit: str
) -> None:
    """Hours are told in what the plan is sold in, and to the byte."""
    follower = Follower.new(hass, plan)
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    assert (await follower.metadata())["unit_of_measurement"] == unit
    assert await follower.rows() == summed(by_hour(ledger))


async def test_unit_stays(follower: Follower) -> None:
    """Another plan does not change what is there, nor how the next hours are told."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    ledger = watched(1 / 24, ledger)
    with spied() as spy:
        await follower.again(DataUnit.GIB).follow(ledger, UTC)
    assert spy.rows == [1]
    assert (await follower.metadata())["unit_of_measurement"] == "GB"
    assert await follower.rows() == summed(by_hour(ledger))


async def test_unit_changed_by_hand(follower: Follower, recorder: Recorder) -> None:
    """Who told the recorder another unit finds ours again."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    recorder.async_update_statistics_metadata(
        (await follower.metadata())["statistic_id"],
        new_unit_class="information",
        new_unit_of_measurement="MB",
    )
    await written(follower.hass)
    await follower.again().follow(ledger, UTC)
    assert (await follower.metadata())["unit_of_measurement"] == "GB"
    assert await follower.rows() == summed(by_hour(ledger))


async def test_renamed(hass: HomeAssistant, follower: Follower) -> None:
    """Its name follows the entry's; the hours need not be written for that."""
    ledger = watched(1)
    await follower.follow(ledger, UTC)
    hass.config_entries.async_update_entry(follower.entry, title="Hut")
    with spied() as spy:
        await follower.again().follow(ledger, UTC)
    assert spy.rows == [0]
    await written(hass)
    assert (await follower.metadata())["name"] == "Hut Data used"
    assert await follower.rows() == summed(by_hour(ledger))
