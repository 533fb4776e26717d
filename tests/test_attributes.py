"""What entities tell beside their state: why it is so, and how sure that is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from custom_components.taara.binary_sensor import BINARY_SENSORS
from custom_components.taara.model import Overview, Plan, Unusual
from custom_components.taara.sensor_descriptions import SENSORS
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview

from .usage.common import GB, MONTHLY, NAIROBI, UNTIL_USED, at, counted, read

HOUR = timedelta(hours=1)


def ten_days(plan: Plan = MONTHLY) -> Overview:
    """Return what is known after ten days of 2.4 GB each."""
    start = at("2026-03-01", NAIROBI)
    readings = [counted(start + n * HOUR, n * GB // 10) for n in range(10 * 24)]
    household = Household(ledger=read(readings, plan, NAIROBI), plan=plan)
    return overview(household, readings[-1].taken_at, NAIROBI)


WHY = {one.key: one.attributes_fn for one in SENSORS} | {
    one.key: one.attributes_fn for one in BINARY_SENSORS
}


def attributes(key: str, seen: Overview) -> Mapping[str, Any]:
    """Return an entity's attributes."""
    why = WHY[key]
    assert why is not None
    return why(seen)


def test_ranges() -> None:
    """They hold the projection, in the plan's unit."""
    seen = ten_days()
    ranges = attributes("projected_usage", seen)
    edges = [ranges[name] for name in ("low95", "low80", "high80", "high95")]
    assert edges == sorted(edges)
    assert seen.projected is not None
    assert ranges["low80"] < seen.projected / GB < ranges["high80"]
    assert (ranges["early"], ranges["range_unit"]) == (False, "GB")


def test_plan_until_used_has_no_range() -> None:
    """Nor a total that could be in one."""
    seen = ten_days(replace(UNTIL_USED, cycle_start=at("2026-03-01", NAIROBI)))
    assert seen.projection is not None
    assert attributes("projected_usage", seen) == {}


def test_why_it_is_unusual() -> None:
    """Also where nothing is usual by this hour."""
    seen = ten_days()
    assert attributes("unusual_usage", seen) == {}
    night = Unusual(date=seen.today, used=50 * GB, usual=0, since=1, peak=2)
    assert attributes("unusual_usage", replace(seen, unusual=night)) == {
        "peak_hour": 2,
        "since_hour": 1,
        "times_usual": None,
    }
    more = replace(night, usual=20 * GB)
    found = attributes("unusual_usage", replace(seen, unusual=more))
    assert found["times_usual"] == 2.5
