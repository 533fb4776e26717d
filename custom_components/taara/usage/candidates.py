"""Candidate plans, as people name them: what they leave out is as last bought."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ..model import Candidate, CycleKind, Price
from .amount import Unbelievable, number_within, read_amount
from .cycle import granted_by
from .household import Household
from .local_time import DAY
from .refusal import Refused

# Each of them asks the household's past anew.
MOST_CANDIDATES = 12
LONGEST_PLAN = 366
HIGHEST_PRICE = 10**9
LONGEST_NAME = 100


def last_bought(household: Household) -> Candidate:
    """Return the plan in use, as far as the source or the household told of it."""
    plan, ledger = household.plan, household.ledger
    cycle, last = ledger.cycle, ledger.last
    days: int | None = plan.cycle_days if plan.cycle is CycleKind.DAYS else None
    if days is None and cycle.end is not None:
        days = max(1, round((cycle.end - cycle.start) / DAY))
    return Candidate(
        name=last.plan_name,
        allowance=granted_by(plan, last),
        days=days,
        price=last.price,
        last_bought=True,
    )


def asked_candidates(
    rows: Sequence[Mapping[str, Any]], household: Household, currency: str
) -> Sequence[Candidate]:
    """Return the plans to compare: the one last bought first, then what else is asked for.

    Each has an `allowance` of `unit`, or is `unlimited`; `name`, `days` and `price` may
    be left out. `currency` is that of prices, unless the source names its own.
    Raises `Refused`.
    """
    if len(rows) > MOST_CANDIDATES:
        raise Refused("too_many_candidates", most=str(MOST_CANDIDATES))
    known = last_bought(household)
    if known.price is not None:
        currency = known.price.currency
    asked = [
        _candidate(row, number, known.days, currency)
        for number, row in enumerate(rows, 1)
    ]
    again = next((one for one in asked if _is_again(one, known)), None)
    if again is None:
        return [known, *asked]
    others = [one for one in asked if one is not again]
    return [replace(again, name=again.name or known.name, last_bought=True), *others]


def _is_again(one: Candidate, known: Candidate) -> bool:
    """Tell whether a plan is the one last bought, whose price may be unknown so far."""
    price = known.price or one.price
    return replace(known, name=one.name, price=price, last_bought=False) == one


def _candidate(
    row: Mapping[str, Any], number: int, days: int | None, currency: str
) -> Candidate:
    name = str(row.get("name") or "").strip()[:LONGEST_NAME]
    size = None if row.get("unlimited") is True else _allowance(row)
    # What is as last bought is not to be doubted, however long it is.
    length: Decimal | int | None = days or 0
    if "days" in row:
        length = number_within(row["days"], 0, LONGEST_PLAN)
    price = number_within(row.get("price", 0), 0, HIGHEST_PRICE)
    if size == 0 or length is None or length % 1 or price is None:
        raise Refused("bad_candidate", plan=name or str(number))
    return Candidate(
        name=name or None,
        allowance=size,
        days=int(length) or None,
        price=Price(amount=str(price), currency=currency) if "price" in row else None,
    )


def _allowance(row: Mapping[str, Any]) -> int:
    """Return the bytes that a plan grants, 0 if nobody can tell."""
    try:
        return read_amount(row.get("allowance"), row.get("unit", "GB"))
    except Unbelievable:
        return 0
