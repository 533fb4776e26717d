"""Whether Home Assistant shows what the simulated router holds."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import floor, log10
from typing import Any, Final

from .client import Client
from .counter import Figures
from .household import Household
from .plan import Cycle
from .simulator import SimulatedRouter

type States = Mapping[str, Mapping[str, Any]]

_UNITS: Final = {"MB": 10**6, "GB": 10**9, "MiB": 2**20, "GiB": 2**30}
# What the sensors round to; the router itself answers in whole MB.
_SIGNIFICANT_DIGITS: Final = 4
_ROUTERS_STEP: Final = 2**20
_PERCENT_STEP: Final = 0.1
# Of what was used about midnight, only the sum is known: as a share of a usual day.
_ABOUT_MIDNIGHT: Final = 0.01

_DAYS: Final = 7
_WAIT_SECONDS: Final = 60
_STEP_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as both sides have it."""

    name: str
    shown: str
    held: str
    agrees: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """What the simulated router held when it last told its figures."""

    at: datetime
    figures: Figures
    cycle: Cycle
    household: Household

    @property
    def midnight(self) -> datetime:
        """The beginning of the local day."""
        zone = self.household.zone
        return datetime.combine(self.at.astimezone(zone), time.min, zone)


async def check(client: Client, router: SimulatedRouter) -> list[Line]:
    """Compare both sides, once there is a first reading; TimeoutError if there is none."""
    try:
        async with asyncio.timeout(_WAIT_SECONDS):
            states = await _states_with_a_reading(client)
            truth = held_by(router)
            return [*compare(states, truth), await _compare_days(client, truth)]
    except TimeoutError:
        msg = f"there is no reading, or no history of it, after {_WAIT_SECONDS} seconds"
        raise TimeoutError(msg) from None


def held_by(router: SimulatedRouter) -> Truth:
    """Return what a router has last told; LookupError if nobody has asked it."""
    for request in reversed(router.requests):
        if request.figures is not None:
            return Truth(
                at=request.time,
                figures=request.figures,
                cycle=router.counter.cycle,
                household=router.household,
            )
    msg = "nobody has asked the router for its usage"
    raise LookupError(msg)


def compare(states: States, truth: Truth) -> Iterator[Line]:
    """Yield the present figures of a plan with an allowance, side by side."""
    figures, household = truth.figures, truth.household
    allowance, left = figures.allowance or 0, figures.remaining or 0
    today = household.used_between(truth.midnight, truth.at)
    yield _amount(states, "data_used", figures.used)
    yield _amount(states, "data_remaining", left)
    yield _amount(states, "allowance", allowance)
    yield _percentage(states, "usage_percentage", 100 * figures.used / allowance)
    yield _amount(states, "used_today", today, slack=_slack(household))
    yield _moment(states, "cycle_end", truth.cycle.end)
    status = _state(states, "sensor.taara_collection_status")
    yield Line("collection_status", status, "success", status == "success")
    reachable = _state(states, "binary_sensor.taara_router_reachable")
    yield Line("router_reachable", reachable, "on", reachable == "on")


def table(lines: Iterable[Line]) -> str:
    """Return both sides as people read them."""
    head = Line("", "Home Assistant", "simulated router", agrees=True)
    return "\n".join(
        f"  {line.name:18} {line.shown:26} {line.held:26} "
        f"{'' if line is head else 'agrees' if line.agrees else 'DIFFERS'}".rstrip()
        for line in (head, *lines)
    )


async def _states_with_a_reading(client: Client) -> States:
    while True:
        states = await client.states()
        if _number(_state(states, "sensor.taara_data_used")) is not None:
            return states
        await asyncio.sleep(_STEP_SECONDS)


async def _compare_days(client: Client, truth: Truth) -> Line:
    """Compare the last whole days in the recorder's statistics, once it has them."""
    end, household = truth.midnight, truth.household
    start = end - timedelta(days=_DAYS)
    days: list[dict[str, float]] = []
    while len(days) < _DAYS:
        found = await client.ws(
            {
                "type": "recorder/statistics_during_period",
                "start_time": start.isoformat(),
                "end_time": end.isoformat(),
                "statistic_ids": ["sensor.taara_data_used"],
                "period": "day",
                "types": ["change"],
                "units": {"information": "GiB"},
            }
        )
        days = found.get("sensor.taara_data_used", [])
        await asyncio.sleep(_STEP_SECONDS)
    # It adds the day that the end falls into.
    shown = sum(day["change"] for day in days[:_DAYS])
    held = household.used_between(start, end) / 2**30
    tolerance = _slack(household) / 2**30
    return Line(
        f"last {_DAYS} days",
        f"{shown:.1f} GiB",
        f"{held:.1f} GiB",
        abs(shown - held) <= tolerance,
    )


def _amount(states: States, key: str, held: int, slack: float = 0) -> Line:
    """Compare bytes with a state in any unit, to the digits that it is rounded to."""
    state = states.get(f"sensor.taara_{key}", {"attributes": {}})
    unit = state["attributes"].get("unit_of_measurement", "GiB")
    shown, size = _number(state.get("state")), _UNITS[unit]
    if shown is None:
        agrees = False
    else:
        tolerance = size * _step(shown) / 2 + _ROUTERS_STEP + slack
        agrees = abs(shown * size - held) <= tolerance
    return Line(
        key, f"{state.get('state')} {unit}", f"{held / size:.3f} {unit}", agrees
    )


def _percentage(states: States, key: str, held: float) -> Line:
    text = _state(states, f"sensor.taara_{key}")
    shown = _number(text)
    agrees = shown is not None and abs(shown - held) <= _PERCENT_STEP / 2 + 0.001
    return Line(key, f"{text} %", f"{held:.2f} %", agrees)


def _moment(states: States, key: str, held: datetime) -> Line:
    text = _state(states, f"sensor.taara_{key}")
    try:
        agrees = datetime.fromisoformat(text) == held
    except ValueError:
        agrees = False
    return Line(key, text, held.isoformat(), agrees)


def _state(states: States, entity_id: str) -> str:
    return str(states.get(entity_id, {}).get("state", "missing"))


def _number(text: str | None) -> float | None:
    """Return the number that a state is, None for one that is none."""
    try:
        return float(text or "")
    except ValueError:
        return None


def _step(shown: float) -> float:
    """Return what the last significant digit of a figure is worth."""
    if not shown:
        return 0.0
    return float(10.0 ** (floor(log10(abs(shown))) + 1 - _SIGNIFICANT_DIGITS))


def _slack(household: Household) -> float:
    return household.daily_bytes * _ABOUT_MIDNIGHT
