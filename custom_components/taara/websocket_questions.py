"""Websocket commands that ask with an argument: what if, which plan, and trends.

Anybody who is signed in may ask.
"""

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonObjectType

from .asked import CANDIDATES, NUMBER
from .coordinator import TaaraCoordinator
from .errors import translated
from .model import TrendPeriod
from .question_fields import comparison_fields, supposed_fields
from .questions import async_compare, async_what_if
from .trend_answer import async_trends
from .usage.what_if import asked_change
from .websocket_command import Message, question


@callback
def async_setup_websocket_questions(hass: HomeAssistant) -> None:
    """Register the commands, once for all households."""
    for command in (ws_compare_plans, ws_trends, ws_what_if):
        websocket_api.async_register_command(hass, command)


@question("what_if", extra_bytes=NUMBER, pace_change_percent=NUMBER, days_away=NUMBER)
async def ws_what_if(
    _connection: ActiveConnection, coordinator: TaaraCoordinator, msg: Message
) -> JsonObjectType:
    """Tell what is, and what would be if something changed."""
    asked = {
        "extra": msg.get("extra_bytes", 0),
        "unit": "B",
        "pace_change": msg.get("pace_change_percent", 0),
        "days_away": msg.get("days_away", 0),
    }
    with translated():
        change = asked_change(asked)
    return supposed_fields(await async_what_if(coordinator, change))


@question("compare_plans", plans=CANDIDATES)
async def ws_compare_plans(
    _connection: ActiveConnection, coordinator: TaaraCoordinator, msg: Message
) -> JsonObjectType:
    """Tell how plans would suit the household."""
    return comparison_fields(await async_compare(coordinator, msg.get("plans", ())))


@question("trends", period=vol.Coerce(TrendPeriod))
async def ws_trends(
    _connection: ActiveConnection, coordinator: TaaraCoordinator, msg: Message
) -> JsonObjectType:
    """Tell where usage goes, in MB of 1,048,576 bytes."""
    return await async_trends(coordinator, msg.get("period", TrendPeriod.WEEK))
