"""Trends and tips as other programs read them."""

from datetime import date

from custom_components.taara.model import Tip, TipKind, Unusual
from custom_components.taara.trend_fields import tip_fields, unusual_fields

MB = 2**20


def test_tip() -> None:
    """What it is about, what it saves, and why."""
    tip = Tip(
        kind=TipKind.HEAVY_HOUR,
        saves=300 * MB,
        share=0.12345,
        days=21,
        amount=10 * MB,
        hours=(2,),
        change=0.4,
    )
    assert tip_fields(tip) == {
        "kind": "heavy_hour",
        "saves_mb": 300,
        "usage_share": 0.123,
        "seen_on_days": 21,
        "amount_mb": 10,
        "times_in_30_days": 30.0,
        "hours": [2],
        "weekdays": [],
        "change_percentage": 40.0,
    }


def test_unusual_day() -> None:
    """How far it stood out; of nothing nobody knows how many times."""
    day = Unusual(date=date(2026, 3, 1), used=25 * MB, usual=10 * MB)
    assert unusual_fields(day) == {
        "date": "2026-03-01",
        "usage_mb": 25,
        "usual_mb": 10,
        "times_usual": 2.5,
    }
    empty = Unusual(date=date(2026, 3, 1), used=25 * MB, usual=0)
    assert unusual_fields(empty)["times_usual"] is None
