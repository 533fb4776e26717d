"""Whether Home Assistant shows what the simulated router holds."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from math import floor, log10
from typing import Any, Final

from .client import Client
from .counter import Figures
from .household import Household
from .plan import Cycle
from .recorder_history import UNITS
from .simulator import SimulatedRouter
from .source import Source, Told

type States = Mapping[str, Mapping[str, Any]]

# What the sensors round to.
_SIGNIFICANT_DIGITS: Final = 4
_PERCENT_STEP: Final = 0.1
# What else may be off is worth a word only if it shows; in bytes.
_WORTH_A_NOTE: Final = 10**7
_SECOND: Final = timedelta(seconds=1)
# An end reckoned in days is a midnight, up to one day before the day and hour it is.
_CLOSENESS: Final = {
    Told.EXACTLY: timedelta(0),
    Told.TO_A_MINUTE: timedelta(minutes=1),
    Told.TO_A_DAY: timedelta(hours=34),
    Told.BY_HAND: timedelta(0),
}
# Of what was used about midnight, only the sum is known: as a share of a usual day.
_ABOUT_MIDNIGHT: Final = 0.01

_DAYS: Final = 7
_WAIT_SECONDS: Final = 60
_STEP_SECONDS: Final = 0.5


class Verdict(StrEnum):
    """What comes of comparing a figure, as it is printed."""

    AGREES = "agrees"
    DIFFERS = "DIFFERS"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as both sides have it; `note` says how well the source tells it."""

    name: str
    shown: str
    held: str
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """What the simulated router held when it last told its figures."""

    at: datetime
    figures: Figures
    cycle: Cycle
    household: Household
    source: Source

    @property
    def midnight(self) -> datetime:
        """The beginning of the local day."""
        zone = self.household.zone
        return datetime.combine(self.at.astimezone(zone), time.min, zone)


async def check(client: Client, router: SimulatedRouter, source: Source) -> list[Line]:
    """Compare both sides, once there is a first reading; TimeoutError if there is none."""
    try:
        async with asyncio.timeout(_WAIT_SECONDS):
            states = await _states_with_a_reading(client)
            read = datetime.fromisoformat(_state(states, "sensor.taara_last_reading"))
            truth = held_by(router, source, read)
            return [*compare(states, truth), await _compare_days(client, truth)]
    except TimeoutError:
        msg = f"there is no reading, or no history of it, after {_WAIT_SECONDS} seconds"
        raise TimeoutError(msg) from None


def held_by(
    router: SimulatedRouter,
    source: Source,
    read: datetime | None = None,
    late: timedelta = _SECOND,
) -> Truth:
    """Return what a router told last; LookupError if nobody has asked it.

    `read` is when Taara read it, who may not be the only one who asks; by the router's
    own clock that may have been so much `late`.
    """
    for request in reversed(router.requests):
        later = read is not None and request.time > read + late
        if request.figures is not None and not later:
            return Truth(
                at=request.time,
                figures=request.figures,
                cycle=router.counter.cycle,
                household=router.household,
                source=source,
            )
    msg = "nobody has asked the router for its usage"
    raise LookupError(msg)


def compare(states: States, truth: Truth) -> Iterator[Line]:
    """Yield the present figures of a plan with an allowance, side by side."""
    figures, household, source = truth.figures, truth.household, truth.source
    allowance, left = figures.allowance or 0, figures.remaining or 0
    today = household.used_between(truth.midnight, truth.at)
    step, slack = source.step, 100 * source.step / allowance
    yield _reckoned(_amount(states, "data_used", figures.used, step), source)
    yield _reckoned(_amount(states, "data_remaining", left, step), source)
    yield _told(_amount(states, "allowance", allowance), source.allowance)
    percentage = _percentage(
        states, "usage_percentage", 100 * figures.used / allowance, slack
    )
    yield _reckoned(percentage, source)
    yield _amount(states, "used_today", today, step + _slack(household))
    yield _told(_moment(states, truth), source.cycle_end)
    status = "success" if len(source.tells) > 1 else "partial"
    yield _word(states, "sensor", "collection_status", status)
    yield _word(states, "binary_sensor", "router_reachable", "on")


def table(lines: Iterable[Line]) -> str:
    """Return both sides as people read them, and what is not compared, with why."""
    told = [("", "Home Assistant", "simulated router", "", "")]
    told += [
        (
            line.name,
            line.shown,
            line.held,
            line.verdict,
            f"({line.note})" * bool(line.note),
        )
        for line in lines
    ]
    return "\n".join(
        f"  {name:18} {shown:26} {held:26} {verdict} {note}".rstrip()
        for name, shown, held, verdict, note in told
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
    tolerance = (_slack(household) + 2 * truth.source.step) / 2**30
    return Line(
        f"last {_DAYS} days",
        f"{shown:.1f} GiB",
        f"{held:.1f} GiB",
        _verdict(abs(shown - held) <= tolerance),
    )


def _amount(states: States, key: str, held: int, slack: float = 0) -> Line:
    """Compare bytes with a state in any unit, to the digits that it is rounded to.

    `slack` is what the source rounds to, and what else is not known, in bytes.
    """
    state = states.get(f"sensor.taara_{key}", {"attributes": {}})
    unit = state["attributes"].get("unit_of_measurement", "GiB")
    shown, size = _number(state.get("state")), UNITS[unit]
    if shown is None:
        agrees = False
    else:
        tolerance = size * _step(shown) / 2 + slack
        agrees = abs(shown * size - held) <= tolerance
    return Line(
        key,
        f"{state.get('state')} {unit}",
        f"{held / size:.3f} {unit}",
        _verdict(agrees),
        f"to {slack / size:.1g} {unit}" if slack > _WORTH_A_NOTE else "",
    )


def _percentage(states: States, key: str, held: float, slack: float) -> Line:
    text = _state(states, f"sensor.taara_{key}")
    shown = _number(text)
    tolerance = _PERCENT_STEP / 2 + slack
    agrees = shown is not None and abs(shown - held) <= tolerance
    return Line(key, f"{text} %", f"{held:.2f} %", _verdict(agrees))


def _moment(states: States, truth: Truth) -> Line:
    """Compare the end of the cycle, as well as the source tells it."""
    text, held = _state(states, "sensor.taara_cycle_end"), truth.cycle.end
    try:
        off = abs(datetime.fromisoformat(text) - held)
    except ValueError:
        agrees = False
    else:
        agrees = off <= _CLOSENESS[truth.source.cycle_end]
    return Line("cycle_end", text, held.isoformat(), _verdict(agrees))


def _word(states: States, platform: str, key: str, expected: str) -> Line:
    text = _state(states, f"{platform}.taara_{key}")
    return Line(key, text, expected, _verdict(text == expected))


def _told(line: Line, how: Told) -> Line:
    """Return a comparison with how well the source tells the figure, if it does."""
    if how is Told.BY_HAND:
        return replace(line, held="-", verdict=Verdict.NOT_COMPARED, note=how)
    return replace(line, note="" if how is Told.EXACTLY else how)


def _reckoned(line: Line, source: Source) -> Line:
    """Return a comparison of what a source may leave to reckon with what was entered."""
    if line.name in source.tells or source.allowance is not Told.BY_HAND:
        return line
    notes = filter(None, (line.note, "with the allowance entered by hand"))
    return replace(line, note="; ".join(notes))


def _verdict(agrees: bool) -> Verdict:
    return Verdict.AGREES if agrees else Verdict.DIFFERS


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
