"""What the page about other devices shows is valid, and names what there is."""

from pathlib import Path
import re

import pytest

from custom_components.taara.alerts import EVENT_ALERT
from homeassistant.components.automation.config import PLATFORM_SCHEMA as AUTOMATION
from homeassistant.components.script.config import SCRIPT_ENTITY_SCHEMA
from homeassistant.core import HomeAssistant
from homeassistant.helpers.template import Template
from homeassistant.util.yaml import parse_yaml

from .helpers_core import NOON, Home

TEXT = (Path(__file__).parents[1] / "docs" / "elsewhere.md").read_text(encoding="utf-8")


def shown(kind: str) -> list[str]:
    """Return the pieces of code of a kind."""
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.usefixtures("hass")
def test_configuration() -> None:
    """Home Assistant takes it."""
    script, automation = map(parse_yaml, shown("yaml"))
    assert isinstance(script, dict)
    assert isinstance(automation, dict)
    assert SCRIPT_ENTITY_SCHEMA(script["script"]["internet_data"])
    (rule,) = automation["automation"]
    assert AUTOMATION(rule)
    assert rule["triggers"][0]["event_type"] == EVENT_ALERT


@pytest.mark.freeze_time(NOON)
async def test_sensors(hass: HomeAssistant, home: Home) -> None:
    """The sensors that it names are there, and the template shows them."""
    await home.set_up()
    for entity_id in set(re.findall(r"sensor\.taara_\w+", TEXT)):
        assert hass.states.get(entity_id) is not None, entity_id
    (template,) = shown("jinja")
    assert "left" in Template(template, hass).async_render()
