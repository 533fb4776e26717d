"""Daily usage to backtest on: imagined households, or a folder of real ones."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
import math
from pathlib import Path
import random

DAY = timedelta(days=1)
GB = 10**9


@dataclass(frozen=True, slots=True)
class Series:
    """Daily totals in bytes from `first` on, `None` = unknown."""

    family: str
    name: str
    first: date
    days: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """How households of a kind live. Logarithms per day, chances per day, days.

    `noise` is a day's spread, `drift` a day's growth, `shift` the size of a change of
    habits every `settled` days; `absence` is the chance to leave, for `stay` days, and
    `vacation` the length of a long absence twice a year.
    """

    noise: tuple[float, float]
    drift: float = 0.0
    shift: float = 0.25
    settled: float = 120.0
    absence: float = 0.006
    stay: tuple[int, int] = (2, 14)
    vacation: tuple[int, int] | None = None
    spikes: float = 0.012
    gaps: int = 0
    throttled_at: float | None = None


FAMILIES = {
    "family": Family(noise=(0.2, 0.4)),
    "one person": Family(noise=(0.4, 0.7), shift=0.35, absence=0.012),
    "prepaid": Family(noise=(0.8, 1.2), shift=0.4, settled=90.0),
    "growing": Family(noise=(0.2, 0.45), drift=0.003, shift=0.15, absence=0.0),
    "student": Family(noise=(0.6, 0.9), absence=0.008, vacation=(20, 50)),
    "hotspot": Family(noise=(0.4, 0.7), shift=0.4, absence=0.002, gaps=3),
    "throttled": Family(noise=(0.25, 0.5), shift=0.2, throttled_at=26.0),
}


def imagined(per_family: int, days: int, seed: int = 0) -> Iterator[Series]:
    """Yield households of every family; the same seed gives the same ones."""
    for family, manner in FAMILIES.items():
        for number in range(per_family):
            name = f"{family} {number + 1}"
            yield _imagined(family, name, manner, days, random.Random(f"{seed} {name}"))


def _imagined(
    family: str, name: str, manner: Family, days: int, chance: random.Random
) -> Series:
    first = date(2024, 1, 1) + DAY * chance.randrange(7)
    usual = chance.uniform(5, 40) * GB
    weekend = chance.uniform(0.85, 1.4)
    noise = chance.uniform(*manner.noise)
    repeat = chance.uniform(0.1, 0.5)
    leaves = chance.randrange(60, 180)
    level = today = used = 0.0
    away = 0
    totals: list[int | None] = []
    for at in range(days):
        if chance.random() < 1 / manner.settled:
            level += chance.gauss(0, manner.shift)
        level = 0.998 * level + manner.drift + chance.gauss(0, 0.01)
        today = repeat * today + chance.gauss(0, noise * math.sqrt(1 - repeat**2))
        size = usual * math.exp(level + today)
        if (first + DAY * at).weekday() >= 5:
            size *= weekend
        if chance.random() < manner.spikes:
            size *= chance.uniform(2, 5)
        if away:
            away -= 1
            size *= chance.choice((0.0, 0.001, 0.02))
        elif manner.vacation and (at - leaves) % 180 == 0:
            away = chance.randint(*manner.vacation)
        elif chance.random() < manner.absence:
            away = chance.randint(*manner.stay)
        if manner.throttled_at is not None:
            used = 0.0 if at % 30 == 0 else used
            if used > manner.throttled_at * usual:
                size = min(size, 0.03 * usual)
            used += size
        totals.append(int(size))
    for _ in range(manner.gaps):
        begin = chance.randrange(max(1, days - 5))
        length = min(chance.randint(1, 5), days - begin)
        totals[begin : begin + length] = [None] * length
    return Series(family, name, first, tuple(totals))


def read(folder: Path) -> Iterator[Series]:
    """Yield the series of a folder's CSV files, by name.

    A file has the columns `series`, `bytes` and either `date` (a local day) or
    `timestamp_local` (an hour). An empty number is unknown, and so is a day without a
    row. The first and the last day of hours are not whole.
    """
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            hourly = "timestamp_local" in (rows.fieldnames or ())
            series = _hours(rows) if hourly else _days(rows)
        for name, days in sorted(series.items()):
            first, last = min(days), max(days)
            count = (last - first).days + 1
            totals = tuple(days.get(first + DAY * at) for at in range(count))
            yield Series(name.rstrip("0123456789_"), name, first, totals)


def _days(rows: csv.DictReader[str]) -> Mapping[str, Mapping[date, int | None]]:
    series: dict[str, dict[date, int | None]] = defaultdict(dict)
    for row in rows:
        series[row["series"]][date.fromisoformat(row["date"])] = _bytes(row["bytes"])
    return series


def _hours(rows: csv.DictReader[str]) -> Mapping[str, Mapping[date, int | None]]:
    series: dict[str, dict[date, int | None]] = defaultdict(dict)
    for row in rows:
        days = series[row["series"]]
        day = datetime.fromisoformat(row["timestamp_local"]).date()
        known, more = days.get(day, 0), _bytes(row["bytes"])
        days[day] = None if known is None or more is None else known + more
    for days in series.values():
        for edge in {min(days), max(days)} if len(days) > 2 else ():
            del days[edge]
    return series


def _bytes(text: str) -> int | None:
    return int(float(text)) if text.strip() else None
