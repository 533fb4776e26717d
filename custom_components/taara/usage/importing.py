"""Earlier usage taken into the ledger, where Taara did not count itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from ..model import DailySummary, Hour, Interval
from .accounts import Account, accounts
from .day import peak_hour
from .ledger import DAYS_KEPT, Ledger, hours_from
from .local_time import DAY, HOUR, midnight
from .recount import (
    changes,
    closed_anew,
    hours_within,
    keeps_hours,
    parts,
    recounted,
    with_trends,
)
from .rows import Known
from .spread import hour_profile

# Told hours that come to less than this share of their day are only some of them.
_SHAPE = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What an import takes: local days, their bytes, and what became of what was told.

    That is counted by day where a day is told, and by hour where an hour is.
    """

    days: tuple[date, ...] = ()
    used: int = 0
    added: int = 0
    """Days of which nothing was known."""
    replaced: int = 0
    """Days of which an earlier import had told otherwise."""
    taken: int = 0
    """Days and hours that are taken, also those that change nothing."""
    counted_here: int = 0
    """Those of a time that Taara counted itself."""
    too_old: int = 0
    """Those of days that are not kept any more."""


def with_import(
    ledger: Ledger, known: Known, now: datetime, zone: tzinfo
) -> tuple[Ledger, Imported]:
    """Return the ledger with earlier usage, and what was taken of it.

    Only what was over when Taara began to count is taken: nothing is counted twice. What
    is told of a day takes the place of what an earlier import told of it, so the same
    import once more changes nothing. In a cycle whose total is told, imported usage is
    taken out of its opening: the total stands. Hours are kept for as long as the ledger
    keeps hours; of days before that only the sum is.
    """
    told = accounts(ledger, known, now, zone)
    forgotten = hours_from(max(now, ledger.last.taken_at), zone)
    following, added, replaced = ledger, 0, 0
    for day, account in sorted(told.days.items()):
        before = following
        following = _with_account(before, day, account, forgotten, zone)
        if following is not before:
            was_known = bool(_imported(before, day, zone))
            added, replaced = added + (not was_known), replaced + was_known
    imported = Imported(
        days=tuple(sorted(told.days)),
        used=sum(account.used for account in told.days.values()),
        added=added,
        replaced=replaced,
        taken=told.taken,
        counted_here=told.counted_here,
        too_old=told.too_old,
    )
    if following is ledger:
        return ledger, imported
    known_days = set(ledger.days)
    changed = (i for i, day in enumerate(following.days) if day not in known_days)
    days = with_trends(following.days, changed)[-DAYS_KEPT:]
    return replace(following, days=days), imported


def _with_account(
    ledger: Ledger, day: date, account: Account, forgotten: datetime, zone: tzinfo
) -> Ledger:
    """Return the ledger with another account of one local day; itself if it is the same.

    Of days before `forgotten` no hours are kept.
    """
    start = midnight(day, zone)
    by_hour = start >= forgotten or keeps_hours(ledger, start, zone)
    old = _summary_of(ledger, day)
    before = _imported(ledger, day, zone)
    if by_hour and start < ledger.open_from and (old is None or old.imported):
        if sum(before.values()) != (0 if old is None else old.usage):
            return ledger  # The home moved: days began at another hour.
    after = _placed(ledger, day, account, by_hour, before, zone)
    is_open = start >= ledger.open_from
    if before == after and (is_open or old is not None):
        return ledger
    following = recounted(ledger, changes(before, after))
    if by_hour:
        hours = {at: hour for at, hour in ledger.hours.items() if at not in before}
        hours |= {at: Hour(used=used) for at, used in after.items()}
        following = replace(following, hours=dict(sorted(hours.items())))
    if is_open:
        return following
    if old is not None and not old.imported:
        usage = old.usage + sum(after.values()) - sum(before.values())
        return _with_summary(following, closed_anew(following, old, usage, zone))
    peak = peak_hour(
        {int(at.timestamp()): Hour(used=used) for at, used in account.hours.items()},
        zone,
    )
    told = DailySummary(date=day, usage=account.used, peak_hour=peak, imported=True)
    return _with_summary(following, told)


def _imported(ledger: Ledger, day: date, zone: tzinfo) -> dict[int, int]:
    """Return what is known of a local day by imports alone, by the hour.

    Of a day whose hours are forgotten it is what they would be if all were alike.
    """
    start, end = midnight(day, zone), midnight(day + DAY, zone)
    old = _summary_of(ledger, day)
    if keeps_hours(ledger, start, zone) or old is None or not old.imported:
        kept = hours_within(ledger, start, min(end, ledger.since))
        return {at: hour.used for at, hour in kept.items()}
    return parts(ledger, Interval(start=start, end=end, used=old.usage), zone)


def _placed(
    ledger: Ledger,
    day: date,
    account: Account,
    by_hour: bool,
    before: dict[int, int],
    zone: tzinfo,
) -> dict[int, int]:
    """Return a local day's account by the hours it is put into."""
    start, end = midnight(day, zone), midnight(day + DAY, zone)
    whole = Interval(start=start, end=end, used=account.used)
    if not by_hour:
        return parts(ledger, whole, zone)
    told = sum(account.hours.values())
    if account.total is None:
        return _by_hour(ledger, account.hours, zone)
    if not told and sum(before.values()) == account.total:
        return before  # Not spread otherwise each time that the profile has changed.
    if not told or told < _SHAPE * account.total:
        return parts(ledger, whole, zone, hour_profile(ledger.hours, zone))
    shape = [0] * 24
    for at, used in account.hours.items():
        shape[at.astimezone(zone).hour] += used
    return parts(ledger, whole, zone, shape)


def _by_hour(
    ledger: Ledger, hours: Mapping[datetime, int], zone: tzinfo
) -> dict[int, int]:
    placed: dict[int, int] = {}
    for start, used in hours.items():
        hour = Interval(start=start, end=start + HOUR, used=used)
        for at, part in parts(ledger, hour, zone).items():
            placed[at] = placed.get(at, 0) + part
    return placed


def _summary_of(ledger: Ledger, day: date) -> DailySummary | None:
    return next((known for known in ledger.days if known.date == day), None)


def _with_summary(ledger: Ledger, summary: DailySummary) -> Ledger:
    others = [day for day in ledger.days if day.date != summary.date]
    days = sorted([*others, summary], key=lambda day: day.date)
    return replace(ledger, days=tuple(days))
