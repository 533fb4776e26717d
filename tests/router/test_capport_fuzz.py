"""Any bytes of a captive portal give a reading or an error; none of it is a secret."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import example, given, settings, strategies as st
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.capport import CapportProvider, reading
from custom_components.taara.router.provider import RouterUnavailable, UnexpectedPayload

NOW = datetime(2026, 10, 13, 8, tzinfo=UTC)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
figures = st.integers(-1, 10**19) | st.sampled_from(["---", "5"]) | anything
texts = st.builds(
    '{{"captive": {}, "seconds-remaining": {}, "bytes-remaining": {}}}'.format,
    st.sampled_from(["true", "false", "---", "1"]),
    *[st.sampled_from(["---", "5", "", "-5", "1e9", '"7"', "{}", "}"])] * 2,
)


def judge(body: bytes) -> None:
    """Read a body, and check what holds of every reading."""
    url = URL("http://192.0.2.1/api")
    answer = Answer(status=200, url=url, headers={}, body=body)
    known = CapportProvider.recognise("/api", answer)
    try:
        one = reading(answer, NOW)
    except UnexpectedPayload, RouterUnavailable:
        return
    assert known is not None
    assert isinstance(one.remaining, int)
    assert 0 <= one.remaining <= 10**18
    assert one.cycle_end is None or isinstance(one.cycle_end, datetime)
    assert one.cycle_end is None or NOW <= one.cycle_end <= NOW + timedelta(days=400)
    assert len(json.dumps(one.raw, allow_nan=False)) < 20_000


@settings(deadline=1000)
@given(st.binary())
@example(b"[" * 200_000)
@example(b":" + b" " * 200_000)
@example(b": -" * 80_000)
@example(b":" + b"-" * 100_000 + b" " * 100_000)
@example(b'{"captive": false, "bytes-remaining": ' + b"1" * 200_000 + b"}")
def test_any_bytes_give_a_reading_or_an_error(body: bytes) -> None:
    """In bounded time, the largest answer that is read at all included."""
    judge(body)


@given(texts)
def test_any_gaps_give_a_reading_or_an_error(text: str) -> None:
    """RouterOS's own kind of JSON."""
    judge(text.encode())


@given(anything | st.builds(dict, captive=st.booleans() | anything))
def test_any_json_gives_a_reading_or_an_error(payload: Any) -> None:
    """Fields in places where they do not belong."""
    judge(json.dumps(payload).encode())


@given(figures, figures)
def test_any_figures_give_a_reading_or_an_error(left: Any, seconds: Any) -> None:
    """Wrong values in the right places."""
    body = {"captive": False, "bytes-remaining": left, "seconds-remaining": seconds}
    judge(json.dumps(body).encode())


def test_raw_payload_shows_figures_and_hides_where_they_come_from() -> None:
    """A portal's address may name whose session it is."""
    body = {"captive": False, "bytes-remaining": 7, "user-portal-url": "http://x/amina"}
    url = URL("http://192.0.2.1/api")
    text = json.dumps(body).encode()

    raw = reading(Answer(status=200, url=url, headers={}, body=text), NOW).raw

    assert (raw["bytes-remaining"], raw["captive"]) == (7, False)
    assert "amina" not in json.dumps(raw)
