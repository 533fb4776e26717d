"""Alerts in words: every kind, under every plan, in both languages."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.taara.alert_texts import Message, message, together
from custom_components.taara.alert_words import LANGUAGES, TEXTS, Words, placeholders
from custom_components.taara.model import Alert, AlertKind, DataUnit, TipKind

from .alert_samples import BOUGHT, FIGURES, MONTHLY, NOON, PLAN, alert, every, tip

ALL = list(every())
DAY = timedelta(days=1)


def written(text: Message) -> str:
    """Return all that is said."""
    return f"# {text.title}\n{text.text}"


def whole(text: Message) -> bool:
    """Tell whether nothing is missing and no room left unfilled."""
    said = (text.title, text.sentence, text.advice, *map(" ".join, text.figures))
    return all(said) and not any(mark in written(text) for mark in ("{", "}", "  "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages(language: str, snapshot: SnapshotAssertion) -> None:
    """As people read them."""
    said = {name: written(message(one, language, DataUnit.GB)) for name, one in ALL}
    assert said == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", DataUnit)
@pytest.mark.parametrize(("name", "one"), ALL, ids=[name for name, _ in ALL])
def test_every_message_is_whole(
    name: str, one: Alert, unit: DataUnit, language: str
) -> None:
    """At once, or when it waited, until after its cycle: it begins with a capital."""
    for wait in (timedelta(0), timedelta(hours=9), 2 * DAY, 30 * DAY):
        text = message(one, language, unit, NOON + wait)
        assert whole(text), name
        assert not text.title[0].islower() and not text.sentence[0].islower()
        assert text.sentence.endswith(".") and text.advice[-1] in ".?"
        assert len(text.title) <= 45
        assert len(text.short) <= 240


@given(st.sampled_from(ALL), st.sampled_from(LANGUAGES), st.data())
def test_unknown_figures_leave_no_gap(
    sample: tuple[str, Alert], language: str, data: st.DataObject
) -> None:
    """Whatever is not known, nothing is left unfilled; and nothing fails."""
    one = sample[1]
    names = [name for name in one.figures if name not in NEEDED]
    kept = NEEDED | data.draw(
        st.sets(st.sampled_from(names)) if names else st.just(set())
    )
    figures = {name: value for name, value in one.figures.items() if name in kept}
    text = message(alert(one.kind, figures), language, DataUnit.GB)
    assert not any(mark in written(text) for mark in "{}")


# Without these there is no alert of the kind that has them.
NEEDED = {"last", "reach", "tip", "days_known"}


def shape(node: Any) -> Any:
    """Return the names in texts, and what each text leaves room for."""
    if isinstance(node, dict):
        return {name: shape(value) for name, value in node.items()}
    if isinstance(node, list):
        return [shape(value) for value in node]
    return placeholders(node) if isinstance(node, str) else type(node)


def test_languages_say_the_same() -> None:
    """The same texts with the same figures, alternative by alternative."""
    english, swahili = TEXTS["en"], TEXTS["sw"]
    assert english.keys() == swahili.keys()
    for part in ("alerts", "labels", "plurals"):
        assert shape(english[part]) == shape(swahili[part])
    assert english["words"].keys() == swahili["words"].keys()
    assert [len(TEXTS[name]["weekdays"]) for name in LANGUAGES] == [7, 7]
    assert [len(TEXTS[name]["months"]) for name in LANGUAGES] == [12, 12]


def leaves(node: Any) -> list[str]:
    """Return all texts."""
    if isinstance(node, Mapping):
        return [text for value in node.values() for text in leaves(value)]
    if isinstance(node, list):
        return [text for value in node for text in leaves(value)]
    return [node]


def test_swahili_is_translated() -> None:
    """No sentence was left in English."""
    english = set(leaves(TEXTS["en"]["alerts"]) + leaves(TEXTS["en"]["labels"]))
    assert english.isdisjoint(leaves(TEXTS["sw"]["alerts"]))
    assert english.isdisjoint(leaves(TEXTS["sw"]["labels"]))


def test_every_kind_has_its_words() -> None:
    """Also each kind of tip."""
    tips = {kind.value for kind in TipKind}
    kinds = {kind.value for kind in AlertKind} - {"optimization_tip"}
    assert set(TEXTS["en"]["alerts"]) == kinds | tips
    assert set(FIGURES) == set(AlertKind) - {AlertKind.OPTIMIZATION_TIP}


def test_language_without_texts() -> None:
    """English is better than none."""
    one = alert(AlertKind.STALE)
    assert message(one, "fr", DataUnit.GB) == message(one, "en", DataUnit.GB)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOON, "31 GB was used today: 7 GB more than the budget of 24 GB."),
        (NOON + DAY, "31 GB was used yesterday: 7 GB more than the budget of 24 GB."),
        (
            NOON + 3 * DAY,
            "31 GB was used on Monday 21st: 7 GB more than the budget of 24 GB.",
        ),
    ],
)
def test_message_that_waited(now: datetime, said: str) -> None:
    """Today has become yesterday."""
    one = alert(AlertKind.DAILY_BUDGET, after="stops")
    assert message(one, "en", DataUnit.GB, now).sentence == said


def test_message_after_its_cycle() -> None:
    """It says when it was so, and gives no advice that has no time left."""
    one = alert(AlertKind.THRESHOLD, after="stops")
    late = message(one, "en", DataUnit.GB, NOON + 12 * DAY)
    assert late.sentence == "Monday 21st at 12:00: 247 GB of 1 TB is left."
    assert "26 GB" not in late.text
    gone = message(alert(AlertKind.EXPIRING), "en", DataUnit.GB, NOON + 2 * DAY)
    assert (gone.title, gone.sentence) == (
        "Your plan has ended",
        "It ended yesterday.",
    )


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("2026-09-22T00:00:00+03:00", "Your plan ends today"),
        ("2026-09-22T09:30:00+03:00", "Your plan ends tomorrow"),
        ("2026-09-24T00:00:00+03:00", "Your plan ends on Wednesday 23rd"),
    ],
)
def test_plan_that_ends_at_midnight_ends_the_day_before(end: str, said: str) -> None:
    """Nobody calls Wednesday's last minute Thursday."""
    one = alert(AlertKind.EXPIRING, {**BOUGHT, "ends": end})
    assert message(one, "en", DataUnit.GB).title == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({**MONTHLY, "over": 0}, "247 GB of 1 TB is left for 10 days."),
        (PLAN, "247 GB of 1 TB is left."),
        (
            {"used": 1100, "over": 10**11, "allowance": 10**12},
            "100 GB more than the 1 TB of your plan is used.",
        ),
    ],
)
def test_fullest_words_that_fit(figures: Mapping[str, Any], said: str) -> None:
    """Of a plan without an end there are no days to tell."""
    known = {name: value for name, value in figures.items() if value}
    one = alert(AlertKind.THRESHOLD, {**known, "after": "stops"})
    assert message(one, "en", DataUnit.GB).sentence == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("reach", "remedy"),
    [
        ("timeout", "connect"),
        ("cannot_connect", "connect"),
        ("invalid_auth", "sign_in"),
        ("key_missing", "sign_in"),
        ("unexpected_payload", "answer"),
        ("rate_limited", "answer"),
        ("unknown", "answer"),
    ],
)
def test_remedies(reach: str, remedy: str, language: str) -> None:
    """What to do depends on what is wrong."""
    one = alert(AlertKind.STALE, reach=reach)
    (advice,) = TEXTS[language]["alerts"]["stale"]["advice"][remedy]
    assert message(one, language, DataUnit.GB).advice == advice


def test_several_in_one_message(snapshot: SnapshotAssertion) -> None:
    """The first in full, of the others a sentence, with its time if it was earlier."""
    some = [
        alert(AlertKind.USED_UP, after="stops"),
        alert(AlertKind.PACE, after="stops"),
        alert(AlertKind.DAILY_BUDGET, after="stops"),
        alert(AlertKind.WEEKLY_SUMMARY, after="stops"),
        tip(TipKind.GROWING),
    ]
    for language in LANGUAGES:
        late = NOON + timedelta(hours=20)
        assert together(some[:1], language, DataUnit.GB, NOON) == message(
            some[0], language, DataUnit.GB, NOON
        )
        two = together(some[:2], language, DataUnit.GB, NOON)
        assert two.title.endswith((", and 1 more", ", na taarifa 1 zaidi"))
        assert written(together(some, language, DataUnit.GB, late)) == snapshot


def test_tip_about_one_day() -> None:
    """It names that day."""
    known = {**tip(TipKind.WEEKEND_HABIT).figures, "weekdays": "6"}
    one = alert(AlertKind.OPTIMIZATION_TIP, known)
    assert message(one, "en", DataUnit.GB).sentence == (
        "4 GB more is used each Sunday than on a working day."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Use the rest of today for"), ("sw", "Itumie leo kwa")],
)
def test_on_the_last_day(language: str, said: str) -> None:
    """Nobody is told to use the time until today."""
    spare = alert(AlertKind.SPARE)
    last = datetime.fromisoformat(str(spare.figures["lost"])) - timedelta(hours=9)
    assert said in message(spare, language, DataUnit.GB, last).advice


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_at_midnight(language: str) -> None:
    """What lasts until a day and what ends on a day name the same day."""
    ending = {**FIGURES[AlertKind.PACE], "ends": "2026-10-15T00:00:00+03:00"}
    ending.pop("renews", None)
    told = message(alert(AlertKind.PACE, ending), language, DataUnit.GB)
    last = Words(language, DataUnit.GB, NOON).day(date(2026, 10, 14))
    assert last in told.text
    assert last in told.sentence
