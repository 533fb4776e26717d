"""Long-term statistics: the recorder's copy of the hours in the ledger.

The ledger is the truth. What is written is only queued by the recorder, so the copy is
compared with the ledger at every start, and the end of it again with every hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from sqlalchemy.exc import SQLAlchemyError

from homeassistant.components.recorder import DOMAIN as RECORDER_DOMAIN
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    async_add_external_statistics,
    get_last_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.recorder.tasks import SynchronizeTask
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.recorder import get_instance
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from .const import DOMAIN, LOGGER
from .model import DataUnit, Hour
from .usage.hourly import Kept, Row, first_to_compare, hourly, rows_from
from .usage.ledger import Ledger
from .usage.local_time import hour_start

WORD = f"component.{DOMAIN}.entity.sensor.data_used.name"
UNITS: Mapping[str | None, DataUnit] = {unit.value: unit for unit in DataUnit}


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the recorder was given last: bytes by hour, and the last row."""

    used: Mapping[int, int] = field(default_factory=dict)
    last: Row | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """What to give to the recorder, if it is needed, and what is known of it then."""

    metadata: StatisticMetaData
    data: list[StatisticData]
    is_needed: bool
    known: Known


class UsageStatistics:
    """Keeps the recorder's hours those of one household's ledger."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, unit: DataUnit) -> None:
        """Begin with nothing known of the recorder."""
        self._hass = hass
        self._entry = entry
        self._unit = _family(unit)
        self._seen: tuple[tzinfo, datetime, Mapping[int, Hour]] | None = None
        self._next: tuple[Ledger, tzinfo] | None = None
        self._known = Known()
        self._running = self._failing = False

    @callback
    def follow(self, ledger: Ledger, zone: tzinfo) -> None:
        """Let the recorder follow in the background, where one more hour is over.

        Also where one that was over has been corrected. It costs next to nothing where
        there is nothing to do, or no recorder.
        """
        if RECORDER_DOMAIN not in self._hass.config.components:
            return
        if not self._is_due(ledger, zone):
            return
        self._next = ledger, zone
        if not self._running:
            self._running = True
            self._entry.async_create_background_task(
                self._hass, self._async_catch_up(), name=f"{DOMAIN} statistics"
            )

    def _is_due(self, ledger: Ledger, zone: tzinfo) -> bool:
        """Tell whether the hours that are over differ from those seen last."""
        until = hour_start(ledger.last.taken_at, zone)
        last = until.timestamp()
        over = {at: hour for at, hour in ledger.hours.items() if at < last}
        seen, self._seen = self._seen, (zone, until, over)
        return seen != self._seen

    async def _async_catch_up(self) -> None:
        """Write what is due; a fault is logged once, and the next hour tries again."""
        try:
            while self._next is not None:
                await self._async_wait_for_recorder()
                (ledger, zone), self._next = self._next, None
                await self._async_write(ledger, zone)
            self._failing = False
        except (HomeAssistantError, RuntimeError, SQLAlchemyError) as error:
            if not self._failing:
                LOGGER.warning(
                    "Statistics of %s cannot be written: %s", self._entry.title, error
                )
            self._failing = True
        finally:
            self._running = False

    async def _async_wait_for_recorder(self) -> None:
        """Wait until what is queued can be read: new sums build on what is read.

        The recorder's own way to wait does not see what it is just about to write.
        """
        written = self._hass.loop.create_future()
        get_instance(self._hass).queue_task(SynchronizeTask(written))
        await written

    async def _async_write(self, ledger: Ledger, zone: tzinfo) -> None:
        """Compare the recorder's hours with the ledger's and queue what differs."""
        metadata = await self._async_metadata()
        correction = await get_instance(self._hass).async_add_executor_job(
            _correction, self._hass, metadata, ledger, zone, self._known
        )
        if correction.is_needed:
            async_add_external_statistics(
                self._hass, correction.metadata, correction.data
            )
        self._known = correction.known

    async def _async_metadata(self) -> StatisticMetaData:
        """Return what the recorder should know of the statistic.

        It is called by the entry's title and like the sensor that shows the same usage.
        """
        language = self._hass.config.language
        words = await async_get_translations(self._hass, language, "entity", {DOMAIN})
        return StatisticMetaData(
            mean_type=StatisticMeanType.NONE,
            has_sum=True,
            name=f"{self._entry.title} {words.get(WORD, '')}".rstrip(),
            source=DOMAIN,
            statistic_id=statistic_id(self._entry),
            unit_class=InformationConverter.UNIT_CLASS,
            unit_of_measurement=self._unit.value,
        )


def statistic_id(entry: ConfigEntry) -> str:
    """Return the id of a household's statistic."""
    return f"{DOMAIN}:{entry.entry_id.lower()}_usage"


@callback
def async_clear_statistics(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Remove what the recorder has of a household."""
    if RECORDER_DOMAIN in hass.config.components:
        get_instance(hass).async_clear_statistics([statistic_id(entry)])


def _family(unit: DataUnit) -> DataUnit:
    """Return the unit in which hours of a plan sold in `unit` read well."""
    return DataUnit.GIB if unit in {DataUnit.GIB, DataUnit.TIB} else DataUnit.GB


def _correction(
    hass: HomeAssistant,
    metadata: StatisticMetaData,
    ledger: Ledger,
    zone: tzinfo,
    known: Known,
) -> Correction:
    """Return what the recorder lacks. It is asked for it, so not in the event loop."""
    hours = hourly(ledger, zone)
    over, name = hours.over, metadata["statistic_id"]
    if not over:
        return Correction(metadata=metadata, data=[], is_needed=False, known=known)
    _, stored = get_metadata(hass, statistic_ids={name}).get(name, (0, metadata))
    unit = _unit(stored, metadata)
    metadata = {**metadata, "unit_of_measurement": unit.value}
    first, since = min(over), first_to_compare(over, known.used)
    kept = _kept(hass, name, unit, since)
    if since != first and kept.rows.get(since) != known.last:
        # The recorder lost something, or somebody changed it: look at all of it.
        since, kept = first, _kept(hass, name, unit, first)
    wanted = rows_from(hours, since, kept)
    changed = [row for row in wanted.values() if kept.rows.get(row.start) != row]
    data = [_data(row, unit) for row in changed]
    return Correction(
        metadata=metadata,
        data=data,
        is_needed=bool(data) or not _is_same(stored, metadata),
        known=Known(used=over, last=wanted[max(over)]),
    )


def _unit(stored: StatisticMetaData, wanted: StatisticMetaData) -> DataUnit:
    """Return the unit to write in: that of the first row stays, whatever plan follows.

    The recorder would call old rows by a new unit without converting them.
    """
    first = UNITS.get(stored["unit_of_measurement"])
    return first or UNITS[wanted["unit_of_measurement"]]


def _is_same(stored: StatisticMetaData, wanted: StatisticMetaData) -> bool:
    return all(stored[key] == wanted[key] for key in ("name", "unit_of_measurement"))


def _kept(hass: HomeAssistant, name: str, unit: DataUnit, since: int) -> Kept:
    """Return what the recorder has from `since` on, in whole bytes."""
    found = statistics_during_period(
        hass,
        dt_util.utc_from_timestamp(since),
        None,
        {name},
        "hour",
        None,
        {"change", "state", "sum"},
    ).get(name)
    if not found:
        last = get_last_statistics(hass, 1, name, False, {"sum"}).get(name, [])
        return Kept(base=sum(_bytes(row.get("sum"), unit) for row in last))
    rows = (
        Row(
            start=int(row["start"]),
            used=_bytes(row.get("state"), unit),
            total=_bytes(row.get("sum"), unit),
        )
        for row in found
    )
    change = _bytes(found[0].get("change"), unit)
    kept = {row.start: row for row in rows}
    return Kept(base=_bytes(found[0].get("sum"), unit) - change, rows=kept)


def _data(row: Row, unit: DataUnit) -> StatisticData:
    """Return a row as the recorder takes it."""
    return StatisticData(
        start=dt_util.utc_from_timestamp(row.start),
        state=row.used / unit.size,
        sum=row.total / unit.size,
    )


def _bytes(value: float | None, unit: DataUnit) -> int:
    """Return whole bytes: a sum of a petabyte in GB still tells one from the next."""
    return round((value or 0) * unit.size)
