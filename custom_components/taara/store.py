"""What survives a restart: a small hot file at every poll, a larger history by day.

The hot file is the truth. It holds the hours of every day that is not yet known to be
safe in the history, so that a kill between the two writes loses nothing: on loading,
those days are closed again from it, whatever the history says of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError, UnsupportedStorageVersionError
from homeassistant.helpers.storage import Store

from .alert_lines import holds_changes, hot_lines, joined_alerts
from .const import DOMAIN, LOGGER
from .model import (
    Act,
    Alert,
    Connection,
    Cycle,
    DailySummary,
    Plan,
    Poll,
    Reading,
    Snooze,
)
from .serial import from_json, from_lines, hours_from_json, hours_to_json, to_lines
from .usage.household import Household
from .usage.ledger import Ledger, closed

STORAGE_VERSION = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Safe:
    """How much is known to be in the history: hours before `until`, days up to `day`.

    The day cannot be told from the moment: the home may have moved to another time
    zone since. It is `None` where none was closed.
    """

    until: datetime
    day: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The part of `Household` that the hot file holds, its hours aside.

    Hours that are not `safe` in the history are in the hot file.
    """

    last: Reading
    cycle: Cycle
    open_from: datetime
    safe: Safe
    plan: Plan
    since: datetime | None = None
    # As lines beside the head since there are alerts; here in older files.
    past: tuple[Cycle, ...] = ()
    rate: float | None = None
    account: str | None = None
    revision: int = 0
    at_risk: bool = False
    connection: Connection = field(default_factory=Connection)
    snooze: Snooze | None = None


class CheckedStore(Store[dict[str, Any]]):
    """A store that tells whether a write reached the disk: the base class only logs."""

    async def async_save_checked(self, data: dict[str, Any]) -> bool:
        """Write data and return whether the file changed.

        While Home Assistant stops, writes are gathered for its very end: no failure.
        """
        before = await self.hass.async_add_executor_job(_stamp, self.path)
        await self.async_save(data)
        if self.hass.is_stopping:
            return True
        return before != await self.hass.async_add_executor_job(_stamp, self.path)


class EntryStore:
    """The two files of one config entry."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Name the files; nothing is read or written yet."""
        self._hass = hass
        key = f"{DOMAIN}.{entry_id}"
        self._hot = CheckedStore(
            hass, STORAGE_VERSION, key, private=True, atomic_writes=True
        )
        self._history = CheckedStore(
            hass,
            STORAGE_VERSION,
            f"{key}.history",
            private=True,
            atomic_writes=True,
            serialize_in_event_loop=False,
        )
        self._safe: Safe | None = None
        self._safe_alerts: tuple[Alert, ...] = ()
        self._due = False

    async def async_load(self, zone: tzinfo) -> Household | None:
        """Return what was kept, `None` if there is nothing or nothing readable.

        Raises `ConfigEntryError` where a newer version kept it: that is not ours to
        read, nor to write over.
        """
        try:
            hot = await self._hot.async_load()
            history = await self._history.async_load()
        except UnsupportedStorageVersionError as error:
            raise ConfigEntryError(
                translation_domain=DOMAIN, translation_key="storage_newer"
            ) from error
        (
            household,
            self._safe,
            self._safe_alerts,
        ) = await self._hass.async_add_executor_job(_restored, hot, history, zone)
        return household

    async def async_save(self, household: Household, *, history: bool = False) -> bool:
        """Write the hot file; return whether all was written.

        The history is written when a day was closed since it was, or when more changed
        of alerts than the hot file holds; or where asked.
        """
        if self._safe is None:
            self._safe, self._due = _all_closed(household), True
        self._due |= self._safe.until != household.ledger.open_from
        hot = _hot(household, self._safe, self._safe_alerts)
        self._due |= not holds_changes(hot, household.alerts, self._safe_alerts)
        written = await self._hot.async_save_checked(hot)
        if not (history or self._due):
            return written
        return await self._async_save_history(household) and written

    async def async_save_act(self, household: Household) -> bool:
        """Write what a person changed; return whether it will outlive a kill.

        The history goes first, with a head of its own: only it holds every day.
        """
        if not await self._async_save_history(household):
            return False
        await self._hot.async_save_checked(
            _hot(household, _all_closed(household), household.alerts)
        )
        return True

    async def _async_save_history(self, household: Household) -> bool:
        data = await self._hass.async_add_executor_job(_history, household)
        if not await self._history.async_save_checked(data):
            return False
        self._safe, self._safe_alerts = _all_closed(household), household.alerts
        self._due = False
        return True

    async def async_remove(self) -> None:
        """Remove both files."""
        await self._hot.async_remove()
        await self._history.async_remove()


def _all_closed(household: Household) -> Safe:
    """Return what is safe once the history is written."""
    ledger = household.ledger
    day = ledger.days[-1].date if ledger.days else None
    return Safe(until=ledger.open_from, day=day)


def _hot(
    household: Household, safe: Safe, safe_alerts: tuple[Alert, ...]
) -> dict[str, Any]:
    ledger = household.ledger
    head = Head(
        last=ledger.last,
        cycle=ledger.cycle,
        open_from=ledger.open_from,
        safe=safe,
        plan=household.plan,
        since=ledger.since,
        rate=ledger.rate,
        account=household.account,
        revision=household.revision,
        at_risk=household.at_risk,
        # What is read back from here was written: saving works, as far as it knows.
        connection=replace(household.connection, storage_failing=False),
        snooze=household.snooze,
    )
    first = safe.until.timestamp()
    hours = {at: hour for at, hour in ledger.hours.items() if at >= first}
    return {
        "head": head,
        "hours": hours_to_json(hours),
        "past": to_lines(ledger.past),
        **hot_lines(household.alerts, safe_alerts),
    }


def _history(household: Household) -> dict[str, Any]:
    """Return the history; it repeats the head, in case the hot file is ever lost."""
    ledger = household.ledger
    return {
        "hot": _hot(household, _all_closed(household), household.alerts),
        "hours": hours_to_json(ledger.hours),
        "days": to_lines(ledger.days),
        "polls": to_lines(household.polls),
        "acts": to_lines(household.acts),
        "alerts": to_lines(household.alerts),
    }


def _restored(
    hot: Any, history: Any, zone: tzinfo
) -> tuple[Household | None, Safe | None, tuple[Alert, ...]]:
    """Return what both files together say, and how much the history alone does."""
    kept: Mapping[str, Any] = history if isinstance(history, dict) else {}
    # A history with a later act than the hot file was written just before a kill.
    heads = sorted((hot, kept.get("hot")), key=_revision, reverse=True)
    for head, rest in (*((head, kept) for head in heads), (hot, {})):
        try:
            if head:
                return _joined(head, rest, zone)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            LOGGER.error("Stored figures cannot be read and are passed over: %s", error)
    return None, None, ()


def _revision(data: Any) -> int:
    """Return how many acts of people a hot file knows of."""
    head = data.get("head") if isinstance(data, dict) else None
    revision = head.get("revision") if isinstance(head, dict) else None
    return revision if isinstance(revision, int) else -1


def _joined(
    hot: Mapping[str, Any], history: Mapping[str, Any], zone: tzinfo
) -> tuple[Household, Safe, tuple[Alert, ...]]:
    head = from_json(Head, hot["head"])
    safe = head.safe
    kept = hours_from_json(history.get("hours", ()))
    hours = {at: hour for at, hour in kept.items() if at < safe.until.timestamp()}
    days = from_lines(DailySummary, history.get("days", ()))
    hours |= hours_from_json(hot["hours"])
    alerts = tuple(from_lines(Alert, history.get("alerts", ())))
    ledger = Ledger(
        since=head.since or datetime.fromtimestamp(min(hours), UTC),
        last=head.last,
        cycle=head.cycle,
        open_from=safe.until,
        past=tuple(from_lines(Cycle, hot.get("past", ()))) or head.past,
        hours=hours,
        days=tuple(day for day in days if safe.day and day.date <= safe.day),
        rate=head.rate,
    )
    household = Household(
        ledger=closed(ledger, head.open_from, zone),
        plan=head.plan,
        account=head.account,
        connection=head.connection,
        polls=tuple(from_lines(Poll, history.get("polls", ()))),
        acts=tuple(from_lines(Act, history.get("acts", ()))),
        revision=head.revision,
        at_risk=head.at_risk,
        alerts=joined_alerts(hot, alerts),
        snooze=head.snooze,
    )
    return household, safe, alerts


def _stamp(path: str) -> tuple[int, int] | None:
    """Return what changes when a file is replaced."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
