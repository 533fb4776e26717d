"""Which kinds of alerts people want: a switch for each."""

from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alert_options import CONF_OFF
from .coordinator import TaaraConfigEntry
from .entity import TaaraEntity
from .model import AlertKind

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class TaaraSwitchEntityDescription(SwitchEntityDescription):
    """The kind of alerts that a switch is for."""

    kind: AlertKind


SWITCHES: tuple[TaaraSwitchEntityDescription, ...] = tuple(
    TaaraSwitchEntityDescription(
        key=f"{kind}_alert",
        translation_key=f"{kind}_alert",
        entity_category=EntityCategory.CONFIG,
        kind=kind,
    )
    for kind in sorted(AlertKind)
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TaaraConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches."""
    async_add_entities(
        TaaraSwitch(entry.runtime_data, description) for description in SWITCHES
    )


class TaaraSwitch(TaaraEntity, SwitchEntity):
    """Shows whether a kind is wanted and changes it: the entry's options are the truth."""

    entity_description: TaaraSwitchEntityDescription

    @property
    @override
    def is_on(self) -> bool:
        """Return whether people want to be told."""
        return self.entity_description.kind not in self.coordinator.alerts.settings.off

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Tell of this kind again."""
        self._choose(wanted=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Tell no more of this kind."""
        self._choose(wanted=False)

    def _choose(self, *, wanted: bool) -> None:
        alerts, kind = self.coordinator.alerts, self.entity_description.kind
        others = [known.value for known in alerts.settings.off if known is not kind]
        alerts.choose({CONF_OFF: others if wanted else [*others, kind.value]})
