"""How a websocket command is made: its schema, its household, its refusals."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util.json import JsonObjectType

from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator

type Message = dict[str, Any]
type Command = Callable[[HomeAssistant, ActiveConnection, Message], None]
type Question = Callable[
    [ActiveConnection, TaaraCoordinator, Message], Awaitable[JsonObjectType]
]


def command(name: str, **fields: Any) -> Callable[[Command], Command]:
    """Make a command of what handles its message; no field need be given."""
    # Schemas are written with voluptuous, which Home Assistant replaces by its own kind.
    schema: Any = {vol.Required("type"): f"{DOMAIN}/{name}"}
    for field, kind in fields.items():
        schema[vol.Optional(field)] = kind
    return websocket_api.websocket_command(schema)


def question(name: str, **fields: Any) -> Callable[[Question], Command]:
    """Make a command of what answers a question about a household.

    A refusal is an answer, too, and no error that the log should tell of.
    """

    def made(answer: Question) -> Command:
        @command(name, entry_id=cv.string, **fields)
        @websocket_api.async_response
        @wraps(answer)
        async def asked(
            hass: HomeAssistant, connection: ActiveConnection, msg: Message
        ) -> None:
            try:
                entry: TaaraConfigEntry = async_get_config_entry(
                    hass, DOMAIN, msg.get("entry_id")
                )
                told = await answer(connection, entry.runtime_data, msg)
            except HomeAssistantError as error:
                refuse(connection, msg, error)
            else:
                connection.send_result(msg["id"], told)

        return asked

    return made


def refuse(
    connection: ActiveConnection, msg: Message, error: HomeAssistantError
) -> None:
    """Answer with what is wrong, in words."""
    connection.send_error(
        msg["id"],
        websocket_api.ERR_HOME_ASSISTANT_ERROR,
        str(error),
        translation_key=error.translation_key,
        translation_domain=error.translation_domain,
        translation_placeholders=error.translation_placeholders,
    )
