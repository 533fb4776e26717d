"""Issues say what a person has to do, and go away when it is done."""

from datetime import timedelta

import pytest

from custom_components.taara.const import DOMAIN
from homeassistant.helpers import issue_registry as ir

from .helpers_core import HOUR, MINUTE, NOON, Home

pytestmark = pytest.mark.freeze_time(NOON)


def issue(home: Home, name: str) -> ir.IssueEntry | None:
    """Return the household's issue of that name, if it is raised."""
    issues = ir.async_get(home.hass)
    return issues.async_get_issue(DOMAIN, f"{name}_{home.entry.entry_id}")


async def test_silent_for_a_day(home: Home) -> None:
    """After a day without a reading there is an issue; the next reading ends it."""
    await home.set_up()
    home.router.faults.set("unavailable", path="*")
    await home.turn(timedelta(hours=23, minutes=50), step=HOUR)
    assert issue(home, "source_silent") is None
    await home.turn(20 * MINUTE)
    raised = issue(home, "source_silent")
    assert raised is not None
    assert raised.translation_placeholders == {
        "title": home.entry.title,
        "url": home.router.url,
        "reason": "cannot connect",
        "channels": "",
    }
    home.router.faults.clear()
    await home.turn(HOUR)
    assert issue(home, "source_silent") is None


async def test_who_has_to_sign_in_is_not_told_twice(home: Home) -> None:
    """Wrong credentials are asked for by reauthentication; there is no issue beside."""
    await home.set_up()
    home.router.faults.set("unauthorized", path="*")
    await home.turn(timedelta(hours=25), step=HOUR)
    flows = home.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]
    assert issue(home, "source_silent") is None


async def test_who_has_nothing_left_is_not_silent(home: Home) -> None:
    """It answers, only no figures: nobody has to look for a router that is away."""
    await home.set_up()
    figures = home.figures()
    home.router.faults.set("quota_reached", path="/usage")
    await home.turn(HOUR)
    assert home.figures() == figures
    await home.turn(timedelta(hours=25), step=HOUR)
    assert issue(home, "source_silent") is None
    reachable = home.state("router_reachable", "binary_sensor")
    assert (reachable.state, reachable.attributes["reason"]) == ("on", "used_up")
    home.router.faults.set("unavailable", path="/usage")
    await home.turn(HOUR)
    assert issue(home, "source_silent") is not None


async def test_issues_go_with_the_entry(home: Home) -> None:
    """A household that is removed leaves no issue behind."""
    await home.set_up()
    home.router.faults.set("unavailable", path="*")
    await home.turn(timedelta(hours=25), step=HOUR)
    assert issue(home, "source_silent") is not None
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert issue(home, "source_silent") is None
