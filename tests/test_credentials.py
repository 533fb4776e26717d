"""What a household entrusts to us, and the keyring that it hangs on."""

import asyncio
import base64
import json
import stat
from string import ascii_lowercase, ascii_uppercase, digits

from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.credentials import (
    KeyInvalid,
    KeyMissing,
    Keyring,
    NotSaved,
    Tampered,
    async_load_keyring,
    key_id,
    new_credential_id,
)
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant

from .common import ACCOUNT, keyring_file, new_entry, set_up, written
from .test_store import full_disk

VARIABLE = "TAARA_ENCRYPTION_KEY"
KEY = bytes(range(32))
KEY_TEXT = base64.b64encode(KEY).decode()
KEYRING = Keyring(keys={key_id(KEY): KEY}, current=key_id(KEY))
PLAIN = "correct horse"
ID, NAME = "0123456789abcdef", "password"

# version, key id, nonce
HEADER = 1 + 8
NONCE = 12


def raw(token: str) -> bytes:
    """Return the bytes of a token."""
    return base64.urlsafe_b64decode(token)


def text(token: bytes) -> str:
    """Return a token of bytes."""
    return base64.urlsafe_b64encode(token).decode()


@given(plain=st.text(st.characters(exclude_categories=["Cs"])))
def test_round_trip(plain: str) -> None:
    """Whatever is encrypted comes back, and only its length shows."""
    token = KEYRING.encrypt(plain, ID, NAME)
    assert KEYRING.decrypt(token, ID, NAME) == plain
    assert len(raw(token)) == HEADER + NONCE + len(plain.encode()) + 16


def test_token() -> None:
    """A token begins with its version and its key's id, and never repeats a nonce."""
    tokens = [raw(KEYRING.encrypt(PLAIN, ID, NAME)) for _ in range(200)]
    assert {token[:HEADER] for token in tokens} == {b"\x01" + key_id(KEY)}
    assert len({token[HEADER : HEADER + NONCE] for token in tokens}) == 200
    assert not any(PLAIN.encode() in token for token in tokens)


def test_all_fields() -> None:
    """An account is encrypted field by field."""
    tokens = KEYRING.encrypt_all(ACCOUNT, ID)
    assert tokens.keys() == ACCOUNT.keys()
    assert KEYRING.decrypt_all(tokens, ID) == ACCOUNT


@pytest.mark.parametrize(
    ("credential_id", "name"), [(ID, "username"), ("0123456789abcdee", NAME)]
)
def test_bound_to_its_place(credential_id: str, name: str) -> None:
    """A token opens neither in another field nor in another entry."""
    token = KEYRING.encrypt(PLAIN, ID, NAME)
    with pytest.raises(Tampered):
        KEYRING.decrypt(token, credential_id, name)


def test_tampered_anywhere() -> None:
    """Not one byte may differ, be missing or be added."""
    token = raw(KEYRING.encrypt(PLAIN, ID, NAME))
    for at in range(len(token)):
        changed = bytearray(token)
        changed[at] ^= 1
        # In the key's id it is another key's token: none that we have.
        error = KeyMissing if 1 <= at < HEADER else Tampered
        with pytest.raises(error):
            KEYRING.decrypt(text(bytes(changed)), ID, NAME)
    for other in (token[:-1], token + b"\0", token[: HEADER + 3], token[:HEADER]):
        with pytest.raises(Tampered):
            KEYRING.decrypt(text(other), ID, NAME)


@pytest.mark.parametrize("plain", ["1", "12", "123"])
def test_tampered_text(plain: str) -> None:
    """Nor one character of its text, not even where base64 would not mind."""
    token = KEYRING.encrypt(plain, ID, NAME)
    alphabet = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
    for at, character in enumerate(token):
        # One bit differs: at the end it may be one that stands for nothing.
        other = alphabet[alphabet.find(character) ^ 1]
        with pytest.raises((KeyMissing, Tampered)):
            KEYRING.decrypt(token[:at] + other + token[at + 1 :], ID, NAME)


@pytest.mark.parametrize("token", ["", "?", "ÄÖ", "AQ", KEY_TEXT, None, 5, [], PLAIN])
def test_no_token(token: object) -> None:
    """Anything else is refused, whatever it is."""
    with pytest.raises(Tampered):
        KEYRING.decrypt(token, ID, NAME)  # type: ignore[arg-type]  # a file may hold it


def test_newer_version() -> None:
    """A token of a version that we do not know is not guessed at."""
    token = raw(KEYRING.encrypt(PLAIN, ID, NAME))
    with pytest.raises(Tampered):
        KEYRING.decrypt(text(b"\x02" + token[1:]), ID, NAME)


def test_wrong_key() -> None:
    """Under other keys it is said that the right one is missing."""
    other = bytes(32)
    keyring = Keyring(keys={key_id(other): other}, current=key_id(other))
    with pytest.raises(KeyMissing):
        keyring.decrypt(KEYRING.encrypt(PLAIN, ID, NAME), ID, NAME)


def test_several_keys() -> None:
    """What an older key encrypted is still read; new tokens take the current one."""
    other = bytes(32)
    keyring = Keyring(
        keys={key_id(KEY): KEY, key_id(other): other}, current=key_id(other)
    )
    assert keyring.decrypt(KEYRING.encrypt(PLAIN, ID, NAME), ID, NAME) == PLAIN
    assert raw(keyring.encrypt(PLAIN, ID, NAME))[1:HEADER] == key_id(other)


async def test_shows_nothing(hass: HomeAssistant) -> None:
    """Neither a keyring nor an error shows a key or what it protects."""
    token = KEYRING.encrypt(PLAIN, ID, NAME)
    with pytest.raises(Tampered) as error:
        KEYRING.decrypt(token, ID, "username")
    for shown in (repr(KEYRING), str(KEYRING), repr(error.value), str(error.value)):
        assert "keys" not in shown
        assert token not in shown
        assert PLAIN not in shown
    assert error.value.__cause__ is None
    assert KEY not in key_id(KEY)


def test_credential_ids_are_random() -> None:
    """No two entries have the same id."""
    ids = {new_credential_id() for _ in range(100)}
    assert len(ids) == 100
    assert {len(credential_id) for credential_id in ids} == {32}


async def test_keyring_file(hass: HomeAssistant) -> None:
    """The first use makes a key, in a file that only Home Assistant may read."""
    file = keyring_file(hass)
    assert not file.exists()
    first = await async_load_keyring(hass)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first.keys) == 1
    assert await async_load_keyring(hass) == first


async def test_not_written(hass: HomeAssistant) -> None:
    """A key that is not on the disk is none: nothing is ever encrypted with it."""
    with full_disk("taara.keyring"), pytest.raises(NotSaved):
        await async_load_keyring(hass)
    first = await async_load_keyring(hass)
    assert await async_load_keyring(hass) == first


async def test_made_once(hass: HomeAssistant) -> None:
    """Two entries that are set up at once share the first key."""
    keyrings = await asyncio.gather(*(async_load_keyring(hass) for _ in range(5)))
    assert all(keyring == keyrings[0] for keyring in keyrings)


@pytest.mark.parametrize(
    "content", ["not JSON", '{"version": 1, "key": "taara.keyring", "data": {}}']
)
async def test_keyring_lost(hass: HomeAssistant, content: str) -> None:
    """A file that holds no key is replaced: what hung on it asks to sign in again."""
    before = await async_load_keyring(hass)
    keyring_file(hass).write_text(content)
    after = await async_load_keyring(hass)
    assert not set(before.keys) & set(after.keys)
    with pytest.raises(KeyMissing):
        after.decrypt(before.encrypt(PLAIN, ID, NAME), ID, NAME)


async def test_key_on_file_is_none(hass: HomeAssistant) -> None:
    """A line that is no key is passed over, the others count."""
    before = await async_load_keyring(hass)
    file = keyring_file(hass)
    stored = json.loads(file.read_text())
    stored["data"]["keys"] |= {"00": "c2hvcnQ=", "01": "?", "02": None}
    file.write_text(json.dumps(stored))
    assert await async_load_keyring(hass) == before


async def test_environment(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key from the environment is used for all that is new, and never written down."""
    old = await async_load_keyring(hass)
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    keyring = await async_load_keyring(hass)
    token = keyring.encrypt(PLAIN, ID, NAME)
    assert raw(token)[1:HEADER] == key_id(KEY)
    assert keyring.decrypt(old.encrypt(PLAIN, ID, NAME), ID, NAME) == PLAIN
    await hass.async_stop(force=True)
    assert not any(KEY_TEXT in content for content in written(hass).values())

    monkeypatch.delenv(VARIABLE)
    with pytest.raises(KeyMissing):
        (await async_load_keyring(hass)).decrypt(token, ID, NAME)


async def test_environment_alone(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a key from the environment there is no need for a file."""
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    assert await async_load_keyring(hass) == KEYRING
    assert not keyring_file(hass).exists()


@pytest.mark.parametrize("value", ["?", "short", KEY_TEXT[:-4], KEY_TEXT * 2, "ä"])
async def test_environment_is_no_key(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """What is no key is said, rather than to use another; the file stays as it was."""
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(KeyInvalid) as error:
        await async_load_keyring(hass)
    assert value not in str(error.value)
    assert not keyring_file(hass).exists()


async def test_empty_environment(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty variable is none."""
    monkeypatch.setenv(VARIABLE, "")
    await async_load_keyring(hass)
    assert keyring_file(hass).exists()


async def test_removed_with_the_last_entry(
    hass: HomeAssistant, router: SimulatedRouter, loaded_entry: MockConfigEntry
) -> None:
    """The key stays as long as one household needs it, the request log longer."""
    neighbour = {**ACCOUNT, "username": "neighbour"}
    other = await new_entry(hass, router, account=neighbour)
    file = keyring_file(hass)
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    await hass.async_block_till_done()
    assert file.exists()
    await hass.config_entries.async_remove(other.entry_id)
    await hass.async_block_till_done()
    assert not file.exists()
    assert file.with_name("taara.requests").exists()


async def test_environment_key_in_use(
    hass: HomeAssistant, router: SimulatedRouter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A household on a key from the environment leaves none of it anywhere."""
    monkeypatch.setenv(VARIABLE, KEY_TEXT)
    await set_up(hass, await new_entry(hass, router))
    await hass.async_stop(force=True)
    files = written(hass)
    assert "taara.requests" in files
    for secret in (KEY_TEXT, KEY_TEXT[:20], KEY.hex(), *ACCOUNT.values()):
        assert not any(secret in content for content in files.values()), secret


async def test_keyring_of_a_later_version(hass: HomeAssistant) -> None:
    """It is a key that we do not have, and it is not overwritten."""
    await async_load_keyring(hass)
    file = keyring_file(hass)
    later = json.loads(file.read_text()) | {"version": 2}
    file.write_text(json.dumps(later))
    with pytest.raises(KeyMissing):
        await async_load_keyring(hass)
    assert json.loads(file.read_text()) == later
