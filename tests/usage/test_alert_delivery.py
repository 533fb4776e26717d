"""On their way to people: now, later, together, again, or given up."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    Channel,
    Delivery,
    DeliveryStatus,
    QuietHours,
    Snooze,
    Target,
)
from custom_components.taara.usage.delivery import (
    MOST_TRIES,
    Rules,
    delivered,
    next_delivery,
    outbox,
    silenced,
    with_deliveries,
    without_removed,
)

from .alerts import NOON, hours, through_restart
from .common import NAIROBI, at

PHONE = Target(name="notify.phone", channel=Channel.PHONE)
MAIL = Target(name="notify.mail", channel=Channel.EMAIL)
BOTH = AlertSettings(targets=(PHONE, MAIL))
NIGHT = QuietHours(start=time(22), end=time(7))
MINUTE = timedelta(minutes=1)


def raised(
    name: str = "1",
    now: datetime = NOON,
    kind: AlertKind = AlertKind.PACE,
    settings: AlertSettings = BOTH,
    snooze: Snooze | None = None,
) -> Alert:
    """Return a new alert on its way."""
    alert = Alert(alert_id=name, kind=kind, period="cycle 2", raised_at=now)
    return with_deliveries(alert, settings, snooze, 2)


def rules(settings: AlertSettings = BOTH, snooze: Snooze | None = None) -> Rules:
    """Return when nothing is sent."""
    return Rules(settings=settings, snooze=snooze, zone=NAIROBI)


def waiting(
    alerts: tuple[Alert, ...], rule: Rules, now: datetime
) -> dict[str, list[str]]:
    """Return which alerts go to whom now."""
    return {
        parcel.target: [alert.alert_id for alert in parcel.alerts]
        for parcel in outbox(alerts, rule, now)
    }


def sent(
    alerts: tuple[Alert, ...], now: datetime, reason: str | None = None
) -> tuple[Alert, ...]:
    """Return the alerts after all that is due was sent, or failed."""
    for parcel in outbox(alerts, rules(), now):
        ids = frozenset(alert.alert_id for alert in parcel.alerts)
        alerts = delivered(alerts, parcel.target, ids, now, reason)
    return through_restart(alerts)


def states(alert: Alert) -> list[DeliveryStatus]:
    """Return what became of each delivery."""
    return [one.status for one in alert.deliveries]


def test_at_once_to_every_target() -> None:
    """And once: what was sent is on its way no more, whatever is restarted."""
    alerts: tuple[Alert, ...] = (raised(),)
    assert states(alerts[0]) == [DeliveryStatus.PENDING] * 2
    assert waiting(alerts, rules(), NOON) == {PHONE.name: ["1"], MAIL.name: ["1"]}
    alerts = sent(alerts, NOON)
    assert states(alerts[0]) == [DeliveryStatus.SENT] * 2
    assert alerts[0].deliveries[0].tries == 1
    assert alerts[0].deliveries[0].tried_at == NOON
    assert waiting(alerts, rules(), NOON + hours(1)) == {}
    assert next_delivery(alerts, rules(), NOON) is None


def test_killed_before_it_was_sent() -> None:
    """It is pending after the restart, and goes."""
    alerts = through_restart((raised(),))
    assert len(outbox(alerts, rules(), NOON + hours(9))) == 2


def test_several_become_one_message() -> None:
    """What matters most first; each alert knows what became of itself."""
    alerts = (
        raised("1", kind=AlertKind.DAILY_BUDGET),
        raised("2", kind=AlertKind.THRESHOLD),
        raised("3", NOON - hours(2), AlertKind.THRESHOLD),
        raised("4", kind=AlertKind.WEEKLY_SUMMARY),
    )
    order = ["3", "2", "1", "4"]
    assert waiting(alerts, rules(), NOON) == {PHONE.name: order, MAIL.name: order}
    for alert in sent(alerts, NOON):
        assert states(alert) == [DeliveryStatus.SENT] * 2


def test_what_was_before_a_renewal_matters_least() -> None:
    """In the morning the new cycle is the news."""
    alerts = (
        raised("1", NOON - hours(5), AlertKind.USED_UP),
        raised("2", NOON - hours(4), AlertKind.RENEWAL),
        raised("3", NOON, AlertKind.SPARE),
    )
    assert waiting(alerts, rules(), NOON)[PHONE.name] == ["2", "3", "1"]


def test_quiet_hours_delay() -> None:
    """The night's alerts arrive as one message when it is over, none is dropped."""
    settings = replace(BOTH, quiet=NIGHT)
    rule = rules(settings)
    evening = at("2026-03-16 22:00", NAIROBI)
    morning = at("2026-03-17 07:00", NAIROBI)
    alerts = (raised("1", evening), raised("2", evening + hours(3)))
    assert waiting(alerts, rule, evening) == {}
    assert next_delivery(alerts, rule, evening) == morning
    assert waiting(alerts, rule, morning - MINUTE) == {}
    assert waiting(alerts, rule, morning)[MAIL.name] == ["1", "2"]


def test_other_quiet_hours_hold_at_once() -> None:
    """Also for what is on its way already."""
    alerts = (raised(now=at("2026-03-16 21:00", NAIROBI)),)
    at_night = at("2026-03-17 01:00", NAIROBI)
    assert waiting(alerts, rules(), at_night) != {}
    assert waiting(alerts, rules(replace(BOTH, quiet=NIGHT)), at_night) == {}


def test_snooze_until_a_moment() -> None:
    """What comes meanwhile waits for it; only of the kinds that are meant."""
    until = NOON + hours(4)
    rule = rules(snooze=Snooze(until=until, kinds=(AlertKind.PACE,)))
    alerts = (
        raised("1", snooze=rule.snooze),
        raised("2", kind=AlertKind.STALE, snooze=rule.snooze),
    )
    assert waiting(alerts, rule, NOON)[PHONE.name] == ["2"]
    snoozed = alerts[:1]
    assert next_delivery(snoozed, rule, NOON) == until
    assert waiting(snoozed, rule, until)[PHONE.name] == ["1"]
    assert waiting(snoozed, rules(snooze=None), NOON)[PHONE.name] == ["1"]
    assert not alerts[0].silenced


def test_snooze_into_the_night() -> None:
    """Whoever is not asleep yet is by then."""
    settings = replace(BOTH, quiet=NIGHT)
    rule = rules(settings, Snooze(until=at("2026-03-16 23:00", NAIROBI)))
    alerts = (raised(),)
    assert next_delivery(alerts, rule, NOON) == at("2026-03-17 07:00", NAIROBI)


def test_snooze_until_the_end_of_the_cycle() -> None:
    """What comes in it goes to nobody, and is in the history; the next cycle's does."""
    snooze = Snooze(cycle=2)
    alert = raised(snooze=snooze)
    assert (alert.deliveries, alert.silenced) == ((), True)
    following = with_deliveries(alert, BOTH, snooze, 3)
    assert len(following.deliveries) == 2


def test_snooze_of_a_cycle_takes_back_what_is_pending() -> None:
    """What was sent stays so, and other kinds go on."""
    first = sent((raised("1"),), NOON)[0]
    half = replace(
        raised("2"),
        deliveries=(first.deliveries[0], raised().deliveries[1]),
    )
    other = raised("3", kind=AlertKind.EXPIRING)
    snooze = Snooze(cycle=2, kinds=(AlertKind.PACE,))
    found = silenced((first, half, other), snooze, 2)
    assert found[0] is first and found[2] is other
    assert states(found[1]) == [DeliveryStatus.SENT] and found[1].silenced
    assert silenced(found, Snooze(until=NOON), 2) == found


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


def test_no_targets() -> None:
    """The alert stands in the history and on the dashboard."""
    alert = raised(settings=AlertSettings())
    assert (alert.deliveries, alert.silenced) == ((), False)
    assert isinstance(raised().deliveries[0], Delivery)
