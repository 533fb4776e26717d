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


@dataclass(frozen=True, slots=True)
class Period:
    """A plan that was bought and is over."""

    bought: datetime
    cycle: Cycle
    figures: Figures
    """What was used and left at its end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment from which a device counts, which forgets what was before."""

    at: datetime
    total: int


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
        self._before = 0
        self.finished: list[Period] = []
        self._queued: list[datetime] = []
        cycle = self._planned(cycle_start or plan.begun(clock.now()))
        self._begin(cycle, cycle.start)
        if used is not None:
            self._added = used - self.used

    @property
    def figures(self) -> Figures:
        """The truth of this moment. The household is cut off when a plan has expired."""
        now = self._clock.now()
        self._renew_if_due(now)
        return self._figures(now)

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
    def total(self) -> int:
        """Bytes used ever, whatever was renewed, reset or forgotten since."""
        return self.mark().total

    def mark(self) -> Mark:
        """Return the present, to count from."""
        now = self._clock.now()
        self._renew_if_due(now)
        return Mark(now, self._figures(now).used + self._before)

    def since(self, mark: Mark) -> int:
        """Return the bytes used since a moment."""
        return self.total - mark.total

    @property
    def granted(self) -> int | None:
        """Bytes a plan grants, top-ups aside; None is unlimited."""
        return self._granted

    @property
    def topped_up(self) -> int:
        """Bytes bought on top in this cycle."""
        return sum(amount for _, amount in self.top_ups)

    @property
    def top_ups(self) -> tuple[tuple[datetime, int], ...]:
        """When how many bytes were bought on top in this cycle."""
        self._renew_if_due(self._clock.now())
        return tuple(self._top_ups)

    @property
    def bought(self) -> datetime:
        """When the present plan was bought, which may be long before it began."""
        self._renew_if_due(self._clock.now())
        return self._bought

    @property
    def queued(self) -> tuple[datetime, ...]:
        """When the plans were bought that wait for the present one to end."""
        self._renew_if_due(self._clock.now())
        return tuple(self._queued)

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
        now = self._clock.now()
        self._renew_if_due(now)
        self._top_ups.append((now, _positive(amount)))

    def queue(self) -> None:
        """Buy a plan that begins when the present one ends: at once if it has."""
        now = self._clock.now()
        self._renew_if_due(now)
        self._queued.append(now)

    def reset(self) -> None:
        """Lose the count, as a device does that forgets; the cycle stays."""
        mark = self.mark()
        self._before = mark.total
        self._since = mark.at
        self._added = 0

    def renew(self) -> None:
        """Begin a new cycle now: a purchase, or a renewal before its time."""
        now = self._clock.now()
        self._renew_if_due(now)
        start = now.astimezone(self._household.zone)
        self._follow(Cycle(start, self._planned(now).end), now)

    def _figures(self, now: datetime) -> Figures:
        """Return the truth of a moment that is in the present cycle, or after it."""
        until = min(now, self._cycle.end)
        used = self._household.used_between(self._since, until) + self._added
        if self._granted is None:
            return Figures(used, None)
        return Figures(used, self._granted + sum(amount for _, amount in self._top_ups))

    def _renew_if_due(self, now: datetime) -> None:
        """Let a monthly plan follow the calendar, and a queued one its predecessor."""
        while now >= (end := self._cycle.end) and (self._plan.renews or self._queued):
            bought = self._queued.pop(0) if self._queued else end
            self._follow(self._planned(max(bought, end)), bought)

    def _planned(self, at: datetime) -> Cycle:
        """Return the cycle the plan has around a moment."""
        return self._plan.cycle(at, self._household.zone)

    def _follow(self, cycle: Cycle, bought: datetime) -> None:
        """End the present cycle and begin another."""
        figures = self._figures(cycle.start)
        self.finished.append(Period(self._bought, self._cycle, figures))
        self._before += figures.used
        self._begin(cycle, bought)

    def _begin(self, cycle: Cycle, bought: datetime) -> None:
        """Begin a cycle with nothing used but what the household uses in it."""
        self._cycle = cycle
        self._bought = bought
        self._since = cycle.start
        self._added = 0
        self._top_ups: list[tuple[datetime, int]] = []


def _positive(amount: int) -> int:
    """Return the amount; ValueError for a negative one."""
    if amount < 0:
        msg = f"bytes cannot be negative: {amount}"
        raise ValueError(msg)
    return amount
