"""What a language model is told: few figures, in the plan's unit, with plain names.

What is not known is left out, so that nothing is taken for a zero.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from homeassistant.util.json import JsonObjectType, JsonValueType

from .model import DailySummary, DataUnit, Overview, Supposed, Tip, Trends

_BINARY = {DataUnit.GIB, DataUnit.TIB}


def unit_of(unit: DataUnit) -> DataUnit:
    """Return the unit that amounts are told in: the plan's, but in thousandths."""
    return DataUnit.GIB if unit in _BINARY else DataUnit.GB


def overview_fields(view: Overview, zone: tzinfo) -> JsonObjectType:
    """Return the figures of the moment."""
    say = _Amounts(view.unit)
    return _known(
        {
            "unit": say.unit.value,
            "used": say(view.used),
            "allowance": say(view.allowance),
            "remaining": None if view.unlimited else say(view.remaining),
            "used_percent": _rounded(view.percentage),
            "used_today": say(view.used_today),
            "budget_today": say(view.daily_budget),
            "budget_left_today": say(view.budget_left),
            "average_day": say(view.average_daily),
            "cycle_ends": _moment(view.cycle.end, zone),
            **_outlook(view, say, zone),
            "last_reading": _moment(view.as_of, zone),
            "notes": _notes(view) or None,
        }
    )


def days_fields(days: Sequence[DailySummary], unit: DataUnit) -> JsonObjectType:
    """Return closed days, oldest first."""
    say = _Amounts(unit)
    told: list[JsonValueType] = [
        _known(
            {
                "date": day.date.isoformat(),
                "weekday": day.date.strftime("%A"),
                "used": say(day.usage),
                "budget": say(day.budget),
                "only_part_watched": day.partial or None,
            }
        )
        for day in days
    ]
    return {"unit": say.unit.value, "days": told}


def trends_fields(
    trends: Trends, tips: Sequence[Tip], unit: DataUnit
) -> JsonObjectType:
    """Return a period beside the one before it, and what would save data."""
    say = _Amounts(unit)
    saved: list[JsonValueType] = [
        {"about": tip.kind.value, "saves_in_30_days": say(tip.saves)} for tip in tips
    ]
    return _known(
        {
            "unit": say.unit.value,
            "from": trends.start.isoformat(),
            "before": trends.end.isoformat(),
            "total": say(trends.total),
            "average_day": say(trends.average),
            "average_day_before": say(trends.average_before),
            "change_percent": None
            if trends.change is None
            else _rounded(100 * trends.change),
            "busiest_day": _day(trends.worst, say),
            "quietest_day": _day(trends.best, say),
            "days_over_budget": trends.over_budget,
            "tips": saved,
        }
    )


def supposed_fields(supposed: Supposed, zone: tzinfo) -> JsonObjectType:
    """Return what is beside what would be."""
    return {
        "unit": unit_of(supposed.now.unit).value,
        "now": _chances(supposed.now, zone),
        "then": _chances(supposed.then, zone),
        "notes": list[JsonValueType](_notes(supposed.now)),
    }


class _Amounts:
    """Says bytes in a unit, with as many digits as count."""

    def __init__(self, unit: DataUnit) -> None:
        """Choose the unit by the plan's."""
        self.unit = unit_of(unit)

    def __call__(self, size: int | None) -> float | None:
        """Return an amount, `None` if it is not known."""
        if size is None:
            return None
        amount = size / self.unit.size
        return round(amount, 1 if abs(amount) >= 10 else 2)


def _chances(view: Overview, zone: tzinfo) -> JsonObjectType:
    say = _Amounts(view.unit)
    return _known(
        {
            "remaining": None if view.unlimited else say(view.remaining),
            "budget_today": say(view.daily_budget),
            **_outlook(view, say, zone),
        }
    )


def _outlook(
    view: Overview, say: _Amounts, zone: tzinfo
) -> Mapping[str, JsonValueType]:
    return {
        "expected_total": say(view.projected),
        "chance_not_to_last_percent": _rounded(view.overage_chance),
        "probably_gone_by": _moment(view.exhaustion, zone),
        "surely_lasts_days": _rounded(view.safe_days),
    }


def _notes(view: Overview) -> list[JsonValueType]:
    """Return what has to be known with the figures."""
    early = view.projection is not None and view.projection.early
    notes = {
        "The plan has no limit.": view.unlimited,
        "The plan has ended and nothing new is bought yet.": view.expired,
        "The plan lasts until it is used up: it has no end date.": (
            view.cycle.end is None and not view.unlimited
        ),
        "It is too early for a projection.": early,
        "The source does not answer: figures are as of the last reading.": (
            not view.reachable or view.silent
        ),
    }
    return [note for note, holds in notes.items() if holds]


def _day(day: DailySummary | None, say: _Amounts) -> JsonValueType:
    return None if day is None else {"date": f"{day.date}", "used": say(day.usage)}


def _moment(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="minutes")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _known(fields: Mapping[str, JsonValueType]) -> JsonObjectType:
    return {name: value for name, value in fields.items() if value is not None}
