"""Rows of earlier usage by the day they tell of, without those that Taara knows better."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from .ledger import DAYS_KEPT, Ledger
from .local_time import DAY, HOUR, local_date, midnight
from .recount import keeps_hours
from .rows import Known


@dataclass(kw_only=True, slots=True)
class Account:
    """What is told of one local day: in all, and by the start of its hours."""

    total: int | None = None
    hours: dict[datetime, int] = field(default_factory=dict)

    @property
    def used(self) -> int:
        """The day's bytes: its own figure wins over what its hours come to."""
        return sum(self.hours.values()) if self.total is None else self.total


@dataclass(kw_only=True, slots=True)
class Accounts:
    """What is told by day, and how many days and hours of it are taken, or are not."""

    days: dict[date, Account] = field(default_factory=dict)
    taken: int = 0
    counted_here: int = 0
    too_old: int = 0


class _Ours:
    """Tells which rows the ledger leaves room for."""

    def __init__(self, ledger: Ledger, now: datetime, zone: tzinfo) -> None:
        self._ledger, self._zone = ledger, zone
        self._oldest = local_date(now, zone) - DAYS_KEPT * DAY
        self._days = {day.date for day in ledger.days if not day.imported}

    def has_counted(self, day: date, end: datetime, *, whole: bool) -> bool:
        """Tell whether Taara counted until then; of a `whole` day, any of it."""
        ledger, zone = self._ledger, self._zone
        start, following = midnight(day, zone), midnight(day + DAY, zone)
        # After a move to another time zone, a day may end in what is open yet.
        torn = start < ledger.open_from < following
        in_part = day in self._days or following > ledger.open_from
        return end > ledger.since or torn or (whole and in_part)

    def has_forgotten(self, day: date) -> bool:
        """Tell whether the day is not kept, or the hours of its own part are not."""
        start = midnight(day, self._zone)
        in_part = day in self._days and not keeps_hours(self._ledger, start, self._zone)
        return day < self._oldest or in_part


def accounts(ledger: Ledger, known: Known, now: datetime, zone: tzinfo) -> Accounts:
    """Return what is told of the time before Taara began to count.

    It has to be over by then. Of the day on which Taara began only hours can be.
    """
    ours, found = _Ours(ledger, now, zone), Accounts()

    def room(day: date, end: datetime, *, whole: bool) -> Account | None:
        if ours.has_counted(day, end, whole=whole):
            found.counted_here += 1
            return None
        if ours.has_forgotten(day):
            found.too_old += 1
            return None
        found.taken += 1
        return found.days.setdefault(day, Account())

    for day, used in known.days.items():
        if account := room(day, midnight(day + DAY, zone), whole=True):
            account.total = used
    for hour, used in known.hours.items():
        if account := room(local_date(hour, zone), hour + HOUR, whole=False):
            account.hours[hour] = used
    return found
