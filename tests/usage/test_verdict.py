"""The answer in one word."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.taara.model import Connection, Overview, Reach
from custom_components.taara.usage.overview import overview
from custom_components.taara.usage.verdict import Verdict, spare, verdict
from tests.card_states import NAIROBI, STATES, known_household

GB = 10**9


def seen(state: str, **changes: Any) -> Overview:
    """Return what is known in a state of the card, with changes."""
    household = known_household(STATES[state])
    now = STATES[state].now or STATES[state].read
    return replace(overview(household, now, NAIROBI), **changes)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("lasts", Verdict.LASTS),
        ("likely", Verdict.LIKELY),
        ("risk", Verdict.RISK),
        ("over", Verdict.USED_UP),
        ("expired", Verdict.ENDED),
        ("first-day", Verdict.EARLY),
        ("unlimited", Verdict.UNLIMITED),
        ("until-used", Verdict.UNTIL_USED),
        ("new-cycle", Verdict.UNKNOWN),
    ],
)
def test_verdict(state: str, word: Verdict) -> None:
    """Each state of a household has its own."""
    assert verdict(seen(state)) is word


def test_source_that_says_it_is_used_up() -> None:
    """It tells no figures then, and is believed."""
    gone = seen("lasts", connection=Connection(reach=Reach.USED_UP))
    assert verdict(gone) is Verdict.USED_UP


def test_until_used_and_nothing_known() -> None:
    """Without a projection, nobody can say when."""
    assert verdict(seen("until-used", projection=None)) is Verdict.EARLY


@pytest.mark.parametrize(("chance", "word"), [(9.9, "lasts"), (10.0, "likely")])
def test_sure(chance: float, word: str) -> None:
    """From nine cases in ten on."""
    assert verdict(seen("lasts", overage_chance=chance)) == word


@pytest.mark.parametrize(
    ("projected", "left"),
    [(500 * GB, 100 * GB), (588 * GB, 12 * GB), (589 * GB, None), (700 * GB, None)],
)
def test_spare(projected: int, left: int | None) -> None:
    """Only what is more than next to nothing."""
    assert spare(seen("lasts", allowance=600 * GB, projected=projected)) == left


def test_spare_of_what_is_not_known() -> None:
    """Nothing is."""
    assert spare(seen("lasts", projected=None)) is None
    assert spare(seen("unlimited")) is None
