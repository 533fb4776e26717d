"""What alerts are raised from: one moment, and what may be told at it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from ..model import Alert, AlertKind, AlertSettings, CycleKind, Overview, Price, Reach
from .alert_period import cycle_period
from .household import Household
from .local_time import DAY

type Figures = Mapping[str, int | float | str]

# The name of a cause that is a person's wish: it waits neither for an end of quiet hours
# nor of a snooze.
ASKED = "asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """A reason to tell people something: an `Alert` before it is one."""

    kind: AlertKind
    period: str
    name: str = ""
    threshold: int | None = None
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One moment of a household, and what was told before it."""

    overview: Overview
    household: Household
    settings: AlertSettings
    alerts: Sequence[Alert]
    now: datetime
    zone: tzinfo

    @property
    def cycle_period(self) -> str:
        """The name of the present cycle."""
        return cycle_period(self.overview.cycle.number)

    @property
    def renews(self) -> bool:
        """Whether the plan begins again by itself."""
        return self.household.plan.cycle is CycleKind.MONTHLY

    @property
    def gone(self) -> bool:
        """Whether the allowance is used up; what is left of an ended plan is not."""
        overview = self.overview
        if overview.expired or overview.allowance is None:
            return False
        said = overview.connection.reach is Reach.USED_UP
        return said or (overview.remaining is not None and overview.remaining <= 0)

    def told(self, kind: AlertKind, period: str) -> Iterator[Alert]:
        """Yield what was told of a kind in a period."""
        for alert in self.alerts:
            if alert.kind is kind and alert.period == period:
                yield alert

    def local(self, at: datetime) -> str:
        """Return a moment by the home's clock, in ISO 8601."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")

    def plan_figures(self) -> Figures:
        """Return what words about the present cycle need.

        `keep` is how much a day of the time left may take, `renews` or `ends` when the
        cycle is over, according to whether another follows by itself.
        """
        overview = self.overview
        end, left = overview.cycle.end, overview.remaining
        keep = None
        if end is not None and left and end > self.now:
            keep = int(left / max(1.0, (end - self.now) / DAY))
        over = None
        if overview.used is not None and overview.allowance is not None:
            over = max(0, overview.used - overview.allowance)
        when = None if end is None else self.local(end)
        return known(
            used=overview.used,
            allowance=overview.allowance,
            left=left or None,
            over=over or None,
            percentage=overview.percentage,
            keep=keep,
            after=self.household.plan.after_allowance.value,
            **{"renews" if self.renews else "ends": when},
        )


def known(**figures: float | str | date | Price | None) -> Figures:
    """Return the figures that are known, as plain values."""
    found: dict[str, int | float | str] = {}
    for name, value in figures.items():
        if isinstance(value, date):
            found[name] = value.isoformat()
        elif isinstance(value, Price):
            found[name] = f"{value.currency} {value.amount}"
        elif isinstance(value, float):
            found[name] = round(value, 2)
        elif value is not None:
            found[name] = value
    return found
