"""AES-256-GCM for what the household entrusts to us, and the keyring it hangs on.

What this protects: a leaked or shared configuration, a backup of the config entries,
a screenshot, a support log. What it does not: someone who can read the whole of
Home Assistant's storage reads the keyring too, unless the key comes from the
environment, and someone who runs code in Home Assistant reads everything.
"""

import asyncio
import base64
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
import hashlib
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN

ENVIRONMENT_KEY = "TAARA_ENCRYPTION_KEY"
STORAGE_KEY = f"{DOMAIN}.keyring"
STORAGE_VERSION = 1

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_BYTES = 8
# Two entries set up at once must not each make a first key.
_LOCK: HassKey[asyncio.Lock] = HassKey(f"{DOMAIN}_keyring")
# The first byte of every token: how the rest is to be read.
TOKEN_VERSION = b"\x01"


class CredentialError(HomeAssistantError):
    """Stored credentials cannot be used."""


class KeyMissing(CredentialError):
    """The key that they were encrypted with is not here."""

    def __init__(self) -> None:
        """Name the way out."""
        super().__init__(translation_domain=DOMAIN, translation_key="key_missing")


class KeyInvalid(CredentialError):
    """The environment names a key that is none."""

    def __init__(self) -> None:
        """Name the way out."""
        super().__init__(translation_domain=DOMAIN, translation_key="key_invalid")


class NotSaved(CredentialError):
    """The keyring could not be written: nothing may be encrypted with it."""

    def __init__(self) -> None:
        """Name the way out."""
        super().__init__(translation_domain=DOMAIN, translation_key="not_saved")


class Tampered(CredentialError):
    """They are not what was once encrypted under their key, for their field."""

    def __init__(self) -> None:
        """Name the way out."""
        super().__init__(translation_domain=DOMAIN, translation_key="tampered")


def key_id(key: bytes) -> bytes:
    """Return what tells a key from others without telling the key."""
    return hashlib.sha256(b"taara key id" + key).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at hand, by id; `current` is the one to encrypt with.

    Nothing of it shows in its representation.
    """

    keys: Mapping[bytes, bytes] = field(repr=False)
    current: bytes = field(repr=False)

    def encrypt(self, plain: str, credential_id: str, name: str) -> str:
        """Return a token for a field: version, key id, nonce and ciphertext, base64.

        The token opens only for the same `credential_id` and field `name`: it cannot
        be moved to another entry, or a password shown where a username is.
        """
        nonce = os.urandom(NONCE_BYTES)
        header = TOKEN_VERSION + self.current
        sealed = AESGCM(self.keys[self.current]).encrypt(
            nonce, plain.encode(), _bound_to(header, credential_id, name)
        )
        return base64.urlsafe_b64encode(header + nonce + sealed).decode()

    def decrypt(self, token: str, credential_id: str, name: str) -> str:
        """Return the plain value of a token.

        Raises `KeyMissing` if its key is not at hand and `Tampered` if it is not a
        token of this field.
        """
        raw = _raw(token)
        header, rest = raw[: 1 + KEY_ID_BYTES], raw[1 + KEY_ID_BYTES :]
        if (key := self.keys.get(header[1:])) is None:
            raise KeyMissing
        nonce, sealed = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        try:
            plain = AESGCM(key).decrypt(
                nonce, sealed, _bound_to(header, credential_id, name)
            )
        except InvalidTag, ValueError:
            raise Tampered from None
        return plain.decode()

    def only_current(self) -> Keyring:
        """Return the key to encrypt with, alone."""
        return Keyring({self.current: self.keys[self.current]}, self.current)

    def encrypt_all(
        self, plain: Mapping[str, str], credential_id: str
    ) -> dict[str, str]:
        """Return a token for each field."""
        return {
            name: self.encrypt(value, credential_id, name)
            for name, value in plain.items()
        }

    def decrypt_all(
        self, tokens: Mapping[str, str], credential_id: str
    ) -> dict[str, str]:
        """Return the plain value of each token."""
        return {
            name: self.decrypt(token, credential_id, name)
            for name, token in tokens.items()
        }


def key_named_by(token: str) -> bytes | None:
    """Return the id of the key that a token was made with, `None` if it is no token."""
    try:
        return _raw(token)[1 : 1 + KEY_ID_BYTES]
    except Tampered:
        return None


def _raw(token: str) -> bytes:
    """Return the bytes of a token; `Tampered` if it is none."""
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except TypeError, ValueError:
        raise Tampered from None
    # Base64 can say the same in several ways; only ours is unchanged.
    if raw[:1] != TOKEN_VERSION or base64.urlsafe_b64encode(raw).decode() != token:
        raise Tampered
    return raw


def _bound_to(header: bytes, credential_id: str, name: str) -> bytes:
    return header + f"{credential_id}:{name}".encode()


def new_credential_id() -> str:
    """Return a random id that ties a config entry to its tokens."""
    return secrets.token_hex(16)


async def async_load_keyring(hass: HomeAssistant) -> Keyring:
    """Return the keyring, making it on first use; `CredentialError` if it cannot be had.

    A key from the environment is used for everything new and is never written down;
    keys on file stay for reading what they once encrypted.
    """
    async with hass.data.setdefault(_LOCK, asyncio.Lock()):
        return await _async_load_keyring(hass)


async def async_add_key(hass: HomeAssistant) -> Keyring:
    """Put a new key beside those on file and return the keyring, to encrypt with it.

    A key from the environment stays the one to encrypt with. `NotSaved` if the file
    could not be written.
    """
    async with hass.data.setdefault(_LOCK, asyncio.Lock()):
        keyring = await _async_load_keyring(hass)
        if _key_from_environment() is None:
            keys = {**keyring.keys, **_fresh_key()}
            await _async_write(hass, keys)
            keyring = Keyring(keys=keys, current=next(reversed(keys)))
        return keyring


async def async_keep_keys(hass: HomeAssistant, wanted: Container[bytes]) -> None:
    """Keep only the keys on file with these ids; `NotSaved` if that is not written."""
    async with hass.data.setdefault(_LOCK, asyncio.Lock()):
        known = await _async_read(hass)
        kept = {i: key for i, key in known.items() if i in wanted}
        if kept != known:
            await _async_write(hass, kept)


async def _async_load_keyring(hass: HomeAssistant) -> Keyring:
    keys = await _async_read(hass)
    if (given := _key_from_environment()) is not None:
        return Keyring(keys=keys | {key_id(given): given}, current=key_id(given))
    if not keys:
        keys = _fresh_key()
        await _async_write(hass, keys)
    return Keyring(keys=keys, current=next(reversed(keys)))


def _store(hass: HomeAssistant) -> Store[dict[str, dict[str, str]]]:
    return Store(hass, STORAGE_VERSION, STORAGE_KEY, private=True, atomic_writes=True)


async def _async_read(hass: HomeAssistant) -> dict[bytes, bytes]:
    """Return the keys on file, the newest last; `KeyMissing` if it cannot be read."""
    try:
        stored = await _store(hass).async_load() or {}
    except HomeAssistantError as error:  # written by a newer version, or unreadable
        raise KeyMissing from error
    return _decoded(stored.get("keys", {}))


async def _async_write(hass: HomeAssistant, keys: Mapping[bytes, bytes]) -> None:
    """Write the keys and look whether they are there: saving only logs that it failed."""
    await _store(hass).async_save(_encoded(keys))
    if await _async_read(hass) != keys:
        raise NotSaved


async def async_remove_keyring(hass: HomeAssistant) -> None:
    """Remove the keyring from disk, with the last entry that needed it."""
    await Store(hass, STORAGE_VERSION, STORAGE_KEY).async_remove()


def _key_from_environment() -> bytes | None:
    """Return the key in the environment; `KeyInvalid` if what is there is no key."""
    if not (text := os.environ.get(ENVIRONMENT_KEY)):
        return None
    if (key := _key(text)) is None:
        raise KeyInvalid
    return key


def _key(text: object) -> bytes | None:
    """Return a base64 key of the right length, `None` for anything else."""
    try:
        raw = base64.b64decode(str(text), validate=True)
    except ValueError:
        return None
    return raw if len(raw) == KEY_BYTES else None


def _fresh_key() -> dict[bytes, bytes]:
    """Return a new key by its id."""
    fresh = secrets.token_bytes(KEY_BYTES)
    return {key_id(fresh): fresh}


def _encoded(keys: Mapping[bytes, bytes]) -> dict[str, dict[str, str]]:
    """Return keys as they are written down."""
    encoded = {i.hex(): base64.b64encode(k).decode() for i, k in keys.items()}
    return {"keys": encoded}


def _decoded(stored: Mapping[str, str]) -> dict[bytes, bytes]:
    decoded = (_key(text) for text in stored.values())
    return {key_id(key): key for key in decoded if key is not None}
