"""The ways to people that a home has, and those that went missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from homeassistant.components.notify import DOMAIN as NOTIFY
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, selector as sel
from homeassistant.util import slugify

from .alert_options import PERSISTENT_NOTIFICATION
from .flow_access import async_text
from .model import Channel, Target

MOBILE_APP = "mobile_app"
_PHONE_SERVICE = f"{NOTIFY}.{MOBILE_APP}_"
_BY_PLATFORM = {
    "html5": Channel.DESKTOP,
    MOBILE_APP: Channel.PHONE,
    "smtp": Channel.EMAIL,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A target that the home has, under the name that people know."""

    target: Target
    name: str


def is_phone_service(name: str) -> bool:
    """Tell whether a target is the service of a phone, which takes buttons."""
    return name.startswith(_PHONE_SERVICE)


@callback
def async_ways(hass: HomeAssistant) -> tuple[Way, ...]:
    """Return the ways to people that can be chosen, by name; the home's own one first."""
    here = Target(name=PERSISTENT_NOTIFICATION, channel=Channel.DASHBOARD)
    others = [*_phones(hass), *_entities(hass)]
    others.sort(key=lambda way: (way.name.casefold(), way.target.name))
    return (Way(target=here, name="Home Assistant"), *others)


def _phones(hass: HomeAssistant) -> Iterator[Way]:
    """Yield the phones whose app can be sent messages with buttons."""
    names = {
        _service_of(entry): entry.title
        for entry in hass.config_entries.async_entries(MOBILE_APP)
    }
    for service in hass.services.async_services_for_domain(NOTIFY):
        name = f"{NOTIFY}.{service}"
        if is_phone_service(name):
            yield Way(
                target=Target(name=name, channel=Channel.PHONE),
                name=names.get(name, service.removeprefix(f"{MOBILE_APP}_")),
            )


def _entities(hass: HomeAssistant) -> Iterator[Way]:
    """Yield the notify entities, but those of phones that have a service: it can more."""
    registry = er.async_get(hass)
    for state in hass.states.async_all(NOTIFY):
        known = registry.async_get(state.entity_id)
        platform = None if known is None else known.platform
        if known and known.config_entry_id and platform == MOBILE_APP:
            entry = hass.config_entries.async_get_entry(known.config_entry_id)
            service = "" if entry is None else _service_of(entry)
            if hass.services.has_service(NOTIFY, service.removeprefix(f"{NOTIFY}.")):
                continue
        # Whatever else it is, a short text fits.
        channel = _BY_PLATFORM.get(platform or "", Channel.PHONE)
        yield Way(target=Target(name=state.entity_id, channel=channel), name=state.name)


def _service_of(phone: ConfigEntry) -> str:
    """Return what the service of a phone is called: people may rename its entry."""
    name = phone.data.get("device_name", phone.title)
    return f"{NOTIFY}.{slugify(f'{MOBILE_APP}_{name}')}"


@callback
def async_missing(hass: HomeAssistant, targets: Iterable[Target]) -> tuple[str, ...]:
    """Return the names of targets that the home does not have any more.

    While Home Assistant starts, that cannot be told yet.
    """
    return tuple(
        target.name
        for target in targets
        if hass.state is CoreState.running and not _exists(hass, target.name)
    )


def _exists(hass: HomeAssistant, name: str) -> bool:
    """Tell whether there is a target, be it unavailable."""
    if name == PERSISTENT_NOTIFICATION:
        return True
    if is_phone_service(name):
        return hass.services.has_service(NOTIFY, name.removeprefix(f"{NOTIFY}."))
    known = er.async_get(hass).async_get(name)
    if known is not None:
        return not known.disabled
    return hass.states.get(name) is not None


async def async_choice(
    hass: HomeAssistant, chosen: Iterable[Target]
) -> sel.SelectSelector:
    """Return the list to choose targets from: what there is, and what was chosen."""
    ways = async_ways(hass)
    there = {way.target.name for way in ways}
    labels = {way.target.name: (way.name, way.target.channel.value) for way in ways}
    labels |= {
        target.name: (target.name, "missing")
        for target in chosen
        if target.name not in there
    }
    options = [
        sel.SelectOptionDict(
            value=name,
            label=f"{label} ({await async_text(hass, 'channel', kind) or kind})",
        )
        for name, (label, kind) in labels.items()
    ]
    return sel.SelectSelector(
        sel.SelectSelectorConfig(
            options=options, multiple=True, mode=sel.SelectSelectorMode.LIST
        )
    )


@callback
def async_targets(
    hass: HomeAssistant, names: Iterable[str], before: Iterable[Target]
) -> tuple[Target, ...]:
    """Return the targets of these names; of one that is away, as it was chosen before."""
    known = {target.name: target for target in before}
    known |= {way.target.name: way.target for way in async_ways(hass)}
    return tuple(known[name] for name in names if name in known)
