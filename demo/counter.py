"""What the internet provider counts: usage against an allowance, cycle by cycle."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .clock import Clock
from .household import Household
from .plan import Cycle, Plan

TIB: Final = 2**40


@dataclass(frozen=True, slots=True)
class Figures:
    """The truth at one moment, in bytes; None is unlimited."""

    used: int
    allowance: int | None

    @property
    def remaining(self) -> int | None:
        """Bytes left, never below 0."""
        return None if self.allowance is None else max(0, self.allowance - self.used)


class Counter:
    """The household's usage in the present cycle, and what people do to it."""

    def __init__(
        self,
        *,
        clock: Clock,
        household: Household,
        plan: Plan,
        allowance: int | None = TIB,
        cycle_start: datetime | None = None,
        used: int | None = None,
    ) -> None:
        """Start counting.

        `allowance` None is unlimited; without `cycle_start` now is in mid-cycle;
        `used` None is what the household used since the cycle's start.
        """
        self._clock = clock
        self._household = household
        self._plan = plan
        self._granted = allowance
        self._begin(self._planned(cycle_start or plan.begun(clock.now())))
        if used is not None:
            self._added = used - self.used

    @property
    def figures(self) -> Figures:
        """The truth of this moment. The household is cut off when a plan has expired."""
        now = self._clock.now()
        self._renew_if_due(now)
        until = min(now, self._cycle.end)
        used = self._household.used_between(self._since, until) + self._added
        granted = self._granted
        return Figures(used, None if granted is None else granted + self._topped_up)

    @property
    def used(self) -> int:
        """Bytes used in the cycle."""
        return self.figures.used

    @property
    def allowance(self) -> int | None:
        """Bytes granted in the cycle, top-ups included; None is unlimited."""
        return self.figures.allowance

    @property
    def remaining(self) -> int | None:
        """Bytes left, never below 0; None is unlimited."""
        return self.figures.remaining

    @property
    def topped_up(self) -> int:
        """Bytes bought on top in this cycle."""
        self._renew_if_due(self._clock.now())
        return self._topped_up

    @property
    def cycle(self) -> Cycle:
        """The billing period; a prepaid one stays after its end, until renewed."""
        self._renew_if_due(self._clock.now())
        return self._cycle

    @property
    def expired(self) -> bool:
        """Whether the plan ended and nothing was bought since."""
        return self._clock.now() >= self.cycle.end

    def use(self, amount: int) -> None:
        """Use some bytes beside the household's."""
        self._renew_if_due(self._clock.now())
        self._added += _positive(amount)

    def exhaust(self) -> None:
        """Use whatever is left."""
        self.use(self.remaining or 0)

    def top_up(self, amount: int) -> None:
        """Buy some bytes for the rest of the cycle."""
        self._renew_if_due(self._clock.now())
        self._topped_up += _positive(amount)

    def reset(self) -> None:
        """Lose the count, as a device does that forgets; the cycle stays."""
        self._renew_if_due(self._clock.now())
        self._since = self._clock.now()
        self._added = 0

    def renew(self) -> None:
        """Begin a new cycle now: a purchase, or a renewal before its time."""
        now = self._clock.now()
        start = now.astimezone(self._household.zone)
        self._begin(Cycle(start, self._planned(now).end))

    def _renew_if_due(self, now: datetime) -> None:
        """Let a monthly plan follow the calendar."""
        if self._plan.renews and now >= self._cycle.end:
            self._begin(self._planned(now))

    def _planned(self, at: datetime) -> Cycle:
        """Return the cycle the plan has around a moment."""
        return self._plan.cycle(at, self._household.zone)

    def _begin(self, cycle: Cycle) -> None:
        """Begin a cycle with nothing used but what the household uses in it."""
        self._cycle = cycle
        self._since = cycle.start
        self._added = 0
        self._topped_up = 0


def _positive(amount: int) -> int:
    """Return the amount; ValueError for a negative one."""
    if amount < 0:
        msg = f"bytes cannot be negative: {amount}"
        raise ValueError(msg)
    return amount
