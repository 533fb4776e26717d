"""Within ten minutes of a reading nothing makes Taara ask again."""

from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .figures import assert_right, shown, standing, told, usage_requests

# Home Assistant itself writes a new config entry down a second late.
WRITTEN_SECONDS = 2


async def test_restart_reload_and_kill(
    home: HomeAssistant, router: SimulatedRouter
) -> None:
    """A restart, a reload and a kill make no request and show the same figures."""
    account = router.account
    entry = await home.set_up_taara(router.url, account.username, account.password)
    before = await standing(home, entry)
    asked = len(router.requests)

    await home.stop()
    await home.start()
    assert await standing(home, entry) == before

    reload = f"config/config_entries/entry/{entry['entry_id']}/reload"
    assert not (await home.api("POST", reload))["require_restart"]
    assert await standing(home, entry) == before

    await home.kill()
    await home.start()
    assert await standing(home, entry) == before
    assert len(router.requests) == asked


async def test_flow_given_up(home: HomeAssistant, router: SimulatedRouter) -> None:
    """Who gives the flow up after signing in, and starts again, gets the same reading."""
    account = router.account
    signed_in = await home.flow(
        {"next_step_id": "router"},
        {"host": router.url},
        {"username": account.username, "password": account.password},
    )
    assert signed_in["step_id"] == "plan"
    assert usage_requests(router) == 1
    await home.api("DELETE", f"config/config_entries/flow/{signed_in['flow_id']}")

    entry = await home.set_up_taara(router.url, account.username, account.password)
    assert_right(await shown(home, entry), told(router))
    assert usage_requests(router) == 1


async def test_deleted_and_added_again(
    home: HomeAssistant, router: SimulatedRouter
) -> None:
    """A household that is deleted and added again starts from the same reading."""
    account = router.account
    entry = await home.set_up_taara(router.url, account.username, account.password)
    before = await standing(home, entry)
    await home.api("DELETE", f"config/config_entries/entry/{entry['entry_id']}")

    again = await home.set_up_taara(router.url, account.username, account.password)
    assert again["entry_id"] != entry["entry_id"]
    assert await standing(home, again) == before
    assert usage_requests(router) == 1
