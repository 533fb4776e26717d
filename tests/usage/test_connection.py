"""How reading goes, poll by poll."""

from dataclasses import replace

from custom_components.taara.model import Connection, Reach
from custom_components.taara.usage.connection import CIRCUIT_OPENS_AT, answered, failed

from .common import TEN_MINUTES, at

NOON = at("2026-03-10 12:00")


def failing(times: int) -> Connection:
    """Return the connection after some polls failed, ten minutes apart."""
    connection = Connection()
    for n in range(times):
        connection = failed(connection, Reach.TIMEOUT, NOON + n * TEN_MINUTES)
    return connection


def test_failures_are_counted_from_the_first() -> None:
    """The last attempt and the first failure are both known."""
    connection = failing(3)
    assert connection.failures == 3
    assert connection.failing_since == NOON
    assert connection.last_attempt == NOON + 2 * TEN_MINUTES
    assert connection.reach is Reach.TIMEOUT


def test_latest_reason_counts() -> None:
    """A router may fail in several ways one after another."""
    later = failed(failing(1), Reach.CANNOT_CONNECT, NOON + TEN_MINUTES)
    assert later.reach is Reach.CANNOT_CONNECT


def test_circuit_opens_after_five_failures_in_a_row() -> None:
    """Then the next poll is one probe."""
    assert not failing(CIRCUIT_OPENS_AT - 1).circuit_open
    assert failing(CIRCUIT_OPENS_AT).circuit_open
    assert failing(CIRCUIT_OPENS_AT + 1).circuit_open


def test_used_up_is_an_answer() -> None:
    """A router that is away after it said that nothing is left is away for once."""
    used_up = replace(failing(3), reach=Reach.USED_UP)
    assert failed(used_up, Reach.USED_UP, NOON).failures == 4
    away = failed(used_up, Reach.TIMEOUT, NOON)
    assert (away.failures, away.circuit_open) == (1, False)
    assert away.failing_since == used_up.failing_since


def test_answer_ends_the_failures() -> None:
    """All is well again, but for a disk that is full."""
    later = NOON + 9 * TEN_MINUTES
    assert answered(failing(7), later) == Connection(last_attempt=later)
    full = Connection(failures=2, storage_failing=True)
    assert answered(full, later).storage_failing
    assert failed(full, Reach.TIMEOUT, later).storage_failing
