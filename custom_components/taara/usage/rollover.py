"""Rollover: what is left at the end of a cycle is added to the next one."""

from collections.abc import Iterable
from dataclasses import replace

from ..model import Cycle, Plan, Reading


def as_told(plan: Plan, *readings: Reading) -> Plan:
    """Return the plan, without rollover where one of the readings makes up for it.

    A source that tells what is allowed, or left, has added the rest to it already: from
    here it would count twice.
    """
    tells = any(
        reading.stated_allowance is not None or reading.remaining is not None
        for reading in readings
    )
    return replace(plan, rollover=False) if tells else plan


def carried_over(cycles: Iterable[Cycle]) -> list[Cycle]:
    """Return cycles, in order, with what is left of each granted by the one after it.

    It is reckoned anew whenever a cycle turns out otherwise: the usage of its last
    minutes is known only once the next one has begun, and a correction may come later.
    """
    known: list[Cycle] = []
    for cycle in cycles:
        if known and cycle.carried is not None and cycle.granted is not None:
            left = max(0, (known[-1].granted or 0) - known[-1].used)
            granted = cycle.granted + left - cycle.carried
            cycle = replace(cycle, granted=granted, carried=left)
        known.append(cycle)
    return known
