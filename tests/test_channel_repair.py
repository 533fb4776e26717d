"""A target that went missing is said, and others can be chosen there and then."""

from http import HTTPStatus
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara.alert_options import (
    DEFAULT_TARGET,
    settings_from,
    target_options,
)
from custom_components.taara.channels import async_missing
from custom_components.taara.const import DOMAIN
from custom_components.taara.model import Channel, Target
from custom_components.taara.repairs import async_update_issues
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component

from .texts import english, placeholders
from .ways import HERE, MAIL, PHONE, add_entity, add_phone

FIX = "/api/repairs/issues/fix"
GONE = Target(name="notify.gone", channel=Channel.EMAIL)
TEXTS = english()["issues"]["channel_missing"]


@pytest.fixture
def entry_of_gone(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> MockConfigEntry:
    """Return a household that chose a target that is not there any more."""
    targets = target_options((DEFAULT_TARGET, GONE))
    options = {"targets": targets, "people": 4}
    hass.config_entries.async_update_entry(loaded_entry, options=options)
    return loaded_entry


def raise_issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Look for missing targets as the household does; return the issue, if any."""
    missing = async_missing(hass, settings_from(entry.options).targets)
    data = entry.runtime_data.data
    async_update_issues(hass, entry, data, (), missing=missing)
    name = f"channel_missing_{entry.entry_id}"
    return ir.async_get(hass).async_get_issue(DOMAIN, name)


async def post(client: Any, path: str, **data: Any) -> Any:
    """Do as the frontend does."""
    response = await client.post(f"{FIX}{path}", json=data)
    assert response.status == HTTPStatus.OK, await response.text()
    return await response.json()


async def test_others_are_chosen(
    hass: HomeAssistant,
    entry_of_gone: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """What is left is ticked, what there is is offered, what is gone is neither."""
    assert await async_setup_component(hass, "repairs", {})
    add_entity(hass, MAIL, "smtp")
    add_phone(hass)
    raised = raise_issue(hass, entry_of_gone)
    assert raised is not None
    assert raised.is_fixable
    client, before = await hass_client(), entry_of_gone.runtime_data
    form = await post(client, "", handler=DOMAIN, issue_id=raised.issue_id)
    assert form["description_placeholders"] == {
        "channels": "notify.gone",
        "title": entry_of_gone.title,
    }
    texts = TEXTS["fix_flow"]["step"][form["step_id"]]
    assert placeholders(texts["description"]) <= set(form["description_placeholders"])
    (field,) = form["data_schema"]
    assert {field["name"]} == set(texts["data"]) == set(texts["data_description"])
    assert field["description"]["suggested_value"] == [HERE]
    options = field["selector"]["select"]["options"]
    assert [option["value"] for option in options] == [HERE, PHONE, MAIL]
    done = await post(client, f"/{form['flow_id']}", targets=[HERE, MAIL])
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    mail = Target(name=MAIL, channel=Channel.EMAIL)
    assert settings_from(entry_of_gone.options).targets == (DEFAULT_TARGET, mail)
    assert entry_of_gone.options["people"] == 4
    assert entry_of_gone.runtime_data is not before
    assert raise_issue(hass, entry_of_gone) is None


async def test_nothing_else_is_chosen(
    hass: HomeAssistant,
    entry_of_gone: MockConfigEntry,
    hass_client: ClientSessionGenerator,
) -> None:
    """It came back while the form was open: who submits what is there changes nothing."""
    assert await async_setup_component(hass, "repairs", {})
    raised = raise_issue(hass, entry_of_gone)
    assert raised is not None
    client, before = await hass_client(), entry_of_gone.runtime_data
    add_entity(hass, GONE.name, "smtp")
    form = await post(client, "", handler=DOMAIN, issue_id=raised.issue_id)
    await post(client, f"/{form['flow_id']}", targets=[HERE, GONE.name])
    await hass.async_block_till_done()
    assert settings_from(entry_of_gone.options).targets == (DEFAULT_TARGET, GONE)
    assert entry_of_gone.runtime_data is before


async def test_withdrawn_when_it_is_back(
    hass: HomeAssistant, entry_of_gone: MockConfigEntry
) -> None:
    """Nobody has to do anything then; nor while Home Assistant starts."""
    assert raise_issue(hass, entry_of_gone) is not None
    hass.set_state(CoreState.starting)
    assert raise_issue(hass, entry_of_gone) is None
    hass.set_state(CoreState.running)
    assert raise_issue(hass, entry_of_gone) is not None
    add_entity(hass, GONE.name, "smtp")
    assert raise_issue(hass, entry_of_gone) is None


def test_title() -> None:
    """The title says whose."""
    assert placeholders(TEXTS["title"]) == {"title"}
