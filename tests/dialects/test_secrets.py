"""Nothing tells whose household it is: not logs, files, states or diagnostics."""

from dataclasses import replace
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.taara.diagnostics import async_get_config_entry_diagnostics
from demo.accounts import Account
from demo.simulator import SimulatedRouter
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import ExtendedJSONEncoder
from tests.common import written

from .home import Dwelling
from .setups import BY_NAME, IDS, Setup

# Words that stand nowhere else.
NAME, PASSWORD, WRONG, UNIT = "kwame-7261", "hunter-5548", "slip-9034", "flat-12b"
SHARE = ("254712345678", "864209", "975318")


@pytest.fixture
def setup(request: pytest.FixtureRequest) -> Setup:
    """Return a kind of source that an invented person has."""
    usual = BY_NAME[request.param]
    if usual.is_share:
        return replace(usual, account={"phone_number": SHARE[0], "passcode": SHARE[1]})
    manner, choice = usual.manner, usual.choice
    if usual.provider == "routeros":
        manner = {**manner, "household": UNIT}
        choice = choice.replace("household", UNIT)
    account = {"username": NAME, "password": PASSWORD} if usual.secret else {}
    return replace(usual, account=account, choice=choice, manner=manner)


@pytest.fixture
def router_options(router_options: dict[str, Any], setup: Setup) -> dict[str, Any]:
    """Let the source know that person."""
    name, password = SHARE[:2] if setup.is_share else (NAME, PASSWORD)
    return router_options | {"account": Account(name, password)}


@pytest.mark.parametrize("setup", BY_NAME, indirect=True)
async def test_nothing_tells(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    router: SimulatedRouter,
    setup: Setup,
    no_pauses: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not the way in, nor polls good and bad, nor a sign-in that fails and one that works."""
    caplog.set_level("DEBUG")
    flow = await setup.begun(hass, router)
    if setup.secret:
        wrong = SHARE[2] if setup.is_share else WRONG
        await flow.enter(**setup.typed(router, **{setup.secret: wrong}))
        assert flow.errors == {setup.secret: "invalid_auth"}
    await setup.sign_in(flow, router)
    entry: Any = await setup.finish(flow)
    home = Dwelling(hass=hass, freezer=freezer, router=router, entry=entry, setup=setup)
    for fault in ("gzip", "html", "wrong_types", "unauthorized", "disconnect"):
        router.faults.set(fault)
        await home.turn()
        router.faults.clear()
        if home.asking:
            flow = await home.opened()
            await flow.enter(**home.credentials())
            await home.settle()
        router.sign_out()
        await home.turn()
    assert home.reach() == "ok"
    await home.coordinator.async_save()

    told = await async_get_config_entry_diagnostics(hass, entry)
    texts = {
        "log": caplog.text,
        "diagnostics": json.dumps(told, cls=ExtendedJSONEncoder),
        "states": str(hass.states.async_all()),
        "title": entry.title,
        **written(hass),
    }
    assert any("taara.requests" in name for name in texts)
    found = [
        (place, secret)
        for place, text in texts.items()
        for secret in secrets(setup, router)
        if secret in text
    ]
    assert found == []
    private = [router.url, entry.entry_id, entry.unique_id, router.host]
    assert [text for text in private if text in texts["diagnostics"]] == []


def secrets(setup: Setup, router: SimulatedRouter) -> set[str]:
    """Return all that an onlooker must not learn."""
    known = {NAME, PASSWORD, WRONG, UNIT, *SHARE, SHARE[0][3:], *IDS.values()}
    known |= {"6a00c0ffee00000000000001"}  # the subscriber, at the account service
    for asked in router.requests:
        known.add(asked.headers.get("Authorization", "").partition(" ")[2])
        known.add(asked.headers.get("Cookie", "").partition("=")[2])
    return known - {""}
