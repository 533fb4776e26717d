"""Where a household's source is, what it speaks and who asks: kept, and asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yarl import URL

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant

from .const import (
    CONF_COUNTER_KIND,
    CONF_CREDENTIAL_ID,
    CONF_CREDENTIALS,
    CONF_PROVIDER,
)
from .credentials import async_load_keyring
from .entity_source import EntityProvider
from .router import PROVIDERS
from .router.address import is_private
from .router.provider import AccountField, UsageProvider


def provider_type(name: str) -> type[UsageProvider]:
    """Return what reads a kind of source; `KeyError` if there is none."""
    return EntityProvider if name == EntityProvider.name else PROVIDERS[name]


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """Where a source is, what it speaks, and who asks; a sensor's has no `url`."""

    url: str = ""
    provider: str = ""
    account: Mapping[str, str] = field(default_factory=dict, repr=False)
    verify_ssl: bool = True

    @property
    def fields(self) -> tuple[AccountField, ...]:
        """What has to be known of the account."""
        return provider_type(self.provider).account_fields

    @property
    def place(self) -> str:
        """Where the source is, as far as that tells it from others."""
        return str(URL(self.url).origin()) if self.url else self.provider

    @property
    def whose(self) -> tuple[str, ...]:
        """What makes this account the one it is, wherever it is read."""
        return tuple(
            self.account.get(known.name, "")
            for known in self.fields
            if known.identifies
        )

    @property
    def meaning(self) -> str | None:
        """What people say that the counter means, where it cannot tell itself."""
        return self.account.get(CONF_COUNTER_KIND)

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes this account at this source the one it is."""
        return (self.place, *self.whose)

    @property
    def names(self) -> dict[str, str]:
        """The account without its secrets: what a form may show again."""
        return self._known(secret=False)

    @property
    def secrets(self) -> dict[str, str]:
        """What of the account no form shows."""
        return self._known(secret=True)

    @property
    def may_skip_verifying(self) -> bool:
        """Whether people may trust a certificate unseen: only at home."""
        url = URL(self.url)
        return url.scheme == "https" and is_private(url)

    @property
    def lacks_choice(self) -> bool:
        """Whether something has to be chosen from what the source offers."""
        return any(f.offered and not self.account.get(f.name) for f in self.fields)

    def entered(self, typed: Mapping[str, Any], kept: Mapping[str, str]) -> Access:
        """Return this with what was typed; secrets `kept` stand for those left empty."""
        account = dict(self.account)
        for known in self.fields:
            if known.secret:
                account[known.name] = typed.get(known.name) or kept.get(known.name, "")
            else:
                # A form leaves out what was emptied; what is offered may not be asked.
                before = account.get(known.name, "") if known.offered else ""
                account[known.name] = str(typed.get(known.name, before))
        named = [account[f.name] for f in self.fields if not (f.secret or f.offered)]
        if named and not any(named):  # a secret of nobody
            account |= {known.name: "" for known in self.fields if known.secret}
        # What was trusted in a form was the address that it was shown for, at home.
        verify = typed.get(CONF_VERIFY_SSL, self.verify_ssl)
        verify = verify or not self.may_skip_verifying
        return replace(self, account=account, verify_ssl=verify)

    def unchosen(self) -> Access:
        """Return this with nothing chosen from what the source offers."""
        offered = {field.name for field in self.fields if field.offered}
        kept = {k: v for k, v in self.account.items() if k not in offered}
        return replace(self, account=kept)

    def speaking(self, provider: str) -> Access:
        """Return this in a dialect; an account in another one is not taken along."""
        if provider == self.provider:
            return self
        return replace(self, provider=provider, account={})

    def moved_to(self, url: str) -> Access:
        """Return this at another place, where nobody has said what to trust."""
        return replace(self, url=url, verify_ssl=self.verify_ssl or url != self.url)

    def _known(self, *, secret: bool) -> dict[str, str]:
        return {
            field.name: self.account[field.name]
            for field in self.fields
            if field.secret is secret and field.name in self.account
        }


def access_of(entry: ConfigEntry) -> Access:
    """Return an entry's access without its account."""
    data = entry.data
    return Access(
        url=data[CONF_URL],
        provider=data[CONF_PROVIDER],
        verify_ssl=data.get(CONF_VERIFY_SSL, True),
    )


async def async_decrypted(hass: HomeAssistant, entry: ConfigEntry) -> Access:
    """Return an entry's access; `CredentialError` if its secrets cannot be read."""
    data, keyring = entry.data, await async_load_keyring(hass)
    account = keyring.decrypt_all(data[CONF_CREDENTIALS], data[CONF_CREDENTIAL_ID])
    return replace(access_of(entry), account=account)


async def async_access_data(
    hass: HomeAssistant, access: Access, credential_id: str
) -> dict[str, Any]:
    """Return the part of an entry's data that says how to read the source."""
    keyring = await async_load_keyring(hass)
    return {
        CONF_URL: access.url,
        CONF_PROVIDER: access.provider,
        CONF_VERIFY_SSL: access.verify_ssl,
        CONF_CREDENTIAL_ID: credential_id,
        CONF_CREDENTIALS: keyring.encrypt_all(access.account, credential_id),
    }
