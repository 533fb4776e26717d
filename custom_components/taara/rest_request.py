"""What a REST request asks for, read strictly: who asks wrongly is told how to ask."""

from collections.abc import Callable, Mapping
from datetime import date
import re
from typing import Any

from aiohttp import web

from homeassistant.components.http.auth import SIGN_QUERY_PARAM
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import json_loads

from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .errors import failure
from .rest_limits import LARGEST_BODY
from .rest_values import ValueReader

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)

type Reader = Callable[[str], Any]


def refused(key: str, **placeholders: str) -> ServiceValidationError:
    """Return why a request is not answered, in words."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def query(request: web.Request, **readers: Reader) -> dict[str, Any]:
    """Return what a query asks for, each parameter once and known.

    `entry_id` may always be asked for. Raises what people can read.
    """
    if not request.query_string:
        return {}
    known: dict[str, Reader] = {"entry_id": str, **readers}
    found: dict[str, Any] = {}
    for name, text in request.query.items():
        if name == SIGN_QUERY_PARAM:  # Home Assistant's own, and checked by now
            continue
        if name not in known:
            names = ", ".join(sorted(known))
            raise refused("rest_unknown_parameter", name=name, known=names)
        if name in found:
            raise refused("rest_twice", name=name)
        try:
            found[name] = known[name](text)
        except ValueError as error:
            raise refused("rest_bad_parameter", name=name, reason=str(error)) from error
    return found


def local_day(text: str) -> date:
    """Return a date such as 2026-10-14, or raise `ValueError`."""
    if _DAY.fullmatch(text) is None:
        raise ValueError("a date such as 2026-10-14")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("a day of the calendar") from error


def span(asked: Mapping[str, Any]) -> tuple[date, date]:
    """Return the first and the last day that are asked for. Raises what people can read."""
    start, end = asked.get("start", date.min), asked.get("end", date.max)
    if start > end:
        raise refused("period_reversed")
    return start, end


def number(least: int, most: int) -> Reader:
    """Return what reads a whole number in a range, or raises `ValueError`."""

    def read(text: str) -> int:
        if _NUMBER.fullmatch(text) is None or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def one_of(*values: str) -> Reader:
    """Return what reads one of some words, or raises `ValueError`."""

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return text

    return read


async def body(request: web.Request) -> Mapping[str, Any]:
    """Return the object in a request's body. Raises what people can read."""
    # A chunked body does not tell its length.
    text = await request.content.read(LARGEST_BODY + 1)
    while len(text) <= LARGEST_BODY and not request.content.at_eof():
        text += await request.content.read(LARGEST_BODY + 1 - len(text))
    try:
        said = json_loads(text) if len(text) <= LARGEST_BODY else None
    except ValueError as error:
        raise refused("rest_no_object") from error
    if not isinstance(said, dict):
        raise refused("rest_no_object")
    return said


def fields(
    asked: Mapping[str, Any], readers: Mapping[str, ValueReader]
) -> dict[str, Any]:
    """Return what a body's object asks for. Raises what people can read."""
    found = {}
    for name, value in asked.items():
        if (read := readers.get(name)) is None:
            known = ", ".join(sorted(readers))
            raise refused("rest_unknown_field", name=name, known=known)
        try:
            found[name] = read(value)
        except ValueError as error:
            raise refused("rest_bad_parameter", name=name, reason=str(error)) from error
    return found


def entries_of(hass: HomeAssistant, asked: Mapping[str, Any]) -> list[TaaraConfigEntry]:
    """Return the households that are meant: the named one, or all."""
    known: list[TaaraConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    if "entry_id" not in asked:
        return known
    meant = [entry for entry in known if entry.entry_id == asked["entry_id"]]
    if not meant:
        raise refused("rest_unknown_household")
    return meant


def coordinator_of(hass: HomeAssistant, asked: Mapping[str, Any]) -> TaaraCoordinator:
    """Return the household that is meant; the only one need not be named."""
    meant = entries_of(hass, asked)
    if not meant:
        raise refused("rest_no_household")
    if len(meant) > 1:
        titles = ", ".join(f"{entry.title}: {entry.entry_id}" for entry in meant)
        raise refused("rest_which_household", households=titles)
    if meant[0].state is not ConfigEntryState.LOADED:
        raise failure("rest_not_ready")
    return meant[0].runtime_data
