"""Websocket commands that ask with an argument: what if, which plan, and trends.

Anybody who is signed in may ask.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util.json import JsonObjectType

from .asked import CANDIDATES, NUMBER
from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .errors import translated
from .model import TrendPeriod
from .question_fields import comparison_fields, supposed_fields
from .questions import async_compare, async_what_if
from .trend_answer import async_trends
from .usage.what_if import asked_change

type Message = dict[str, Any]
type Command = Callable[[HomeAssistant, ActiveConnection, Message], None]
type Question = Callable[[TaaraCoordinator, Message], Awaitable[JsonObjectType]]


@callback
def async_setup_websocket_questions(hass: HomeAssistant) -> None:
    """Register the commands, once for all households."""
    for command in (ws_compare_plans, ws_trends, ws_what_if):
        websocket_api.async_register_command(hass, command)


def _question(name: str, **fields: Any) -> Callable[[Question], Command]:
    """Make a command of what answers a question about a household.

    A refusal is an answer, too, and no error that the log should tell of.
    """
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    schema: Any = {vol.Required("type"): f"{DOMAIN}/{name}"}
    for field, kind in {"entry_id": cv.string, **fields}.items():
        schema[vol.Optional(field)] = kind

    def command(answer: Question) -> Command:
        @websocket_api.websocket_command(schema)
        @websocket_api.async_response
        @wraps(answer)
        async def asked(
            hass: HomeAssistant, connection: ActiveConnection, msg: Message
        ) -> None:
            try:
                entry: TaaraConfigEntry = async_get_config_entry(
                    hass, DOMAIN, msg.get("entry_id")
                )
                told = await answer(entry.runtime_data, msg)
            except HomeAssistantError as error:
                connection.send_error(
                    msg["id"],
                    websocket_api.ERR_HOME_ASSISTANT_ERROR,
                    str(error),
                    translation_key=error.translation_key,
                    translation_domain=error.translation_domain,
                    translation_placeholders=error.translation_placeholders,
                )
            else:
                connection.send_result(msg["id"], told)

        return asked

    return command


@_question("what_if", extra_bytes=NUMBER, pace_change_percent=NUMBER, days_away=NUMBER)
async def ws_what_if(coordinator: TaaraCoordinator, msg: Message) -> JsonObjectType:
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


@_question("compare_plans", plans=CANDIDATES)
async def ws_compare_plans(
    coordinator: TaaraCoordinator, msg: Message
) -> JsonObjectType:
    """Tell how plans would suit the household."""
    return comparison_fields(await async_compare(coordinator, msg.get("plans", ())))


@_question("trends", period=vol.Coerce(TrendPeriod))
async def ws_trends(coordinator: TaaraCoordinator, msg: Message) -> JsonObjectType:
    """Tell where usage goes, in MB of 1,048,576 bytes."""
    return await async_trends(coordinator, msg.get("period", TrendPeriod.WEEK))
