"""The same weeks in Home Assistant's long-term statistics, hour by hour."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby, pairwise
from statistics import fmean
from typing import Any, Final
from zoneinfo import ZoneInfo

from custom_components.taara.model import Reading

from .client import Client
from .plan import Plan

# What the sensors of a plan in TiB are shown in.
_GIB: Final = 2**30

_WAIT_SECONDS: Final = 60
_STEP_SECONDS: Final = 0.1

type Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """What Taara would have shown after a reading; `counted` since the first, in bytes."""

    at: datetime
    used: int
    remaining: int
    percentage: float
    counted: int
    today: int
    day_start: datetime
    cycle_start: datetime


async def import_statistics(
    client: Client, readings: Iterable[Reading], plan: Plan, zone: ZoneInfo
) -> None:
    """Give Home Assistant's recorder the hours before the last of the readings."""
    given = statistics(readings, plan, zone)
    metadata = await _metadata(client, set(given))
    for statistic_id, rows in given.items():
        told = metadata[statistic_id]
        await client.ws(
            {
                "type": "recorder/import_statistics",
                "metadata": {
                    "statistic_id": statistic_id,
                    "source": told["source"],
                    "name": told["name"],
                    "has_sum": told["has_sum"],
                    "mean_type": told["mean_type"],
                    "unit_class": told["unit_class"],
                    "unit_of_measurement": told["statistics_unit_of_measurement"],
                },
                "stats": rows,
            }
        )


async def _metadata(client: Client, wanted: set[str]) -> dict[str, Row]:
    """Return what Home Assistant says of statistics, by id.

    A slow one is running before its recorder knows the sensors; TimeoutError if it
    does not get to know them.
    """
    known: dict[str, Row] = {}
    async with asyncio.timeout(_WAIT_SECONDS):
        while not wanted <= known.keys():
            await asyncio.sleep(_STEP_SECONDS)
            listed = await client.ws({"type": "recorder/list_statistic_ids"})
            known = {statistic["statistic_id"]: statistic for statistic in listed}
    return known


def statistics(
    readings: Iterable[Reading], plan: Plan, zone: ZoneInfo
) -> dict[str, list[Row]]:
    """Return an entity's rows, one for each hour before the last reading's."""
    hours = list(_hours(moments(readings, plan, zone)))
    return {
        f"sensor.taara_{name}": [row(*hour) for hour in hours]
        for name, row in _ROWS.items()
    }


def moments(
    readings: Iterable[Reading], plan: Plan, zone: ZoneInfo
) -> Iterator[Moment]:
    """Yield what each reading of a router that tells its allowance amounts to."""
    counted = before = at_midnight = 0
    day_start: datetime | None = None
    for reading in readings:
        used, allowance = reading.used or 0, reading.allowance or 1
        counted += used - before if day_start and used >= before else used
        before = used
        today = reading.taken_at.astimezone(zone).date()
        if day_start is None or day_start.date() != today:
            day_start, at_midnight = datetime.combine(today, time.min, zone), counted
        yield Moment(
            at=reading.taken_at,
            used=used,
            remaining=allowance - used,
            percentage=100 * used / allowance,
            counted=counted,
            today=counted - at_midnight,
            day_start=day_start,
            cycle_start=plan.cycle(reading.taken_at, zone).start,
        )


def _hours(
    shown: Iterable[Moment],
) -> Iterator[tuple[datetime, list[Moment], int]]:
    """Yield each hour's start, its moments, and what was counted from its end to now.

    The recorder begins its own sums at 0 with the last moment, whose hour it has seen
    itself: sums that end there go on without a step, whatever they began with.
    """
    hours = [list(hour) for _, hour in groupby(shown, key=_hour)]
    now = hours[-1][-1].counted
    for hour, following in pairwise(hours):
        yield _hour(hour[0]), hour, following[0].counted - now


def _hour(moment: Moment) -> datetime:
    return moment.at.replace(minute=0, second=0, microsecond=0)


def _measured(
    value: Callable[[Moment], float],
) -> Callable[[datetime, list[Moment], int], Row]:
    """Return what makes the row of a measurement."""

    def row(start: datetime, hour: list[Moment], _counted: int) -> Row:
        values = [value(moment) for moment in hour]
        return {
            "start": start.isoformat(),
            "mean": fmean(values),
            "min": min(values),
            "max": max(values),
        }

    return row


def _total(
    value: Callable[[Moment], int], since: Callable[[Moment], datetime]
) -> Callable[[datetime, list[Moment], int], Row]:
    """Return what makes the row of a total."""

    def row(start: datetime, hour: list[Moment], counted: int) -> Row:
        return {
            "start": start.isoformat(),
            "state": value(hour[-1]) / _GIB,
            "sum": counted / _GIB,
            "last_reset": since(hour[-1]).isoformat(),
        }

    return row


_ROWS: Final = {
    "data_remaining": _measured(lambda moment: moment.remaining / _GIB),
    "data_used": _total(lambda moment: moment.used, lambda moment: moment.cycle_start),
    "usage_percentage": _measured(lambda moment: moment.percentage),
    "used_today": _total(lambda moment: moment.today, lambda moment: moment.day_start),
}
