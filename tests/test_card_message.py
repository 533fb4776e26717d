"""What a card is told besides the figures: what is news, and what is of today."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.taara.card_message import news, unheeded
from custom_components.taara.model import Acknowledgement, Alert, AlertKind, Via

from .alert_samples import FIGURES
from .card_states import NOON, STATES


def alert(days: float, *, noted: bool = False, words: bool = True) -> Alert:
    """Return an alert of so many days ago."""
    at = NOON - timedelta(days=days)
    return Alert(
        alert_id=f"{days} days",
        kind=AlertKind.PACE,
        period="cycle 2",
        raised_at=at,
        figures=FIGURES[AlertKind.PACE] if words else {},
        acknowledged=Acknowledgement(at=at, via=Via.CARD) if noted else None,
    )


def test_news_is_what_waits_and_came_lately() -> None:
    """A week, the latest five, newest first; not what somebody took note of."""
    old, noted, silent = alert(8), alert(2, noted=True), alert(1, words=False)
    recent = [alert(days) for days in (7, 6, 5, 4, 3, 0.5)]
    told = news([old, *recent[:-1], noted, silent, recent[-1]], NOON)
    assert list(told) == recent[:0:-1]


def test_all_that_waits_is_counted() -> None:
    """What is no news any more waits, too; what nobody has words for does not."""
    alerts = [alert(400), alert(8), alert(2, noted=True), alert(1, words=False)]
    assert [one.alert_id for one in unheeded(alerts)] == ["400 days", "8 days"]


@pytest.mark.parametrize(
    ("read", "hours", "fresh"),
    [
        (NOON, 0, True),
        (NOON, 11, True),
        (NOON, 12, False),  # after midnight
        (NOON, 24, False),
        (NOON.replace(hour=0, minute=30), 12, True),  # in UTC, it was yesterday
        (NOON.replace(hour=23, minute=50), 1, False),
    ],
)
def test_figures_of_today(read: datetime, hours: int, fresh: bool) -> None:
    """They are as long as the home's own day lasts, and no longer."""
    now = read + timedelta(hours=hours)
    message = replace(STATES["lasts"], read=read, now=now).message()
    assert message["fresh"] is fresh


@pytest.mark.parametrize("state", STATES)
def test_today_is_one_of_the_days(state: str) -> None:
    """The one that it is, or the last where the cycle is over."""
    message = STATES[state].message()
    days = [day["date"] for day in message["picture"]["days"]]
    today, marked = message["overview"]["today"], message["picture"]["today"]
    assert days[marked] == (today if today in days else days[-1])
