"""Messages that failed: tried again, given up, and never lost."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import DeliveryStatus, QuietHours, Snooze
from custom_components.taara.usage.delivery import (
    MOST_TRIES,
    delivered,
    next_delivery,
    outbox,
    without_removed,
)

from .alerts import NOON, hours, through_restart
from .deliveries import BOTH, MAIL, MINUTE, PHONE, raised, rules, sent, states, waiting


def test_retried_with_backoff_for_a_day() -> None:
    """After 1, 2, 4, 8 … minutes, then hourly; then it has failed, and says why."""
    alerts, now = through_restart((raised(),)), NOON
    gaps = []
    while outbox(alerts, rules(), now):
        alerts = sent(alerts, now, "no_network")
        following = next_delivery(alerts, rules(), now)
        if following is None:
            break
        gaps.append(round((following - now) / MINUTE))
        assert outbox(alerts, rules(), following - MINUTE / 2) == ()
        now = following
    assert gaps[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert hours(24) <= now - NOON <= hours(25)
    delivery = alerts[0].deliveries[0]
    assert delivery.status is DeliveryStatus.FAILED
    assert delivery.reason == "no_network"
    assert delivery.tried_first == NOON
    assert delivery.tries == len(gaps) + 1


def test_failing_for_an_hour() -> None:
    """What came meanwhile goes along as soon as one gets through."""
    alerts = sent((raised("1"),), NOON, "timeout")
    now = NOON + 65 * MINUTE
    alerts = (*alerts, raised("2", now))
    assert waiting(alerts, rules(), now)[PHONE.name] == ["1", "2"]
    for alert in sent(alerts, now):
        assert states(alert) == [DeliveryStatus.SENT] * 2
        assert alert.deliveries[0].reason is None


def test_one_target_fails() -> None:
    """The other has it."""
    alerts = delivered((raised(),), PHONE.name, frozenset({"1"}), NOON, "missing")
    assert list(waiting(alerts, rules(), NOON)) == [MAIL.name]
    assert list(waiting(alerts, rules(), NOON + MINUTE)) == [PHONE.name, MAIL.name]


def test_target_that_people_took_away() -> None:
    """Nothing waits for it any more; the others get theirs."""
    only_mail = replace(BOTH, targets=(MAIL,))
    alerts = (raised(),)
    assert list(waiting(alerts, rules(only_mail), NOON)) == [MAIL.name]
    assert next_delivery(alerts, rules(only_mail), NOON) is None
    (alert,) = without_removed(alerts, only_mail)
    assert states(alert) == [DeliveryStatus.FAILED, DeliveryStatus.PENDING]
    assert alert.deliveries[0].reason == "target_removed"
    assert without_removed((alert,), only_mail) == (alert,)


@pytest.mark.parametrize("back", [hours(2), timedelta(days=400)])
def test_clock_set_back(back: timedelta) -> None:
    """Nobody waits for a moment that a wrong clock named."""
    alerts = sent((raised(),), NOON, "timeout")
    assert len(outbox(alerts, rules(), NOON - back)) == 2
    assert len(outbox((raised(),), rules(), NOON - back)) == 2


def test_tries_have_an_end_whatever_the_clock_does() -> None:
    """It may be set back after each of them."""
    alerts, now = through_restart((raised(),)), NOON
    for _ in range(MOST_TRIES):
        now -= hours(2)
        alerts = sent(alerts, now, "timeout")
    assert states(alerts[0]) == [DeliveryStatus.FAILED] * 2


@given(
    st.lists(st.tuples(st.timedeltas(timedelta(0), hours(30)), st.booleans())),
    st.times(),
    st.times(),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=2)),
)
def test_never_lost(
    steps: list[tuple[timedelta, bool]],
    start: time,
    end: time,
    snoozed: timedelta | None,
) -> None:
    """What is not given up after a day of tries is pending, sent, or was sent once."""
    quiet = QuietHours(start=start, end=end)
    rule = rules(
        replace(BOTH, quiet=quiet),
        None if snoozed is None else Snooze(until=NOON + snoozed),
    )
    alerts, now, got = through_restart((raised(),)), NOON, 0
    for step, works in steps:
        now += step
        for parcel in outbox(alerts, rule, now):
            reason = None if works else "timeout"
            alerts = delivered(alerts, parcel.target, frozenset({"1"}), now, reason)
            got += works
        alerts = through_restart(alerts)
    for one in alerts[0].deliveries:
        match one.status:
            case DeliveryStatus.SENT:
                assert one.reason is None
            case DeliveryStatus.FAILED:
                assert one.tried_first is not None
                assert now - one.tried_first >= hours(24)
            case _:
                following = next_delivery(alerts, rule, now)
                assert following is not None or outbox(alerts, rule, now)
    assert got == states(alerts[0]).count(DeliveryStatus.SENT)
