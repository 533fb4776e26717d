"""A new key for all that is encrypted: whatever happens meanwhile, nothing is lost."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
import json
import os
from pathlib import Path
from shutil import copytree
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara import rotation
from custom_components.taara.credentials import Keyring, _decoded
from demo.simulator import SimulatedRouter
from homeassistant.config_entries import STORAGE_KEY, ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import file as util_file

from .common import ACCOUNT, keyring_file, new_entry, set_up
from .test_actions import act
from .test_credentials import KEY, KEY_TEXT, VARIABLE
from .test_store import full_disk

USER = ConfigEntryDisabler.USER
REPLACE = os.replace


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often than people would have to wait."""
    monkeypatch.setattr(rotation, "LOOK_EVERY", 0.05)


@pytest.fixture
async def entries(
    hass: HomeAssistant, router: SimulatedRouter
) -> tuple[MockConfigEntry, ...]:
    """Return three households: one set up, one that is not, one that is disabled."""
    first = await new_entry(hass, router)
    await set_up(hass, first)
    account = {"username": "b", "password": "c"}
    second = await new_entry(hass, router, account=account)
    third = await new_entry(hass, router, account=account, disabled_by=USER)
    return first, second, third


def keys(folder: Path) -> dict[bytes, bytes]:
    """Return the keys that lie in a folder of storage."""
    file = folder / "taara.keyring"
    return _decoded(json.loads(file.read_text(encoding="utf-8"))["data"]["keys"])


def tokens(folder: Path) -> dict[str, dict[str, str]]:
    """Return the tokens of each credential id, as they lie in a folder of storage."""
    told = json.loads((folder / STORAGE_KEY).read_text(encoding="utf-8"))
    return {
        entry["data"]["credential_id"]: entry["data"]["credentials"]
        for entry in told["data"]["entries"]
        if entry["domain"] == "taara"
    }


def opened(folder: Path) -> list[dict[str, str]]:
    """Return every account that a Home Assistant on these files could read."""
    known = keys(folder)
    keyring = Keyring(keys=known, current=next(reversed(known)))
    return [
        keyring.decrypt_all(found, credential_id)
        for credential_id, found in tokens(folder).items()
    ]


async def written(hass: HomeAssistant) -> Path:
    """Let Home Assistant write its entries, and return where it does."""
    await hass.config_entries._store.async_save(hass.config_entries._data_to_save())
    return Path(hass.config.path(".storage"))


@contextmanager
def copies(storage: Path, into: Path) -> Iterator[list[Path]]:
    """Copy the storage right before and right after each file takes its place."""
    made: list[Path] = []

    def copy() -> None:
        if storage.exists():
            made.append(copytree(storage, into / str(len(made))))

    commit: Any = util_file.AtomicWriter.commit

    def committed(writer: Any, file: Any) -> None:
        copy()
        commit(writer, file)
        copy()

    def replaced(source: Any, target: Any) -> None:
        copy()
        REPLACE(source, target)
        copy()

    with (
        patch("homeassistant.util.file.AtomicWriter.commit", committed),
        patch("homeassistant.util.file.os.replace", replaced),
    ):
        yield made


async def test_rotation(
    hass: HomeAssistant, entries: tuple[MockConfigEntry, ...]
) -> None:
    """Everything is encrypted with another key, and the old one is gone."""
    storage = await written(hass)
    (before,), known = keys(storage), tokens(storage)
    answer = await act(hass, "rotate_encryption_key")
    assert answer == {"entries": 3, "unreadable": [], "old_keys_removed": True}
    (after,) = keys(storage)
    assert after != before
    assert tokens(storage).keys() == known.keys()
    for credential_id, found in tokens(storage).items():
        for name, token in found.items():
            assert token != known[credential_id][name]
    assert opened(storage)[0] == ACCOUNT
    assert entries[0].state.value == "loaded"
    assert await hass.config_entries.async_reload(entries[0].entry_id)


@pytest.mark.usefixtures("entries")
async def test_killed_at_any_write(hass: HomeAssistant, tmp_path: Path) -> None:
    """Whatever a kill leaves on the disk, every entry can be read."""
    storage = await written(hass)
    accounts = opened(storage)
    with copies(storage, tmp_path / "killed") as killed:
        await act(hass, "rotate_encryption_key")
    numbers = [len(keys(folder)) for folder in killed]
    # One key, then both while the entries are written, then the new one alone.
    assert numbers[0] == 1
    assert 2 in numbers
    assert numbers[-1] == 1
    assert keys(killed[0]).keys().isdisjoint(keys(killed[-1]))
    entries = [json.dumps(tokens(folder)) for folder in killed]
    assert len(set(entries)) == 2
    for folder in killed:
        assert opened(folder) == accounts


@pytest.mark.usefixtures("entries")
async def test_killed_then_again(hass: HomeAssistant) -> None:
    """After a kill half way, another rotation ends with one key."""
    storage = await written(hass)
    with (
        patch.object(rotation, "async_keep_keys", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        await act(hass, "rotate_encryption_key")
    assert len(keys(storage)) == 2
    answer = await act(hass, "rotate_encryption_key")
    assert answer["old_keys_removed"]
    assert len(keys(storage)) == 1
    assert opened(storage)[0] == ACCOUNT


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("name", ["taara.keyring", STORAGE_KEY])
async def test_full_disk(
    hass: HomeAssistant, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is said, and all can be read as before."""
    monkeypatch.setattr(rotation, "LOOKS", 40)
    storage = await written(hass)
    accounts = opened(storage)

    def refuse(source: Any, target: Any) -> None:
        if str(target).endswith(name):
            raise OSError(28, "No space left on device")
        REPLACE(source, target)

    with (
        full_disk(name),
        patch("homeassistant.util.file.os.replace", refuse),
        pytest.raises(HomeAssistantError) as failed,
    ):
        await act(hass, "rotate_encryption_key")
    assert failed.value.translation_key in {"not_saved", "rotation_not_saved"}
    assert opened(storage) == accounts
    await act(hass, "rotate_encryption_key")
    assert len(keys(storage)) == 1
    assert opened(storage) == accounts


async def test_unreadable_entry(
    hass: HomeAssistant, entries: tuple[MockConfigEntry, ...]
) -> None:
    """The key that an entry names is kept, however often it is tried; no other one is."""
    storage = await written(hass)
    (first,) = keys(storage)
    broken = entries[1]
    # As after a slip in the file: the key is known, but does not open them.
    data = {**broken.data, "credential_id": "another"}
    hass.config_entries.async_update_entry(broken, data=data, title="Broken")
    for _ in range(3):
        answer = await act(hass, "rotate_encryption_key")
        assert answer == {
            "entries": 2,
            "unreadable": ["Broken"],
            "old_keys_removed": False,
        }
        assert len(keys(storage)) == 2
        assert first in keys(storage)
    hass.config_entries.async_update_entry(
        broken, data={**data, "credentials": {"username": "x", "password": "y"}}
    )
    assert (await act(hass, "rotate_encryption_key"))["old_keys_removed"]
    assert len(keys(storage)) == 1


def test_outlives_a_power_cut(tmp_path: Path) -> None:
    """What is read back is on the disk, and so is its name in the folder."""
    file = tmp_path / "entries"
    file.write_bytes(b"{}")
    with patch("os.fsync") as synced:
        synced.side_effect = lambda number: found.append(os.fstat(number).st_ino)
        found: list[int] = []
        assert rotation._settled(file) == b"{}"
    assert found == [file.stat().st_ino, tmp_path.stat().st_ino]


async def test_key_from_the_environment(
    hass: HomeAssistant,
    entries: tuple[MockConfigEntry, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All moves to the key of the environment; that one is not Taara's to change."""
    storage = await written(hass)
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    answer = await act(hass, "rotate_encryption_key")
    assert answer["entries"] == len(entries)
    assert keys(storage) == {}
    assert KEY_TEXT not in keyring_file(hass).read_text(encoding="utf-8")
    header = b"\x01" + next(iter(_decoded({"": base64.b64encode(KEY).decode()})))
    for found in tokens(storage).values():
        for token in found.values():
            assert base64.urlsafe_b64decode(token).startswith(header)
    with pytest.raises(HomeAssistantError) as refused:
        await act(hass, "rotate_encryption_key")
    assert refused.value.translation_key == "key_from_environment"


async def test_lost_key(
    hass: HomeAssistant,
    entries: tuple[MockConfigEntry, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With another key in the environment, what nobody can open is named."""
    await written(hass)
    keyring_file(hass).unlink()
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    answer = await act(hass, "rotate_encryption_key")
    titles = [entry.title for entry in entries]
    assert answer == {"entries": 0, "unreadable": titles, "old_keys_removed": False}


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"data": 1}'])
async def test_entries_that_cannot_be_read_back(
    hass: HomeAssistant, content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not on the disk, or not as it should be, proves nothing."""
    monkeypatch.setattr(rotation, "LOOKS", 2)
    storage = await written(hass)
    file = storage / STORAGE_KEY

    def lose(_source: Any, target: Any) -> None:
        assert str(target) == str(file)

    file.unlink()
    if content is not None:
        file.write_bytes(content)
    with (
        patch("homeassistant.util.file.os.replace", lose),
        pytest.raises(HomeAssistantError) as failed,
    ):
        await act(hass, "rotate_encryption_key")
    assert failed.value.translation_key == "rotation_not_saved"
    assert len(keys(storage)) == 2
