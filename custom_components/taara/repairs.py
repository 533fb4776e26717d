"""Issues that a person has to do something about, raised and withdrawn."""

from collections.abc import Iterable, Sequence

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .channel_repair import ChannelFlow
from .const import CONF_PROVIDER, DOMAIN
from .entity_source import EntityProvider
from .in_vain_repair import InVainFlow
from .model import AlertKind, Connection, Overview, Poll, Reach
from .repair_flow import SampleFlow, is_saved

# Wrong credentials are asked for by reauthentication, not by an issue. Who says that
# nothing is left has been heard, and buying more mends it.
_NOT_SILENT = {Reach.INVALID_AUTH, Reach.KEY_MISSING, Reach.USED_UP}
_SAMPLE = "unexpected_answer"
_CHANNEL = "channel_missing"
_IN_VAIN = "alerts_in_vain"
_NAMES = ("source_silent", "storage_failing", _SAMPLE, _CHANNEL, _IN_VAIN)
# One odd answer is a router that starts, or is being worked at; it bothers nobody.
_ODD_ANSWERS = 2


@callback
def async_update_issues(
    hass: HomeAssistant,
    entry: ConfigEntry,
    overview: Overview,
    polls: Iterable[Poll],
    *,
    missing: Sequence[str] = (),
    in_vain: Sequence[AlertKind] = (),
) -> None:
    """Raise the issues that an overview and the polls behind it call for.

    So for the targets of messages that are `missing`, and for the kinds of alerts that
    are `in_vain`. The others are withdrawn.
    """
    reach = overview.connection.reach
    sample = _sample(entry, overview.connection, polls)
    wanted = {
        "source_silent": overview.silent and reach not in _NOT_SILENT,
        "storage_failing": overview.connection.storage_failing,
        _SAMPLE: sample is not None and not is_saved(hass, sample),
        _CHANNEL: bool(missing),
        _IN_VAIN: bool(in_vain),
    }
    data: dict[str, dict[str, str] | None] = {
        _SAMPLE: sample,
        _CHANNEL: {"entry_id": entry.entry_id},
        _IN_VAIN: {"entry_id": entry.entry_id, "kinds": ",".join(in_vain)},
    }
    for name, wants in wanted.items():
        if not wants:
            ir.async_delete_issue(hass, DOMAIN, f"{name}_{entry.entry_id}")
            continue
        ir.async_create_issue(
            hass,
            DOMAIN,
            f"{name}_{entry.entry_id}",
            data=None if (told := data.get(name)) is None else {**told},
            is_fixable=name in data,
            severity=ir.IssueSeverity.WARNING,
            translation_key=_text(entry, name),
            translation_placeholders={
                "title": entry.title,
                "url": entry.data[CONF_URL],
                "reason": reach.replace("_", " "),
                "channels": ", ".join(missing),
            },
        )


@callback
def async_withdraw_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Withdraw every issue of an entry."""
    for name in _NAMES:
        ir.async_delete_issue(hass, DOMAIN, f"{name}_{entry.entry_id}")


def _text(entry: ConfigEntry, name: str) -> str:
    """Return the key of an issue's text: what to do about a sensor is something else."""
    is_sensor = entry.data[CONF_PROVIDER] == EntityProvider.name
    return "sensor_silent" if is_sensor and name == "source_silent" else name


async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the flow of an issue that has one."""
    told = {name: str(value) for name, value in (data or {}).items()}
    if "kinds" in told:
        return InVainFlow(told["entry_id"], told["kinds"].split(","))
    if "entry_id" in told:
        return ChannelFlow(told["entry_id"])
    return SampleFlow(told)


def _sample(
    entry: ConfigEntry, connection: Connection, polls: Iterable[Poll]
) -> dict[str, str] | None:
    """Return what the flow needs to know of the last answer that was not understood.

    It is `None` unless several such came since the last reading. Other failures between
    them do not count and do not take the issue away again: only a reading does. Polls
    are counted, not `Connection.failures`, because those may be of any kind. What was
    lost of them when Home Assistant was killed, the next polls bring again.
    """
    since = connection.failing_since
    odd = [
        poll
        for poll in polls
        if since is not None
        and poll.at >= since
        and poll.error == Reach.UNEXPECTED_PAYLOAD
        and "sample" in poll.raw
    ]
    if since is None or len(odd) < _ODD_ANSWERS:
        return None
    return {
        "outage": f"{entry.entry_id} {since.isoformat()}",
        "provider": entry.data[CONF_PROVIDER],
        "detail": odd[-1].detail or "",
        "sample": odd[-1].raw["sample"],
    }
