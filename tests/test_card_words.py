"""What the card says in each state, in both languages."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.taara.alert_words import TEXTS, placeholders
from custom_components.taara.card_words import card_form, card_labels, waiting_words
from custom_components.taara.model import Overview, Snooze
from custom_components.taara.overview_fields import overview_fields
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.verdict import Verdict

from .card_states import NAIROBI, NOON, STATES, State, known_household, messages

SAID = (
    *("headline", "detail", "stale", "quiet", "picture", "safe", "people"),
    *("left", "of"),
)


def in_language(state: State, language: str) -> State:
    """Return a state of people who chose a language."""
    return replace(state, settings=replace(state.settings, language=language))


@pytest.mark.parametrize("language", ["en", "sw"])
def test_words(language: str, snapshot: SnapshotAssertion) -> None:
    """Each state says what is so, and nothing has a gap."""
    said = {
        name: {
            key: in_language(state, language).message()["words"][key] for key in SAID
        }
        for name, state in STATES.items()
    }
    assert said == snapshot
    for text in leaves(said):
        assert not re.search(r"[{}]|None|\bnan\b", text), text


def test_levels() -> None:
    """They are told beside the words, never instead."""
    told = {name: message["words"]["level"] for name, message in messages().items()}
    assert told == {
        "lasts": "good",
        "likely": "watch",
        "risk": "risk",
        "over": "over",
        "expired": "over",
        "first-day": "calm",
        "unlimited": "calm",
        "until-used": "calm",
        "stale": "watch",
        "new-cycle": "calm",
        "snoozed": "good",
        "swahili": "risk",
        "waiting": "calm",
    }


def test_what_is_left_of_a_plan_that_ended() -> None:
    """Nothing is: it was not used, and no pace is to be kept any more."""
    message = STATES["expired"].message()
    assert message["words"]["left"] == "unused"
    assert message["picture"]["ahead"] is None
    swahili = in_language(STATES["expired"], "sw").message()
    assert swahili["words"]["left"] == "haijatumika"
    running = STATES["lasts"].message()
    assert running["words"]["left"] == "left"
    assert running["picture"]["ahead"] is not None


def test_run_out_tomorrow() -> None:
    """A day as near as that is called by its name."""
    state = STATES["risk"]
    seen = state.message()["overview"]
    gone = datetime.fromisoformat(seen["exhaustion"]).astimezone(NAIROBI)
    late = replace(state, now=gone - timedelta(days=1))
    assert late.message()["words"]["headline"] == "Runs out tomorrow"


def test_quiet_until_the_renewal() -> None:
    """A snooze of the cycle has no hour."""

    def snooze(household: Any) -> Any:
        return replace(household, snooze=Snooze(cycle=2))

    state = replace(STATES["lasts"], change=snooze)
    assert state.message()["words"]["quiet"] == "Quiet until the renewal"


def test_every_verdict_has_its_texts() -> None:
    """In both languages, with a last alternative that may always be said."""
    for texts in (TEXTS["en"]["card"], TEXTS["sw"]["card"]):
        assert set(texts["headline"]) == {*Verdict, "waiting"}
        assert set(texts["detail"]) == set(Verdict)
        assert not placeholders(texts["picture"][-1])


def test_both_languages_say_alike() -> None:
    """The same texts, with the same figures in them."""
    english, swahili = TEXTS["en"]["card"], TEXTS["sw"]["card"]
    assert shape(english) == shape(swahili)


def test_language_without_texts() -> None:
    """It is told in English."""
    assert waiting_words("fr") == waiting_words("en")
    assert card_labels("fr") == card_labels("en")
    assert card_form("fr") == card_form("en")


def test_form() -> None:
    """Every field has its label, and every choice its words."""
    form = card_form("en")
    schema: Any = form["schema"]
    assert [field["name"] for field in schema] == list(
        TEXTS["en"]["card"]["form"]["labels"]
    )
    for field in schema[2:]:
        options = field["selector"]["select"]["options"]
        assert [one["value"] for one in options] == list(
            TEXTS["en"]["card"]["form"][field["name"]]
        )


def test_overview_is_told_whole() -> None:
    """Every field, by its own name: bytes are whole, times aware."""
    household = known_household(STATES["lasts"])
    seen = overview(household, NOON, NAIROBI)
    told = overview_fields(seen)
    assert set(told) == {field.name for field in fields(Overview)}
    assert isinstance(told["used"], int)
    assert datetime.fromisoformat(str(told["as_of"])) == seen.as_of
    assert told["today"] == "2026-10-19"
    assert told["unit"] == "GB"


def test_each_of_the_people() -> None:
    """What is left of today is shared out, where people said how many they are."""
    message = STATES["lasts"].message()
    assert message["per_person"] == message["overview"]["budget_left"] // 4
    assert STATES["likely"].message()["per_person"] is None


def leaves(value: Any) -> Iterator[str]:
    """Yield every text."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, str):
        yield value


def shape(value: Any) -> Any:
    """Return texts by what is in them."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [placeholders(item) for item in value]
    return placeholders(value)
