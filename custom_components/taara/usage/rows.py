"""Rows of usage that come from elsewhere: what can be believed of them, and why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from .amount import Unbelievable, most_within, read_amount
from .local_time import DAY, HOUR, hour_start, local_date

# The longest local day has an hour more.
LONGEST_DAY = DAY + HOUR


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row as it was written, none of it believed yet.

    `when` is a day, or a moment in an hour; `line` is where a person finds it.
    """

    line: int
    when: Any
    usage: Any
    unit: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A row that is not taken, and one word for why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What can be believed: bytes by local day, and by the start of the local hour."""

    days: Mapping[date, int]
    hours: Mapping[datetime, int]
    rejected: tuple[Rejected, ...] = ()


def believed(rows: Iterable[Row], unit: str, now: datetime, zone: tzinfo) -> Known:
    """Return what can be believed of rows; `unit` is that of rows without their own.

    A row with a time of day is usage in the local hour that it falls into, and several
    in one hour add up. A time without its offset is the home's; where the clock showed
    it twice, the first such row is the earlier. Nothing is believed of the future, of
    a time that the clock never showed, or for the second time.
    """
    days: dict[date, int] = {}
    hours: dict[datetime, int] = {}
    moments: set[datetime] = set()
    rejected: list[Rejected] = []
    for row in rows:
        try:
            when = _when(row.when, moments, zone)
            used = read_amount(row.usage, unit if row.unit is None else row.unit)
            if isinstance(when, datetime):
                _check(used, HOUR, known=when in moments, ahead=when > now)
                moments.add(when)
                hour = hour_start(when, zone)
                hours[hour] = hours.get(hour, 0) + used
            else:
                ahead = when > local_date(now, zone)
                _check(used, LONGEST_DAY, known=when in days, ahead=ahead)
                days[when] = used
        except Unbelievable as error:
            rejected.append(Rejected(line=row.line, reason=error.reason))
    return Known(days=days, hours=hours, rejected=tuple(rejected))


def _check(used: int, span: timedelta, *, known: bool, ahead: bool) -> None:
    if ahead:
        raise Unbelievable("future")
    if known:
        raise Unbelievable("duplicate")
    if used > most_within(span):
        raise Unbelievable("absurd")


def _when(value: Any, known: set[datetime], zone: tzinfo) -> date | datetime:
    """Return a row's local day, or its moment in UTC. Raises `Unbelievable`."""
    try:
        parsed = _parsed(value)
        if not isinstance(parsed, datetime):
            return parsed
        if parsed.tzinfo is not None:
            return parsed.astimezone(UTC)
        return _local(parsed, known, zone)
    except (ValueError, OverflowError) as error:
        raise Unbelievable("unreadable_time") from error


def _parsed(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise Unbelievable("unreadable_time")
    text = value.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


def _local(naive: datetime, known: set[datetime], zone: tzinfo) -> datetime:
    """Return the instant at which the home's clock showed a time."""
    earlier, later = (
        naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if earlier.astimezone(zone).replace(tzinfo=None, fold=0) != naive.replace(fold=0):
        raise Unbelievable("no_such_time")
    return later if earlier in known else earlier
