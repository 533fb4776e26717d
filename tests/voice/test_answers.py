"""What is answered, for every state that a household can be in, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.taara.alert_words import LANGUAGES, placeholders
from custom_components.taara.model import (
    Change,
    CounterKind,
    CycleKind,
    DataUnit,
    Overview,
    Plan,
    Reach,
)
from custom_components.taara.usage.candidates import asked_candidates
from custom_components.taara.usage.compare import compare
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.lately import used_from
from custom_components.taara.usage.what_if import what_if
from custom_components.taara.voice_answers import Answers
from custom_components.taara.voice_texts import VOICE, SpokenWords
from tests.usage.common import GB, MONTHLY, NAIROBI, THIRTY_DAYS, UNTIL_USED, at
from tests.usage.test_projected import figures, lived

FILM = 3 * GB


@dataclass(frozen=True)
class Asked:
    """A household that is asked, at its last reading or later."""

    household: Household
    later: str | None = None
    reach: Reach = Reach.OK

    @cached_property
    def now(self) -> datetime:
        """When it is asked."""
        last = self.household.ledger.last.taken_at
        return last if self.later is None else at(self.later, NAIROBI)

    @cached_property
    def view(self) -> Overview:
        """What is known."""
        view = figures(self.household, self.now)
        return replace(view, connection=replace(view.connection, reach=self.reach))

    def answers(self, language: str) -> Answers:
        """Return what can be said of it."""
        plan, now = self.household.plan, self.now.astimezone(NAIROBI)
        words = SpokenWords(language, plan.unit, now)
        renews = plan.cycle is CycleKind.MONTHLY
        return Answers(view=self.view, words=words, renews=renews)

    def all(self, language: str) -> dict[str, str]:
        """Return the answer to every question."""
        say, ledger = self.answers(language), self.household.ledger
        supposed = what_if(self.household, Change(extra=FILM), self.now, NAIROBI)
        granted = self.view.cycle.granted or 0
        sizes = [{"allowance": granted * size // 4, "unit": "B"} for size in (2, 5, 8)]
        rows = sizes if granted else []
        plans = asked_candidates(rows, self.household, "KES")
        monday = self.view.today - timedelta(days=self.view.today.weekday())
        _, whole = used_from(ledger, self.view.today, NAIROBI)
        used, all_week = used_from(ledger, monday, NAIROBI)
        return {
            "left": say.left(),
            "today": say.today(whole=whole),
            "yesterday": say.yesterday(),
            "week": say.week(used, whole=all_week),
            "cycle": say.cycle(),
            "lasts": say.lasts(),
            "renews": say.ends(),
            "budget": say.budget(),
            "watch": say.watch(supposed, "film", FILM),
            "bundle": say.bundle(compare(self.household, plans, NAIROBI)),
        }


JANUARY, MARCH = "2026-01-01 00:00", "2026-03-15 10:00"
USUAL = lived(JANUARY, MARCH)
SMALL = replace(MONTHLY, allowance=96 * GB)
LARGE = replace(MONTHLY, allowance=300 * GB)
BOUGHT: dict[str, Any] = {"plan": THIRTY_DAYS, "counter": CounterKind.CUMULATIVE}
HOMES: Mapping[str, Asked] = {
    "lasts": Asked(USUAL),
    "lasts easily": Asked(lived(JANUARY, MARCH, LARGE)),
    "may be close": Asked(lived(JANUARY, MARCH, SMALL)),
    "will not last": Asked(lived(JANUARY, "2026-03-10 10:00", daily=6)),
    "used up": Asked(lived(JANUARY, "2026-03-25 12:00", daily=6)),
    "used up, says the source": Asked(USUAL, reach=Reach.USED_UP),
    "almost used up": Asked(lived(JANUARY, "2026-03-17 07:00", daily=6)),
    "first days": Asked(lived("2026-03-14 06:00", MARCH)),
    "first day": Asked(lived("2026-03-15 06:00", MARCH)),
    "first hour": Asked(lived("2026-03-15 09:10", "2026-03-15 09:30")),
    "until used": Asked(lived("2026-02-20 00:00", MARCH, UNTIL_USED)),
    "until used, long": Asked(
        lived("2026-02-20 00:00", MARCH, replace(UNTIL_USED, allowance=2000 * GB))
    ),
    "until used, early": Asked(lived("2026-03-14 00:00", MARCH, UNTIL_USED)),
    "unlimited": Asked(lived("2026-02-01 00:00", MARCH, Plan(allowance=None))),
    "unlimited, no end": Asked(
        lived(
            "2026-02-01 00:00", MARCH, Plan(allowance=None, cycle=CycleKind.UNTIL_USED)
        )
    ),
    "bought": Asked(lived("2026-03-01 00:00", MARCH, **BOUGHT)),
    "expired": Asked(lived("2026-02-01 00:00", "2026-03-04 10:00", **BOUGHT)),
    "unread for hours": Asked(USUAL, "2026-03-15 15:20"),
    "unread since yesterday": Asked(USUAL, "2026-03-16 15:20"),
    "unread since the last cycle": Asked(USUAL, "2026-04-02 10:00"),
    "in GiB": Asked(lived(JANUARY, MARCH, replace(MONTHLY, unit=DataUnit.GIB))),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers(language: str, snapshot: SnapshotAssertion) -> None:
    """As people hear them."""
    assert {name: home.all(language) for name, home in HOMES.items()} == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOMES)
def test_short_and_whole(name: str, language: str) -> None:
    """An answer is one to three sentences, with no gap, whatever is unknown."""
    for answer in HOMES[name].all(language).values():
        assert re.match("[A-Z0-9]", answer)
        assert answer.endswith(".")
        assert not re.search(r"[{}]|  |None", answer)
        assert len(answer) <= 220


# What each state has to say, by question: nothing is guessed.
HONEST: Mapping[str, Mapping[str, str]] = {
    "lasts": {
        "left": "You have 57 gigabytes left of 100 gigabytes, for 17 days.",
        "week": "You have used 19 gigabytes since Monday.",
        "renews": "Your data renews on Wednesday 1st, in 17 days.",
    },
    "lasts easily": {"watch": "Yes. A film takes about 3 gigabytes"},
    "will not last": {"lasts": "Probably not until", "watch": "Better not"},
    "almost used up": {
        "watch": "No: a film takes about 3 gigabytes, and you have only"
    },
    "used up": {"left": "You have used all of your 100 gigabytes.", "watch": "No: you"},
    "used up, says the source": {
        "left": "You have used all",
        "budget": "You have used",
    },
    "first days": {"lasts": "It is too early", "yesterday": "You used at least"},
    "first hour": {
        "today": "I do not know: Taara has only",
        "bundle": "It is too early",
    },
    "until used": {
        "lasts": "It will probably last until",
        "budget": "Your plan has no",
    },
    "until used, long": {
        "bundle": "Your last bundle, 2 terabytes, lasts you for more than three months."
    },
    "until used, early": {"bundle": "It is too early"},
    "unlimited": {"lasts": "Your plan has no limit", "watch": "Yes: your plan has no"},
    "unlimited, no end": {
        "renews": "Your plan has no limit and no end date.",
        "bundle": "Your plan has no limit.",
    },
    "bought": {"renews": "Your plan ends on Monday 30th at midnight, in 16 days."},
    "expired": dict.fromkeys(
        ("left", "lasts", "renews", "budget", "watch"), "Your plan ended on Monday 2nd"
    ),
    "unread since yesterday": {"today": "I do not know", "budget": "I do not know"},
    "unread since the last cycle": dict.fromkeys(
        ("left", "today", "cycle", "lasts", "renews", "budget", "watch"),
        "I do not know: the last reading was on Sunday 15th at 10:00.",
    ),
    "in GiB": {"left": "You have 53 gigabytes left of 93 gigabytes"},
}


@pytest.mark.parametrize("name", HONEST)
def test_honest(name: str) -> None:
    """What is not known, or not so, is not said."""
    told = HOMES[name].all("en")
    for question, begin in HONEST[name].items():
        assert told[question].startswith(begin), question


def test_old_figures_have_their_time() -> None:
    """Figures that are hours old are told as such; when it renews holds without them."""
    told = HOMES["unread for hours"].all("en")
    old = "The last reading was today at 10:00."
    for question in ("left", "today", "cycle", "lasts", "budget", "watch"):
        assert told[question].endswith(old), question
    assert told["renews"] == "Your data renews on Wednesday 1st, in 16 days."
    assert not any(old in answer for answer in HOMES["lasts"].all("en").values())


def shape(node: Any) -> Any:
    """Return the names in texts, and what each text leaves room for."""
    if isinstance(node, dict):
        return {name: shape(value) for name, value in node.items()}
    return [placeholders(text) for text in node]


def test_languages_say_the_same() -> None:
    """The same answers with the same figures, alternative by alternative."""
    english, swahili = (VOICE[name] for name in LANGUAGES)
    assert shape(english["answers"]) == shape(swahili["answers"])
    for part in ("units", "things", "heard", "sentences"):
        assert english[part].keys() == swahili[part].keys()
