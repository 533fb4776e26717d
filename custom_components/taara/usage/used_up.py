"""When an allowance was used up: what has happened is told, not projected."""

from datetime import UTC, datetime

from .ledger import Ledger


def used_up_at(ledger: Ledger) -> datetime | None:
    """Return the start of the hour in which the cycle's allowance was gone.

    `None` while some of it is left, and for an unlimited plan. What was gone before
    Taara counted was so when it began to.
    """
    cycle = ledger.cycle
    if cycle.granted is None or cycle.used < cycle.granted:
        return None
    began = max(cycle.start, ledger.since)
    used = cycle.used
    for at in sorted(ledger.hours, reverse=True):
        used -= ledger.hours[at].used
        if at < began.timestamp():
            break
        if used < cycle.granted:
            return datetime.fromtimestamp(at, UTC)
    return began
