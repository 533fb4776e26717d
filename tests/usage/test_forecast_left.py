"""What is left of a cycle: its days by the clock, its allowance, an empty house."""

from dataclasses import replace
from datetime import date, timedelta, tzinfo

import pytest

from custom_components.taara.model import Projection
from custom_components.taara.usage.forecast import Span, projection

from .common import BERLIN, GB, NAIROBI

# Both hold the turn of a clock in Berlin: 29 March and 25 October.
SPRING = Span(start=date(2026, 3, 1), end=date(2026, 3, 31), today=date(2026, 3, 21))
AUTUMN = Span(start=date(2026, 10, 1), end=date(2026, 10, 31), today=date(2026, 10, 21))


def told(
    span: Span, *, used: int = 200 * GB, allowance: int = 900 * GB, away: int = 0
) -> Projection:
    """Return the projection of ten a day, `away` the last days."""
    totals = [10 * GB] * 100 + [0] * away
    first = span.today - timedelta(days=len(totals))
    days = [(first + timedelta(days=at), total) for at, total in enumerate(totals)]
    found = projection(days, span, used, allowance)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("span", "zone", "hours"),
    [(SPRING, BERLIN, 239), (AUTUMN, BERLIN, 241), (SPRING, NAIROBI, 240)],
)
def test_days_left_are_by_the_clock(span: Span, zone: tzinfo, hours: int) -> None:
    """An hour less in spring, one more in autumn; a plan that lasts is safe until then."""
    found = told(replace(span, zone=zone))
    assert found.days_left * 24 == pytest.approx(hours)
    assert found.safe_days == found.days_left
    # A day is lived as any other, however long it is.
    assert found.median == told(span).median


@pytest.mark.parametrize(
    ("today", "gone", "end", "ends", "hours"),
    [
        (29, 0.0, 30, 0.0, 23),
        (29, 0.5, 30, 0.0, 11.5),
        (29, 0.25, 29, 0.75, 11.5),
        (28, 0.0, 29, 0.5, 35.5),
    ],
)
def test_part_of_a_day_on_which_the_clock_is_turned(
    today: int, gone: float, end: int, ends: float, hours: float
) -> None:
    """Its shares are of 23 hours, whether it is today, the last one, or both."""
    span = replace(
        SPRING,
        today=date(2026, 3, today),
        gone=gone,
        end=date(2026, 3, end),
        ends=ends,
        zone=BERLIN,
    )
    assert told(span).days_left * 24 == pytest.approx(hours)


@pytest.mark.parametrize("used", [300, 301, 900])
def test_allowance_that_is_gone(used: int) -> None:
    """Whether it is used to the byte or exceeded, nothing is left to run out later."""
    found = told(AUTUMN, used=used * GB, allowance=300 * GB)
    assert (found.chance, found.safe_days, found.run_out_days) == (1, 0, 0)
    assert found.chance_by(0) == 1


def test_allowance_of_a_byte_is_not_gone() -> None:
    """It is soon."""
    found = told(AUTUMN, used=300 * GB - 1, allowance=300 * GB)
    assert found.chance_by(0) == 0
    assert found.run_out_days is not None
    assert 0 < found.run_out_days <= 1


def test_vacation_may_end_any_day() -> None:
    """After six weeks away the guess is that they stay, but the range knows better."""
    found = told(AUTUMN, used=0, away=42)
    assert found.median < GB
    assert found.high80 > 50 * GB
