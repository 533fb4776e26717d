"""Everything that is kept of one household, and what follows when something happens."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from ..model import Act, Alert, Connection, Plan, Poll, Reach, Reading, Snooze
from .connection import answered, failed
from .cycle import first_cycle, granted_at_first, stated_use
from .ledger import LONGEST_GAP, Ledger, opened, recorded, reinterpreted, taken_over

POLLS_KEPT = timedelta(days=7)
# A second reading by the same clock comes ten minutes later, or after some failures.
CONFIRMED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """What was read, under which plan, how reading goes, and the last week of polls.

    `alerts` is what people were told, oldest first, and `snooze` what they asked not to
    hear for a while.
    `account` tells whose counter it is from another's, and what it was said to mean;
    `None` where nobody said. `acts` are the last things that people did; `revision`
    counts these and the changes of `alerts`. `at_risk` says that the cycle was last seen likely to exceed
    its allowance. `doubted` is when a reading came that only a clock gone wrong explains,
    or months without one.
    """

    ledger: Ledger
    plan: Plan
    account: str | None = None
    connection: Connection = field(default_factory=Connection)
    polls: tuple[Poll, ...] = ()
    acts: tuple[Act, ...] = ()
    revision: int = 0
    at_risk: bool = False
    doubted: datetime | None = None
    alerts: tuple[Alert, ...] = ()
    snooze: Snooze | None = None


def with_reading(
    household: Household | None,
    reading: Reading,
    poll: Poll | None,
    plan: Plan,
    zone: tzinfo,
    account: str | None = None,
) -> Household:
    """Return the household after a reading; its first one begins it.

    One of another account than before begins that account's cycle: the difference of
    two counters is nobody's usage. One that comes months after the last is believed once
    another agrees with its clock: what is recorded in years to come is not undone.
    """
    if household is None:
        household = Household(ledger=opened(reading, plan, zone), plan=plan)
    elif _is_doubtful(household, reading.taken_at):
        household = replace(household, doubted=reading.taken_at)
        return _with_poll(household, poll)
    else:
        follow = _following(household.account, account)
        ledger = follow(household.ledger, reading, plan, zone)
        household = replace(household, ledger=ledger, doubted=None)
    household = replace(household, account=account or household.account)
    connection = answered(household.connection, reading.taken_at)
    return _with_poll(replace(household, connection=connection), poll)


def _is_doubtful(household: Household, now: datetime) -> bool:
    """Tell whether a clock may have jumped ahead, and nobody has confirmed it yet."""
    if now - household.ledger.last.taken_at <= LONGEST_GAP:
        return False
    since = household.doubted
    return since is None or not timedelta(0) < now - since <= CONFIRMED_WITHIN


def counter_name(whose: str, meaning: str) -> str:
    """Return the name of an account whose counter is said to mean something."""
    return f"{whose}:{meaning}"


def _following(
    before: str | None, now: str | None
) -> Callable[[Ledger, Reading, Plan, tzinfo], Ledger]:
    """Return what a reading of an account does, after one of another perhaps."""
    if now is None or before in {None, now}:
        return recorded
    same = (before or "").partition(":")[0] == now.partition(":")[0]
    return reinterpreted if same else taken_over


def with_failure(household: Household, poll: Poll, reach: Reach) -> Household:
    """Return the household after a poll that brought no reading."""
    connection = failed(household.connection, reach, poll.at)
    return _with_poll(replace(household, connection=connection), poll)


def replanned(household: Household, plan: Plan, zone: tzinfo) -> Household:
    """Return the household under the plan it has now.

    What was used stays, and top-ups do, unless the source says otherwise under the
    new allowance. Where the new plan's cycle begins elsewhere, what was used in it
    before Taara watched is what the source says, less what Taara counted. A total that
    a person told stands while its cycle does, and so does what was carried over into
    it. Free hours and rollover hold for what comes after.
    """
    ledger = household.ledger
    cycle, last, granted = ledger.cycle, ledger.last, ledger.cycle.granted
    same_rhythm = _rhythm(plan) == _rhythm(household.plan)
    same_allowance = plan.allowance == household.plan.allowance
    if same_rhythm and same_allowance:
        return replace(household, plan=plan)
    if not same_rhythm:
        fresh = first_cycle(plan, last, zone)
        counted = ledger.used_since(fresh.start)
        cycle = replace(
            fresh,
            number=cycle.number,
            counted=counted,
            opening=0,
            latched=cycle.reset_at,
        )
    if not same_allowance:
        granted = granted_at_first(plan, last)
        if granted is not None:
            granted += (cycle.carried or 0) + _topped_up(household)
    stated = stated_use(last, granted)
    used = cycle.used if stated is None or cycle.corrected else stated
    counted = min(used, cycle.counted)
    cycle = replace(cycle, opening=used - counted, counted=counted, granted=granted)
    return replace(household, plan=plan, ledger=replace(ledger, cycle=cycle))


def _topped_up(household: Household) -> int:
    """Return the bytes that a person added to the cycle; a source tells of its own."""
    cycle, plan, last = household.ledger.cycle, household.plan, household.ledger.last
    if last.stated_allowance is not None or last.remaining is not None:
        return 0
    if cycle.granted is None or plan.allowance is None:
        return 0
    return max(0, cycle.granted - plan.allowance - (cycle.carried or 0))


def _rhythm(plan: Plan) -> tuple[object, ...]:
    """Return what decides when a plan's cycles begin and end."""
    return plan.cycle, plan.reset_day, plan.cycle_days, plan.cycle_start


def _with_poll(household: Household, poll: Poll | None) -> Household:
    if poll is None:
        return household
    oldest = poll.at - POLLS_KEPT
    kept = (known for known in household.polls if known.at >= oldest)
    return replace(household, polls=(*kept, poll))
