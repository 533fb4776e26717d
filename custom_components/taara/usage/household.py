"""Everything that is kept of one household, and what follows when something happens."""

from dataclasses import dataclass, field, replace
from datetime import timedelta, tzinfo

from ..model import Connection, Plan, Poll, Reach, Reading
from .connection import answered, failed
from .cycle import first_cycle, opening_bytes
from .ledger import Ledger, opened, recorded

POLLS_KEPT = timedelta(days=7)


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """What was read, under which plan, how reading goes, and the last week of polls."""

    ledger: Ledger
    plan: Plan
    connection: Connection = field(default_factory=Connection)
    polls: tuple[Poll, ...] = ()


def with_reading(
    household: Household | None,
    reading: Reading,
    poll: Poll | None,
    plan: Plan,
    zone: tzinfo,
) -> Household:
    """Return the household after a reading; its first one begins it."""
    if household is None:
        household = Household(ledger=opened(reading, plan, zone), plan=plan)
    else:
        ledger = recorded(household.ledger, reading, plan, zone)
        household = replace(household, ledger=ledger)
    connection = answered(household.connection, reading.taken_at)
    return _with_poll(replace(household, connection=connection), poll)


def with_failure(household: Household, poll: Poll, reach: Reach) -> Household:
    """Return the household after a poll that brought no reading."""
    connection = failed(household.connection, reach, poll.at)
    return _with_poll(replace(household, connection=connection), poll)


def replanned(household: Household, plan: Plan, zone: tzinfo) -> Household:
    """Return the household under the plan it has now.

    What was used stays; where the new plan's cycle begins elsewhere, what was used
    in it before Taara watched is what the source says, less what Taara counted.
    """
    if plan == household.plan:
        return household
    ledger = household.ledger
    last = ledger.last
    fresh = first_cycle(plan, last, zone)
    counted = ledger.used_since(fresh.start)
    used = opening_bytes(plan, last) if last.counter.counts_the_cycle else counted
    counted = min(used, counted)
    cycle = replace(
        fresh,
        number=ledger.cycle.number,
        opening=used - counted,
        counted=counted,
    )
    return replace(household, plan=plan, ledger=replace(ledger, cycle=cycle))


def _with_poll(household: Household, poll: Poll | None) -> Household:
    if poll is None:
        return household
    oldest = poll.at - POLLS_KEPT
    kept = (known for known in household.polls if known.at >= oldest)
    return replace(household, polls=(*kept, poll))
