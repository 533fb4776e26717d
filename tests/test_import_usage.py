"""Where earlier usage can be imported from."""

from collections.abc import Callable
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.taara import import_source
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import async_add_external_statistics
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .helpers_core import DAY, HOUR, NOON, Home
from .test_actions import act
from .usage.test_row_texts import VERSION_1, VERSION_2

pytestmark = pytest.mark.freeze_time(NOON)

GB = 10**9
CSV = "date,usage,unit\n2026-10-12,2,GB\n2026-10-13,3000,MB\n2026-10-13,1,GB\n"
TAKEN = {"days": 2, "usage": 5 * GB, "taken": 2, "rows_rejected": 1}


def chosen(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what is looked at of an answer."""
    return {name: answer[name] for name in TAKEN}


async def refused(home: Home, **source: Any) -> str | None:
    """Return why an import is refused."""
    with pytest.raises(ServiceValidationError) as refusal:
        await act(home.hass, "import_usage", **source)
    return refusal.value.translation_key


@pytest.fixture
def file(home: Home) -> Callable[[str | bytes], str]:
    """Return what puts a file where Home Assistant may read it."""

    def put(content: str | bytes) -> str:
        folder = Path(home.hass.config.path("media"))
        folder.mkdir(exist_ok=True)
        home.hass.config.allowlist_external_dirs = {str(folder.resolve())}
        path = folder / "usage.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return put


async def test_csv(home: Home) -> None:
    """A table in the call."""
    await home.set_up()
    answer = await act(home.hass, "import_usage", csv=CSV)
    assert chosen(answer) == TAKEN
    assert answer["rejected"] == [{"line": 4, "reason": "duplicate"}]
    assert await refused(home, csv="2026-10-12,2") == "import_no_header"
    assert await refused(home, csv="x" * (5 * 2**20 + 1)) == "import_too_large"


async def test_file(home: Home, file: Callable[[str | bytes], str]) -> None:
    """A table or vnStat's JSON in a file."""
    await home.set_up()
    answer = await act(home.hass, "import_usage", path=file("\ufeff" + CSV))
    assert chosen(answer) == TAKEN
    path = file("\n" + json.dumps(VERSION_2))
    answer = await act(home.hass, "import_usage", path=path)
    # One of its hours is told by its moment, the other in local time: here the same.
    assert (answer["days"], answer["usage"]) == (2, 3 + 7)
    assert answer["rejected"] == [{"line": 3, "reason": "duplicate"}]
    assert await refused(home, path=path, interface="x") == "import_which_interface"


async def test_file_that_cannot_be_read(
    home: Home, file: Callable[[str | bytes], str]
) -> None:
    """Only what Home Assistant may read, and only text of a sensible size."""
    await home.set_up()
    path = file(b"date,usage\n\xff")
    assert await refused(home, path=path) == "import_file_unreadable"
    assert await refused(home, path=f"{path}.csv") == "import_file_unreadable"
    assert await refused(home, path=str(Path(path).parent)) == "import_file_unreadable"
    for other in (str(home.hot), f"{Path(path).parent}/../.storage/auth", "\0"):
        assert await refused(home, path=other) in {
            "import_path_not_allowed",
            "import_file_unreadable",
        }
    assert await refused(home, path=str(home.hot)) == "import_path_not_allowed"
    assert await refused(home, path=file("x" * (5 * 2**20 + 1))) == "import_too_large"


@pytest.mark.parametrize("as_text", [True, False])
async def test_vnstat(home: Home, *, as_text: bool) -> None:
    """What vnStat prints, as text or as the editor of actions reads it."""
    await home.set_up()
    printed = json.dumps(VERSION_1) if as_text else VERSION_1
    answer = await act(home.hass, "import_usage", vnstat=printed, interface="ppp0")
    assert (answer["days"], answer["usage"]) == (2, 33 * 1024)
    assert await refused(home, vnstat={}) == "import_not_vnstat"
    assert await refused(home, vnstat="{" * 6_000_000) == "import_too_large"


def statistics(hass: HomeAssistant, name: str, unit: str, unit_class: str) -> None:
    """Let there be 30 hours of statistics until noon, 1 more in each."""
    noon = dt_util.utcnow()
    async_add_external_statistics(
        hass,
        StatisticMetaData(
            mean_type=StatisticMeanType.NONE,
            has_sum=True,
            name=name,
            source="meter",
            statistic_id=f"meter:{name}",
            unit_class=unit_class,
            unit_of_measurement=unit,
        ),
        [
            StatisticData(start=noon - n * HOUR, state=31 - n, sum=31 - n)
            for n in range(30, 0, -1)
        ],
    )


async def test_statistics(recorder_mock: Recorder, home: Home) -> None:
    """Hours of another entity's long-term statistics, whatever its unit."""
    await home.set_up()
    statistics(home.hass, "wan", "GiB", "information")
    statistics(home.hass, "power", "kWh", "energy")
    await recorder_mock.async_block_till_done()
    home.freezer.tick(timedelta(hours=3))
    answer = await act(
        home.hass, "import_usage", statistic_id="meter:wan", dry_run=False
    )
    household = home.coordinator.household
    assert household is not None
    assert (answer["days"], answer["taken"]) == (2, 30)
    assert answer["usage"] == 30 * 2**30
    since = household.ledger.since.timestamp()
    found = [hour.used for at, hour in household.ledger.hours.items() if at < since]
    assert set(found) == {2**30}
    assert household.ledger.days[0].imported
    for other in ("meter:power", "meter:unknown", "sensor.unknown"):
        assert await refused(home, statistic_id=other) == "import_statistic_unknown"


async def test_statistics_without_a_recorder(home: Home) -> None:
    """There are none."""
    await home.set_up()
    assert await refused(home, statistic_id="sensor.wan") == "import_no_recorder"


async def test_rows_of_no_kind(home: Home) -> None:
    """They are rejected one by one."""
    await home.set_up()
    answer = await act(home.hass, "import_usage", rows=[5, {"date": "2026-10-12"}])
    assert answer["rejected"] == [
        {"line": 1, "reason": "unreadable_time"},
        {"line": 2, "reason": "unreadable_usage"},
    ]


async def test_each_source_is_a_field() -> None:
    """One of them has to be named."""
    assert set(import_source.SOURCES) == {
        "csv",
        "path",
        "rows",
        "statistic_id",
        "vnstat",
    }


async def test_goes_on_after_days(home: Home) -> None:
    """An import long after the first reading stays out of what was counted."""
    await home.set_up()
    await home.turn(2 * DAY, step=3 * HOUR)
    before = home.overview
    rows = [{"date": f"2026-10-{day}", "usage": 1} for day in range(10, 17)]
    answer = await act(home.hass, "import_usage", rows=rows, dry_run=False)
    assert (answer["days"], answer["counted_by_taara"]) == (4, 3)
    assert (home.overview.used, home.overview.used_today) == (
        before.used,
        before.used_today,
    )
