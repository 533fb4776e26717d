"""What a projection says to people, and when it is too early to say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..model import Cycle, Projection

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
) -> Prospect:
    """Return what the projection made at `as_of` means at `now`.

    A plan that lasts until it is used exceeds nothing: only when it is used up counts.
    """
    if projection is None or projection.early:
        return Prospect()
    chance = None if projection.chance is None else 100 * projection.chance
    safe = projection.safe_days
    if safe is not None:
        safe = max(0.0, safe - (now - as_of) / timedelta(days=1))
    run_out = projection.run_out_days
    exhaustion = None if run_out is None else as_of + timedelta(days=run_out)
    if cycle.end is None:
        return Prospect(exhaustion=exhaustion, safe_days=safe)
    return Prospect(
        projected=projection.median,
        chance=chance,
        at_risk=_at_risk(chance, was_at_risk=was_at_risk),
        exhaustion=exhaustion,
        safe_days=safe,
    )


def _at_risk(chance: float | None, *, was_at_risk: bool) -> bool | None:
    if chance is None:
        return None
    return chance >= (RISK_UNTIL if was_at_risk else RISK_FROM)
