"""The forms about the source, and what is made of what people enter in them."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

import voluptuous as vol

from homeassistant.const import CONF_HOST, CONF_VERIFY_SSL
from homeassistant.data_entry_flow import section
from homeassistant.helpers import selector as sel
from homeassistant.util.unit_conversion import InformationConverter

from .access import Access
from .const import (
    CONF_ADVANCED,
    CONF_BASE_URL,
    CONF_COUNTER_KIND,
    CONF_ENTITY_ID,
    CONF_PROVIDER,
    DEFAULT_HOST,
)
from .entity_source import COUNTER_KINDS
from .flow_base import FormError
from .model import CounterKind
from .router import PROVIDERS
from .router.address import InvalidAddress, keeps_secrets, normalise
from .router.provider import AccountField
from .router.taara_share import DEFAULT_BASE_URL
from .router.taara_share_account import hints_from_address, identifier, phone

_IDS = ("partner_id", "hotspot_id")
SHARE_SECTION = frozenset((*_IDS, CONF_BASE_URL))
_TEXT = sel.TextSelector()
_URL = sel.TextSelector(sel.TextSelectorConfig(type=sel.TextSelectorType.URL))
_PASSWORD = sel.TextSelector(
    sel.TextSelectorConfig(
        type=sel.TextSelectorType.PASSWORD, autocomplete="current-password"
    )
)
_PHONE = sel.TextSelector(
    sel.TextSelectorConfig(type=sel.TextSelectorType.TEL, autocomplete="tel")
)


def _provider(mode: sel.SelectSelectorMode) -> sel.SelectSelector:
    config = sel.SelectSelectorConfig(
        options=list(PROVIDERS), translation_key=CONF_PROVIDER, mode=mode
    )
    return sel.SelectSelector(config)


ROUTER = vol.Schema({vol.Required(CONF_HOST, default=DEFAULT_HOST): _URL})
PROVIDER = vol.Schema(
    {vol.Required(CONF_PROVIDER): _provider(sel.SelectSelectorMode.LIST)}
)


def account_form(
    access: Access,
    kept: Container[str] = (),
    offers: Sequence[Mapping[str, str]] = (),
    *,
    only_who: bool = False,
) -> vol.Schema:
    """Return the form for an account at a router; what is `kept` may be left empty.

    `offers` are the options of what is chosen from the source's own list. Unless it asks
    `only_who` reads it, another dialect can be chosen than the one recognised.
    """
    fields: dict[vol.Marker, Any] = {}
    for field in access.fields:
        if not field.offered:
            may_be_empty = field.optional or field.name in kept
            marker = vol.Optional if may_be_empty else vol.Required
            fields[marker(field.name)] = _field(field)
        elif offers:
            options = [
                sel.SelectOptionDict(value=offer["value"], label=offer["label"])
                for offer in offers
            ]
            config = sel.SelectSelectorConfig(
                options=options, mode=sel.SelectSelectorMode.DROPDOWN
            )
            fields[vol.Required(field.name)] = sel.SelectSelector(config)
    if access.may_skip_verifying and not only_who:
        fields[vol.Required(CONF_VERIFY_SSL, default=True)] = sel.BooleanSelector()
    if not only_who:
        folded = sel.SelectSelectorMode.DROPDOWN
        fields[vol.Optional(CONF_PROVIDER)] = _provider(folded)
    return vol.Schema(fields)


def share_form(
    access: Access, kept: Container[str] = (), *, show_all: bool = False
) -> vol.Schema:
    """Return the form for an account at Taara Share; what is `kept` may be left empty.

    `show_all` unfolds the section of what is found by itself.
    """
    passcode = vol.Optional if "passcode" in kept else vol.Required
    advanced: dict[vol.Marker, Any] = {vol.Optional(name): _TEXT for name in _IDS}
    advanced[vol.Optional(CONF_BASE_URL)] = _URL
    if access.may_skip_verifying:
        advanced[vol.Required(CONF_VERIFY_SSL, default=True)] = sel.BooleanSelector()
    folded: Any = vol.Schema(advanced)
    return vol.Schema(
        {
            vol.Required("phone_number"): _PHONE,
            passcode("passcode"): _PASSWORD,
            vol.Optional(CONF_ADVANCED): section(folded, {"collapsed": not show_all}),
        }
    )


def entity_form(own: list[str]) -> vol.Schema:
    """Return the form that chooses a sensor, other than our `own`."""
    shows_data = [
        sel.EntityWithDeviceFilterSelectorConfig(
            domain="sensor", device_class="data_size"
        ),
        sel.EntityWithDeviceFilterSelectorConfig(
            domain="sensor",
            unit_of_measurement=sorted(map(str, InformationConverter.VALID_UNITS)),
        ),
    ]
    return vol.Schema(
        {
            vol.Required(CONF_ENTITY_ID): sel.EntitySelector(
                sel.EntitySelectorConfig(filter=shows_data, exclude_entities=own)
            ),
            vol.Required(
                CONF_COUNTER_KIND, default=CounterKind.USED.value
            ): sel.SelectSelector(
                sel.SelectSelectorConfig(
                    options=[kind.value for kind in COUNTER_KINDS],
                    translation_key=CONF_COUNTER_KIND,
                )
            ),
        }
    )


def share_address(typed: Mapping[str, Any]) -> str:
    """Return where a Taara account is, the usual place unless another was entered."""
    text = str(typed.get(CONF_BASE_URL) or DEFAULT_BASE_URL).strip()
    try:
        url = normalise(text if "://" in text else f"https://{text}")
    except InvalidAddress:
        raise FormError(CONF_BASE_URL, "invalid_address") from None
    if not keeps_secrets(url):
        raise FormError(CONF_BASE_URL, "https_only")
    return str(url)


def share_account(typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what was entered of a Taara account; `FormError` if it does not fit.

    An address of the portal may stand in either field and tell both.
    """
    try:
        number = "".join(phone(str(typed["phone_number"])))
    except ValueError:
        raise FormError("phone_number", "invalid_phone") from None
    account = {"phone_number": f"+{number}", "passcode": str(typed.get("passcode", ""))}
    entered = {name: str(typed.get(name) or "") for name in _IDS}
    for name in _IDS:
        try:
            account[name] = identifier(entered[name], name)
        except ValueError:
            if not hints_from_address(entered[name]):
                raise FormError(name, "invalid_identifier") from None
            account[name] = ""
    for text in entered.values():
        for name, hint in hints_from_address(text).items():
            account[name] = account[name] or hint
    return account


def share_fields(access: Access, hints: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of the form as an entry, or a look at a router, fills them in."""
    names = access.names
    advanced: dict[str, Any] = {
        name: names.get(name) or hints.get(name, "") for name in _IDS
    }
    advanced[CONF_BASE_URL] = access.url or DEFAULT_BASE_URL
    advanced[CONF_VERIFY_SSL] = access.verify_ssl
    known = {k: v for k, v in names.items() if k not in _IDS}
    return known | {CONF_ADVANCED: advanced}


def _field(field: AccountField) -> sel.TextSelector:
    if field.secret:
        return _PASSWORD
    filled_in_by = "username" if field.name == "username" else "off"
    return sel.TextSelector(sel.TextSelectorConfig(autocomplete=filled_in_by))
