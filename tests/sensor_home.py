"""A household whose data a sensor of Home Assistant counts."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.taara.const import DOMAIN
from custom_components.taara.credentials import async_load_keyring, new_credential_id
from custom_components.taara.entry import plan_data
from custom_components.taara.model import DataUnit, Overview, Plan
from homeassistant.core import HomeAssistant

from .common import set_up

SENSOR = "sensor.wan"
GB = 10**9


class SensorHome:
    """A household whose data another integration counts."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        """Begin without an entry."""
        self.hass, self.freezer = hass, freezer
        self.entry = MockConfigEntry()

    def show(self, state: float | str, last_reset: str | None = None) -> None:
        """Let the sensor show gigabytes, or whatever else it says."""
        attributes = {"unit_of_measurement": "GB", "last_reset": last_reset}
        self.hass.states.async_set(SENSOR, str(state), attributes)

    async def set_up(self, kind: str) -> None:
        """Set a household up as the flow would have done."""
        credential_id, keyring = (
            new_credential_id(),
            await async_load_keyring(self.hass),
        )
        account = {"entity_id": SENSOR, "counter_kind": kind}
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            title="Taara (wan)",
            unique_id=credential_id,
            data={
                "url": "",
                "provider": "entity",
                "verify_ssl": True,
                "credential_id": credential_id,
                "credentials": keyring.encrypt_all(account, credential_id),
                "plan": plan_data(Plan(allowance=100 * GB, unit=DataUnit.GB)),
            },
        )
        self.entry.add_to_hass(self.hass)
        await set_up(self.hass, self.entry)

    async def turn(self, polls: int = 1) -> None:
        """Let the time of some polls pass."""
        for _ in range(polls):
            self.freezer.tick(timedelta(minutes=10))
            async_fire_time_changed(self.hass)
            await self.hass.async_block_till_done(wait_background_tasks=True)

    @property
    def overview(self) -> Overview:
        """What Taara knows."""
        data: Overview = self.entry.runtime_data.data
        return data
