"""What is read from a HotSpot's pages and templates, and what is not believed."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest
from yarl import URL

from custom_components.taara.model import CounterKind
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.hotspot_payload import reading
from custom_components.taara.router.provider import UnexpectedPayload

from .hotspot_device import STATUS_PAGE, USED, template

NOW = datetime(2026, 10, 13, 8, tzinfo=UTC)
MIB = 2**20


def answer(text: str = "", status: int = 200) -> Answer:
    """Make an answer of a hotspot."""
    url = URL("http://192.0.2.1/status")
    return Answer(status=status, url=url, headers={}, body=text.encode())


def row(name: str, volume: str) -> Answer:
    """Make a status page with one row."""
    return answer(f"<html><table><tr><td>{name}</td><td>{volume}</td></tr></table>")


def stated(**changes: Any) -> Answer:
    """Make a template's answer with some values changed."""
    return answer(json.dumps(template(**changes)))


@pytest.mark.parametrize(
    ("volume", "used"),
    [
        ("0 B / 0 B", 0),
        ("1 B / 1023 B", 1024),
        ("1.5 KiB / 0.5 KiB", 2048),
        ("63.7 MiB / 892.8 MiB", USED),
        ("2 GiB / 1.5 TiB", 2 * 2**30 + 3 * 2**39),
        ("1 MB / 1 kB", MIB + 1024),
        ("1MiB/2MiB", 3 * MIB),
        ("1&nbsp;mib&#160;/\n\t 2 \u00a0 MIB", 3 * MIB),
        ("<b>1</b> <i>MiB</i> / <b>2 MiB</b>", 3 * MIB),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "Bytes up / down",
        "bytes up/down:",
        "<b>Bytes</b>\n up&nbsp;/<br>down",
        "BYTES UP / DOWN :",
        "Bytes subidos / bajados",
    ],
)
def test_status_page_is_read_in_its_known_forms(
    name: str, volume: str, used: int
) -> None:
    """Units are of 1024; in a translated page the amounts are known by their form."""
    taken = reading(row(name, volume), NOW)

    assert (taken.counter, taken.used, taken.taken_at) == (
        CounterKind.SESSION,
        used,
        NOW,
    )


@pytest.mark.parametrize(
    "volume",
    [
        "",
        "nan MiB / nan MiB",
        "-7.0 MiB / -93.0 MiB",
        "-7.0 MiB / 93.0 MiB",
        " MiB /  MiB",
        "[] MiB / {} MiB",
        "63.7 MiB",
        "63.7 / 892.8",
        "63,7 MiB / 892,8 MiB",
        "1,063.7 MiB / 1 MiB",
        "1 Mbit / 2 Mbit",
        "1 MiBs / 2 MiBs",
        "1.2.3 MiB / 1 MiB",
        f"{'9' * 20} GiB / 1 B",
        f"1 B / {'9' * 5000} B",
        "600000 TiB / 600000 TiB",
        "\u0661 MiB / \u0662 MiB",
    ],
)
@pytest.mark.parametrize("name", ["Bytes up / down", "Bytes subidos / bajados"])
def test_wrong_amounts_are_no_reading(name: str, volume: str) -> None:
    """Nor zero, which would look like a new session."""
    with pytest.raises(UnexpectedPayload) as caught:
        reading(row(name, volume), NOW)
    assert caught.value.sample


@pytest.mark.parametrize(
    "page",
    [
        "<html>1 MiB / 2 MiB, 3 MiB / 4 MiB</html>",
        "<html>Bytes up / down: soon. Today 1 MiB / 2 MiB</html>",
        "<html><script>bytes up / down 1 MiB / 2 MiB</script></html>",
        "<html><!-- bytes up / down 1 MiB / 2 MiB --></html>",
        "<html><style>bytes up / down 1 MiB / 2 MiB",
        "<html>Hello</html>",
        "1 MiB / 2 MiB",
        "[1]",
        "{}",
        "",
    ],
)
def test_page_that_does_not_show_the_session_is_no_reading(page: str) -> None:
    """An amount is not believed because it is the only one in sight."""
    with pytest.raises(UnexpectedPayload):
        reading(answer(page), NOW)


def test_same_amounts_twice_are_the_same() -> None:
    """Some pages show them for small screens again."""
    page = "<html>Trafic 1 MiB / 2 MiB<hr>1 MiB / 2 MiB</html>"

    assert reading(answer(page), NOW).used == 3 * MIB


@pytest.mark.parametrize(
    ("name", "time", "minutes"),
    [
        ("Connected / left", "24m26s / 35m34s", 24),
        ("connected / left:", "24m26s / 35m34s", 24),
        ("Connected", "1h2m3s", 62),
        ("connected:", "1d02:03:04", 1563),
        ("Connected", "0s", 0),
        ("Connected", "", None),
        ("Connected", "yesterday", None),
        ("Connected", "9999w", None),
        ("Conectado", "24m26s", None),
    ],
)
def test_session_is_told_from_the_next_by_its_beginning(
    name: str, time: str, minutes: int | None
) -> None:
    """Where the page says for how long it has been connected."""
    table = "<html><tr><td>bytes up/down</td><td>1 B / 2 B</td></tr>"
    page = answer(f"{table}<tr><td>{name}</td><td>{time}</td></tr>")

    since = reading(page, NOW).counting_since

    assert (since and (NOW - since) // timedelta(minutes=1)) == minutes


@pytest.mark.parametrize(("time", "seconds"), [("24m26s", 1466), ("---", None)])
def test_template_tells_when_its_session_began(time: str, seconds: int | None) -> None:
    """As MikroTik writes times."""
    since = reading(stated(uptime=time), NOW).counting_since

    assert since == (None if seconds is None else NOW - timedelta(seconds=seconds))


def test_error_is_no_status_page() -> None:
    """Whatever it holds."""
    with pytest.raises(UnexpectedPayload):
        reading(answer(STATUS_PAGE, 404), NOW)


@pytest.mark.parametrize(
    "unlimited",
    [
        {},
        {"remain_bytes_total": ""},
        {"remain_bytes_total": "0"},
        {"limit_bytes_total": "0", "remain_bytes_total": "0"},
    ],
)
def test_template_without_a_limit_counts_the_session(unlimited: dict[str, str]) -> None:
    """Both ways together."""
    taken = reading(stated(**unlimited), NOW)

    assert (taken.counter, taken.used) == (CounterKind.SESSION, 21000)
    assert (taken.remaining, taken.allowance) == (None, None)


@pytest.mark.parametrize("remaining", [0, 1, 10**12])
@pytest.mark.parametrize("as_text", [True, False])
def test_template_with_a_limit_tells_what_is_left(
    remaining: int, as_text: bool
) -> None:
    """Of the account: it outlives the session, whose own figures would not fit it."""
    left: Any = str(remaining) if as_text else remaining
    changes = {"limit_bytes_total": str(2 * 10**12), "remain_bytes_total": left}
    taken = reading(stated(**changes), NOW)

    assert (taken.counter, taken.remaining) == (CounterKind.REMAINING, remaining)
    assert (taken.used, taken.allowance, taken.cycle_end) == (None, None, None)


@pytest.mark.parametrize(
    "odd", [None, True, "", "---", "lots", "-1", -1, float("nan"), 1e30, [5], {}]
)
@pytest.mark.parametrize("key", ["bytes_in", "bytes_out", "remain_bytes_total"])
def test_wrong_figures_of_a_template_are_no_reading(key: str, odd: Any) -> None:
    """What is left may be absent, but not wrong."""
    limited = {"limit_bytes_total": "500"} if key.startswith("remain") else {}
    one = stated(**limited | {key: odd})

    if key == "remain_bytes_total" and odd in (None, "", "---"):
        assert reading(one, NOW).counter is CounterKind.SESSION
    else:
        with pytest.raises(UnexpectedPayload) as caught:
            reading(one, NOW)
        assert caught.value.sample


def test_absurd_sum_is_no_reading() -> None:
    """Two figures that can each be believed, but not together."""
    with pytest.raises(UnexpectedPayload):
        reading(stated(bytes_in=str(10**18), bytes_out="1"), NOW)


def test_raw_payload_shows_figures_and_hides_whose_they_are() -> None:
    """Of a page and of a template."""
    page = json.dumps(reading(answer(STATUS_PAGE), NOW).raw)
    body = json.dumps(reading(stated(session_time_left_secs="3475"), NOW).raw)

    assert "63.7 MiB" in page
    assert "892.8 MiB" in page
    assert "20000" in body
    assert "3475" in body
    assert "amina" not in page + body
    assert "10.5.50" not in page + body
