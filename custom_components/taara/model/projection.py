"""What a cycle will come to, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True, slots=True)
class Projection:
    """The distribution of a cycle's total, in bytes.

    In eight of ten cycles it ends from `low80` to `high80`. `chance` (0 to 1) is that
    the allowance is exceeded, `None` where the plan is unlimited. `early` says that
    too few days are known to trust it. `safe_days` and `run_out_days` are the days
    from now until the allowance is gone with a chance of 10 and of 50 %: the first is
    at most the days left, the second `None` if that is beyond the cycle.
    """

    median: int
    low80: int
    high80: int
    low95: int
    high95: int
    early: bool
    days_left: float
    chance: float | None = None
    safe_days: float | None = None
    run_out_days: float | None = None
    curve: Sequence[tuple[float, float]] = ()
    """Days from now and the chance that the allowance is gone by then, rising."""

    def chance_by(self, days: float) -> float | None:
        """Return the chance that the allowance is gone in so many days from now."""
        if self.chance is None:
            return None
        for (begin, low), (end, high) in pairwise(self.curve):
            if days < end:
                return low + (high - low) * max(0.0, days - begin) / (end - begin)
        return self.chance
