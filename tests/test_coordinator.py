"""Last known beats nothing: what stands while a router is away, and for how long."""

from dataclasses import replace
import logging

import pytest

from custom_components.taara.const import CONF_CREDENTIALS, CONF_PLAN, DOMAIN
from custom_components.taara.entry import plan_data
from custom_components.taara.model import CycleKind, Reach
from demo.accounts import Account
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_OFF, STATE_UNKNOWN

from .common import TEBIBYTE, keyring_file
from .helpers_core import DAY, HOUR, MINUTE, NAIROBI, NOON, Home
from .usage.truth import everything

pytestmark = pytest.mark.freeze_time(NOON)

OF_TODAY = ("used_today", "daily_budget", "budget_remaining_today")
OF_THE_CYCLE = ("data_used", "data_remaining", "usage_percentage")


def shown(home: Home, *keys: str) -> dict[str, str]:
    """Return the states of some sensors."""
    return {key: home.state(key).state for key in keys}


def reauth_is_asked(home: Home) -> bool:
    """Tell whether the household is asked to sign in again."""
    flows = home.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


async def test_until_midnight(home: Home) -> None:
    """Today's figures stand until the day is over; the cycle's stand longer."""
    await home.set_up()
    await home.turn(HOUR)
    await home.router.stop()
    figures, today = home.figures(), shown(home, *OF_TODAY)
    assert STATE_UNKNOWN not in today.values()
    await home.turn(11 * HOUR - MINUTE, step=HOUR)
    assert (home.figures(), shown(home, *OF_TODAY)) == (figures, today)
    await home.turn(MINUTE)
    assert set(shown(home, *OF_TODAY).values()) == {STATE_UNKNOWN}
    assert home.figures() == figures

    await home.router.start()
    await home.turn(HOUR)
    assert STATE_UNKNOWN not in shown(home, *OF_TODAY).values()
    assert home.overview.used == home.told


async def test_until_the_cycle_ends(home: Home) -> None:
    """The cycle's figures stand until it is over; usage in the dark is not lost."""
    await home.set_up()
    await home.router.stop()
    figures, cycle = home.figures(), home.overview.cycle
    assert cycle.end is not None
    left = cycle.end - home.overview.as_of
    await home.turn(left - MINUTE, step=DAY)
    assert home.figures() == figures
    await home.turn(MINUTE)
    assert set(shown(home, *OF_THE_CYCLE).values()) == {STATE_UNKNOWN}
    assert home.state("last_reading").state == figures["last_reading"]
    assert home.state("allowance").state != STATE_UNKNOWN

    await home.router.start()
    await home.turn()
    assert home.overview.cycle.number == cycle.number + 1
    assert home.overview.used == home.told


async def test_reachable_until_three_polls_were_missed(home: Home) -> None:
    """Two missed polls are nothing to worry about; a third one is."""
    await home.set_up()
    home.router.faults.set("server_error", times=3)
    seen = []
    for _ in range(4):
        await home.turn()
        seen.append(home.state("router_reachable", "binary_sensor").state)
    assert seen == ["on", "on", "off", "on"]


async def test_logged_once(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """One line when the router goes, one when it is back, however long it takes."""
    await home.set_up()
    home.router.faults.set("truncated", times=4)
    caplog.clear()
    await home.turn(HOUR)
    ours = [
        (line.levelno, line.getMessage())
        for line in caplog.records
        if line.name == "custom_components.taara"
        and "Finished fetching" not in line.getMessage()
    ]
    assert [level for level, _ in ours] == [logging.WARNING, logging.INFO]
    assert "the last figures stand: /usage answered 200" in ours[0][1]
    assert ours[1][1].endswith("Taara (127.0.0.1) can be read again")


async def test_starts_without_a_router(home: Home) -> None:
    """A start while the router is away shows what was known before."""
    await home.set_up()
    figures = home.figures()
    await home.turn(5 * MINUTE)
    async with home.next_life() as later:
        await home.router.stop()
        await later.turn(HOUR)
        await later.set_up()
        assert later.entry.state is ConfigEntryState.LOADED
        assert later.figures() == figures
        assert later.overview.connection.reach is Reach.CANNOT_CONNECT


async def test_starts_with_a_changed_password(home: Home) -> None:
    """A start with credentials that are refused shows what was known, and asks."""
    await home.set_up()
    figures = home.figures()
    async with home.next_life() as later:
        home.router.reboot()
        home.router.account = Account("subscriber", "another")
        await later.turn(HOUR)
        await later.set_up()
        assert later.entry.state is ConfigEntryState.LOADED
        assert later.figures() == figures
        assert later.overview.connection.reach is Reach.INVALID_AUTH
        assert reauth_is_asked(later)
        asked = len(home.router.requests)
        await later.turn(13 * HOUR, step=HOUR)
        assert len(home.router.requests) == asked
        # The clock goes on meanwhile.
        assert later.state("used_today").state == STATE_UNKNOWN


@pytest.mark.parametrize("lost", ["key", "token"])
async def test_starts_without_its_key(home: Home, lost: str) -> None:
    """A start that cannot read the credentials shows what was known, and asks."""
    await home.set_up()
    figures, asked = home.figures(), len(home.router.requests)
    async with home.next_life() as later:
        if lost == "key":
            keyring_file(later.hass).unlink()
        else:
            swapped = dict.fromkeys(
                ("username", "password"), home.entry.data[CONF_CREDENTIALS]["username"]
            )
            later.hass.config_entries.async_update_entry(
                later.entry, data={**home.entry.data, CONF_CREDENTIALS: swapped}
            )
        await later.set_up()
        assert later.entry.state is ConfigEntryState.LOADED
        assert later.figures() == figures
        reachable = later.state("router_reachable", "binary_sensor")
        assert reachable.attributes["reason"] == Reach.KEY_MISSING
        assert reachable.state == STATE_OFF
        assert later.state("collection_status").state == "failed"
        assert reauth_is_asked(later)
        await later.turn(13 * HOUR, step=HOUR)
        assert later.state("used_today").state == STATE_UNKNOWN
        assert len(home.router.requests) == asked


async def test_never_read_and_without_its_key(home: Home) -> None:
    """Where there is nothing to show, set-up fails, and says what to do."""
    keyring_file(home.hass).unlink()
    assert not await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.settle()
    assert home.entry.state is ConfigEntryState.SETUP_ERROR
    assert home.entry.error_reason_translation_key == "key_missing"
    assert reauth_is_asked(home)
    assert not home.router.requests


async def test_answer_that_was_not_kept(home: Home) -> None:
    """After a kill between an answer and the hot file, the answer is not asked for again."""
    await home.set_up()
    old = home.hot.read_bytes()
    await home.turn()
    before, asked = home.overview, home.usage_requests
    home.hot.write_bytes(old)
    async with home.next_life(killed=True) as later:
        await later.set_up()
        assert home.usage_requests == asked
        assert (later.overview.used, later.overview.as_of) == (
            before.used,
            before.as_of,
        )
        await later.turn()
        assert later.overview.used == home.told
        household = later.coordinator.household
        assert household is not None
        assert everything(household.ledger) > 0


async def test_another_plan(home: Home) -> None:
    """A plan that the household changes is shown at the next start; usage stays."""
    await home.set_up()
    await home.turn(DAY, step=HOUR)
    used = home.overview.used
    plan = replace(TEBIBYTE, cycle=CycleKind.MONTHLY, reset_day=10)
    home.hass.config_entries.async_update_entry(
        home.entry, data={**home.entry.data, CONF_PLAN: plan_data(plan)}
    )
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert home.overview.used == used
    assert home.overview.cycle.start.astimezone(NAIROBI).day == 10
    await home.turn(HOUR)
    assert home.overview.used == home.told
