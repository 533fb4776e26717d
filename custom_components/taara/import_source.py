"""Where earlier usage is imported from: the call itself, a file, or the recorder."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from homeassistant.components.recorder import DOMAIN as RECORDER_DOMAIN
from homeassistant.components.recorder.statistics import (
    get_metadata,
    statistics_during_period,
)
from homeassistant.const import UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from .usage.ledger import DAYS_KEPT
from .usage.local_time import DAY
from .usage.refusal import Refused
from .usage.row_texts import csv_rows, listed_rows, vnstat_rows
from .usage.rows import Row

SOURCES = ("csv", "path", "rows", "statistic_id", "vnstat")
MOST_BYTES = 5 * 2**20


async def async_rows(hass: HomeAssistant, asked: Mapping[str, Any]) -> Iterable[Row]:
    """Return the rows that a call names in one of the ways. Raises `Refused`.

    Of texts they are read while they are looked through, which may raise it, too.
    """
    match [name for name in SOURCES if name in asked]:
        case ["csv"]:
            return csv_rows(_bounded(asked["csv"]))
        case ["vnstat"]:
            printed = asked["vnstat"]
            text = _bounded(printed) if isinstance(printed, str) else printed
            return vnstat_rows(text, asked.get("interface"))
        case ["path"]:
            text = await hass.async_add_executor_job(_read, hass, asked["path"])
            if text.lstrip().startswith("{"):
                return vnstat_rows(text, asked.get("interface"))
            return csv_rows(text)
        case ["statistic_id"]:
            return await _async_statistics(hass, asked["statistic_id"])
        case ["rows"]:
            return listed_rows(asked["rows"])
        case _:
            raise Refused("import_one_source")


def _bounded(text: str) -> str:
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Refused("import_too_large")
    return text


def _read(hass: HomeAssistant, path: str) -> str:
    """Return the text of a file that Home Assistant may read."""
    if not hass.config.is_allowed_path(path):
        raise Refused("import_path_not_allowed", path=path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise Refused("import_file_unreadable", path=path) from error
    if len(content) > MOST_BYTES:
        raise Refused("import_too_large")
    return text


async def _async_statistics(hass: HomeAssistant, statistic_id: str) -> Iterator[Row]:
    """Return what Home Assistant's long-term statistics tell, hour by hour."""
    if RECORDER_DOMAIN not in hass.config.components:
        raise Refused("import_no_recorder")
    instance = get_instance(hass)
    rows = await instance.async_add_executor_job(_statistics, hass, statistic_id)
    return iter(rows)


def _statistics(hass: HomeAssistant, statistic_id: str) -> list[Row]:
    known = get_metadata(hass, statistic_ids={statistic_id})
    _, metadata = known.get(statistic_id, (0, None))
    if (
        metadata is None
        or not metadata["has_sum"]
        or metadata["unit_class"] != InformationConverter.UNIT_CLASS
    ):
        raise Refused("import_statistic_unknown", statistic_id=statistic_id)
    found = statistics_during_period(
        hass,
        dt_util.utcnow() - (DAYS_KEPT + 1) * DAY,
        None,
        {statistic_id},
        "hour",
        {InformationConverter.UNIT_CLASS: UnitOfInformation.BYTES},
        {"change"},
    )
    return [
        Row(
            line=line,
            when=datetime.fromtimestamp(row["start"], UTC),
            usage=row["change"],
            unit="B",
        )
        for line, row in enumerate(found.get(statistic_id, ()), 1)
        if row["change"] is not None
    ]
