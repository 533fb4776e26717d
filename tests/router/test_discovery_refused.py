"""What comes of a look that asks for usage: given, counted, or refused."""

import pytest

from custom_components.taara.router.discovery import discover

from .conftest import HASTY, Connect, Serve
from .replies import LOGIN_PAGE, always, hang_up, in_json, silence
from .server import UNAUTHORIZED, Handler, LocalRouter, flat_usage


@pytest.mark.parametrize(
    ("usage", "provider", "refused"),
    [
        pytest.param(in_json(flat_usage()), "local", False, id="given"),
        pytest.param(in_json(UNAUTHORIZED, 401), "local", True, id="in JSON"),
        pytest.param(in_json(UNAUTHORIZED), "local", True, id="in JSON, as a success"),
        pytest.param(always(text="Who?", status=401), None, True, id="in words"),
        pytest.param(always(text=LOGIN_PAGE), None, True, id="login page"),
        pytest.param(always(status=404), None, True, id="nothing there"),
        pytest.param(
            in_json({"status": "error", "retry_after": 600}, 429),
            "local",
            False,
            id="too often",
        ),
        pytest.param(
            in_json({"status": "error", "error_code": "QUOTA_EXCEEDED"}, 403),
            "local",
            False,
            id="used up",
        ),
        pytest.param(silence, None, False, id="no answer"),
        pytest.param(hang_up, None, False, id="hung up"),
    ],
)
async def test_usage_that_is_refused(
    usage: Handler,
    provider: str | None,
    *,
    refused: bool,
    serve: Serve[LocalRouter],
    connect: Connect,
) -> None:
    """Who is told to sign in first may ask again; all else counts as an answer."""
    nothing = {
        path: always(status=404)
        for path in ("/status", "/login", "/api", "/rest/system/resource")
    }
    router = await serve(LocalRouter(replies={**nothing, "/usage": usage}))

    found = await discover(connect(router.url, timeouts=HASTY), usage_allowed=True)

    assert router.count("GET /usage") == 1
    assert (found.provider, found.refused) == (provider, refused)
