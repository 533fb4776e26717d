"""What people enter, and what portals tell: numbers, ids, and that it is Taara."""

import doctest
from types import ModuleType

from hypothesis import example, given, strategies as st
import pytest

from custom_components.taara.router import taara_share_account, taara_share_plan
from custom_components.taara.router.taara_share_account import (
    hints_from_address,
    identifier,
    phone,
)

PORTAL = "https://share.taara.company/cp/customers/login"
HOTSPOT = {"hotspot_id": "200000002"}


@pytest.mark.parametrize("documented", [taara_share_account, taara_share_plan])
def test_examples_in_the_documentation_hold(documented: ModuleType) -> None:
    """They are read by people first."""
    result = doctest.testmod(documented)

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "+254700000000",
        "+254 700 000 000",
        " +254-700-000-000 ",
        "+254 (0)700 000000",
        "+254 0700 000 000",
        "00254 700 000 000",
        "254700000000",
        "2540700000000",
        "0700 000 000",
        "0700.000.000",
        "(0700) 000-000",
        "700000000",
        "\u202a+254\u00a0700\u00a0000\u00a0000\u202c",
        "0700\u2013000\u2013000",
    ],
)
def test_kenyan_number_however_it_is_written(text: str) -> None:
    """A number without a country is Kenyan."""
    assert phone(text) == ("254", "700000000")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("+1 212 555 0100", ("1", "2125550100")),
        ("+7 900 000 00 00", ("7", "9000000000")),
        ("+91 98765 43210", ("91", "9876543210")),
        ("0044 20 7946 0000", ("44", "2079460000")),
        ("+39 06 0000 0000", ("39", "0600000000")),
        ("+255 700 000 000", ("255", "700000000")),
        ("+971 50 000 0000", ("971", "500000000")),
    ],
)
def test_number_of_another_country_needs_its_code(
    text: str, parts: tuple[str, str]
) -> None:
    """Its own leading zero is not ours to drop: in Italy it belongs to the number."""
    assert phone(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "+",
        "0700",
        "07000000001",
        "70000000",
        "+254 70000",
        "+254 7000000000",
        "919876543210",
        "+0700000000",
        "+1234567890123456",
        "0700 000 000 x5",
        "amina@example.com",
        "٠٧٠٠٠٠٠٠٠٠",
        "0700000000, 0711111111",
        "++254700000000",
        "254+700000000",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """In words that a form can do without."""
    with pytest.raises(ValueError, match=r"number|country"):
        phone(text)


@given(st.text() | st.text("+0123456789 ()-", max_size=24))
@example("9" * 100_000)
@example("(0)" * 50_000)
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    """A number is digits only, and survives being written out."""
    try:
        code, national = phone(text)
    except ValueError:
        return
    assert (code + national).isascii()
    assert (code + national).isdecimal()
    assert len(code + national) <= 15
    assert phone(f"+{code}{national}") == (code, national)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{PORTAL}?hotspotId=200000002", HOTSPOT),
        (
            f"{PORTAL}?partnerId=100000001&hotspotId=200000002#top",
            {"partner_id": "100000001", **HOTSPOT},
        ),
        ("share.taara.company/x?a=1&amp;hotspotid=200000002&b", HOTSPOT),
        (f"http://10.5.50.1/login?dst={PORTAL}%3FhotspotId%3D200000002", HOTSPOT),
        ("http://10.5.50.1/login?u=x%253FhotspotId%253D200000002%2526y", HOTSPOT),
        ("hotspot_id=200000002", HOTSPOT),
        (PORTAL, {}),
        (f"{PORTAL}?hotspotId=", {}),
        (f"{PORTAL}?hotspotId=abc", {}),
        (f"{PORTAL}?nohotspotId=200000002", {}),
        (f"{PORTAL}?hotspotId={'9' * 21}", {}),
        (f"{PORTAL}?hotspotId=٢٠٠", {}),
        ("", {}),
    ],
)
def test_ids_are_found_in_a_pasted_address(address: str, found: dict[str, str]) -> None:
    """Also in one that another address carries along."""
    assert hints_from_address(address) == found


@pytest.mark.parametrize(
    ("entered", "found"),
    [
        ("200000002", "200000002"),
        (" 200000002 ", "200000002"),
        (f"{PORTAL}?hotspotId=200000002", "200000002"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_id_is_entered_as_a_number_or_by_its_address(entered: str, found: str) -> None:
    """Or not at all."""
    assert identifier(entered, "hotspot_id") == found


@pytest.mark.parametrize("entered", ["x", PORTAL, "12 34", "-1", "9" * 21, "٢٠٠"])
def test_id_that_is_none_is_refused(entered: str) -> None:
    """A form can say so."""
    with pytest.raises(ValueError, match="neither"):
        identifier(entered, "hotspot_id")
