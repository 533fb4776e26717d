"""Whatever a sensor shows gives a reading or a `RouterError`: others wrote it."""

from datetime import UTC, datetime
import json
from typing import Any

from hypothesis import example, given, settings, strategies as st

from custom_components.taara.entity_source import COUNTER_KINDS, reading
from custom_components.taara.model import CounterKind
from custom_components.taara.router.provider import RouterError
from homeassistant.core import State
from homeassistant.util.unit_conversion import InformationConverter

NOW = datetime(2026, 10, 14, 9, tzinfo=UTC)

# Home Assistant keeps no longer ones.
texts = st.text(max_size=255)
numbers = st.integers().map(str) | st.floats().map(str) | st.decimals().map(str)
shown = texts | numbers.map(lambda number: number[:255])
units = st.sampled_from(sorted(map(str, InformationConverter.VALID_UNITS)))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
moments = st.datetimes() | st.datetimes(timezones=st.just(UTC)) | st.dates()
resets = moments | moments.map(str) | anything


def judge(state: str, attributes: dict[str, Any], kind: CounterKind) -> None:
    """Read a sensor, and check what holds of every reading."""
    try:
        one = reading(State("sensor.any", state, attributes), kind, NOW)
    except RouterError:
        return
    size = one.remaining if kind is CounterKind.REMAINING else one.used
    assert isinstance(size, int)
    assert 0 <= size <= 10**18
    assert one.counting_since is None or one.counting_since.tzinfo is not None
    assert len(json.dumps(one.raw, allow_nan=False)) < 200


@settings(deadline=500)
@given(shown, units, resets, st.sampled_from(COUNTER_KINDS))
@example("9" * 255, "YiB", None, CounterKind.USED)
@example("1e999", "B", None, CounterKind.USED)
@example("1", "B", "2026-13-45T99:99:99", CounterKind.CUMULATIVE)
@example("1", "B", "0001-01-01T00:00:00+14:00", CounterKind.CUMULATIVE)
@example("1", "B", "9999-12-31T23:59:59-14:00", CounterKind.CUMULATIVE)
def test_any_state_gives_a_reading_or_an_error(
    state: str, unit: str, reset: Any, kind: CounterKind
) -> None:
    """In bounded time: a state is short."""
    judge(state, {"unit_of_measurement": unit, "last_reset": reset}, kind)


@given(shown, anything, anything)
@example("1", ["GB"], None)
def test_any_attributes_give_a_reading_or_an_error(
    state: str, unit: Any, reset: Any
) -> None:
    """Attributes may be anything."""
    attributes = {"unit_of_measurement": unit, "last_reset": reset}
    judge(state, attributes, CounterKind.USED)
