"""The same weeks in Home Assistant's long-term statistics, hour by hour."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from statistics import fmean
from typing import Any, Final
from zoneinfo import ZoneInfo

from custom_components.taara.usage.household import Household
from custom_components.taara.usage.overview import overview

from .client import Client

UNITS: Final = {"MB": 10**6, "GB": 10**9, "MiB": 2**20, "GiB": 2**30}

_WAIT_SECONDS: Final = 60
_STEP_SECONDS: Final = 0.1

type Row = dict[str, Any]
type MakesRow = Callable[[datetime, list[Moment], int, int], Row]


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
    client: Client, watched: Iterable[Household], zone: ZoneInfo
) -> None:
    """Give Home Assistant's recorder the hours before the last of the readings."""
    metadata = await _metadata(client, {_id(name) for name in _ROWS})
    unit = UNITS[metadata[_id("data_used")]["statistics_unit_of_measurement"]]
    for statistic_id, rows in statistics(moments(watched, zone), unit).items():
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


def statistics(shown: Iterable[Moment], unit: int) -> dict[str, list[Row]]:
    """Return an entity's rows, one for each hour before the last moment's.

    `unit` is the one that amounts are recorded in, in bytes.
    """
    hours = list(_hours(shown))
    return {
        _id(name): [
            row(start, moments, counted, unit) for start, moments, counted in hours
        ]
        for name, row in _ROWS.items()
    }


def moments(watched: Iterable[Household], zone: ZoneInfo) -> Iterator[Moment]:
    """Yield what Taara would have shown after each reading."""
    for household in watched:
        ledger = household.ledger
        shown = overview(household, ledger.last.taken_at, zone)
        yield Moment(
            at=shown.as_of,
            used=shown.used or 0,
            remaining=shown.remaining or 0,
            percentage=shown.percentage or 0,
            counted=sum(cycle.counted for cycle in (*ledger.past, ledger.cycle)),
            today=shown.used_today or 0,
            day_start=shown.today_start,
            cycle_start=shown.cycle.start,
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


def _id(name: str) -> str:
    return f"sensor.taara_{name}"


def _measured(value: Callable[[Moment, int], float]) -> MakesRow:
    """Return what makes the row of a measurement."""

    def row(start: datetime, hour: list[Moment], _counted: int, unit: int) -> Row:
        values = [value(moment, unit) for moment in hour]
        return {
            "start": start.isoformat(),
            "mean": fmean(values),
            "min": min(values),
            "max": max(values),
        }

    return row


def _total(
    value: Callable[[Moment], int], since: Callable[[Moment], datetime]
) -> MakesRow:
    """Return what makes the row of a total."""

    def row(start: datetime, hour: list[Moment], counted: int, unit: int) -> Row:
        return {
            "start": start.isoformat(),
            "state": value(hour[-1]) / unit,
            "sum": counted / unit,
            "last_reset": since(hour[-1]).isoformat(),
        }

    return row


_ROWS: Final = {
    "data_remaining": _measured(lambda moment, unit: moment.remaining / unit),
    "data_used": _total(lambda moment: moment.used, lambda moment: moment.cycle_start),
    "usage_percentage": _measured(lambda moment, _unit: moment.percentage),
    "used_today": _total(lambda moment: moment.today, lambda moment: moment.day_start),
}
