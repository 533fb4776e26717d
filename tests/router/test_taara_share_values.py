"""What a plan's texts and numbers mean: sizes, ends, names and prices."""

from datetime import date
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.taara.model import Price
from custom_components.taara.router.provider import UnexpectedPayload
from custom_components.taara.router.taara_share_payload import reading

from .taara_service import LEFT, NOW, answer, bundle, plan, purchase, read

GB = 10**9


@pytest.mark.parametrize(
    ("text", "exact", "left"),
    [
        # Rounded, cut off, in other units: the exact figure stands.
        ("912.5 GB", LEFT, LEFT),
        ("912 GB", LEFT, LEFT),
        ("912,453.1 MB", LEFT, LEFT),
        ("0.9 TB", LEFT, LEFT),
        ("912453124355 B", LEFT, LEFT),
        ("912.5gb", LEFT, LEFT),
        (" 912.5 GB ", str(LEFT), LEFT),
        ("912.5 GB", float(LEFT), LEFT),
        ("1 GB", 600_000_000, 600_000_000),
        # A text that lags a little behind does not take over.
        ("920.0 GB", LEFT, LEFT),
        # Not the same plan, or not what is left: what people see in the portal stands.
        ("912.5 GB", 87_546_875_645, 912_500_000_000),
        ("912.5 GB", 0, 912_500_000_000),
        ("2 GB", LEFT, 2 * GB),
        ("100 GB", 100 * 2**30, 100 * GB),
        # One of them is not there.
        ("912.5 GB", None, 912_500_000_000),
        ("912.5 GB", "lots", 912_500_000_000),
        ("912.5 GB", -1, 912_500_000_000),
        ("912.5 GB", 1e30, 912_500_000_000),
        ("912.5 GB", True, 912_500_000_000),
        ("912.5 GB", float("nan"), 912_500_000_000),
        (None, LEFT, LEFT),
        ("Unlimited", LEFT, LEFT),
        ("912.5 GiB", LEFT, LEFT),
        (912.5, LEFT, LEFT),
        ("9" * 5000, LEFT, LEFT),
        # This service writes zero where it does not know.
        ("0 GB", LEFT, LEFT),
        # Used up.
        ("0 GB", 0, 0),
        (None, 0, 0),
    ],
)
def test_remainder_is_checked_against_its_text(
    text: Any, exact: Any, left: int
) -> None:
    """Decimal units, and no flapping between two figures that mean the same."""
    one = read([plan(remainingBalance=text)], [purchase(left=exact)])

    assert one.remaining == left


@pytest.mark.parametrize("text", ["0 GB", "0.00 MB", None, "Unlimited", "9e9 TB"])
@pytest.mark.parametrize("history", [[], None, "none", [purchase(left=None)], [5]])
def test_nothing_but_zero_is_no_reading(text: Any, history: Any) -> None:
    """Taken for a count it would look as if everything had been used up."""
    body = bundle([plan(remainingBalance=text)], [])
    body["data"]["purchasedHistory"] = history

    with pytest.raises(UnexpectedPayload):
        reading(answer(json.dumps(body).encode()), NOW)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("28 days", date(2025, 9, 20)),
        ("28 Days left", date(2025, 9, 20)),
        ("1 day", date(2025, 8, 24)),
        (28, date(2025, 9, 20)),
        ("28", date(2025, 9, 20)),
        ("2 weeks", date(2025, 9, 6)),
        ("5 hours", date(2025, 8, 23)),
        ("13 hrs", date(2025, 8, 24)),
        ("45 minutes", date(2025, 8, 23)),
        ("0 days", date(2025, 8, 23)),
        ("Expired", date(2025, 8, 23)),
        ("2 months", None),
        ("-3 days", None),
        ("99999 days", None),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        ([28], None),
        (1e300, None),
        (float("nan"), None),
    ],
)
def test_end_is_known_to_a_day(text: Any, end: date | None) -> None:
    """On Kenya's calendar, where it is eleven in the morning."""
    assert read([plan(expiresIn=text)]).cycle_end == end


@pytest.mark.parametrize(("hour", "day"), [(20, 20), (21, 21), (22, 21)])
def test_day_begins_where_the_service_is(hour: int, day: int) -> None:
    """At 21:00 UTC it is midnight there."""
    body = json.dumps(bundle()).encode()

    one = reading(answer(body), NOW.replace(hour=hour))

    assert one.cycle_end == date(2025, 9, day)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("1 Month Unlimited", "1 Month Unlimited"),
        ("  Two\n words\u202e ", "Two words"),
        ("x" * 500, "x" * 60),
        ("", "1 Month Unlimited"),
        (None, "1 Month Unlimited"),
        (5, "1 Month Unlimited"),
        ("\ud800", "1 Month Unlimited"),
    ],
)
def test_name_is_one_short_line(name: Any, shown: str) -> None:
    """The plan's own, or else the purchase's."""
    assert read([plan(planName=name)]).plan_name == shown


@pytest.mark.parametrize(
    ("stated", "paid"),
    [
        (
            {"currencyCode": "KES", "units": 2500, "nanos": 0},
            Price(amount="2500", currency="KES"),
        ),
        (
            {"currencyCode": "KES", "units": "2499", "nanos": 5e8},
            Price(amount="2499.5", currency="KES"),
        ),
        (
            {"currencyCode": "USD", "units": 0, "nanos": 1},
            Price(amount="0.000000001", currency="USD"),
        ),
        ({"currencyCode": "KES", "units": 1000}, Price(amount="1000", currency="KES")),
        ({"currencyCode": "KES", "units": "0e999"}, Price(amount="0", currency="KES")),
        ({"currencyCode": "KES", "units": "1e-999"}, Price(amount="0", currency="KES")),
        ({"currencyCode": "KES", "units": -5}, None),
        ({"currencyCode": "KES", "units": 1e30}, None),
        ({"currencyCode": "KES", "units": 5, "nanos": 10**9}, None),
        ({"currencyCode": "KES", "units": 5, "nanos": "x"}, None),
        ({"currencyCode": "shillings", "units": 5}, None),
        ({"currencyCode": None, "units": 5}, None),
        ({"units": 5}, None),
        ({}, None),
        (2500, None),
        (None, None),
    ],
)
def test_price_is_exact_or_unknown(stated: Any, paid: Price | None) -> None:
    """Whole units and billionths."""
    assert read(history=[purchase(resellerPrice=stated)]).price == paid


@given(
    st.integers(10**9, 10**13), st.sampled_from(["MB", "GB", "TB"]), st.integers(0, 3)
)
def test_exact_figure_stands_however_its_text_was_rounded(
    left: int, unit: str, digits: int
) -> None:
    """To the byte."""
    size = {"MB": 10**6, "GB": 10**9, "TB": 10**12}[unit]
    text = f"{left / size:.{digits}f} {unit}"

    assert read([plan(remainingBalance=text)], [purchase(left=left)]).remaining == left
