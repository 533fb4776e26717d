"""Websocket commands that ask with an argument: they answer as the actions do."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from .helpers_core import DAY, HOUR, NOON, Home
from .test_actions import act

CLIENT_ID = "https://example.com/app"

pytestmark = pytest.mark.freeze_time(NOON)


async def ask(
    home: Home, connect: WebSocketGenerator, token: str, command: str, **fields: Any
) -> dict[str, Any]:
    """Send a command and return its answer."""
    client = await connect(home.hass, token)
    await client.send_json_auto_id({"type": f"taara/{command}", **fields})
    answer: dict[str, Any] = await client.receive_json()
    return answer


@pytest.mark.parametrize(
    ("command", "fields", "action", "data"),
    [
        ("what_if", {}, "what_if", {}),
        (
            "what_if",
            {"extra_bytes": 5 * 10**9, "pace_change_percent": -10, "days_away": 2},
            "what_if",
            {"extra": 5, "pace_change": -10, "days_away": 2},
        ),
        ("compare_plans", {}, "compare_plans", {}),
        (
            "compare_plans",
            {"plans": [{"allowance": 500, "price": 10}]},
            "compare_plans",
            {"plans": [{"allowance": 500, "price": 10}]},
        ),
        ("trends", {}, "get_trends", {}),
        ("trends", {"period": "month"}, "get_trends", {"period": "month"}),
    ],
)
async def test_answers(
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_user: MockUser,
    command: str,
    fields: dict[str, Any],
    action: str,
    data: dict[str, Any],
) -> None:
    """Whoever is signed in is told what the action answers."""
    await home.set_up()
    await home.turn(4 * DAY, step=8 * HOUR)
    expected = await act(home.hass, action, **data)
    auth = home.hass.auth
    refresh = await auth.async_create_refresh_token(hass_read_only_user, CLIENT_ID)
    token = auth.async_create_access_token(refresh)
    entry_id = {"entry_id": home.entry.entry_id}
    answer = await ask(home, hass_ws_client, token, command, **entry_id, **fields)
    assert answer["success"]
    assert answer["result"] == expected


@pytest.mark.parametrize(
    ("command", "fields", "key"),
    [
        ("what_if", {"extra_bytes": -1}, "bad_amount"),
        ("what_if", {"days_away": "long"}, "bad_days_away"),
        ("what_if", {"pace_change_percent": 1000}, "bad_pace"),
        ("compare_plans", {"plans": [{}]}, "bad_candidate"),
    ],
)
async def test_refused(
    home: Home,
    hass_ws_client: WebSocketGenerator,
    hass_access_token: str,
    command: str,
    fields: dict[str, Any],
    key: str,
) -> None:
    """What makes no sense is refused in words, and is no error in the log."""
    await home.set_up()
    answer = await ask(home, hass_ws_client, hass_access_token, command, **fields)
    assert not answer["success"]
    assert answer["error"]["translation_key"] == key
    assert key not in answer["error"]["message"]


async def test_unknown_household(
    home: Home, hass_ws_client: WebSocketGenerator, hass_access_token: str
) -> None:
    """One that is not there is said."""
    await home.set_up()
    answer = await ask(
        home, hass_ws_client, hass_access_token, "what_if", entry_id="another"
    )
    assert not answer["success"]
