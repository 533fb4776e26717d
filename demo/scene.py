"""What has to stay the same for a household to be the same the next time."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
import json
from pathlib import Path
import socket
from typing import Final, Self

from .home_assistant import free_port
from .household import NAIROBI
from .plan import Monthly, Rebought, mid_cycle

ROUTER_PORT: Final = 8188
WEEKS: Final = 8

# What of a directory tells that it is ready.
_KEPT: Final = "demo.json"

_PREPAID_DAYS: Final = 30
# Somebody goes to the shop at ten, and last did in the middle of the present plan.
_FIRST_BOUGHT: Final = timedelta(hours=10) - timedelta(days=18)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A household in the middle of a plan, at a router that is `since` at one port.

    `since`, a local midnight, is when what is known of the household begins.
    """

    router_port: int
    since: datetime
    reset_day: int

    @property
    def monthly(self) -> Monthly:
        """A plan that renews by itself."""
        return Monthly(self.reset_day)

    @property
    def prepaid(self) -> Rebought:
        """A plan for some days that is bought again and again."""
        return Rebought(_PREPAID_DAYS, self.since + _FIRST_BOUGHT)

    @property
    def renewed(self) -> datetime:
        """When the monthly plan last renewed before the scene was made."""
        made = self.since + timedelta(weeks=WEEKS)
        return self.monthly.cycle(made, NAIROBI).start

    @classmethod
    def at(cls, now: datetime) -> Self:
        """Return a scene around a moment: in mid-cycle, on a port that is free."""
        today = now.astimezone(NAIROBI).date()
        return cls(
            router_port=ROUTER_PORT if is_free(ROUTER_PORT) else free_port(),
            since=datetime.combine(today - timedelta(weeks=WEEKS), time.min, NAIROBI),
            reset_day=mid_cycle(now, NAIROBI).reset_day,
        )

    @classmethod
    def kept(cls, directory: Path) -> Self | None:
        """Return what an earlier run has finished, None if there is no such thing."""
        try:
            kept = json.loads((directory / _KEPT).read_text())
            since = datetime.fromisoformat(kept.pop("since")).astimezone(NAIROBI)
            return cls(since=since, **kept)
        except AttributeError, LookupError, OSError, TypeError, ValueError:
            return None

    def keep(self, directory: Path) -> None:
        """Write down that a directory is ready."""
        kept = {
            "router_port": self.router_port,
            "since": self.since.isoformat(),
            "reset_day": self.reset_day,
        }
        (directory / _KEPT).write_text(json.dumps(kept))


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
