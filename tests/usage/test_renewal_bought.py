"""Plans that are bought: again, early, late, unseen; topped up; extended."""

from datetime import UTC, date, datetime, timedelta

import pytest

from custom_components.taara.model import Reading

from .common import (
    AS_PROVIDED,
    GB,
    THIRTY_DAYS,
    UNTIL_USED,
    account,
    at,
    left,
    read,
    used,
)


def test_prepaid_plan_waits_for_its_renewal() -> None:
    """It is no calendar: usage goes on in the old cycle until a counter falls."""
    readings = [
        used("2026-03-01 08:00", 0),
        used("2026-03-31 07:55", 90 * GB),
        used("2026-03-31 08:05", 91 * GB),
        used("2026-04-08 08:00", 92 * GB),
    ]
    assert account(read(readings, THIRTY_DAYS)) == [("03-01 08:00", 92)]
    renewed = read([*readings, used("2026-04-08 08:10", GB)], THIRTY_DAYS)
    assert account(renewed) == [("03-01 08:00", 92), ("04-08 08:00", 1)]
    assert renewed.cycle.end == at("2026-05-08 08:00")


def test_prepaid_plan_that_is_bought_before_its_end() -> None:
    """The days run from the purchase."""
    ledger = read(
        [
            used("2026-03-01 08:00", 0),
            used("2026-03-20 10:00", 90 * GB),
            used("2026-03-20 10:10", GB),
        ],
        THIRTY_DAYS,
    )
    assert account(ledger) == [("03-01 08:00", 90), ("03-20 10:00", 1)]
    assert ledger.cycle.end == at("2026-04-19 10:00")


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-04-05 12:00", "2026-03-31 08:00"),
        ("2026-06-20 12:00", "2026-05-30 08:00"),
    ],
)
def test_prepaid_plan_bought_while_nobody_looked(now: str, start: str) -> None:
    """It is taken for bought as each ended: it is running, so it has not expired."""
    ledger = read(
        [used("2026-03-01 08:00", 0), used("2026-03-29", 90 * GB), used(now, GB)],
        THIRTY_DAYS,
    )
    assert ledger.cycle.start == at(start)
    assert ledger.cycle.used == GB


def test_remainder_of_a_prepaid_plan() -> None:
    """After the end, any rise is the renewal; what is missing from full was used."""
    ledger = read(
        [
            left("2026-03-01 08:00", 100 * GB),
            left("2026-03-30", 40 * GB),
            left("2026-04-02", 80 * GB),
        ],
        THIRTY_DAYS,
    )
    assert account(ledger) == [("03-01 08:00", 60), ("03-31 08:00", 20)]


def test_top_up_raises_the_allowance_until_the_renewal() -> None:
    """It is not usage when it is gone, and the next cycle does not have it."""
    readings = [
        left("2026-03-01 08:00", 100 * GB),
        left("2026-03-20", 60 * GB),
        left("2026-03-20 00:10", 80 * GB),
    ]
    topped_up = read(readings, THIRTY_DAYS)
    assert (topped_up.cycle.used, topped_up.cycle.granted) == (40 * GB, 120 * GB)
    renewed = read([*readings, left("2026-04-01", 100 * GB)], THIRTY_DAYS)
    assert account(renewed) == [("03-01 08:00", 40), ("03-31 08:00", 0)]
    assert renewed.cycle.granted == 100 * GB


def test_remainder_that_is_carried_over_is_granted() -> None:
    """What is left may come on top of the new plan."""
    ledger = read(
        [left("2026-03-31 23:55", 30 * GB), left("2026-04-01 00:05", 130 * GB)]
    )
    assert (ledger.cycle.used, ledger.cycle.granted) == (0, 130 * GB)


def test_plan_until_used_begins_again_when_it_is_full() -> None:
    """There is no date to go by."""
    ledger = read(
        [
            left("2026-03-01", 100 * GB),
            left("2026-06-01", 0),
            left("2026-06-01 00:10", 100 * GB),
        ],
        UNTIL_USED,
    )
    assert account(ledger) == [("03-01 00:00", 100), ("06-01 00:00", 0)]
    assert ledger.cycle.end is None


def bought(when: str, amount: int, day: date, **known: str) -> Reading:
    """Return a reading of a plan of thirty days that names its purchase."""
    ends = day + timedelta(days=30)
    return used(when, amount * GB, cycle_start=day, cycle_end=ends, **known)


def test_provider_names_the_purchase() -> None:
    """Its date decides, though the counter did not fall."""
    ledger = read(
        [
            bought("2026-03-05 12:00", 5, date(2026, 3, 1)),
            bought("2026-04-05 12:00", 9, date(2026, 4, 3)),
        ],
        AS_PROVIDED,
    )
    assert account(ledger) == [("03-01 00:00", 5), ("04-03 00:00", 9)]
    assert ledger.cycle.end == at("2026-05-03")


def test_provider_moves_the_end() -> None:
    """An extension is no renewal; an end before the start says nothing."""
    first = used("2026-03-05", GB, cycle_end=datetime(2026, 4, 1, 9, tzinfo=UTC))
    later = used("2026-03-06", GB, cycle_end=datetime(2026, 5, 1, 9, tzinfo=UTC))
    silly = used("2026-03-07", GB, cycle_end=date(1970, 1, 1))
    ledger = read([first, later, silly], AS_PROVIDED)
    assert ledger.past == ()
    assert ledger.cycle.end == at("2026-05-01 09:00")


def test_date_that_moves_while_the_counter_goes_on() -> None:
    """Nobody uses in ten minutes what took a month: it is a change of label."""
    ledger = read(
        [
            bought("2026-03-05 12:00", 50, date(2026, 3, 1)),
            bought("2026-03-05 12:10", 51, date(2026, 3, 4)),
        ],
        AS_PROVIDED,
    )
    assert account(ledger) == [("03-01 00:00", 51)]


def test_stale_date_does_not_begin_a_cycle_before_the_last_reading() -> None:
    """A counter that falls under an old date began again after it was last seen."""
    ledger = read(
        [
            bought("2026-03-25 12:00", 50, date(2026, 3, 1)),
            bought("2026-03-25 12:10", 0, date(2026, 3, 1)),
        ],
        AS_PROVIDED,
    )
    assert account(ledger) == [("03-01 00:00", 50), ("03-25 12:00", 0)]
