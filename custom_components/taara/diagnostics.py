"""What a person may attach to a report: everything that helps, nothing that tells."""

from dataclasses import asdict
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import json_loads_object

from .const import CONF_CREDENTIAL_ID, CONF_CREDENTIALS
from .coordinator import TaaraConfigEntry

# The last day of polls: enough to see a pattern, short enough to read.
POLLS_SHOWN = 144
ALERTS_SHOWN = 30
TO_REDACT = {
    "by",
    CONF_CREDENTIALS,
    CONF_CREDENTIAL_ID,
    "entry_id",
    "host",
    "plan_key",
    "target",
    "targets",
    "title",
    "unique_id",
    "url",
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: TaaraConfigEntry
) -> dict[str, Any]:
    """Return the entry, its `Overview`, its cycles, its last polls by poll id and alerts."""
    coordinator = getattr(entry, "runtime_data", None)
    household = None if coordinator is None else coordinator.household
    ledger = None if household is None else household.ledger
    told = {
        "entry": entry.as_dict(),
        "overview": None if coordinator is None else asdict(coordinator.data),
        "last_reading": None if ledger is None else asdict(ledger.last),
        "past_cycles": [] if ledger is None else [asdict(c) for c in ledger.past],
        "days": [] if ledger is None else [asdict(d) for d in ledger.days[-31:]],
        "alerts": []
        if household is None
        else [asdict(alert) for alert in household.alerts[-ALERTS_SHOWN:]],
        "polls": []
        if household is None
        else [asdict(poll) for poll in household.polls[-POLLS_SHOWN:]],
    }
    # As plain values: what is in a tuple would not be looked at.
    return async_redact_data(json_loads_object(json_dumps(told)), TO_REDACT)
