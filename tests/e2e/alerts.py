"""What a household does about its alerts in a real Home Assistant, and looks up."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from demo.home_assistant import HomeAssistant

from .household import shown
from .mail_server import MailServer

PATIENCE_SECONDS: Final = 30
_STEP_SECONDS: Final = 0.1
_OPTIONS: Final = "config/config_entries/options/flow"
_FIX: Final = "repairs/issues/fix"
# The target that every home has.
HERE: Final = "persistent_notification"

type Entry = Mapping[str, Any]


async def until(ready: Callable[[], object]) -> None:
    """Wait for something to come about."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not ready():
            await asyncio.sleep(_STEP_SECONDS)


async def act(home: HomeAssistant, action: str, **data: Any) -> None:
    """Do an action that answers nothing."""
    await home.api("POST", f"services/{action.replace('.', '/')}", data)


async def alert_history(home: HomeAssistant, **asked: Any) -> list[dict[str, Any]]:
    """Return what became of the alerts, or of those asked for, the latest first."""
    path = "services/taara/get_alert_history?return_response"
    answer = await home.api("POST", path, asked)
    alerts: list[dict[str, Any]] = answer["service_response"]["alerts"]
    return alerts


async def find_alert(
    home: HomeAssistant, kind: str, ready: Callable[[dict[str, Any]], object]
) -> dict[str, Any]:
    """Return the latest alert of a kind once something is true of it."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            for alert in await alert_history(home):
                if alert["kind"] == kind:
                    if ready(alert):
                        return alert
                    break
            await asyncio.sleep(_STEP_SECONDS)


def sent(alert: Mapping[str, Any]) -> bool:
    """Tell whether an alert went out, everywhere."""
    return all(one["status"] == "sent" for one in alert["deliveries"])


async def cross(home: HomeAssistant, entry: Entry, key: str, level: int) -> None:
    """Lower a level to one that was passed already: an alert is raised."""
    numbers = await shown(home, entry)
    await act(
        home, "number.set_value", entity_id=numbers[key]["entity_id"], value=level
    )


async def channels_form(home: HomeAssistant, entry: Entry) -> dict[str, Any]:
    """Open the form that asks where messages go."""
    menu = await home.api("POST", _OPTIONS, {"handler": entry["entry_id"]})
    path = f"{_OPTIONS}/{menu['flow_id']}"
    form: dict[str, Any] = await home.api("POST", path, {"next_step_id": "channels"})
    return form


def offered(form: Mapping[str, Any]) -> dict[str, str]:
    """Return the targets that a form offers, and what people read there."""
    (targets,) = (one for one in form["data_schema"] if one["name"] == "targets")
    options = targets["selector"]["select"]["options"]
    return {option["value"]: option["label"] for option in options}


async def choose(
    home: HomeAssistant, entry: Entry, *targets: str, language: str = "en"
) -> None:
    """Let messages go to these targets from now on."""
    form = await channels_form(home, entry)
    typed = {"targets": list(targets), "language": language}
    done = await home.api("POST", f"{_OPTIONS}/{form['flow_id']}", typed)
    assert done["type"] == "create_entry", done
    await loaded(home, entry)


async def loaded(home: HomeAssistant, entry: Entry) -> None:
    """Wait until a household is there again after a reload."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            entries = await home.ws({"type": "config_entries/get", "domain": "taara"})
            states = {one["entry_id"]: one["state"] for one in entries}
            if states[entry["entry_id"]] == "loaded":
                return
            await asyncio.sleep(_STEP_SECONDS)


async def written_down(home: HomeAssistant, target: str) -> None:
    """Wait until Home Assistant has written down that a target was chosen."""
    entries = home.config_dir / ".storage/core.config_entries"
    await until(lambda: entries.exists() and f'"{target}"' in entries.read_text())


async def issues(home: HomeAssistant) -> list[dict[str, Any]]:
    """Return what Taara asks people to repair."""
    found = await home.ws({"type": "repairs/list_issues"})
    return [one for one in found["issues"] if one["domain"] == "taara"]


async def fix_channels(
    home: HomeAssistant, issue: Mapping[str, Any], *targets: str
) -> dict[str, Any]:
    """Choose other targets in the flow of a repair; return its form."""
    which = {"handler": "taara", "issue_id": issue["issue_id"]}
    form: dict[str, Any] = await home.api("POST", _FIX, which)
    typed = {"targets": list(targets)}
    done = await home.api("POST", f"{_FIX}/{form['flow_id']}", typed)
    assert done["type"] == "create_entry", done
    return form


async def add_mail(home: HomeAssistant, server: MailServer) -> str:
    """Let Home Assistant send mail to Asha, by its own flows; return the entity."""
    flows = "config/config_entries/flow"
    flow = await home.api("POST", flows, {"handler": "smtp"})
    typed = {
        "sender": "home@example.com",
        "server": "127.0.0.1",
        "port": server.port,
        "encryption": "none",
        "verify_ssl": False,
        "options": {},
    }
    done = await home.api("POST", f"{flows}/{flow['flow_id']}", typed)
    assert done["type"] == "create_entry", done
    _, flow_id = done["next_flow"]
    flows = "config/config_entries/subentries/flow"
    person = {"name": "Asha", "recipient": "asha@example.com"}
    await home.api("POST", f"{flows}/{flow_id}", person)
    return await _entity_of(home, "smtp")


async def _entity_of(home: HomeAssistant, platform: str) -> str:
    """Return an integration's notify entity, once it takes messages."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            states = await home.states()
            for one in await home.ws({"type": "config/entity_registry/list"}):
                name = one["entity_id"]
                if one["platform"] == platform and name.startswith("notify."):
                    if name in states and states[name]["state"] != "unavailable":
                        return str(name)
            await asyncio.sleep(_STEP_SECONDS)
