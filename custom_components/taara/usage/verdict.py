"""The answer in one word: whether it lasts."""

from enum import StrEnum

from ..model import Overview, Reach

# In percent: under it, the data lasts as surely as people ask.
SURE = 10.0
# Less than this share of the allowance to spare is only just enough.
JUST_ENOUGH = 0.02


class Verdict(StrEnum):
    """Whether the allowance lasts."""

    ENDED = "ended"
    """The plan is over, and nothing shows a renewal."""
    UNKNOWN = "unknown"
    """The cycle is over, and nobody has read the next one."""
    USED_UP = "used_up"
    UNLIMITED = "unlimited"
    EARLY = "early"
    """Too little is known to say."""
    UNTIL_USED = "until_used"
    """The plan has no end but that of its data."""
    RISK = "risk"
    LIKELY = "likely"
    """It lasts probably, not surely."""
    LASTS = "lasts"


def verdict(overview: Overview) -> Verdict:
    """Return whether it lasts, as far as is known."""
    chance, left = overview.overage_chance, overview.remaining
    if overview.expired:
        return Verdict.ENDED
    if overview.used is None:
        return Verdict.UNKNOWN
    if overview.unlimited:
        return Verdict.UNLIMITED
    if overview.connection.reach is Reach.USED_UP or (left is not None and left <= 0):
        return Verdict.USED_UP
    if overview.cycle.end is None:
        known = overview.projection is not None and not overview.projection.early
        return Verdict.UNTIL_USED if known else Verdict.EARLY
    if overview.projected is None or chance is None:
        return Verdict.EARLY
    if overview.overage_risk:
        return Verdict.RISK
    return Verdict.LASTS if chance < SURE else Verdict.LIKELY


def spare(overview: Overview) -> int | None:
    """Return the bytes that will probably be left; `None` if next to nothing is."""
    if overview.projected is None or overview.allowance is None:
        return None
    left = overview.allowance - overview.projected
    return left if left >= JUST_ENOUGH * overview.allowance else None
