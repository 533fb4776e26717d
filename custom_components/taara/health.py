"""How well Taara works: what the health check of the REST interface and the page tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import callback
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .model import Poll, ReadingStatus
from .rest_fields import iso

DAY = timedelta(days=1)


@callback
def health_fields(entries: Sequence[TaaraConfigEntry], version: str) -> JsonObjectType:
    """Return the health of households; `healthy` is what each of them is."""
    households: list[JsonValueType] = []
    healthy = bool(entries)
    for entry in entries:
        fields = _household(entry)
        healthy = healthy and fields["status"] == "healthy"
        households.append(fields)
    return {
        "status": "healthy" if healthy else "degraded",
        "version": version,
        "timestamp": iso(dt_util.utcnow()),
        "households": households,
    }


@callback
def _household(entry: TaaraConfigEntry) -> JsonObjectType:
    if entry.state is not ConfigEntryState.LOADED:
        return {
            "entry_id": entry.entry_id,
            "name": entry.title,
            "status": "unavailable",
            "collection": None,
        }
    coordinator = entry.runtime_data
    collection, view = collection_fields(coordinator), coordinator.data
    broken = not view.reachable or view.silent or view.connection.storage_failing
    return {
        "entry_id": entry.entry_id,
        "name": entry.title,
        "status": "degraded" if broken else "healthy",
        "collection": collection,
    }


@callback
def collection_fields(coordinator: TaaraCoordinator) -> JsonObjectType:
    """Return how reading a household's source goes."""
    view, household = coordinator.data, coordinator.household
    polls = () if household is None else household.polls
    lately = _lately(polls, dt_util.utcnow())
    connection = view.connection
    return {
        "collection_status": view.status.value,
        "last_poll": connection.reach.value,
        "last_updated": iso(view.as_of),
        "next_poll": iso(connection.next_poll),
        "api_response_time_ms": view.response_ms,
        "router_reachable": view.reachable,
        "consecutive_failures": connection.failures,
        "circuit_breaker": "open" if connection.circuit_open else "closed",
        "storage_working": not connection.storage_failing,
        "polls_24h": len(lately),
        "successful_polls_24h": sum(
            poll.status is not ReadingStatus.FAILED for poll in lately
        ),
        "usage_requests_24h": sum(poll.usage_requests for poll in lately),
    }


def _lately(polls: Sequence[Poll], now: datetime) -> list[Poll]:
    return [poll for poll in polls if poll.at > now - DAY]
