"""Values to JSON and back: strict where a figure depends on it, else lenient."""

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import (
    AlertKind,
    AlertSettings,
    Channel,
    Connection,
    Cycle,
    CycleKind,
    DailySummary,
    FreeHours,
    Hour,
    Plan,
    Poll,
    Price,
    QuietHours,
    Reach,
    Reading,
    ReadingStatus,
    Snooze,
    Target,
    TrendDirection,
)
from custom_components.taara.serial import from_json, hours_from_json, hours_to_json
from homeassistant.helpers.json import json_bytes

NOON = datetime(2026, 10, 14, 9, 0, 0, 123456, tzinfo=UTC)
READING = Reading(
    taken_at=NOON,
    used=5,
    remaining=7,
    cycle_start=date(2026, 10, 1),
    cycle_end=NOON + timedelta(days=3),
    plan_name="Home",
    price=Price(amount="2499.5", currency="KES"),
    counting_since=NOON - timedelta(days=9),
    raw={"usage": {"total_used_mb": 1}, "list": [None, True, "x"]},
)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A value with each kind of field."""

    readings: tuple[Reading, ...] = ()
    days: tuple[date, ...] = ()
    share: float = 0.5
    chosen: CycleKind | None = None
    flags: tuple[bool, ...] = ()
    notes: dict[str, int] = field(default_factory=dict)
    clock: time | None = None


def through_json(value: object) -> Any:
    """Return what a store would hold of a value."""
    return json.loads(json_bytes(value))


@pytest.mark.parametrize(
    "value",
    [
        READING,
        Reading(taken_at=NOON),
        Reading(taken_at=NOON.astimezone(timezone(timedelta(hours=3)))),
        Plan(allowance=None),
        Plan(allowance=10**15, cycle=CycleKind.DAYS, cycle_start=NOON),
        Plan(
            allowance=None,
            rollover=True,
            free_hours=(
                FreeHours(start=22, end=6, weekdays=(0, 6)),
                FreeHours(start=0, end=24),
            ),
        ),
        Cycle(number=3, start=NOON, end=None, opening=1, counted=2, granted=3),
        Cycle(number=4, start=NOON, end=None, granted=5, carried=2),
        DailySummary(date=date(2026, 10, 14), usage=3, trend=TrendDirection.STABLE),
        Connection(reach=Reach.TIMEOUT, failing_since=NOON, circuit_open=True),
        Poll(poll_id="1", at=NOON, status=ReadingStatus.FAILED, error="timeout"),
        Box(),
        Box(
            readings=(READING, READING),
            days=(date(2026, 1, 1),),
            chosen=CycleKind.MONTHLY,
            flags=(True, False),
            notes={"a": 1},
            clock=time(22, 30),
        ),
        AlertSettings(
            off=(AlertKind.PACE,),
            levels=(50,),
            quiet=QuietHours(start=time(22), end=time(6, 30)),
            targets=(Target(name="notify.phone", channel=Channel.PHONE),),
        ),
        Snooze(until=NOON, kinds=(AlertKind.STALE,)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_round_trip(value: object) -> None:
    """What is written is read back as it was, to the microsecond."""
    assert from_json(type(value), through_json(value)) == value


def test_times_and_days_are_told_apart() -> None:
    """A field that may be either stays what it was."""
    reading = from_json(Reading, through_json(READING))
    assert type(reading.cycle_start) is date
    assert type(reading.cycle_end) is datetime


def test_fields_of_other_versions() -> None:
    """A field that a later version added is passed over, a missing one is as at first."""
    data = through_json(Plan(allowance=5)) | {"invented_later": {"a": 1}}
    del data["reset_day"], data["unit"]
    assert from_json(Plan, data) == Plan(allowance=5)


def test_reading_of_an_earlier_version() -> None:
    """It knows neither a price nor since when it was counted."""
    data = through_json(READING)
    del data["price"], data["counting_since"]
    assert from_json(Reading, data) == replace(READING, price=None, counting_since=None)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Reading, {}),
        (Reading, None),
        (Reading, []),
        (Reading, "text"),
        (Reading, {"taken_at": None}),
        (Reading, {"taken_at": 5}),
        (Reading, {"taken_at": "soon"}),
        (Reading, {"taken_at": "2026-10-14T09:00:00"}),
        (Reading, {"taken_at": NOON.isoformat(), "used": "5"}),
        (Reading, {"taken_at": NOON.isoformat(), "used": 5.5}),
        (Reading, {"taken_at": NOON.isoformat(), "used": True}),
        (Reading, {"taken_at": NOON.isoformat(), "counter": "guessed"}),
        (Reading, {"taken_at": NOON.isoformat(), "cycle_start": "October"}),
        (Reading, {"taken_at": NOON.isoformat(), "cycle_end": 5}),
        (Reading, {"taken_at": NOON.isoformat(), "plan_name": 5}),
        (Reading, {"taken_at": NOON.isoformat(), "raw": []}),
        (Reading, {"taken_at": NOON.isoformat(), "price": "2500"}),
        (Reading, {"taken_at": NOON.isoformat(), "price": {"amount": "2500"}}),
        (Reading, {"taken_at": NOON.isoformat(), "counting_since": "2026-10-14"}),
        (Plan, {"allowance": []}),
        (Connection, {"storage_failing": 1}),
        (Box, {"readings": 5}),
        (Box, {"readings": [{}]}),
        (Box, {"readings": {"a": 1}}),
        (Box, {"share": "half"}),
        (Box, {"share": True}),
        (Box, {"chosen": "yearly"}),
    ],
)
def test_does_not_fit(kind: type[object], data: Any) -> None:
    """Whatever does not fit raises one error, which is no guess."""
    with pytest.raises(ValueError):
        from_json(kind, data)


def test_whole_number_for_a_fraction() -> None:
    """JSON writes 1.0 as 1: it is a fraction all the same."""
    box = from_json(Box, {"share": 1})
    assert (box.share, type(box.share)) == (1.0, float)


HOURS = st.dictionaries(
    st.integers(0, 2**40),
    st.builds(
        Hour, st.integers(0), st.integers(0, 3600), st.integers(0, 6), st.integers(0)
    ),
)


@given(hours=HOURS)
def test_hours(hours: dict[int, Hour]) -> None:
    """An hour is one short line; most have nothing that was free."""
    lines = hours_to_json(hours)
    assert hours_from_json(json.loads(json.dumps(lines))) == hours
    most = 1 + len(fields(Hour))
    for line, hour in zip(lines, hours.values(), strict=True):
        assert len(line.split()) == (most if hour.free else most - 1)


def test_older_data() -> None:
    """What was kept before there were free hours had none."""
    assert hours_from_json(["60 5 4 3"]) == {60: Hour(used=5, measured=4, readings=3)}
    plan = from_json(Plan, {"allowance": 5, "reset_day": 7})
    assert plan == Plan(allowance=5, reset_day=7)
    assert (plan.free_hours, plan.rollover) == ((), False)
    day = from_json(DailySummary, {"date": "2026-10-14", "usage": 3})
    assert day.free == 0


@pytest.mark.parametrize("lines", [["1 2 3"], ["1 2 3 4 5 6"], ["a b c d"], [""]])
def test_no_hours(lines: list[str]) -> None:
    """A line of another shape is an error."""
    with pytest.raises(ValueError):
        hours_from_json(lines)
