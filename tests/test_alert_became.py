"""What became of an alert, in short sentences, in both languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from custom_components.taara.alert_became import Becoming
from custom_components.taara.alert_words import TEXTS, Words
from custom_components.taara.model import (
    Alert,
    AlertKind,
    AlertSettings,
    Channel,
    DataUnit,
    Delivery,
    DeliveryStatus,
    QuietHours,
    Snooze,
)
from custom_components.taara.notifications import Fault
from custom_components.taara.usage.delivery import TARGET_REMOVED, Rules

from .alert_samples import NAIROBI, NOON, alert
from .texts import english

NAMES: Mapping[str, str] = {
    "notify.anna": "Anna's phone",
    "notify.ben": "Ben's phone",
    "notify.mail": "E-mail",
    "notify.tv": "TV",
    "persistent_notification": "Home Assistant",
}
HOUR = timedelta(hours=1)
NO_RULES = Rules(settings=AlertSettings(), snooze=None, zone=NAIROBI)


def becoming(language: str = "en", rules: Rules = NO_RULES) -> Becoming:
    """Return what says it, two hours after the alert."""
    words = Words(language, DataUnit.GB, NOON + 2 * HOUR)
    return Becoming(words=words, names=NAMES, rules=rules)


def to(target: str, status: DeliveryStatus, reason: str | None = None) -> Delivery:
    """Return what became of a message to a target."""
    return Delivery(
        target=target,
        channel=Channel.PHONE,
        due_at=NOON,
        status=status,
        reason=reason,
    )


def told(*deliveries: Delivery, **known: Any) -> Alert:
    """Return an alert that went to some targets."""
    return replace(alert(AlertKind.PACE), deliveries=deliveries, **known)


def sent(count: int) -> Alert:
    """Return an alert that so many targets have got."""
    return told(*(to(name, DeliveryStatus.SENT) for name in [*NAMES][:count]))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Sent to Anna's phone"),
        (2, "Sent to Anna's phone and Ben's phone"),
        (4, "Sent to Anna's phone, Ben's phone, E-mail and TV"),
        (5, "Sent to Anna's phone, Ben's phone, E-mail and 2 more"),
    ],
)
def test_sent(count: int, said: str) -> None:
    """By the names that people know; of many, the first ones."""
    assert becoming().became(sent(count)) == [said]


def test_target_that_is_gone() -> None:
    """Nobody knows its name any more."""
    gone = told(to("notify.old", DeliveryStatus.SENT))
    assert becoming().became(gone) == ["Sent to notify.old"]


def test_not_delivered() -> None:
    """To whom and why, the same of several as one; what is still tried, too."""
    failed, pending = DeliveryStatus.FAILED, DeliveryStatus.PENDING
    mixed = told(
        to("notify.anna", failed, Fault.TIMEOUT),
        to("notify.ben", failed, Fault.TIMEOUT),
        to("notify.mail", failed, TARGET_REMOVED),
        to("notify.tv", pending, Fault.UNAVAILABLE),
        to("persistent_notification", pending),
    )
    assert becoming().became(mixed) == [
        "Not delivered to Anna's phone and Ben's phone: no answer",
        "Not delivered to E-mail: not chosen any more",
        "Not delivered to TV yet: takes no messages",
        "Waits to be sent to Home Assistant",
    ]


def test_reason_of_another_version() -> None:
    """What has no words is a fault like any other."""
    (said,) = becoming().became(
        told(to("notify.tv", DeliveryStatus.FAILED, "moonlight"))
    )
    assert said == "Not delivered to TV: a fault that the log tells of"


def test_quiet() -> None:
    """What waits says for what: quiet hours, or a snooze of its kind."""
    waits = told(to("notify.anna", DeliveryStatus.PENDING))
    hours = AlertSettings(quiet=QuietHours(start=time(13), end=time(7)))
    asleep = becoming(rules=replace(NO_RULES, settings=hours))
    assert asleep.became(waits) == [
        "Quiet until 7:00, tomorrow; then it goes to Anna's phone"
    ]
    snooze = Snooze(until=NOON + 5 * HOUR, kinds=(AlertKind.PACE,))
    snoozed = becoming(rules=replace(NO_RULES, snooze=snooze))
    assert snoozed.became(waits) == [
        "Quiet until 17:00, today; then it goes to Anna's phone"
    ]
    other = replace(snooze, kinds=(AlertKind.SPARE,))
    assert becoming(rules=replace(NO_RULES, snooze=other)).became(waits) == [
        "Waits to be sent to Anna's phone"
    ]


def test_to_nobody() -> None:
    """Because they had snoozed it, or because nowhere was chosen."""
    assert becoming().became(told(silenced=True)) == [
        "Kept quiet: it was snoozed until the renewal"
    ]
    assert becoming().became(told()) == ["Sent to nobody: no place was chosen"]


def test_opened() -> None:
    """When somebody looked."""
    looked = replace(sent(1), opened_at=NOON + HOUR)
    assert becoming().became(looked)[1:] == ["The dashboard was opened today, 13:00"]


@pytest.mark.parametrize(
    ("kind", "effect", "said"),
    [
        (AlertKind.PACE, None, []),
        (AlertKind.PACE, 0.12, ["12% less than usual was used in the day after"]),
        (AlertKind.PACE, 1.0, ["100% less than usual was used in the day after"]),
        (AlertKind.PACE, 0.0, ["No less than usual was used in the day after"]),
        (AlertKind.SPARE, 0.2, ["25% more than usual was used in the day after"]),
        (AlertKind.SPARE, 0.0, ["No more than usual was used in the day after"]),
    ],
)
def test_effect(kind: AlertKind, effect: float | None, said: list[str]) -> None:
    """Against what is usual: of what asks for more, more."""
    asked = replace(sent(1), kind=kind, effect=effect)
    assert becoming().became(asked)[1:] == said


def test_effect_without_end() -> None:
    """A day that took so much more that the share was rounded breaks nothing."""
    asked = replace(sent(1), kind=AlertKind.SPARE, effect=1.0)
    assert len(becoming().became(asked)) == 2


def test_swahili() -> None:
    """The same, in Taara's other language."""
    known = replace(sent(2), effect=0.12, opened_at=NOON)
    assert becoming("sw").became(known) == [
        "Imetumwa kwa Anna's phone na Ben's phone",
        "Dashibodi ilifunguliwa leo, saa 6:00 mchana",
        "Matumizi ya siku iliyofuata yalipungua kwa asilimia 12 kuliko kawaida",
    ]


def test_in_vain() -> None:
    """The kinds by name, and where they are switched off."""
    kinds = [AlertKind.DAILY_BUDGET, AlertKind.OPTIMIZATION_TIP]
    said = becoming().in_vain(kinds)
    assert said is not None
    assert said.startswith("Nobody seems to need these: Over daily budget and Tip. ")
    assert becoming().in_vain([]) is None


@pytest.mark.parametrize("language", ["en", "sw"])
def test_everything_has_words(language: str) -> None:
    """Each kind and each reason, by the names that other forms use."""
    texts = TEXTS[language]["card"]
    assert set(texts["kinds"]) == set(AlertKind)
    assert set(texts["reasons"]) == {*Fault, TARGET_REMOVED}
    named = english()["selector"]["alert_kind"]["options"]
    assert language != "en" or texts["kinds"] == named
