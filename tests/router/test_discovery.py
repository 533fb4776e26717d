"""Which dialect a host speaks, and how little is asked to find out."""

import asyncio
from collections.abc import Mapping
import time
from typing import Any, ClassVar, override
from unittest.mock import patch

from aiohttp import web
import pytest

from custom_components.taara.model import Reading
from custom_components.taara.router import discovery
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.discovery import Discovery, discover
from custom_components.taara.router.local import LocalProvider
from custom_components.taara.router.provider import (
    AccountField,
    CannotConnect,
    Evidence,
    Question,
    RouterTimeout,
    UsageProvider,
)
from custom_components.taara.router.session import RouterSession, Timeouts

from .conftest import Connect, Serve
from .replies import always, in_json
from .server import LocalRouter, RawServer, flat_usage, says, variant

STEPS = ["GET /status", "GET /login", "GET /api", "GET /rest/system/resource"]


async def test_local_router_is_known_by_its_first_answer(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Sure evidence ends the pass."""
    router = await serve(variant("A"))

    found = await discover(connect(router.url))

    assert found.provider == "local"
    assert [(one.path, one.reason) for one in found.evidence] == [
        ("/status", "local_status")
    ]
    assert router.requests == ["GET /status"]


@pytest.mark.parametrize(
    "status",
    [
        in_json({"status": "error", "error_code": "UNAUTHORIZED"}, 401),
        in_json({"status": "error", "error_code": "MAINTENANCE"}, 503),
        in_json({"session_valid": False}),
    ],
)
async def test_status_in_the_words_of_the_dialect_is_sure(
    status: Any, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Whatever the HTTP status is."""
    router = await serve(LocalRouter(replies={"/status": status}))

    found = await discover(connect(router.url))

    assert found.provider == "local"
    assert router.requests == ["GET /status"]


@pytest.mark.parametrize(
    "replies",
    [
        {"/status": in_json({"status": "error", "retry_after": 600}, 429)},
        {"/login": always(status=405)},
        {"/login": in_json({"message": "POST username and password"})},
    ],
)
async def test_hint_is_followed_by_all_questions(
    replies: dict[str, Any], serve: Serve[LocalRouter], connect: Connect
) -> None:
    """A hint alone is believed if nothing else is found."""
    nothing = {"/status": always(status=404), "/login": always(status=404)}
    router = await serve(LocalRouter(replies={**nothing, **replies}))

    found = await discover(connect(router.url))

    assert found.provider == "local"
    assert not found.evidence[0].sure
    assert router.requests == STEPS


@pytest.mark.parametrize(
    "page",
    [
        always(status=404),
        always(text="<html>Welcome to nginx</html>"),
        in_json({"detail": "Not Found"}, 404),
        in_json({"status": "success"}),
        always(status=302, headers={"Location": "http://192.0.2.1/portal"}),
    ],
)
async def test_host_of_another_kind_is_not_recognised(
    page: Any, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """That is no error: there is somebody, and the user may choose."""
    router = await serve(
        LocalRouter(
            replies={
                "/status": page,
                "/login": in_json({"detail": "Not Found"}, 404),
            }
        )
    )

    found = await discover(connect(router.url))

    assert found.provider is None
    assert found.evidence == ()
    assert router.requests == STEPS


@pytest.mark.parametrize("allowed", [False, True])
async def test_usage_is_asked_last_and_only_with_leave(
    allowed: bool, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """It spends the budget, so it is announced like any other."""
    nothing = {"/status": always(status=404), "/login": always(status=404)}
    router = await serve(
        LocalRouter(replies={**nothing, "/usage": in_json(flat_usage())})
    )
    announced = 0

    async def announce() -> None:
        nonlocal announced
        announced += 1

    session = connect(router.url, announce=announce)

    found = await discover(session, usage_allowed=allowed)

    assert found.provider == ("local" if allowed else None)
    assert router.requests == [*STEPS, *(["GET /usage"] if allowed else [])]
    assert announced == session.usage_requests == allowed


async def test_no_credentials_are_asked_with(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Discovery does not have any, and follows no redirect."""
    other = await serve(LocalRouter())
    moved = always(status=302, headers={"Location": str(other.url / "login")})
    router = await serve(LocalRouter(replies={"/status": moved, "/login": moved}))

    await discover(connect(router.url))

    assert set(router.bodies) == {""}
    assert not any({"Authorization", "Cookie"} & set(head) for head in router.heads)
    assert other.requests == []


async def test_nobody_there_is_told(
    connect: Connect, serve: Serve[LocalRouter]
) -> None:
    """A host that can't be reached is not asked five times."""
    router = await serve(LocalRouter())
    session = connect(router.url.with_port(1))
    session.begin("poll-1", 1)

    with pytest.raises(CannotConnect):
        await discover(session)

    assert len(session.trace) == 1


async def test_host_that_hangs_up_each_time_is_told(
    serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """It is there, but it does not answer."""
    server = await serve_raw(RawServer(talk=says(b"")))

    with pytest.raises(CannotConnect):
        await discover(connect(server.url))


@pytest.mark.parametrize("timeouts", [Timeouts(), Timeouts(read=0.05, total=0.05)])
async def test_silence_is_told_in_time(
    timeouts: Timeouts, serve_raw: Serve[RawServer], connect: Connect
) -> None:
    """However long a request may take otherwise."""

    async def silence(*_: object) -> None:
        await asyncio.sleep(30)

    server = await serve_raw(RawServer(talk=silence))
    started = time.monotonic()

    with pytest.raises(RouterTimeout):
        await discover(connect(server.url, timeouts=timeouts), seconds=0.3)

    assert time.monotonic() - started < 10


async def test_what_was_found_before_time_ran_out_counts(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """A hint is better than nothing."""

    async def silence(_: web.BaseRequest) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    router = await serve(
        LocalRouter(replies={"/status": always(status=404), "/api": silence})
    )

    found = await discover(connect(router.url, timeouts=Timeouts()), seconds=2)

    assert found.provider == "local"


async def test_answer_that_is_too_large_is_an_answer(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Somebody is there, so the pass goes on, and it is no error."""
    flood = always(body=b"x" * 2**19)
    paths = [step.removeprefix("GET ") for step in STEPS]
    router = await serve(LocalRouter(replies=dict.fromkeys(paths, flood)))

    found = await discover(connect(router.url))

    assert found == Discovery()
    assert router.requests == STEPS


class Otherwise(UsageProvider):
    """A provider that a test adds, as a later one would be."""

    name: ClassVar[str] = "otherwise"
    account_fields: ClassVar[tuple[AccountField, ...]] = ()
    question: ClassVar[Question | None] = Question(path="/api")

    @override
    def __init__(self, session: RouterSession, account: Mapping[str, str]) -> None:
        raise NotImplementedError

    @override
    async def sign_in(self) -> None:
        raise NotImplementedError

    @override
    async def read(self) -> Reading:
        raise NotImplementedError

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Know the router by a page that local knows, too, but less surely."""
        if path != "/status" and (path != "/api" or not answer.ok):
            return None
        return Evidence(
            provider=cls.name,
            path=path,
            reason="otherwise",
            sure=path == "/api",
            hints={"found": "here"},
        )


BOTH = {"local": LocalProvider, "otherwise": Otherwise}


@pytest.mark.parametrize(("api", "chosen"), [(200, "otherwise"), (404, "local")])
async def test_later_provider_plugs_in(
    api: int, chosen: str, serve: Serve[LocalRouter], connect: Connect
) -> None:
    """What is sure wins over hints, and of hints the last."""
    router = await serve(
        LocalRouter(replies={"/status": always(status=404), "/api": always(status=api)})
    )

    with patch.object(discovery, "PROVIDERS", BOTH):
        found = await discover(connect(router.url))

    assert found.provider == chosen
    assert [one.provider for one in found.evidence[:2]] == ["otherwise", "local"]
    assert found.evidence[0].hints == {"found": "here"}


async def test_hint_does_not_outweigh_what_is_sure(
    serve: Serve[LocalRouter], connect: Connect
) -> None:
    """Also where both come of the same answer."""
    router = await serve(LocalRouter())

    with patch.object(discovery, "PROVIDERS", BOTH):
        found = await discover(connect(router.url))

    assert [one.provider for one in found.evidence] == ["local", "otherwise"]
    assert found.provider == "local"
