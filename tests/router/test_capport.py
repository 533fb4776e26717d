"""The captive portal API: what is left of this device's session."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest
from yarl import URL

from custom_components.taara.model import CounterKind
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.capport import CapportProvider, reading
from custom_components.taara.router.provider import (
    CannotConnect,
    RateLimited,
    RouterError,
    RouterTimeout,
    RouterUnavailable,
    UnexpectedPayload,
)

from .conftest import HASTY, PATIENT, Connect, Serve
from .replies import LOGIN_PAGE, always, hang_up, in_json, silence
from .server import Handler, LocalRouter, RawServer, says

NOW = datetime(2026, 10, 13, 8, 0, 30, tzinfo=UTC)
LEFT = 337465
PORTAL = {
    "captive": False,
    "user-portal-url": "http://10.5.50.1/amina/login",
    "seconds-remaining": 3475,
    "bytes-remaining": LEFT,
    "can-extend-session": True,
    "venue-info-url": "http://10.5.50.1/about",
}
# As RouterOS writes it where it has no figures.
GAPS = b'{"captive": %s, "seconds-remaining": ---,\n "bytes-remaining": %s}'


def portal(**changes: Any) -> LocalRouter:
    """Build a router whose portal says something else."""
    return saying(
        in_json(PORTAL | {k.replace("_", "-"): v for k, v in changes.items()})
    )


def saying(reply: Handler) -> LocalRouter:
    """Build a router whose portal answers like this."""
    return LocalRouter(replies={"/api": reply})


def answer(body: bytes, status: int = 200) -> Answer:
    """Make an answer to the only question."""
    url = URL("http://192.0.2.1/api")
    return Answer(status=status, url=url, headers={}, body=body)


def stated(**changes: Any) -> Answer:
    """Make an answer of the portal's with some values changed."""
    body = PORTAL | {k.replace("_", "-"): v for k, v in changes.items()}
    return answer(json.dumps(body).encode())


async def test_what_is_left_is_read(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """In one request, which is a usage request and holds no credentials."""
    router = await serve(portal())
    announced = 0

    async def announce() -> None:
        nonlocal announced
        announced += 1

    session = connect(router.url, announce=announce)
    provider = CapportProvider(session, {})
    before = datetime.now(UTC)

    await provider.sign_in()
    taken = await provider.read()

    assert (taken.counter, taken.remaining) == (CounterKind.REMAINING, LEFT)
    assert (taken.used, taken.allowance) == (None, None)
    assert isinstance(taken.cycle_end, datetime)
    assert abs(taken.cycle_end - before - timedelta(seconds=3475)) < timedelta(
        minutes=2
    )
    assert before <= taken.taken_at <= datetime.now(UTC)
    assert router.requests == ["GET /api"]
    assert router.heads[0]["Accept"] == "application/captive+json"
    assert not {"Authorization", "Cookie"} & set(router.heads[0])
    assert session.usage_requests == announced == 1


def test_nothing_left_is_a_reading() -> None:
    """That is not the same as no figure."""
    assert reading(stated(bytes_remaining=0), NOW).remaining == 0


@pytest.mark.parametrize("seconds", [3570, 3599, 3570.5, "3599"])
def test_end_is_told_to_the_nearest_minute(seconds: float | str) -> None:
    """A session until nine does not end at a minute to nine."""
    end = reading(stated(seconds_remaining=seconds), NOW).cycle_end

    assert end == NOW.replace(hour=9, minute=0, second=0)


@pytest.mark.parametrize("gap", [b"---", b"-", b" --- ", b"", b"\n---\n"])
@pytest.mark.parametrize("key", ["bytes-remaining", "seconds-remaining"])
def test_figure_that_routeros_does_not_have_leaves_the_others(
    key: str, gap: bytes
) -> None:
    """Its answer is no JSON then."""
    body = json.dumps(PORTAL).encode()
    number = json.dumps(PORTAL[key]).encode()
    one = answer(body.replace(b": " + number, b": " + gap))

    if key == "bytes-remaining":
        with pytest.raises(RouterUnavailable, match="does not count"):
            reading(one, NOW)
    else:
        taken = reading(one, NOW)
        assert (taken.remaining, taken.cycle_end) == (LEFT, None)


@pytest.mark.parametrize(
    "odd",
    [True, "", "---", -1, float("nan"), float("inf"), 1e30, "1" * 99, [5], {}],
)
def test_wrong_figures_are_no_reading(odd: Any) -> None:
    """Where the data left can't be believed; the time left is not needed."""
    with pytest.raises(UnexpectedPayload, match="no amount") as caught:
        reading(stated(bytes_remaining=odd), NOW)
    assert caught.value.sample

    taken = reading(stated(seconds_remaining=odd), NOW)
    assert (taken.remaining, taken.cycle_end) == (LEFT, None)


def test_unlimited_device_is_not_counted() -> None:
    """The portal names no figure then: nothing to show, and nothing to report."""
    body = {"captive": False, "can-extend-session": True}

    with pytest.raises(RouterUnavailable, match="does not count"):
        reading(answer(json.dumps(body).encode()), NOW)


@pytest.mark.parametrize("body", [b'{"captive": true}', GAPS % (b"true", b"---")])
def test_device_behind_the_wall_is_not_served(body: bytes) -> None:
    """It has no session to count; that may change."""
    with pytest.raises(RouterUnavailable, match="let this device"):
        reading(answer(body), NOW)


@pytest.mark.parametrize("captive", [None, "false", 0, "---"])
def test_captive_is_said_in_a_truth_value(captive: Any) -> None:
    """Else it is something else that answers."""
    with pytest.raises(UnexpectedPayload, match="no captive portal"):
        reading(stated(captive=captive), NOW)


async def test_end_stays_while_the_time_left_falls(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Until it moves by more than a clock does, or is not named any more."""
    router = await serve(portal())
    provider = CapportProvider(connect(router.url), {})

    async def end(seconds: float | None) -> Any:
        router.replies["/api"] = portal(seconds_remaining=seconds).replies["/api"]
        return (await provider.read()).cycle_end

    first = await end(86400)
    assert [await end(86400 + moved) for moved in (-50, 50, 0)] == [first] * 3
    later = await end(86400 + 600)
    assert later - first >= timedelta(minutes=9)
    assert await end(86400 + 590) == later
    assert await end(86400) <= later - timedelta(minutes=9)
    assert await end(None) is None
    assert await end(401 * 86400) is None
    assert await end(86400 + 60) != first


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (always(status=429), RateLimited),
        (always(status=500), RouterUnavailable),
        (always(status=503, text=LOGIN_PAGE), RouterUnavailable),
        *(
            (one, UnexpectedPayload)
            for one in (
                always(),
                always(status=204),
                always(text=LOGIN_PAGE),
                always(text=json.dumps(PORTAL)[:80]),
                always(text="null"),
                always(text="[1]"),
                always(body=b"\xff\xfe{\x00"),
                always(text="[" * 100_000),
                always(body=b" " * 2**19),
                in_json(PORTAL, 401),
                in_json(PORTAL, 403),
                in_json(PORTAL, 404),
            )
        ),
        (silence, RouterTimeout),
        (hang_up, CannotConnect),
    ],
)
async def test_fault_costs_one_request(
    reply: Handler,
    error: type[RouterError],
    serve: Serve[LocalRouter],
    connect: Connect,
) -> None:
    """Whatever came counts; there are no credentials that could be wrong."""
    router = await serve(saying(reply))
    session = connect(router.url, timeouts=HASTY if reply is silence else PATIENT)

    with pytest.raises(error):
        await CapportProvider(session, {}).read()

    assert router.requests == ["GET /api"]
    assert session.usage_requests == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_wait_asked_for_is_passed_on(
    status: int, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Too many requests, or no service: both may name a time."""
    router = await serve(saying(in_json({}, status, **{"Retry-After": "120"})))

    with pytest.raises(RateLimited if status == 429 else RouterUnavailable) as caught:
        await CapportProvider(connect(router.url), {}).read()

    assert getattr(caught.value, "retry_after", None) == 120


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_is_not_followed(
    status: int, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Another portal counts another device's data."""
    other = await serve(portal())
    moved = always(status=status, headers={"Location": str(other.url / "api")})
    router = await serve(saying(moved))

    with pytest.raises(UnexpectedPayload):
        await CapportProvider(connect(router.url), {}).read()

    assert other.requests == []


@pytest.mark.parametrize(
    "raw",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2**19,
    ],
    ids=["not http", "cut off", "endless"],
)
async def test_bytes_that_no_portal_would_send(
    raw: bytes, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """They are asked for once."""
    server = await serve_raw(RawServer(talk=says(raw)))

    with pytest.raises(RouterError):
        await CapportProvider(connect(server.url), {}).read()

    assert server.connections == 1


@pytest.mark.parametrize(
    ("path", "body", "known"),
    [
        ("/api", b'{"captive": false}', True),
        ("/api", GAPS % (b"true", b"---"), True),
        ("/api", b'{"captive": "yes"}', False),
        ("/api", b'{"message": "API running."}', False),
        ("/api", b"<html>captive</html>", False),
        ("/status", b'{"captive": false}', False),
    ],
)
def test_portal_is_known_by_what_it_says_of_this_device(
    path: str, body: bytes, known: bool
) -> None:
    """Other things answer at such a path, too."""
    assert bool(CapportProvider.recognise(path, answer(body))) is known
