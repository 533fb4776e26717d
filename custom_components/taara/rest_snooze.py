"""Hearing nothing for a while, as the REST interface asks for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType

from .coordinator import TaaraCoordinator
from .model import AlertKind, Snooze
from .rest_fields import iso
from .rest_limits import MOST_HOURS
from .rest_request import fields, refused
from .rest_values import ValueReader, amount, several, truth, word

HOURS, RENEWAL, ALERT_TYPES = "hours", "until_renewal", "alert_types"
READERS: Mapping[str, ValueReader] = {
    ALERT_TYPES: several(word(*AlertKind), len(AlertKind), least=1),
    HOURS: amount(0, MOST_HOURS),
    RENEWAL: truth,
}


async def async_snooze(
    coordinator: TaaraCoordinator, asked: Mapping[str, Any]
) -> JsonObjectType:
    """Snooze and return what follows. Raises what people can read."""
    read = fields(asked, READERS)
    if (HOURS in read) is (RENEWAL in read) or read.get(RENEWAL) is False:
        raise refused("rest_snooze_one_end")
    kinds = tuple(map(AlertKind, read.get(ALERT_TYPES, ())))
    if HOURS in read:
        until = dt_util.utcnow() + timedelta(hours=read[HOURS])
        snooze = Snooze(until=until, kinds=kinds)
    else:
        snooze = Snooze(cycle=coordinator.data.cycle.number, kinds=kinds)
    answer = await coordinator.alerts.async_snooze(snooze)
    return {
        "snoozed": answer["snoozed"],
        "until": iso(snooze.until),
        RENEWAL: answer["until_renewal"],
        ALERT_TYPES: sorted(answer["kinds"]),
    }
