"""What a projection says to people, and when it is too early to say it."""

from dataclasses import dataclass
from datetime import datetime

from ..model import Cycle, Projection
from .local_time import DAY

# Percent: the risk of using more than the allowance is told from an even chance on,
# and no longer once it is clearly lower. Between the two, what was told stands.
RISK_FROM = 50.0
RISK_UNTIL = 40.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """The fields of the `Overview` that a projection fills; all `None` without one."""

    projected: int | None = None
    chance: float | None = None
    at_risk: bool | None = None
    exhaustion: datetime | None = None
    safe_days: float | None = None


def prospect(
    projection: Projection | None,
    cycle: Cycle,
    as_of: datetime,
    now: datetime,
    *,
    was_at_risk: bool,
    used_up: datetime | None = None,
) -> Prospect:
    """Return what the projection made at `as_of` means at `now`.

    Nothing lasts beyond the renewal, nor at all once the allowance is `used_up`. A plan
    that lasts until it is used exceeds nothing: only when it is used up counts.
    """
    if projection is None or projection.early:
        return Prospect() if used_up is None else _gone(cycle, used_up)
    chance = None if projection.chance is None else 100 * projection.chance
    safe = None if projection.safe_days is None else as_of + projection.safe_days * DAY
    run_out = projection.run_out_days
    exhaustion = None if run_out is None else as_of + run_out * DAY
    if used_up is not None:
        safe, exhaustion = now, used_up
    if cycle.end is not None:
        # Days are fractions: added up again they may pass the end by a microsecond.
        safe, exhaustion = (at and min(at, cycle.end) for at in (safe, exhaustion))
    safe_days = None if safe is None else max(0.0, (safe - now) / DAY)
    if cycle.end is None:
        return Prospect(exhaustion=exhaustion, safe_days=safe_days)
    return Prospect(
        projected=projection.median,
        chance=chance,
        at_risk=_at_risk(chance, was_at_risk=was_at_risk),
        exhaustion=exhaustion,
        safe_days=safe_days,
    )


def _gone(cycle: Cycle, used_up: datetime) -> Prospect:
    """Return what needs no projection once the allowance is used up."""
    exceeded = cycle.end is not None and cycle.used > (cycle.granted or 0)
    return Prospect(
        chance=100.0 if exceeded else None,
        at_risk=None if cycle.end is None else True,
        exhaustion=used_up,
        safe_days=0.0,
    )


def _at_risk(chance: float | None, *, was_at_risk: bool) -> bool | None:
    if chance is None:
        return None
    return chance >= (RISK_UNTIL if was_at_risk else RISK_FROM)
