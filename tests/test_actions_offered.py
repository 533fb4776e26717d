"""Which actions there are, how they are described, and who may call them."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.taara.const import DOMAIN
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import service
from homeassistant.util.yaml import load_yaml_dict

from .helpers_core import NOON, Home
from .test_actions import ROWS, act
from .texts import PACKAGE, english

pytestmark = pytest.mark.freeze_time(NOON)

ACTIONS = {
    "acknowledge_alert",
    "add_top_up",
    "compare_plans",
    "correct_usage",
    "export_user_data",
    "get_alert_history",
    "get_daily_summaries",
    "get_trends",
    "import_usage",
    "refresh",
    "rotate_encryption_key",
    "send_weekly_summary",
    "snooze_alerts",
    "what_if",
}


async def test_there_without_a_household(hass: HomeAssistant, home: Home) -> None:
    """Actions are there as long as Taara is: an automation that names one is valid."""
    await home.set_up()
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    assert set(hass.services.async_services_for_domain(DOMAIN)) == ACTIONS
    with pytest.raises(ServiceValidationError):
        await act(hass, "get_daily_summaries")


async def test_descriptions(hass: HomeAssistant, home: Home) -> None:
    """Each field of an action has a selector, a name and an explanation."""
    await home.set_up()
    described = load_yaml_dict(PACKAGE / "services.yaml")
    service._SERVICES_SCHEMA(described)
    assert set(described) == ACTIONS
    for name, action in hass.services.async_services_for_domain(DOMAIN).items():
        schema: Any = action.schema
        fields = set(map(str, schema.schema))
        assert set(described[name]["fields"]) == fields
        texts = english()["services"][name]
        assert texts["name"]
        assert texts["description"]
        assert set(texts["fields"]) == fields
        for text in texts["fields"].values():
            assert set(text) == {"name", "description"}


def test_examples() -> None:
    """Each field shows how it is filled in, unless there is nothing to write.

    Of a switch there are two values, and the id of a household is chosen from a list.
    """
    for name, action in load_yaml_dict(PACKAGE / "services.yaml").items():
        for field, asked in action["fields"].items():
            plain = {"boolean", "config_entry"} & asked["selector"].keys()
            assert plain or "example" in asked, (name, field)


@pytest.mark.parametrize("name", ["correct_usage", "import_usage"])
async def test_admin(
    home: Home,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
    name: str,
) -> None:
    """What changes the books is for those who keep the house."""
    await home.set_up()
    data = {"used": 1} if name == "correct_usage" else {"rows": ROWS}

    async def call(user_id: str) -> Any:
        return await home.hass.services.async_call(
            DOMAIN,
            name,
            data,
            blocking=True,
            context=Context(user_id=user_id),
            return_response=True,
        )

    with pytest.raises(Unauthorized):
        await call(hass_read_only_user.id)
    with pytest.raises(UnknownUser):
        await call("nobody")
    assert "cycle_used" in await call(hass_admin_user.id)
