"""The sources that the demo can be asked for, each a few lines of what is true of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final, override

from custom_components.taara.model import Reading

from .counter import Counter, Mark
from .dialects import DIALECTS
from .dialects.mikrotik import size, up_and_down
from .dialects.taara_share import TaaraShareManner
from .plan import Rebought
from .scene import Scene
from .simulator import SimulatedRouter
from .source import MB, Answers, Source, Told

_TB: Final = 10**12
_BINARY: Final = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_INTERFACE: Final = "ether1"


class Local(Source):
    """The session router: it tells everything, some of its variants no dates."""

    about = "the provider's session router"

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Round used and allowance as devices do, and subtract what they show."""
        cycle, used = counter.cycle, counter.used // MB * MB
        dated = last.cycle_start is not None
        return {
            "used": used,
            "remaining": None if last.allowance is None else last.allowance - used,
            "cycle_start": cycle.start.date() if dated else None,
            "cycle_end": cycle.end.date() if dated else None,
        }


class TaaraShare(Source):
    """The provider's service: it tells what is left, when it was bought, for how long."""

    about = "the provider's account service, by phone and passcode"
    choice = "taara_share"
    granted = _TB
    tells = ("data_remaining",)
    allowance = Told.BY_HAND
    cycle_end = Told.TO_A_DAY

    @override
    def plan(self, scene: Scene) -> Rebought:
        """Return a prepaid plan."""
        return scene.prepaid

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Return an account, with the ids that no portal tells here."""
        ids, account = TaaraShareManner(), router.account
        return {
            "taara_share": {
                "phone_number": f"+{account.username}",
                "passcode": account.password,
                "advanced": {
                    "partner_id": ids.partner_id,
                    "hotspot_id": ids.hotspot_id,
                    "base_url": router.url,
                },
            },
            "plan": {"allowance": 1, "allowance_unit": "TB"},
            "cycle": {"cycle": "provider"},
        }

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Name another purchase before each renewal, and its last day to a day.

        Of the two neighbouring days that counted days come out on it is the earlier.
        """
        cycle, today = counter.cycle, _local_day(counter)
        bought = cycle.start.date()
        same = bought == last.cycle_start
        return {
            "remaining": counter.remaining,
            "cycle_start": bought,
            "cycle_end": max(cycle.end.date(), today + timedelta(days=2))
            - timedelta(days=1),
            "plan_key": last.plan_key if same else f"bought on {bought}",
        }


class Hotspot(Source):
    """A HotSpot that lets the house in without asking: it tells what this session used.

    The session began with the cycle, as a renewal begins one.
    """

    about = "a MikroTik HotSpot's status page"
    manner: ClassVar = {"lets_in": True}
    # Sent and received, each to a tenth.
    step = 2**30 // 10
    tells = ("data_used",)
    allowance = cycle_end = Told.BY_HAND

    @override
    def counts_from(self, scene: Scene) -> datetime:
        """Return when the session began."""
        return scene.renewed

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Return no account: there is nobody to sign in."""
        typed = super().answers(router, scene)
        return typed | {
            "account": {},
            "plan": {"allowance": 1, "allowance_unit": "TiB"},
        }

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Round as the page does."""
        return {"used": sum(map(_as_shown, up_and_down(counter.used)))}


class Capport(Source):
    """A portal that tells what is left and when the session ends."""

    about = "a captive portal's API (RFC 8908)"
    tells = ("data_remaining",)
    allowance = Told.BY_HAND
    cycle_end = Told.TO_A_MINUTE

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Return no account, and follow the portal's end of the session."""
        return super().answers(router, scene) | {
            "account": {},
            "plan": {"allowance": 1, "allowance_unit": "TiB"},
            "cycle": {"cycle": "provider"},
        }

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Tell what was left, and the end of that cycle."""
        return {
            "remaining": counter.remaining,
            "cycle_end": counter.cycle.end.astimezone(UTC),
        }


class RouterOsUser(Source):
    """A HotSpot's user in RouterOS: it tells what was used, and the limit."""

    about = "RouterOS 7: a user of its HotSpot"
    cycle_end = Told.BY_HAND
    counter = "hotspot:household"

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Return who may look, and what is counted for the household."""
        typed = super().answers(router, scene)
        return typed | {"account": {**typed["account"], "counter": self.counter}}

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Tell what was used and left."""
        return {"used": counter.used, "remaining": counter.remaining}


class RouterOsInterface(RouterOsUser):
    """An interface in RouterOS: it counts bytes from the start of the device on."""

    about = "RouterOS 7: an interface of it"
    counter = f"interface:{_INTERFACE}"
    tells = ("data_used",)
    allowance = Told.BY_HAND

    @override
    def counts_from(self, scene: Scene) -> datetime:
        """Return when the device was started."""
        return scene.since

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Add the plan, of which an interface knows nothing."""
        typed = super().answers(router, scene)
        return typed | {"plan": {"allowance": 1, "allowance_unit": "TiB"}}

    @override
    def told(self, last: Reading, counter: Counter, booted: Mark) -> dict[str, Any]:
        """Count on from the start of the device."""
        return {"used": counter.since(booted)}


class Entity(RouterOsInterface):
    """The same interface, read by another integration, whose sensor is the source."""

    about = "a sensor that Home Assistant has already"
    choice = "entity"

    @override
    def configuration(self, scene: Scene) -> str:
        """Return the other integration's."""
        account = DIALECTS[self.dialect].account
        return f"""\
sensor:
  - platform: traffic_meter
    url: http://127.0.0.1:{scene.router_port}/rest/interface/{_INTERFACE}
    username: {account.username}
    password: {account.password}
"""

    @override
    def answers(self, router: SimulatedRouter, scene: Scene) -> Answers:
        """Choose the sensor."""
        sensor = {
            "entity_id": "sensor.router_traffic",
            "counter_kind": "cumulative",
        }
        return super().answers(router, scene) | {"entity": sensor}


SOURCES: Final[dict[str, Source]] = {
    **{name: Local(name) for name in DIALECTS if name.startswith("local-")},
    "taara_share": TaaraShare("taara_share"),
    "mikrotik_hotspot": Hotspot("mikrotik_hotspot"),
    "capport": Capport("capport"),
    "routeros": RouterOsUser("routeros"),
    "routeros_interface": RouterOsInterface("routeros"),
    "entity": Entity("routeros"),
}
"""What the demo can be asked for, by name: the dialects, and more to read in one."""


def _local_day(counter: Counter) -> date:
    """Return the household's day of the moment that a counter is at."""
    return counter.mark().at.astimezone(counter.cycle.start.tzinfo).date()


def _as_shown(amount: int) -> int:
    """Return bytes as a page shows them, rounded."""
    value, unit = size(amount).split()
    return round(float(value) * _BINARY[unit])
