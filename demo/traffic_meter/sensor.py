"""A sensor such as people have already: what went through their router since its start.

    sensor:
      - platform: traffic_meter
        url: http://192.168.88.1/rest/interface/ether1
        username: monitor
        password: made-up

It is here because Home Assistant's own `rest`, which does the same, needs packages that
the demo would have to fetch.
"""

from aiohttp import BasicAuth, ClientError
import voluptuous as vol

from homeassistant.components.sensor import (
    PLATFORM_SCHEMA,
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import (
    CONF_PASSWORD,
    CONF_URL,
    CONF_USERNAME,
    UnitOfInformation,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType

PLATFORM_SCHEMA = PLATFORM_SCHEMA.extend(
    {
        vol.Required(CONF_URL): str,
        vol.Required(CONF_USERNAME): str,
        vol.Required(CONF_PASSWORD): str,
    }
)


async def async_setup_platform(
    hass: HomeAssistant,
    config: ConfigType,
    async_add_entities: AddEntitiesCallback,
    discovery_info: DiscoveryInfoType | None = None,
) -> None:
    """Add the sensor, read once."""
    async_add_entities([TrafficSensor(config)], update_before_add=True)


class TrafficSensor(SensorEntity):
    """Bytes received and sent, from the last start of the router on."""

    _attr_device_class = SensorDeviceClass.DATA_SIZE
    _attr_name = "Router traffic"
    _attr_native_unit_of_measurement = UnitOfInformation.BYTES
    _attr_state_class = SensorStateClass.TOTAL_INCREASING
    _attr_unique_id = "traffic"

    def __init__(self, config: ConfigType) -> None:
        """Remember where to ask, and as whom."""
        self._url: str = config[CONF_URL]
        self._auth = BasicAuth(config[CONF_USERNAME], config[CONF_PASSWORD])

    async def async_update(self) -> None:
        """Ask the router, which is away if it does not answer as expected."""
        session = async_get_clientsession(self.hass)
        try:
            async with session.get(self._url, auth=self._auth) as response:
                row = await response.json()
            self._attr_native_value = int(row["rx-byte"]) + int(row["tx-byte"])
        except ClientError, LookupError, TimeoutError, TypeError, ValueError:
            self._attr_available = False
        else:
            self._attr_available = True
