"""What people ask before they decide: what if, and which plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .overview import Overview
from .plan import Price


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What might be done otherwise for the rest of the cycle.

    `extra` bytes are used beside what is usual, `pace` is how many times the usual is
    used from now on (1.1 is a tenth more), and for `away` days from now nobody is home.
    """

    extra: int = 0
    pace: float = 1.0
    away: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Supposed:
    """What is, and what would be if something changed."""

    now: Overview
    then: Overview


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A plan that might be bought: bytes for so many days, for a price where known.

    `allowance` is `None` for an unlimited plan, `days` for one that lasts until it is
    used. `last_bought` marks the plan in use.
    """

    name: str | None = None
    allowance: int | None = None
    days: int | None = 30
    price: Price | None = None
    last_bought: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How a plan would suit a household, were it bought now.

    `chance` (percent) is that it lasts its days, `lasts_days` how long it does as likely
    as not, `needed` the bytes that its days are expected to take; `None` where nobody
    can know. While `early`, the household's days are too few to tell; else, without
    `lasts_days`, it lasts for longer than anybody foresees. Of the last `spans` of as many days, it would have been enough in `enough`.
    `cost` is the money for 30 days, bought again whenever it ends or is used up.
    """

    candidate: Candidate
    early: bool = False
    needed: int | None = None
    chance: float | None = None
    lasts_days: float | None = None
    spans: int = 0
    enough: int = 0
    cost: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Candidate plans beside each other, as they were named.

    `suggested` is a position in `fits`, `None` while nobody can know.
    """

    fits: Sequence[Fit]
    suggested: int | None
