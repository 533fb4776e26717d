"""The simulated clock."""

from datetime import UTC, datetime, timedelta

import pytest

from demo.clock import Clock

START = datetime(2026, 10, 14, 12, tzinfo=UTC)


class Watch:
    """Real time, as far as the clock knows."""

    seconds = 1_000.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    """Return the real time."""
    return Watch()


def test_is_real_time_unless_told_otherwise() -> None:
    """Without a start and a speed it agrees with the system's clock."""
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_runs_at_its_speed(watch: Watch) -> None:
    """At 300 a second is five minutes."""
    clock = Clock(start=START, speed=300, source=watch)
    watch.seconds += 2
    assert clock.now() == START + timedelta(minutes=10)


def test_a_new_speed_acts_from_now(watch: Watch) -> None:
    """What has passed at the old speed stays."""
    clock = Clock(start=START, speed=10, source=watch)
    watch.seconds += 1
    clock.speed = 100
    watch.seconds += 1
    assert clock.now() == START + timedelta(seconds=110)


def test_jumps_ahead_only(watch: Watch) -> None:
    """A counter does not survive a clock that goes back."""
    clock = Clock(start=START, source=watch)
    clock.advance(3600)
    assert clock.now() == START + timedelta(hours=1)
    with pytest.raises(ValueError, match="not negative"):
        clock.advance(-1)


@pytest.mark.parametrize("speed", [-1, float("inf"), float("nan")])
def test_refuses_a_speed_that_is_none(speed: float) -> None:
    """A clock cannot run back, or infinitely fast."""
    with pytest.raises(ValueError, match="finite"):
        Clock(speed=speed)
