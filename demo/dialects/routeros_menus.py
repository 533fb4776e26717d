"""What RouterOS lists in its menus: rows of strings.

One subscriber of the HotSpot and of User Manager is the household; interfaces and kid
control count what passes through the device, from its start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .manner import Manner
from .mikrotik import duration, shares, up_and_down

if TYPE_CHECKING:
    from demo.simulator import SimulatedRouter

type Row = dict[str, str]

_DEVICES: Final = ("phone", "laptop", "television")
# Somebody else, who is not to be counted with the household.
_GUEST: Final = "guest"
_GUESTS_BYTES: Final = {"bytes-in": "7340032", "bytes-out": "104857600"}


@dataclass(frozen=True, kw_only=True, slots=True)
class RouterOSManner(Manner):
    """What the device offers, and to whom."""

    household: str = "household"  # the subscriber whose usage is the truth
    absent: str = ""  # menus that are not there, commas between
    denied: str = ""  # menus the account may not read; `*` is the whole interface
    sessions: int = 1  # of the household in the HotSpot
    lifetime_totals: bool = False  # of User Manager, which no renewal resets
    counter_bits: int = 64  # of the interfaces


def _resource(router: SimulatedRouter, _manner: RouterOSManner) -> list[Row]:
    """Return how the device is."""
    return [
        {
            "architecture-name": "arm64",
            "board-name": "hAP ax2",
            "cpu-load": "3",
            "free-memory": "671088640",
            "platform": "MikroTik",
            "total-memory": "1073741824",
            "uptime": duration(router.clock.now() - router.booted.at),
            "version": "7.16.1 (stable)",
        }
    ]


def _interfaces(router: SimulatedRouter, manner: RouterOSManner) -> list[Row]:
    """Return the interfaces: one to the provider, and one that mirrors it in the house."""
    wrap = 2**manner.counter_bits
    up, down = up_and_down(router.counter.since(router.booted))
    counted = (("ether1", "ether", down, up), ("bridge", "bridge", up, down))
    return [
        {
            ".id": f"*{number}",
            "name": name,
            "type": kind,
            "rx-byte": str(received % wrap),
            "tx-byte": str(sent % wrap),
            "running": "true",
            "disabled": "false",
        }
        for number, (name, kind, received, sent) in enumerate(counted, 1)
    ]


def _kid_control(router: SimulatedRouter, _manner: RouterOSManner) -> list[Row]:
    """Return the devices in the house, with what they used since the start."""
    total = router.counter.since(router.booted)
    return [
        {
            ".id": f"*{number}",
            "name": name,
            "user": "",
            "disabled": "false",
            **_bytes(share, "bytes-up", "bytes-down"),
        }
        for number, (name, share) in enumerate(
            zip(_DEVICES, shares(total, len(_DEVICES)), strict=True), 1
        )
    ]


def _hotspot_users(router: SimulatedRouter, manner: RouterOSManner) -> list[Row]:
    """Return the subscribers, with totals as they were when they last signed out."""
    figures = router.counter.figures
    household = _bytes(figures.used - _in_session(router), "bytes-in", "bytes-out")
    if figures.allowance is not None:
        household["limit-bytes-total"] = str(figures.allowance)
    nothing = _bytes(0, "bytes-in", "bytes-out")
    counted = {
        "default-trial": nothing,
        manner.household: household,
        _GUEST: nothing,
    }
    return [
        {
            ".id": f"*{number}",
            "name": name,
            "password": f"made-up-{number}",
            "profile": "default",
            "disabled": "false",
            **counts,
        }
        for number, (name, counts) in enumerate(counted.items())
    ]


def _hotspot_active(router: SimulatedRouter, manner: RouterOSManner) -> list[Row]:
    """Return who is signed in, with what they used since."""
    counted = [(_GUEST, _GUESTS_BYTES)]
    if _online(router):
        counted += [
            (manner.household, _bytes(share, "bytes-in", "bytes-out"))
            for share in shares(_in_session(router), manner.sessions)
        ]
    uptime = duration(router.clock.now() - router.signed_out.at)
    return [
        {
            ".id": f"*C0A858{number:02X}",
            "user": name,
            "address": f"192.168.88.{number}",
            "uptime": uptime,
            **counts,
        }
        for number, (name, counts) in enumerate(counted, 10)
    ]


def _user_manager_users(_router: SimulatedRouter, manner: RouterOSManner) -> list[Row]:
    """Return the subscribers of User Manager."""
    return [
        {
            ".id": f"*{number}",
            "name": name,
            "password": f"made-up-{number}",
            "disabled": "false",
            "group": "default",
            "shared-users": "1",
        }
        for number, name in enumerate((manner.household, _GUEST), 1)
    ]


def monitored(router: SimulatedRouter, manner: RouterOSManner, name: str) -> Row:
    """Return what User Manager counts of one of its users."""
    counter, online = router.counter, _online(router)
    if name == _GUEST:
        total = sum(map(int, _GUESTS_BYTES.values()))
    else:
        total = counter.total if manner.lifetime_totals else counter.used
    return {
        "active-sessions": str(manner.sessions if online else 0),
        "active-sub-sessions": "0",
        "actual-profile": "monthly" if online else "",
        **_bytes(total, "total-upload", "total-download"),
        "total-uptime": duration(router.clock.now() - router.booted.at),
    }


def _online(router: SimulatedRouter) -> bool:
    """Tell whether the household is let through."""
    return not router.counter.expired and router.counter.remaining != 0


def _in_session(router: SimulatedRouter) -> int:
    """Return the bytes of the household's sessions that still last."""
    if not _online(router):
        return 0
    # A renewal begins new ones, too.
    return min(router.counter.used, router.counter.since(router.signed_out))


def _bytes(total: int, up: str, down: str) -> Row:
    """Return what was sent and received, under the names these have."""
    return dict(zip((up, down), map(str, up_and_down(total)), strict=True))


MENUS: Final[dict[str, Callable[[SimulatedRouter, RouterOSManner], list[Row]]]] = {
    "interface": _interfaces,
    "ip/hotspot/active": _hotspot_active,
    "ip/hotspot/user": _hotspot_users,
    "ip/kid-control/device": _kid_control,
    "system/resource": _resource,
    "user-manager/user": _user_manager_users,
}
"""What there is to read, by path."""
