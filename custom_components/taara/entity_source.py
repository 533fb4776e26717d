"""A Home Assistant sensor as the source: whatever counts data already, read every poll."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, override

from homeassistant.components.sensor import ATTR_LAST_RESET
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfInformation,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import InformationConverter

from .const import CONF_COUNTER_KIND, CONF_ENTITY_ID
from .model import CounterKind, Reading
from .router.answer import Answer
from .router.provider import (
    AccountField,
    CannotConnect,
    Evidence,
    UnexpectedPayload,
    UsageProvider,
)
from .router.values import amount

COUNTER_KINDS = (CounterKind.USED, CounterKind.REMAINING, CounterKind.CUMULATIVE)


class EntityProvider(UsageProvider):
    """A sensor that shows an amount of data, and what that amount means.

    `entity_id` is the registry's own id where the sensor has one, which stays when the
    sensor is renamed, else the entity id.
    """

    name: ClassVar[str] = "entity"
    account_fields: ClassVar[tuple[AccountField, ...]] = (
        AccountField(name=CONF_ENTITY_ID),
        AccountField(name=CONF_COUNTER_KIND, identifies=False),
    )

    @override
    def __init__(self, hass: HomeAssistant, account: Mapping[str, str]) -> None:
        """Look at the sensor named in `account`."""
        self._hass = hass
        self._entity = account[CONF_ENTITY_ID]
        self._kind = CounterKind(account[CONF_COUNTER_KIND])

    @override
    async def sign_in(self) -> None:
        """Find that the sensor shows something; any `RouterError`."""
        await self.read()

    @override
    async def read(self) -> Reading:
        """Look at the sensor once; any `RouterError`."""
        entity_id = entity_id_of(self._hass, self._entity)
        state = None if entity_id is None else self._hass.states.get(entity_id)
        if state is None:
            raise CannotConnect("there is no such sensor")
        if state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            raise CannotConnect(f"the sensor is {state.state}")
        return reading(state, self._kind, dt_util.utcnow())

    @override
    @classmethod
    def recognise(cls, path: str, answer: Answer) -> Evidence | None:
        """Sensors are chosen, not found."""
        return None


def reading(state: State, kind: CounterKind, now: datetime) -> Reading:
    """Read an amount of data in any of Home Assistant's units; `UnexpectedPayload`.

    `state` is the sensor's, `kind` says what its amount means.
    """
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
    if not isinstance(unit, str) or unit not in InformationConverter.VALID_UNITS:
        raise UnexpectedPayload("the sensor's unit is none of data")
    size = amount(state.state, _bytes_in(unit))
    if size is None:
        raise UnexpectedPayload("the sensor does not show an amount of data")
    left = kind is CounterKind.REMAINING
    return Reading(
        taken_at=now,
        counter=kind,
        used=None if left else size,
        remaining=size if left else None,
        counting_since=_last_reset(state),
        raw={"unit": unit, "counter": kind.value},
    )


def stable_id(hass: HomeAssistant, entity_id: str) -> str:
    """Return what names an entity even after it was renamed, where there is such a thing."""
    entry = er.async_get(hass).async_get(entity_id)
    return entity_id if entry is None else entry.id


def entity_id_of(hass: HomeAssistant, stable: str) -> str | None:
    """Return what an entity is called now; `None` if it was removed."""
    return er.async_resolve_entity_id(er.async_get(hass), stable)


def _bytes_in(unit: str) -> Decimal:
    """Return how many bytes a unit is; a bit is an eighth of one."""
    # In bits every unit is a whole number, which the ratio may miss by a hair.
    bits = InformationConverter.get_unit_ratio(UnitOfInformation.BITS, unit)
    return Decimal(round(bits)) / 8


def _last_reset(state: State) -> datetime | None:
    """Return when a total last began from zero, where the sensor says so."""
    value = state.attributes.get(ATTR_LAST_RESET)
    try:
        moment = dt_util.parse_datetime(value) if isinstance(value, str) else value
        return dt_util.as_utc(moment) if isinstance(moment, datetime) else None
    except ValueError, OverflowError:  # no such day, or none that UTC has
        return None
