"""What people enter, and what portals tell: numbers, ids, and that it is Taara."""

import doctest
from types import ModuleType

from hypothesis import example, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.taara.router import taara_share_account, taara_share_plan
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.taara_share import TaaraShareProvider
from custom_components.taara.router.taara_share_account import (
    hints_from_address,
    identifier,
    phone,
)

from .conftest import Connect, Serve
from .replies import always
from .server import Handler, LocalRouter, variant

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


def answer(text: str = "", status: int = 200, location: str | None = None) -> Answer:
    """Make an answer of a router to somebody who has not signed in."""
    return Answer(
        status=status,
        url=URL("http://192.168.88.1/login"),
        headers={} if location is None else {"Location": location},
        body=text.encode(),
    )


FORM = (
    '<html><form name="go" action="https://share.taara.company/cp" method="post">'
    '<input type="hidden" name="mac" value="x">'
    '<input type="hidden" name="hotspotId" value="200000002"></form></html>'
)


@pytest.mark.parametrize(
    "leads",
    [
        answer(status=302, location=f"{PORTAL}?hotspotId=200000002"),
        answer(status=302, location="/cp/customers/login?hotspotId=200000002"),
        answer(
            '<html><head><meta http-equiv="refresh" content="0; '
            f'url={PORTAL}?a=b&amp;hotspotId=200000002"></head></html>'
        ),
        answer(
            f"<html><script>location.href = '{PORTAL}?hotspotId=200000002'</script>"
        ),
        answer(f'<form action = "{PORTAL}?hotspotId=200000002">'),
        answer(FORM),
    ],
)
@pytest.mark.parametrize("path", ["/status", "/login"])
def test_portal_is_recognised_with_its_hotspot(leads: Answer, path: str) -> None:
    """By a redirect, a refresh, a script or a form."""
    found = TaaraShareProvider.recognise(path, leads)

    assert found is not None
    assert (found.provider, found.path, found.sure) == ("taara_share", path, True)
    assert found.hints == HOTSPOT


@pytest.mark.parametrize(
    "leads",
    [
        answer(status=302, location=PORTAL),
        answer(status=302, location="http://taara.company"),
        answer("<html><form action=https://share.taara.company/cp></form></html>"),
        Answer(
            status=200,
            url=URL("https://share.taara.company/status"),
            headers={},
            body=b"<html><div id=root></div></html>",
        ),
    ],
)
def test_portal_is_recognised_without_a_hotspot(leads: Answer) -> None:
    """By its own address."""
    found = TaaraShareProvider.recognise("/login", leads)

    assert found is not None
    assert found.hints == {}


@pytest.mark.parametrize(
    "leads",
    [
        answer(),
        answer(status=404),
        answer('{"hotspotId": "200000002"}'),
        answer("<html>Ask for hotspotId=200000002 at taara.company</html>"),
        answer(status=302, location="http://10.5.50.1/login"),
        answer(status=302, location="https://taara.company.example.com/cp"),
        answer(status=302, location="https://nottaara.company/cp"),
        answer(status=302, location="https://taara.company@example.com/cp"),
        answer(status=302, location="http://["),
        answer(status=200, location=PORTAL),
        answer('<html><form action="/login"><input name="username"></form></html>'),
    ],
)
def test_other_answers_are_not_the_portal(leads: Answer) -> None:
    """A word in a text is not the way there, and a name that looks alike is another."""
    assert TaaraShareProvider.recognise("/login", leads) is None


def test_only_the_pages_of_a_hotspot_are_judged() -> None:
    """An API that answers a redirect says nothing about accounts."""
    leads = answer(status=302, location=f"{PORTAL}?hotspotId=200000002")

    assert TaaraShareProvider.recognise("/api", leads) is None


@settings(deadline=1000)
@given(st.text() | st.text("<>='\"/? inputhospdvauecn123", max_size=300))
@example("<input " * 30_000)
@example("<input hotspotId " + "hotspotid value" * 15_000)
@example("location=" * 28_000)
@example("<form action='" + "https://a." * 20_000)
@example("%" * 250_000)
@example("&amp;" * 50_000)
def test_any_page_is_judged_in_time(text: str) -> None:
    """However long it is and whatever it is made of."""
    for leads in (answer("<" + text), answer(status=302, location=text[:5000])):
        found = TaaraShareProvider.recognise("/login", leads)
        assert found is None or set(found.hints) <= {"partner_id", "hotspot_id"}


@pytest.mark.parametrize(
    "replies",
    [
        {"/status": always(status=302, headers={"Location": f"{PORTAL}?hotspotId=2"})},
        {
            "/status": always(status=302, headers={"Location": "/login"}),
            "/login": always(text=f'<form action="{PORTAL}?hotspotId=2">'),
        },
    ],
)
async def test_router_that_sends_to_the_portal_is_discovered(
    replies: dict[str, Handler], serve: Serve[LocalRouter], connect: Connect
) -> None:
    """No further than needed, and the portal itself is not asked."""
    router = await serve(LocalRouter(replies=replies))

    found = await discover(connect(router.url))

    assert found.provider == "taara_share"
    assert found.evidence[-1].hints == {"hotspot_id": "2"}
    assert len(router.requests) == len(replies)


async def test_local_router_is_not_taken_for_the_portal(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Nor the other way round."""
    router = await serve(variant("A"))

    assert (await discover(connect(router.url))).provider == "local"
