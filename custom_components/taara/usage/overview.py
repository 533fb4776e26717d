"""What it means: everything recorded becomes the one `Overview` that faces show."""

from datetime import datetime, timedelta, tzinfo

from ..model import (
    Connection,
    Cycle,
    DailySummary,
    Overview,
    Reach,
    Reading,
    ReadingStatus,
    Unusual,
)
from .anomaly import unusual
from .budget import daily_budget, days_left
from .cycle import is_expired
from .household import Household
from .ledger import MEASURED_GAP, Ledger
from .local_time import DAY, day_end, day_start, local_date
from .projected import counted_from, projected
from .prospect import prospect
from .renewals import next_renewal
from .used_up import used_up_at

# So many polls in a row may fail before the source counts as away.
MISSED_POLLS = 3
# After this long without a reading, a person should look into it.
SILENT_AFTER = timedelta(hours=24)
WAITS_FOR_PEOPLE = (Reach.INVALID_AUTH, Reach.KEY_MISSING)


def overview(household: Household, now: datetime, zone: tzinfo) -> Overview:
    """Return what is known of a household at `now`.

    Figures stand until their period ends without a reading: today's until midnight,
    the cycle's until its end. An expired plan goes on counting but budgets nothing.
    """
    ledger, plan, connection = household.ledger, household.plan, household.connection
    last, cycle = ledger.last, ledger.cycle
    start = day_start(now, zone)
    expired = is_expired(cycle, plan, now)
    cycle_known = cycle.end is None or now < cycle.end or last.taken_at >= cycle.end
    running = cycle_known and not expired
    today_known = last.taken_at >= start
    budget = None
    # What an earlier cycle gave today is not taken from this one's budget.
    counted_today = ledger.used_since(max(start, cycle.start))
    if today_known and running:
        budget = daily_budget(cycle, counted_today, start)
    remaining = _remaining(last, cycle) if cycle_known else None
    if expired and last.ended:  # what was left of it is forfeited
        remaining = 0
    ahead = projected(household, zone) if running else None
    outlook = prospect(
        ahead,
        cycle,
        last.taken_at,
        now,
        was_at_risk=household.at_risk,
        used_up=used_up_at(ledger) if running else None,
    )
    # Without its key nothing is asked, so nothing would ever fail.
    locked = connection.reach is Reach.KEY_MISSING
    return Overview(
        as_of=last.taken_at,
        connection=connection,
        status=last.status if connection.reach is Reach.OK else ReadingStatus.FAILED,
        unit=plan.unit,
        cycle=cycle,
        expired=expired,
        unlimited=plan.allowance is None,
        used=cycle.used if cycle_known else None,
        remaining=remaining,
        allowance=cycle.granted,
        percentage=_percentage(cycle) if cycle_known else None,
        today=local_date(now, zone),
        today_start=start,
        used_today=ledger.used_since(start) if today_known else None,
        daily_budget=budget,
        budget_left=None if budget is None else max(0, budget - counted_today),
        over_budget=None if budget is None else counted_today > budget,
        average_daily=_average(ledger, zone) if cycle_known else None,
        days_left=days_left(cycle, start) if running else None,
        projection=ahead,
        projected=outlook.projected,
        overage_chance=outlook.chance,
        overage_risk=outlook.at_risk,
        exhaustion=outlook.exhaustion,
        safe_days=outlook.safe_days,
        unusual=_unusual(ledger, zone) if today_known else None,
        last_day=_last_day(ledger, now, zone),
        next_renewal=next_renewal(ledger, plan, local_date(now, zone), zone),
        usage_rate=ledger.rate if now - last.taken_at <= MEASURED_GAP else None,
        response_ms=last.response_ms,
        plan_name=last.plan_name,
        price=last.price,
        reachable=_is_there(connection) and not locked,
        silent=_is_silent(household, now),
    )


def next_change(household: Household, now: datetime, zone: tzinfo) -> datetime:
    """Return when the same readings come to mean something else."""
    last, end = household.ledger.last.taken_at, household.ledger.cycle.end
    moments = (day_end(now, zone), end, last + MEASURED_GAP, _silent_at(household))
    return min(moment for moment in moments if moment is not None and moment > now)


def _is_there(connection: Connection) -> bool:
    """Tell whether somebody answers, if only that there is nothing left."""
    return connection.reach is Reach.USED_UP or connection.failures < MISSED_POLLS


def _is_silent(household: Household, now: datetime) -> bool:
    """Tell whether the source has been away for a day, though it was asked.

    Whoever was away themselves has to ask first; and nobody asks it before people have
    signed in.
    """
    since, connection = _silent_at(household), household.connection
    asked = connection.last_attempt
    waits = connection.reach in WAITS_FOR_PEOPLE
    return now >= since and (waits or (asked is not None and asked >= since))


def _silent_at(household: Household) -> datetime:
    return household.ledger.last.taken_at + SILENT_AFTER


def _remaining(last: Reading, cycle: Cycle) -> int | None:
    """Return the bytes left: the source's own figure while it counts this cycle.

    Where a person told otherwise, what is used and what is left still add up.
    """
    told = last.used is None and not cycle.corrected
    if last.remaining is not None and (told or last.used == cycle.used):
        return last.remaining
    return None if cycle.granted is None else max(0, cycle.granted - cycle.used)


def _percentage(cycle: Cycle) -> float | None:
    """Return the share of the allowance used, in percent; over 100 when exceeded."""
    return 100 * cycle.used / cycle.granted if cycle.granted else None


def _average(ledger: Ledger, zone: tzinfo) -> int:
    """Return the bytes a day of the cycle so far; its first day counts as a whole one."""
    cycle, until = ledger.cycle, ledger.last.taken_at
    return int(cycle.used / max(1.0, (until - counted_from(ledger, zone)) / DAY))


def _unusual(ledger: Ledger, zone: tzinfo) -> Unusual | None:
    """Return today so far, if it stands out from the days before."""
    return unusual(ledger.hours, ledger.days, ledger.last.taken_at, zone)


def _last_day(ledger: Ledger, now: datetime, zone: tzinfo) -> DailySummary | None:
    """Return yesterday, if it is closed."""
    yesterday = local_date(now, zone) - DAY
    return next((day for day in ledger.days[-1:] if day.date == yesterday), None)
