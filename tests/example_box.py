"""What a household with an Example Box sees; `test_new_provider.py` runs it in a copy."""

from custom_components.taara.diagnostics import async_get_config_entry_diagnostics
from homeassistant.core import HomeAssistant

from .flow import Flow
from .router.samples import FOLDER, answering, fixture

BOX = FOLDER / "example_box"
PLAN = {"allowance": 200, "allowance_unit": "GB", "unlimited": False}
PLAN |= {"after_allowance": "stops"}


async def test_box_is_recognised_set_up_and_shown(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """By the real flow; nothing but the words is missing."""
    told = fixture(BOX / "good.json")
    async with answering(told) as device:
        flow = await Flow.begin(hass)
        await flow.enter(host=str(device.url))
        assert (flow.step, flow.told["provider"]) == ("account", "example_box")
        assert (flow.told["found"], flow.told["note"]) == ("", "")
        await flow.enter(**told.account)
        assert flow.step == "plan", flow.errors
        assert flow.suggested("allowance") == 200
        await flow.enter(**PLAN)
        await flow.enter(cycle="provider")
        await hass.async_block_till_done(wait_background_tasks=True)
        assert device.requests.count("GET /stats") == 1

    state = hass.states.get("sensor.taara_data_used")
    assert state is not None
    assert float(state.state) == 150
    assert state.attributes["unit_of_measurement"] == "GB"
    entry = flow.result["result"]
    shown = await async_get_config_entry_diagnostics(hass, entry)
    assert shown["last_reading"]["used"] == 150 * 10**9
    for secret in told.account.values():
        assert secret not in f"{shown}{dict(entry.data)}"


async def test_box_that_refuses_is_not_set_up(
    hass: HomeAssistant, socket_enabled: None
) -> None:
    """The form comes back with the field that may be wrong."""
    told = fixture(BOX / "refusal.json")
    async with answering(told) as device:
        flow = await Flow.begin(hass)
        await flow.enter(host=str(device.url))
        await flow.enter(**told.account)
        assert (flow.step, flow.errors) == ("account", {"password": "invalid_auth"})
        flow.give_up()
