"""What people want to be told, where and when."""

from dataclasses import dataclass
from datetime import datetime, time

from .alert import AlertKind, Channel


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where messages go: an entity's or a service's name, and what kind of way it is."""

    name: str
    channel: Channel


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """A part of every local day without messages; it may go on past midnight."""

    start: time
    end: time


@dataclass(frozen=True, kw_only=True, slots=True)
class Snooze:
    """People want to hear nothing for a while: until a moment, or of one cycle.

    What comes `until` a moment waits for it; alerts of the cycle of that number go to
    nobody. Only of `kinds`, where there are some.
    """

    until: datetime | None = None
    cycle: int | None = None
    kinds: tuple[AlertKind, ...] = ()

    def covers(self, kind: AlertKind) -> bool:
        """Tell whether a kind is meant."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertSettings:
    """What people want to be told, where and when.

    `off` are the kinds nobody wants, `kept` those that somebody wants although nobody
    seems to heed them. Thresholds and `levels`, further ones, are percent
    of the allowance; `pace_chance` is the chance in percent that it does not last.
    The summary comes on a local weekday (Monday is 0) at a time of day. `people` is
    how many live there.
    """

    off: tuple[AlertKind, ...] = ()
    kept: tuple[AlertKind, ...] = ()
    threshold: int = 75
    threshold_high: int = 90
    levels: tuple[int, ...] = ()
    pace_chance: int = 50
    quiet: QuietHours | None = None
    summary_weekday: int = 6
    summary_time: time = time(18)
    targets: tuple[Target, ...] = ()
    language: str = "en"
    people: int | None = None

    @property
    def all_levels(self) -> tuple[int, ...]:
        """Every level in percent, each once, rising."""
        return tuple(sorted({self.threshold, self.threshold_high, *self.levels}))
