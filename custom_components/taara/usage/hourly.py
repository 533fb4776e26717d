"""Usage as statistics count it: by the full hour of UTC, with a running sum."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from .ledger import Ledger
from .local_time import hour_start

SECONDS = 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An hour: its start in seconds since the epoch, bytes used, and the sum with them."""

    start: int
    used: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is kept elsewhere of the hours from some hour on, and the sum before them."""

    base: int = 0
    rows: Mapping[int, Row] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Bytes by the start of the hour, in order; those before `until` are over."""

    used: Mapping[int, int]
    until: int

    @property
    def over(self) -> Mapping[int, int]:
        """The hours that no reading will add to."""
        return {start: used for start, used in self.used.items() if start < self.until}


def hourly(ledger: Ledger, zone: tzinfo) -> Hours:
    """Return the usage by hours of UTC; the parts of an hour are put together.

    Where local hours do not begin with those of UTC, a local hour's usage is that of
    the hour of UTC that begins within it: so every local day keeps its own.
    """
    used: dict[int, int] = {}
    for at in sorted(ledger.hours):
        start = _row_start(datetime.fromtimestamp(at, UTC), zone)
        used[start] = used.get(start, 0) + ledger.hours[at].used
    return Hours(used=used, until=_row_start(ledger.last.taken_at, zone))


def first_to_compare(hours: Mapping[int, int], known: Mapping[int, int]) -> int:
    """Return the hour from which what is kept elsewhere may differ from `hours`.

    `known` is what was there last: the last of it, while it only grew at its end and
    was forgotten at its old end, else the first of `hours`, which may not be empty.
    """
    first = min(hours)
    remembered = {start: used for start, used in known.items() if start >= first}
    last = max(remembered, default=first)
    before = {start: used for start, used in hours.items() if start <= last}
    return last if before == remembered else first


def rows_from(hours: Hours, since: int, kept: Kept) -> dict[int, Row]:
    """Return what should be kept from `since` on, by start, in order.

    What is kept of an hour of which nothing is known here becomes nothing.
    """
    begun = {start for start in hours.over if start >= since}
    rows: dict[int, Row] = {}
    total = kept.base
    for start in sorted(begun | kept.rows.keys()):
        used = hours.used.get(start, 0)
        total += used
        rows[start] = Row(start=start, used=used, total=total)
    return rows


def _row_start(at: datetime, zone: tzinfo) -> int:
    begun = int(hour_start(at, zone).timestamp())
    return -(-begun // SECONDS) * SECONDS
