"""How a router that sends people to the account service's portal is recognised."""

from hypothesis import example, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.taara.router.answer import Answer
from custom_components.taara.router.discovery import discover
from custom_components.taara.router.taara_share import TaaraShareProvider

from .conftest import Connect, Serve
from .replies import always
from .server import Handler, LocalRouter, variant

PORTAL = "https://share.taara.company/cp/customers/login"
HOTSPOT = {"hotspot_id": "200000002"}


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
        answer("<form action='/cp?hotspotId&#x3D;200000002'>"),
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
