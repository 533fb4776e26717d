"""Any bytes of a HotSpot give a reading or an error, in bounded time."""

from contextlib import suppress
from datetime import UTC, datetime
import json
from typing import Any

from hypothesis import example, given, settings, strategies as st
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.hotspot import HotspotProvider
from custom_components.taara.router.hotspot_payload import (
    asks_to_log_in,
    hashed,
    is_login_page,
    reading,
    said,
)
from custom_components.taara.router.provider import UnexpectedPayload

from .hotspot_device import STATUS_PAGE, login_page, octal, template

NOW = datetime(2026, 10, 13, 8, tzinfo=UTC)
LARGEST = 256 * 1024

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
figures = st.sampled_from(["---", "0", "5", "1e9", "9" * 18]) | anything
words = st.sampled_from(
    [
        *"<>/=.-:'\"\\ ",
        "<td>",
        "</td>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "&nbsp;",
        "bytes up / down",
        "63.7",
        "MiB",
        "B",
        "connected",
        "1h2m",
        "name=username",
        "name='password'",
        "hexMD5('",
        r"\340",
        r"\043\242",
        "' + p + '",
        "user a has reached",
        "traffic limit",
    ]
)


def judge(body: bytes) -> None:
    """Read a body in every way there is, and check what holds of every reading."""
    url = URL("http://192.0.2.1/status")
    answer = Answer(status=200, url=url, headers={}, body=body)
    asks_to_log_in(answer)
    is_login_page(answer)
    said(answer)
    for path in ("/status", "/login"):
        HotspotProvider.recognise(path, answer)
    with suppress(UnexpectedPayload):
        assert len(hashed(answer, "pässword")) == 32
    try:
        one = reading(answer, NOW)
    except UnexpectedPayload:
        return
    assert (one.used is None) is not (one.remaining is None)
    assert all(
        size is None or (isinstance(size, int) and 0 <= size <= 10**18)
        for size in (one.used, one.remaining)
    )
    assert one.counting_since is None or one.counting_since <= NOW
    # It is stored, in standard JSON, and must stay small.
    assert len(json.dumps(one.raw, allow_nan=False).encode()) < 20_000


def filled(start: str, again: str) -> bytes:
    """Make the largest body that is read at all."""
    return f"<{start}{again * (LARGEST // len(again))}"[:LARGEST].encode()


@settings(deadline=1000)
@given(st.binary())
@example(filled("", "<"))
@example(filled("", "<script"))
@example(filled("", "<script>"))
@example(filled("script>", "</script "))
@example(filled("style>", "</"))
@example(filled("", "<!--"))
@example(filled("!--", "--"))
@example(filled("", "&nbsp;"))
@example(filled(">", "bytes up / down "))
@example(filled(">", "bytes "))
@example(filled(">bytes up", " "))
@example(filled(">", "9"))
@example(filled(">", "9.9 MiB / "))
@example(filled(">", "9 MiB"))
@example(filled(">bytes up / down 1 B / 1 B", "connected "))
@example(filled("", "name="))
@example(filled("", "name" + " " * 9))
@example(filled("", "hexMD5('" + r"\340" * 64))
@example(filled("", r"hexMD5('\340'" + "+" * 200 + "'"))
@example(filled(">", "has reached "))
@example(filled(">", "has reached aaaaaaaaaaaaaaaaaaaa "))
@example(b"[" * LARGEST)
@example(b'{"remain_bytes_total": "' + b"1" * (LARGEST - 30) + b'"}')
def test_any_bytes_give_a_reading_or_an_error(body: bytes) -> None:
    """The largest answers that are read at all included."""
    judge(body)


@given(st.lists(words, max_size=40))
def test_any_page_gives_a_reading_or_an_error(parts: list[str]) -> None:
    """What belongs on a page, in places where it does not."""
    judge("".join(["<", *parts]).encode())


@given(st.sampled_from([STATUS_PAGE, login_page()]), st.data())
def test_damaged_page_gives_a_reading_or_an_error(page: str, data: Any) -> None:
    """With something else in any place of it."""
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    judge((page[:start] + data.draw(st.text()) + page[end:]).encode())


@given(anything | st.dictionaries(st.sampled_from([*template()]), figures))
def test_any_json_gives_a_reading_or_an_error(payload: Any) -> None:
    """Fields in places where they do not belong, and wrong values in the right ones."""
    judge(json.dumps(payload).encode())
    judge(json.dumps(template() | payload if isinstance(payload, dict) else 1).encode())


@given(
    st.binary(min_size=1, max_size=1), st.binary(min_size=16, max_size=16), st.text()
)
def test_any_challenge_is_answered(before: bytes, after: bytes, password: str) -> None:
    """As the page's script would, for any password that can be typed."""
    page = login_page(challenge=(before, after))
    url = URL("http://192.0.2.1/login")
    answer = Answer(status=200, url=url, headers={}, body=page.encode())

    assert octal(before) in page
    assert len(hashed(answer, password.encode(errors="ignore").decode())) == 32
