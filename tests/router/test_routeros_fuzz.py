"""Any bytes give a reading or an error."""

from collections.abc import Callable
from datetime import UTC, datetime
import json
from typing import Any

from hypothesis import example, given, settings, strategies as st
from yarl import URL

from custom_components.taara.model import Reading
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import UnexpectedPayload
from custom_components.taara.router.routeros_payload import (
    hotspot_user,
    identifier,
    interface,
    managed_user,
    names,
    with_sessions,
    with_start,
)

NOW = datetime(2026, 10, 13, 8, tzinfo=UTC)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
figures = st.integers(0, 10**18).map(str) | st.sampled_from(["0", "---", "1.5", "1e9"])
keys = st.sampled_from(
    [
        ".id",
        "name",
        "user",
        "disabled",
        "bytes-in",
        "bytes-out",
        "limit-bytes-total",
        "total-download",
        "total-upload",
        "actual-profile",
        "rx-byte",
        "tx-byte",
    ]
)
sometimes = st.one_of(figures, figures, scalars, st.just("home"))
rows = st.dictionaries(keys, sometimes).map(lambda row: {"name": "home"} | row)
anything = st.recursive(
    sometimes,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=15,
)


def figured(*fields: str) -> st.SearchStrategy[dict[str, str]]:
    """Give rows that are the household's and mostly right."""
    known = {"name": st.just("home"), "user": st.just("home")}
    return st.fixed_dictionaries(known | dict.fromkeys(fields, figures))


def answer(body: bytes) -> Answer:
    """Make an answer to any question."""
    url = URL("http://192.0.2.1/rest/x")
    return Answer(status=200, url=url, headers={}, body=body)


def as_answer(payload: Any) -> Answer:
    """Make an answer of what JSON, and Python's idea of it, can hold."""
    return answer(json.dumps(payload).encode())


def check(reading: Reading) -> None:
    """Check what holds of every reading."""
    assert isinstance(reading.used, int)
    assert 0 <= reading.used <= 10**18
    if reading.allowance is not None:
        assert reading.remaining == max(0, reading.allowance - reading.used)
    # It is stored, in standard JSON, and must stay small.
    kept = json.dumps([reading.raw, reading.plan_name], allow_nan=False)
    assert len(kept.encode()) < 20_000
    assert (reading.plan_name or "").encode().decode() == (reading.plan_name or "")


def judge(one: Answer, other: Answer) -> None:
    """Read answers as each of the menus."""
    reads: tuple[Callable[[], Reading], ...] = (
        lambda: with_sessions(hotspot_user(one, "home", NOW), other, "home", NOW),
        lambda: managed_user(one, NOW),
        lambda: with_start(interface(one, "home", NOW), other, NOW),
    )
    for read in reads:
        try:
            check(read())
        except UnexpectedPayload:
            continue
    try:
        assert all(name.isprintable() for name in names(one))
        assert identifier(one, "home")
    except UnexpectedPayload:
        pass


@settings(deadline=1000)
@given(st.binary(), st.binary())
@example(b"[" * 200_000, b"[]")
@example(b"[" + b"{}," * 80_000 + b"{}]", b"[" + b"{}," * 80_000 + b"{}]")
@example(b'[{"name": "home", "bytes-in": "' + b"1" * 200_000 + b'"}]', b"[]")
@example(b'[{"total-download": 1, "total-upload": 1e9999}]', b"[]")
def test_any_bytes_give_a_reading_or_an_error(one: bytes, other: bytes) -> None:
    """In bounded time, the largest answer that is read at all included."""
    judge(answer(one), answer(other))


@given(anything, anything)
def test_any_json_gives_a_reading_or_an_error(one: Any, other: Any) -> None:
    """Fields in places where they do not belong."""
    judge(as_answer(one), as_answer(other))


@given(st.lists(rows, max_size=3), st.lists(rows, max_size=3))
def test_any_menu_gives_a_reading_or_an_error(one: list[Any], other: list[Any]) -> None:
    """Wrong values in the right places."""
    judge(as_answer(one), as_answer(other))


@given(
    figured("bytes-in", "bytes-out", "limit-bytes-total", "rx-byte", "tx-byte"),
    st.lists(figured("bytes-in", "bytes-out"), max_size=3),
)
def test_figures_near_the_truth_give_a_reading_or_an_error(
    row: dict[str, str], sessions: list[dict[str, str]]
) -> None:
    """Sums included that are too much."""
    judge(as_answer([row]), as_answer(sessions))
