"""A new key for all that is encrypted, so that a kill at any moment loses nothing.

    1. a new key is written beside the old ones
    2. every entry is encrypted with it, and Home Assistant writes the entries
    3. every entry is read back from the disk, and opened with the new key alone
    4. the old keys are removed, but for those of entries that nobody can open

Until the last step both keys are on file, whatever the entries are encrypted with.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import os
from pathlib import Path
from typing import Any

from homeassistant.config_entries import STORAGE_KEY, ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import json_loads_object

from .const import CONF_CREDENTIAL_ID, CONF_CREDENTIALS, DOMAIN
from .credentials import (
    CredentialError,
    Keyring,
    async_add_key,
    async_keep_keys,
    async_load_keyring,
    key_named_by,
)
from .errors import failure

# Home Assistant writes its entries a second after they changed.
LOOK_EVERY = 0.25
LOOKS = 120
_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_rotation")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotation:
    """What came of it: how many entries have the new key, and which could not be opened.

    An old key that one of these names is not `removed`.
    """

    entries: int
    unreadable: tuple[str, ...]
    removed: bool


async def async_rotate(hass: HomeAssistant) -> Rotation:
    """Encrypt all entries with a new key. Raises `HomeAssistantError`.

    Whatever it raises, every entry can be read as well as before.
    """
    async with hass.data.setdefault(_LOCK, asyncio.Lock()):
        known = await async_load_keyring(hass)
        keyring = await async_add_key(hass)
        entries = _entries(hass)
        if keyring.current == known.current and not _has_other(known, entries):
            raise failure("key_from_environment")
        unreadable = _encrypt_anew(hass, entries, keyring)
        await _async_wait_for_disk(hass)
        old = _old_keys(_entries(hass), keyring)
        await async_keep_keys(hass, {keyring.current, *old})
        return Rotation(
            entries=len(entries) - len(unreadable),
            unreadable=unreadable,
            removed=not old,
        )


def _has_other(keyring: Keyring, entries: Sequence[ConfigEntry]) -> bool:
    """Tell whether there is another key, or an entry that needs one."""
    current = keyring.only_current()
    return keyring.keys != current.keys or not _opens(entries, current)


@callback
def _entries(hass: HomeAssistant) -> list[ConfigEntry]:
    """Return all entries that hold something encrypted, disabled ones too."""
    entries = hass.config_entries.async_entries(DOMAIN)
    return [entry for entry in entries if CONF_CREDENTIALS in entry.data]


@callback
def _encrypt_anew(
    hass: HomeAssistant, entries: Sequence[ConfigEntry], keyring: Keyring
) -> tuple[str, ...]:
    """Encrypt entries with the current key; return the titles of those nobody can open."""
    unreadable = []
    for entry in entries:
        data, credential_id = entry.data, entry.data[CONF_CREDENTIAL_ID]
        try:
            plain = keyring.decrypt_all(data[CONF_CREDENTIALS], credential_id)
        except CredentialError:
            unreadable.append(entry.title)
            continue
        tokens = keyring.encrypt_all(plain, credential_id)
        hass.config_entries.async_update_entry(
            entry, data={**data, CONF_CREDENTIALS: tokens}
        )
    return tuple(unreadable)


def _opens(entries: Sequence[ConfigEntry], keyring: Keyring) -> bool:
    """Tell whether a keyring opens every entry."""
    try:
        for entry in entries:
            data = entry.data
            keyring.decrypt_all(data[CONF_CREDENTIALS], data[CONF_CREDENTIAL_ID])
    except CredentialError:
        return False
    return True


def _old_keys(entries: Sequence[ConfigEntry], keyring: Keyring) -> set[bytes]:
    """Return the keys that are named by entries which the current one does not open."""
    current = keyring.only_current()
    return {
        named
        for entry in entries
        if not _opens([entry], current)
        for token in entry.data[CONF_CREDENTIALS].values()
        if (named := key_named_by(token)) and named != keyring.current
    }


async def _async_wait_for_disk(hass: HomeAssistant) -> None:
    """Wait until the entries on the disk are those in use; give up after a while."""
    path = Path(hass.config.path(STORAGE_DIR, STORAGE_KEY))
    for _ in range(LOOKS):
        written = await hass.async_add_executor_job(_tokens_on_disk, path)
        used = {
            entry.entry_id: entry.data[CONF_CREDENTIALS] for entry in _entries(hass)
        }
        if used.items() <= written.items():
            return
        await asyncio.sleep(LOOK_EVERY)
    raise failure("rotation_not_saved")


def _tokens_on_disk(path: Path) -> Mapping[str, Any]:
    """Return the tokens of each entry as they are written; none if nobody can read them."""
    try:
        entries: Any = json_loads_object(_settled(path))["data"]
        return {
            entry["entry_id"]: entry["data"][CONF_CREDENTIALS]
            for entry in entries["entries"]
            if entry["domain"] == DOMAIN and CONF_CREDENTIALS in entry["data"]
        }
    except OSError, ValueError, KeyError, TypeError:
        return {}


def _settled(path: Path) -> bytes:
    """Return what a file holds, once that would outlive a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        content = file.read()
    # That it is this file which has the name is written in the folder.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return content
