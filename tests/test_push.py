"""What the phones' service only logs is a failure; what it logs for others is not."""

import asyncio
import logging

import pytest

from custom_components.taara.model import Channel, DataUnit
from custom_components.taara.notifications import Fault, async_deliver
from custom_components.taara.usage.delivery import Parcel
from homeassistant.core import HomeAssistant, ServiceCall

from .alert_samples import NOON
from .test_notifications import ENTRY, FIRST
from .ways import PHONE

pytestmark = pytest.mark.freeze_time(NOON)

APP = logging.getLogger("homeassistant.components.mobile_app.notify")


async def deliver(hass: HomeAssistant) -> Fault | None:
    """Send a message to the phone."""
    parcel = Parcel(target=PHONE, channel=Channel.PHONE, alerts=(FIRST,))
    return await async_deliver(hass, ENTRY, parcel, "en", DataUnit.GB)


def add_phone(hass: HomeAssistant, level: int | None) -> asyncio.Event:
    """Let there be a phone whose service says something of each message it gets.

    It says it once the returned event is set.
    """
    ready = asyncio.Event()

    async def send(_call: ServiceCall) -> None:
        await ready.wait()
        if level is not None:
            APP.log(level, "Asha's phone: %s", "no such token")

    hass.services.async_register("notify", PHONE.removeprefix("notify."), send)
    return ready


@pytest.mark.parametrize(
    ("level", "fault"),
    [
        (logging.ERROR, Fault.REFUSED),
        (logging.WARNING, Fault.REFUSED),  # a message too many today
        (logging.INFO, None),
        (None, None),
    ],
)
async def test_logged(
    hass: HomeAssistant, level: int | None, fault: Fault | None
) -> None:
    """An error or a warning means that the message is still here."""
    add_phone(hass, level).set()
    assert await deliver(hass) is fault


async def test_others(hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody else's failure at the same time is theirs; it is logged all the same."""
    ready = add_phone(hass, None)
    sending = asyncio.create_task(deliver(hass))
    await asyncio.sleep(0)
    APP.error("Juma's phone is gone")
    ready.set()
    assert await sending is None
    assert "Juma's phone is gone" in caplog.text
    assert not APP.filters
