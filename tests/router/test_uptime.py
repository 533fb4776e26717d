"""How long something has run, as MikroTik's devices and pages write it."""

from datetime import timedelta

from hypothesis import example, given, strategies as st
import pytest

from custom_components.taara.router.values import uptime

LONGEST = timedelta(days=3660)
spans = st.timedeltas(timedelta(0), LONGEST).map(
    lambda span: timedelta(seconds=span // timedelta(seconds=1))
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("24m26s", timedelta(minutes=24, seconds=26)),
        ("1w2d3h4m5s", timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5)),
        ("2h", timedelta(hours=2)),
        ("3w", timedelta(weeks=3)),
        ("0s", timedelta(0)),
        ("90m", timedelta(minutes=90)),
        ("1d02:03:04", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("1d 02:03:04", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("1w1d02:03:04", timedelta(days=8, hours=2, minutes=3, seconds=4)),
        ("00:12:33", timedelta(minutes=12, seconds=33)),
        (" 2h 5m 1s\n", timedelta(hours=2, minutes=5, seconds=1)),
        ("522w6d", LONGEST),
    ],
)
def test_forms(text: str, span: timedelta) -> None:
    """With letters, or with the time of a clock."""
    assert uptime(text) == span


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "s",
        "5",
        "120",
        "5x",
        "-5s",
        "1.5h",
        "5s4m",
        "1h02:03:04",
        "12:33",
        "never",
        "24m26",
        "٣s",
        "522w6d1s",
        "9999w99999d",
        "9" * 10_000 + "s",
        5,
        5.5,
        True,
        None,
        ["5s"],
    ],
)
def test_anything_else_is_not_known(value: object) -> None:
    """A number without its unit, too."""
    assert uptime(value) is None


@given(spans)
def test_every_span_is_read_as_it_was_written(span: timedelta) -> None:
    """In both forms, with and without the parts that are nothing."""
    minutes, seconds = divmod(span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    weeks, days = divmod(span.days, 7)
    parts = {"w": weeks, "d": days, "h": hours, "m": minutes, "s": seconds}

    assert uptime("".join(f"{n}{unit}" for unit, n in parts.items())) == span
    short = "".join(f"{n}{unit}" for unit, n in parts.items() if n)
    assert uptime(short or "0s") == span
    assert uptime(f"{span.days}d{hours:02}:{minutes:02}:{seconds:02}") == span


@given(st.text() | st.text("0123456789wdhms: ") | st.integers() | st.binary())
@example("9" * 200_000)
@example("1w" * 100_000)
def test_any_value_is_a_bounded_span_or_none(value: object) -> None:
    """Whatever a router writes."""
    span = uptime(value)

    assert span is None or timedelta(0) <= span <= LONGEST
