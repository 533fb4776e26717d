"""What tests of the whole integration share."""

from collections import Counter
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import DOMAIN
from custom_components.taara.credentials import async_load_keyring, new_credential_id
from custom_components.taara.entry import plan_data
from custom_components.taara.model import CycleKind, DataUnit, Plan
from demo.accounts import SUBSCRIBER
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

ACCOUNT = {"username": SUBSCRIBER.username, "password": SUBSCRIBER.password}
TEBIBYTE = Plan(allowance=2**40, unit=DataUnit.TIB, cycle=CycleKind.PROVIDER)


async def new_entry(
    hass: HomeAssistant,
    router: SimulatedRouter,
    *,
    plan: Plan = TEBIBYTE,
    account: dict[str, str] | None = None,
    **kwargs: Any,
) -> MockConfigEntry:
    """Add a router's config entry as the flow would have made it; not set up."""
    credential_id = new_credential_id()
    keyring = await async_load_keyring(hass)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=f"Taara ({router.host})",
        unique_id=credential_id,
        data={
            "url": router.url,
            "provider": "local",
            "verify_ssl": True,
            "credential_id": credential_id,
            "credentials": keyring.encrypt_all(account or ACCOUNT, credential_id),
            "plan": plan_data(plan),
        },
        **kwargs,
    )
    entry.add_to_hass(hass)
    return entry


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an entry up and wait until all has settled."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


def asked(router: SimulatedRouter) -> Counter[str]:
    """Return how often each path of a router was asked for."""
    return Counter(request.path for request in router.requests)


def written(hass: HomeAssistant) -> dict[str, str]:
    """Return every file that Home Assistant has written, by name."""
    files = (path for path in Path(hass.config.config_dir).rglob("*") if path.is_file())
    return {path.name: path.read_text() for path in files}


def keyring_file(hass: HomeAssistant) -> Path:
    """Return where the keyring lies."""
    return Path(hass.config.path(".storage", "taara.keyring"))
