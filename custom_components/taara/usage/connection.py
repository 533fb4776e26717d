"""How reading the source goes, poll by poll."""

from dataclasses import replace
from datetime import datetime

from ..model import Connection, Reach

# As many polls in a row that failed open the circuit: the next is a single probe.
CIRCUIT_OPENS_AT = 5


def answered(connection: Connection, at: datetime) -> Connection:
    """Return the connection after a poll that brought a reading."""
    return Connection(last_attempt=at, storage_failing=connection.storage_failing)


def failed(connection: Connection, reach: Reach, at: datetime) -> Connection:
    """Return the connection after a poll that brought none, for the reason given.

    Who answered that nothing is left was not away: what follows is counted anew.
    """
    was_there = connection.reach is Reach.USED_UP and reach is not Reach.USED_UP
    failures = 1 if was_there else connection.failures + 1
    return replace(
        connection,
        reach=reach,
        failures=failures,
        failing_since=connection.failing_since or at,
        last_attempt=at,
        circuit_open=failures >= CIRCUIT_OPENS_AT,
    )
