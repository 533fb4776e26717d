"""What people chose survives as options; nonsense in them stops nothing."""

from datetime import time
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.alert_options import (
    DEFAULT_TARGET,
    DEFAULTS,
    options_from,
    settings_from,
)
from custom_components.taara.model import (
    AlertKind,
    AlertSettings,
    Channel,
    QuietHours,
    Target,
)

MAIL = Target(name="notify.mail", channel=Channel.EMAIL)
CHOSEN = AlertSettings(
    off=(AlertKind.SPARE, AlertKind.STALE),
    threshold=60,
    threshold_high=95,
    levels=(25, 50),
    pace_chance=30,
    quiet=QuietHours(start=time(22), end=time(6, 30)),
    summary_weekday=4,
    summary_time=time(7, 15),
    targets=(MAIL, DEFAULT_TARGET),
    language="sw",
    people=5,
)


def test_nothing_chosen() -> None:
    """People are told in Home Assistant itself, in English, at the usual levels."""
    settings = settings_from({})
    assert settings == AlertSettings(targets=(DEFAULT_TARGET,))
    assert settings.all_levels == (75, 90)


@pytest.mark.parametrize("settings", [CHOSEN, DEFAULTS, AlertSettings()])
def test_there_and_back(settings: AlertSettings) -> None:
    """What was chosen is what is read, no target at all included."""
    assert settings_from(options_from(settings)) == settings


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("alert_threshold", 49),
        ("alert_threshold", "many"),
        ("alert_threshold", 60.5),
        ("alert_threshold", float("inf")),
        ("alert_threshold", True),
        ("alert_threshold_high", 100),
        ("language", "tlh"),
        ("language", ["en"]),
        ("levels", "50"),
        ("levels", [0, 100, None, "x"]),
        ("off", ["unheard_of", {}]),
        ("off", None),
        ("pace_chance", -1),
        ("people", 0),
        ("summary_time", "25:00"),
        ("summary_time", "18:00:00+03:00"),
        ("summary_weekday", "someday"),
        ("targets", ["notify.mail"]),
        ("targets", {"notify.mail": "pigeon"}),
    ],
)
def test_nonsense_is_as_by_default(key: str, value: Any) -> None:
    """A value that an older version or another program left is passed over."""
    assert settings_from({key: value}) == DEFAULTS


def test_one_bad_of_many() -> None:
    """The others of a list are heeded, each once."""
    settings = settings_from({"levels": [60, 200, "40", 60], "off": ["x", "pace"]})
    assert settings.levels == (40, 60)
    assert settings.off == (AlertKind.PACE,)


@pytest.mark.parametrize(
    "options",
    [
        {"quiet_from": "22:00:00"},
        {"quiet_until": "06:00:00"},
        {"quiet_from": "06:00:00", "quiet_until": "06:00:00"},
        {"quiet_from": "late", "quiet_until": "06:00:00"},
    ],
)
def test_quiet_hours_need_two_ends(options: dict[str, Any]) -> None:
    """Else there are none."""
    assert settings_from(options).quiet is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*options_from(CHOSEN)]), ANYTHING))
def test_never_raises(options: dict[str, Any]) -> None:
    """Whatever the options are, what is read can be kept and read again."""
    settings = settings_from(options)
    assert settings_from(options_from(settings)) == settings
