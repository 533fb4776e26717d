"""On their way to people: now, later, together, or to nobody."""

from dataclasses import replace

from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    DeliveryStatus,
    Snooze,
)
from custom_components.taara.usage.delivery import (
    next_delivery,
    outbox,
    silenced,
    with_deliveries,
)

from .alerts import NOON, hours, through_restart
from .common import NAIROBI, at
from .deliveries import (
    BOTH,
    MAIL,
    MINUTE,
    NIGHT,
    PHONE,
    raised,
    rules,
    sent,
    states,
    waiting,
)


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


def test_no_targets() -> None:
    """The alert stands in the history and on the dashboard."""
    alert = raised(settings=AlertSettings())
    assert (alert.deliveries, alert.silenced) == ((), False)
