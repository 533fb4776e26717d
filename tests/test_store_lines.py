"""One line of the history that cannot be read costs no other."""

import json

import pytest

from .helpers_core import DAY, HOUR, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


@pytest.mark.parametrize("kind", ["days", "polls"])
async def test_damaged_line(home: Home, kind: str) -> None:
    """The other days and polls are there, and so are the figures."""
    await home.set_up()
    await home.turn(3 * DAY, step=6 * HOUR)
    await home.coordinator.async_save()
    household = home.coordinator.household
    assert household is not None
    before = {"days": len(household.ledger.days), "polls": len(household.polls)}
    assert before["days"] == 3
    stored = json.loads(home.history.read_text(encoding="utf-8"))
    stored["data"][kind][0] = '{"status": "of a later version"}'
    home.history.write_text(json.dumps(stored), encoding="utf-8")
    async with home.next_life(killed=True) as later:
        await later.set_up()
        known = later.coordinator.household
        assert known is not None
        after = {"days": len(known.ledger.days), "polls": len(known.polls)}
        assert after == before | {kind: before[kind] - 1}
        assert later.overview.used == home.overview.used


async def test_request_that_cannot_be_written_down(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown like figures that cannot be: the next start might ask too soon."""
    await home.set_up()
    assert not home.overview.connection.storage_failing
    log = home.coordinator._source._log  # type: ignore[union-attr]  # it is set up

    async def nothing(_data: object) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr(log._store, "async_save_checked", nothing)
        await home.turn()
        assert home.overview.connection.storage_failing
    await home.turn()
    assert not home.overview.connection.storage_failing
