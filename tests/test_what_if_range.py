"""How far the card may ask what more usage would do."""

from dataclasses import replace
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.card_message import what_if_range
from custom_components.taara.model import DataUnit, Overview
from custom_components.taara.usage.overview import overview

from .card_states import NAIROBI, NOON, STATES, known_household

MB, GB = 10**6, 10**9
MIB, GIB = 2**20, 2**30


def bundle(
    allowance: int, left: int | None = None, unit: DataUnit = DataUnit.GB
) -> Overview:
    """Return a household with an allowance, of which all is left unless it is said."""
    seen = overview(known_household(STATES["lasts"]), NOON, NAIROBI)
    left = allowance if left is None else left
    return replace(seen, allowance=allowance, remaining=left, unit=unit)


@pytest.mark.parametrize(
    ("state", "most", "step"),
    [
        *[(state, 60, 5) for state in ("lasts", "likely", "risk", "stale")],
        *[(state, None, None) for state in ("first-day", "until-used", "unlimited")],
        *[(state, None, None) for state in ("over", "expired", "new-cycle")],
    ],
)
def test_states(state: str, most: int | None, step: int | None) -> None:
    """A tenth of the allowance; nothing where nothing could be answered."""
    told = STATES[state].message()["what_if"]
    if most is None or step is None:
        assert told is None
    else:
        assert told == {"most": most * GB, "step": step * GB}


@pytest.mark.parametrize(
    ("seen", "most", "step"),
    [
        (bundle(300 * MB), 30 * MB, 2 * MB),
        (bundle(5 * GB), 500 * MB, 25 * MB),
        (bundle(20 * GB), 2 * GB, 100 * MB),
        (bundle(100 * GB), 10 * GB, 500 * MB),
        (bundle(10_000 * GB), 1000 * GB, 50 * GB),
        (bundle(5 * GIB, unit=DataUnit.GIB), 550 * MIB, 50 * MIB),
        (bundle(100 * GIB, unit=DataUnit.GIB), 10 * GIB, GIB // 2),
        # Little is left.
        (bundle(600 * GB, 3 * GB), 3 * GB, 200 * MB),
        (bundle(600 * GB, 70 * MB), 70 * MB, 5 * MB),
    ],
)
def test_sizes(seen: Overview, most: int, step: int) -> None:
    """Round steps of what people count in, no more than is left."""
    assert what_if_range(seen) == {"most": most, "step": step}


@given(
    allowance=st.integers(1, 10**15),
    part=st.floats(0.001, 1),
    unit=st.sampled_from(DataUnit),
)
def test_any_size(allowance: int, part: float, unit: DataUnit) -> None:
    """As many steps as a finger can tell apart, the last about what may be asked."""
    left = max(1, int(allowance * part))
    told: Any = what_if_range(bundle(allowance, left, unit))
    asked = min(max(1, allowance // 10), left)
    assert told["most"] % told["step"] == 0
    assert abs(told["most"] - asked) < told["step"]
    assert told["most"] <= 20 * told["step"]
