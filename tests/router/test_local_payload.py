"""What is believed of a usage answer: any bytes give a reading or an error."""

from datetime import UTC, date, datetime
import json
from typing import Any

from hypothesis import example, given, strategies as st
import pytest
from yarl import URL

from custom_components.taara.model import CounterKind, Reading, ReadingStatus
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.local_payload import reading
from custom_components.taara.router.provider import UnexpectedPayload

from .server import flat_usage, nested_usage, string_usage

MB = 2**20
NOW = datetime(2026, 10, 13, 8, tzinfo=UTC)


def answer(body: bytes) -> Answer:
    """Make an answer to `/usage`."""
    url = URL("http://192.0.2.1/usage")
    return Answer(status=200, url=url, headers={}, body=body, elapsed_ms=42)


def read(payload: Any) -> Reading:
    """Read a payload."""
    return reading(answer(json.dumps(payload).encode()), NOW)


def counted(used: Any, allocated: Any, remaining: Any) -> Reading:
    """Read three counters."""
    return read(
        {
            "total_used_mb": used,
            "total_allocated_mb": allocated,
            "remaining_mb": remaining,
        }
    )


def in_cycle(**cycle: Any) -> tuple[date | None, date | None]:
    """Read a billing cycle."""
    one = read({"usage": {"total_used_mb": 1, "billing_cycle": cycle}})
    return one.cycle_start, one.cycle_end


def wrapped_usage() -> dict[str, Any]:
    """In an envelope, as many services answer."""
    return {"status": "success", "data": nested_usage()}


@pytest.mark.parametrize(
    "usage", [nested_usage, string_usage, flat_usage, wrapped_usage]
)
def test_variants_say_the_same(usage: Any) -> None:
    """Nested or flat, numbers or strings, with or without the unit in the name."""
    one = read(usage())

    assert (one.used, one.allowance) == (614400 * MB, 1048576 * MB)
    assert one.remaining == 434176 * MB
    assert one.taken_at == NOW
    assert one.response_ms == 42


@pytest.mark.parametrize(
    ("stated", "size"),
    [
        (1, MB),
        (0.5, MB // 2),
        (1 / MB, 1),
        ("1.5", MB * 3 // 2),
        (" 12 ", 12 * MB),
        ("1e3", 1000 * MB),
        (614400.123456, round(614400.123456 * MB)),
    ],
)
def test_fractions_are_kept_to_the_byte(stated: float | str, size: int) -> None:
    """Whatever way the router writes them."""
    assert read({"total_used_mb": stated}).used == size


@pytest.mark.parametrize("odd", [True, -1, "-1", "1_000", "0x10", "nan", "१२", 1e15])
def test_odd_number_is_unknown(odd: object) -> None:
    """The other counter is enough for a partial reading."""
    one = counted(odd, None, 5)

    assert one.used is None
    assert one.remaining == 5 * MB
    assert one.status is ReadingStatus.PARTIAL
    assert one.counter is CounterKind.REMAINING


def test_number_without_end_spoils_only_itself() -> None:
    """Python would refuse to parse the whole body for it."""
    body = b'{"total_used_mb": ' + b"9" * 5000 + b', "remaining_mb": 5}'

    one = reading(answer(body), NOW)

    assert (one.used, one.remaining) == (None, 5 * MB)


def test_first_name_that_holds_a_number_counts() -> None:
    """A router may have both, and one of them empty."""
    assert read({"total_used_mb": None, "total_used": "7"}).used == 7 * MB


@pytest.mark.parametrize(
    ("stated", "believed"),
    [
        # Rounded by the router: all three stand.
        ((600, 1000, 405), (600, 1000, 405)),
        # Over the allowance: nothing can be left.
        ((1200, 1000, 0), (1200, 1000, 0)),
        # A remainder that does not fit: the meter goes on with what was used.
        ((600, 1000, 900), (600, 1000, None)),
        ((600, 1000, 1500), (600, 1000, None)),
        ((600, 1000, 0), (600, 1000, None)),
        # No limit.
        ((600, 0, 0), (600, None, None)),
        ((600, None, None), (600, None, None)),
        # A new cycle.
        ((0, 1000, 1000), (0, 1000, 1000)),
        ((0, None, None), (0, None, None)),
        # Used up, and used is unknown.
        ((None, 1000, 0), (None, 1000, 0)),
    ],
)
def test_counters_that_disagree(
    stated: tuple[Any, Any, Any], believed: tuple[Any, Any, Any]
) -> None:
    """The figures are in MB here."""
    one = counted(*stated)
    expected = tuple(None if mb is None else mb * MB for mb in believed)

    assert (one.used, one.allowance, one.remaining) == expected


@pytest.mark.parametrize(
    "nothing", [(0, 0, 0), (0, None, 0), (None, None, 0), (None, 0, 0)]
)
def test_all_zero_is_no_reading(nothing: tuple[Any, Any, Any]) -> None:
    """A router that has just started would look like a renewal."""
    with pytest.raises(UnexpectedPayload):
        counted(*nothing)


@pytest.mark.parametrize(
    ("cycle", "expected"),
    [
        ({"start_date": "2026-10-01", "total_days": 30}, ("2026-10-01", "2026-10-31")),
        (
            {"start_date": "2026-10-01", "total_days": "30"},
            ("2026-10-01", "2026-10-31"),
        ),
        (
            {"start_date": "2026-10-01T09:30:00", "total_days": 1},
            ("2026-10-01", "2026-10-02"),
        ),
        ({"start_date": "2026-10-01"}, ("2026-10-01", None)),
        ({"total_days": 30}, (None, None)),
        ({"start_date": "2026-10-01", "total_days": 0}, ("2026-10-01", None)),
        ({"start_date": "2026-10-01", "total_days": 1e9}, ("2026-10-01", None)),
        ({"start_date": "2026-10-01", "total_days": True}, ("2026-10-01", None)),
        ({"start_date": "1970-01-01", "total_days": 30}, (None, None)),
        ({"start_date": "9999-12-31", "total_days": 30}, (None, None)),
        ({"start_date": "tomorrow", "total_days": 30}, (None, None)),
        ({"start_date": 1790000000, "total_days": 30}, (None, None)),
    ],
)
def test_cycle_as_far_as_it_makes_sense(
    cycle: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    """A part is better than none; nonsense is none."""
    wanted = tuple(day and date.fromisoformat(day) for day in expected)

    assert in_cycle(**cycle) == wanted


def test_cycle_with_a_moment_keeps_it() -> None:
    """In UTC, and its end is the same time of day."""
    assert in_cycle(start_date="2026-10-01T09:30:00+03:00", total_days=30) == (
        datetime(2026, 10, 1, 6, 30, tzinfo=UTC),
        datetime(2026, 10, 31, 6, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("cycle", [None, "October", [], 30])
def test_cycle_that_is_no_object_is_unknown(cycle: object) -> None:
    """The counters stand all the same."""
    one = read({"usage": {"total_used_mb": 1, "billing_cycle": cycle}})

    assert (one.used, one.cycle_start, one.cycle_end) == (MB, None, None)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
fields = st.sampled_from(
    [
        "usage",
        "data",
        "status",
        "error_code",
        "total_used_mb",
        "total_used",
        "total_allocated_mb",
        "total_allocated",
        "remaining_mb",
        "remaining",
        "billing_cycle",
        "start_date",
        "total_days",
    ]
)
likely = st.recursive(
    scalars | st.integers(0, 10**7) | st.decimals().map(str) | st.dates().map(str),
    lambda inner: st.dictionaries(fields, inner, max_size=6),
    max_leaves=12,
)


def judge(body: bytes) -> None:
    """Read a body, and check what holds of every reading."""
    try:
        one = reading(answer(body), NOW)
    except UnexpectedPayload:
        return
    known = [size for size in (one.used, one.remaining) if size is not None]
    assert known
    assert all(isinstance(size, int) and 0 <= size <= 10**18 for size in known)
    assert one.allowance is None or 0 < one.allowance <= 10**18
    if one.cycle_start is not None and one.cycle_end is not None:
        assert one.cycle_start < one.cycle_end
    # It is stored, in standard JSON, and must stay small.
    assert len(json.dumps(one.raw, allow_nan=False)) < 20_000


@given(st.binary())
@example(b"[" * 200_000)
@example(b"9" * 200_000)
@example(b'{"usage":' * 20_000)
@example(b'{"usage":' * 900 + b"{}" + b"}" * 900)
@example(b'{"total_used_mb":1,"x":{' + b",".join(b'"%d":1' % i for i in range(20_000)))
@example(b'{"total_used_mb":"' + b"1" * 200_000 + b'"}')
def test_any_bytes_give_a_reading_or_an_error(body: bytes) -> None:
    """In bounded time: Hypothesis ends an example that takes longer than 200 ms."""
    judge(body)


@given(values)
def test_any_json_gives_a_reading_or_an_error(payload: object) -> None:
    """Also with numbers that are none."""
    judge(json.dumps(payload).encode())


@given(likely)
def test_any_shape_of_the_dialect_gives_a_reading_or_an_error(payload: object) -> None:
    """Fields in places where they do not belong."""
    judge(json.dumps(payload).encode())


@given(
    used=st.integers(0, 10**9), allocated=st.integers(1, 10**9), as_text=st.booleans()
)
def test_counters_that_agree_are_kept_exactly(
    used: int, allocated: int, as_text: bool
) -> None:
    """To the byte, as numbers and as strings."""
    left = max(allocated - used, 0)
    stated = (used, allocated, left)

    one = counted(*(map(str, stated) if as_text else stated))

    assert (one.used, one.allowance, one.remaining) == tuple(mb * MB for mb in stated)
