"""Whoever has more than Home Assistant itself is asked where alerts go, at the end."""

from custom_components.taara.alert_options import DEFAULT_TARGET, settings_from
from custom_components.taara.model import Channel, Target
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from .flow import CYCLE, Flow
from .ways import HERE, MAIL, add_entity


async def test_nothing_to_choose(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """A home without other ways is not asked."""
    flow = await Flow.at_cycle(hass, router)
    await flow.enter(**CYCLE)
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    settings = settings_from(flow.result["result"].options)
    assert settings.targets == (DEFAULT_TARGET,)


async def test_chosen(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Home Assistant itself is ticked; what is chosen is kept as options."""
    add_entity(hass, MAIL, "smtp")
    flow = await Flow.at_cycle(hass, router)
    await flow.enter(**CYCLE)
    assert flow.step == "channels"
    assert flow.suggested("targets") == [HERE]
    assert flow.suggested("language") == "en"
    await flow.enter(targets=[HERE, MAIL], language="sw")
    assert flow.result["type"] is FlowResultType.CREATE_ENTRY
    settings = settings_from(flow.result["result"].options)
    mail = Target(name=MAIL, channel=Channel.EMAIL)
    assert settings.targets == (DEFAULT_TARGET, mail)
    assert settings.language == "sw"


async def test_set_up_meanwhile(hass: HomeAssistant, router: SimulatedRouter) -> None:
    """Two flows for one account make one household."""
    add_entity(hass, MAIL, "smtp")
    flows = [await Flow.at_cycle(hass, router) for _ in range(2)]
    for flow in flows:
        await flow.enter(**CYCLE)
        assert flow.step == "channels"
    first, second = flows
    await first.enter(targets=[MAIL], language="en")
    assert first.result["type"] is FlowResultType.CREATE_ENTRY
    await second.enter(targets=[MAIL], language="en")
    assert second.abort_reason == "already_configured"
