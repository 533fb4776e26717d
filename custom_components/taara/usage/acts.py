"""What people do about the figures, with what they are answered, in bytes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import Any

from ..model import Act
from .correction import refuse_unread, with_day, with_top_up, with_total
from .household import Household
from .importing import with_import
from .ledger import Ledger
from .refusal import Refused
from .rows import Row, believed

type Answer = Mapping[str, Any]
type Deed = Callable[[Household], tuple[Household, Answer]]

# As many acts are told from new ones.
ACTS_KEPT = 50
# More rows are no household's; hourly ones of two years are 17,520.
MOST_ROWS = 50_000
# As many rejected rows are shown: the others are no different.
REJECTED_SHOWN = 20


def once(
    household: Household, action: str, key: str | None, now: datetime, deed: Deed
) -> tuple[Household, Answer]:
    """Return the household after a deed, and its answer.

    With the key of a deed that was done before, nothing is done and the answer is that
    of then. Raises what the deed raises; such a key is free again.
    """
    for act in household.acts if key is not None else ():
        if (act.action, act.key) == (action, key):
            return household, act.answer
    following, answer = deed(household)
    if key is None:
        return following, answer
    act = Act(action=action, key=key, at=now, answer=answer)
    acts = (*following.acts, act)[-ACTS_KEPT:]
    return replace(following, acts=acts), answer


def correct_total(
    household: Household, used: int, now: datetime
) -> tuple[Household, Answer]:
    """Correct what was used in the present cycle until now. Raises `Refused`."""
    refuse_unread(household.ledger, now)
    return _corrected(household, with_total(household.ledger, used))


def correct_day(
    household: Household, day: date, used: int, zone: tzinfo
) -> tuple[Household, Answer]:
    """Correct what was used on a local day. Raises `Refused`."""
    return _corrected(household, with_day(household.ledger, day, used, zone))


def add_top_up(
    household: Household, amount: int, now: datetime
) -> tuple[Household, Answer]:
    """Add to what the present cycle grants. Raises `Refused`."""
    following = with_top_up(household, amount, now)
    return following, {
        "allowance_before": household.ledger.cycle.granted,
        "allowance": following.ledger.cycle.granted,
    }


def import_usage(
    household: Household,
    rows: Iterable[Row],
    unit: str,
    now: datetime,
    zone: tzinfo,
    *,
    dry_run: bool,
) -> tuple[Household, Answer]:
    """Take earlier usage, or only tell what would be taken. Raises `Refused`."""
    listed = list(islice(rows, MOST_ROWS + 1))
    if len(listed) > MOST_ROWS:
        raise Refused("import_too_large")
    known = believed(listed, unit, now, zone)
    ledger, imported = with_import(household.ledger, known, now, zone)
    answer = {
        "dry_run": dry_run,
        "first_day": _iso(imported.days[:1]),
        "last_day": _iso(imported.days[-1:]),
        "days": len(imported.days),
        "days_added": imported.added,
        "days_replaced": imported.replaced,
        "usage": imported.used,
        "rows": len(listed),
        "taken": imported.taken,
        "counted_by_taara": imported.counted_here,
        "too_old": imported.too_old,
        "rows_rejected": len(known.rejected),
        "rejected": [
            {"line": row.line, "reason": row.reason}
            for row in known.rejected[:REJECTED_SHOWN]
        ],
        **_cycle_answer(household.ledger, ledger),
    }
    if dry_run or ledger is household.ledger:
        return household, answer
    return replace(household, ledger=ledger), answer


def _corrected(household: Household, ledger: Ledger) -> tuple[Household, Answer]:
    answer = _cycle_answer(household.ledger, ledger)
    if ledger == household.ledger:
        return household, answer
    return replace(household, ledger=ledger), answer


def _cycle_answer(before: Ledger, after: Ledger) -> Answer:
    return {"cycle_used_before": before.cycle.used, "cycle_used": after.cycle.used}


def _iso(days: tuple[date, ...]) -> str | None:
    return days[0].isoformat() if days else None
