"""Whoever's router answers something else is shown what, and may save it for a report."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara import repair_flow
from custom_components.taara.const import DOMAIN, POLL_INTERVAL
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.setup import async_setup_component

from .common import ACCOUNT
from .helpers_core import HOUR, NOON, Home
from .router.samples import load
from .test_repairs import issue
from .texts import english, placeholders

pytestmark = pytest.mark.freeze_time(NOON)

NAME = "unexpected_answer"
FIX = "/api/repairs/issues/fix"
type Post = Callable[..., Awaitable[Any]]
TEXTS = english()["issues"][NAME]["fix_flow"]


async def answer_oddly(home: Home, polls: int = 2) -> None:
    """Let some polls be answered without any numbers."""
    home.router.faults.set("missing", path="/usage")
    await home.turn(polls * POLL_INTERVAL)


async def answer_well(home: Home, polls: int = 1) -> None:
    """Let some polls be answered as they should be."""
    home.router.faults.clear()
    await home.turn(polls * POLL_INTERVAL)


@pytest.fixture
async def post(
    home: Home, hass_client: ClientSessionGenerator, hass_access_token: str
) -> Post:
    """Return what does as a signed-in frontend does, for a household that was set up."""
    assert await async_setup_component(home.hass, "repairs", {})
    await home.set_up()
    client, auth = await hass_client(), home.hass.auth
    login = auth.async_validate_access_token(hass_access_token)
    assert login is not None

    async def post(path: str, **data: str) -> Any:
        # Signed in anew, for the clock may have been turned by more than a token lasts.
        token = auth.async_create_access_token(login)
        headers = {"Authorization": f"Bearer {token}"}
        response = await client.post(f"{FIX}{path}", json=data, headers=headers)
        assert response.status == HTTPStatus.OK, await response.text()
        return await response.json()

    return post


async def begin(post: Post, home: Home) -> Any:
    """Open the repair."""
    return await post("", handler=DOMAIN, issue_id=f"{NAME}_{home.entry.entry_id}")


async def submit(post: Post, form: Any) -> Any:
    """Press the button of a form."""
    return await post(f"/{form['flow_id']}")


def saved(home: Home) -> Path:
    """Return where the sample of a local router is saved."""
    return Path(home.hass.config.path("taara", "local.json"))


async def test_raised_by_the_second_odd_answer(home: Home) -> None:
    """One bothers nobody; the next answer that works ends it."""
    await home.set_up()
    await answer_oddly(home, polls=1)
    assert issue(home, NAME) is None
    await answer_oddly(home, polls=1)
    raised = issue(home, NAME)
    assert raised is not None
    assert raised.is_fixable
    assert not raised.is_persistent
    await answer_well(home)
    assert issue(home, NAME) is None


async def test_only_odd_answers_count(home: Home) -> None:
    """A router that is away between them does not raise it, nor take it away."""
    await home.set_up()
    await answer_oddly(home, polls=1)
    home.router.faults.set("unavailable", path="*")
    await home.turn(2 * POLL_INTERVAL)
    assert issue(home, NAME) is None
    home.router.faults.clear()
    await answer_oddly(home, polls=1)
    assert issue(home, NAME) is not None
    home.router.faults.set("unavailable", path="*")
    await home.turn(2 * POLL_INTERVAL)
    assert issue(home, NAME) is not None


async def test_readings_between_begin_anew(home: Home) -> None:
    """Two odd answers a reading apart are two single ones."""
    await home.set_up()
    for _ in range(3):
        await answer_oddly(home, polls=1)
        assert issue(home, NAME) is None
        await answer_well(home)


@pytest.mark.parametrize("killed", [False, True])
async def test_after_a_restart(home: Home, *, killed: bool) -> None:
    """It is there at once where the polls were written down, else after the next two."""
    await home.set_up()
    await answer_oddly(home)
    async with home.next_life(killed=killed) as later:
        await later.set_up()
        assert (issue(later, NAME) is None) is killed
        await later.turn(2 * POLL_INTERVAL)
        assert issue(later, NAME) is not None


async def test_goes_with_a_disabled_household(home: Home) -> None:
    """Nobody has to mend what is switched off; enabled again, it is there again."""
    await home.set_up()
    await answer_oddly(home)
    entries, entry_id = home.hass.config_entries, home.entry.entry_id
    await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    assert issue(home, NAME) is None
    await entries.async_set_disabled_by(entry_id, None)
    await home.settle()
    assert issue(home, NAME) is not None


async def test_shown_then_saved(home: Home, post: Post) -> None:
    """What was shown is in the file, which a test can load; then nobody is asked again."""
    await answer_oddly(home)
    form = await begin(post, home)
    assert (form["type"], form["step_id"]) == ("form", "sample")
    assert not saved(home).exists()
    told = form["description_placeholders"]
    assert told["provider"] == "Local session router"
    assert told["detail"] == "/usage answered 200: neither usage nor remainder is known"
    assert told["path"] == str(saved(home))
    texts = TEXTS["step"]["sample"]
    known = {*told, "title", "url", "reason"}
    assert placeholders(texts["title"] + texts["description"]) <= known

    await home.turn(POLL_INTERVAL)
    end = await submit(post, form)
    assert end["type"] == "create_entry"
    assert end["description_placeholders"] == {
        "path": str(saved(home)),
        "tracker": "https://github.com/taara-ha/taara/issues",
    }
    known = {"path", "tracker"}
    assert placeholders(TEXTS["create_entry"]["default"]) <= known
    assert saved(home).read_text() == told["sample"]
    assert json.loads(told["sample"])["provider"] == "local"
    assert load(saved(home)).json()["status"] == "xxxxxxx"
    await home.turn(HOUR)
    assert issue(home, NAME) is None
    await answer_well(home)
    await answer_oddly(home)
    assert issue(home, NAME) is not None


async def test_full_disk_loses_nothing(
    home: Home, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form says so, shows the same sample, and can be submitted again."""
    await answer_oddly(home)
    form = await begin(post, home)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(repair_flow, "write_utf8_file_atomic", full)
        again = await submit(post, form)
    assert again["errors"] == {"base": "cannot_save"}
    assert set(TEXTS["error"]) == {"cannot_save"}
    assert again["description_placeholders"] == form["description_placeholders"]
    assert issue(home, NAME) is not None
    end = await submit(post, form)
    assert end["type"] == "create_entry"
    assert saved(home).exists()


async def test_file_in_the_place_of_the_folder(home: Home, post: Post) -> None:
    """Whatever keeps it from being written is told, too."""
    await answer_oddly(home)
    saved(home).parent.write_text("somebody's notes")
    form = await begin(post, home)
    again = await submit(post, form)
    assert again["errors"] == {"base": "cannot_save"}
    assert saved(home).parent.read_text() == "somebody's notes"


async def test_last_sample_takes_the_place(home: Home, post: Post) -> None:
    """Files do not become more, however often a router answers something else."""
    for _ in range(2):
        await answer_oddly(home)
        form = await begin(post, home)
        await submit(post, form)
        await answer_well(home)
    assert [file.name for file in saved(home).parent.iterdir()] == ["local.json"]


async def test_nothing_of_the_account_is_saved(home: Home, post: Post) -> None:
    """Neither in what is shown nor in the issue."""
    await answer_oddly(home)
    raised = issue(home, NAME)
    assert raised is not None
    form = await begin(post, home)
    told = json.dumps([form, raised.data])
    secrets = [*ACCOUNT.values(), home.router.host, *home.router.url.split("//")[1:]]
    assert [secret for secret in secrets if secret in told] == []


async def test_sample_of_an_earlier_version(home: Home, post: Post) -> None:
    """Polls are kept for a week: those that hold the body only are shown, too."""
    await answer_oddly(home)
    raised = issue(home, NAME)
    assert raised is not None
    assert raised.data is not None
    raised.data["sample"] = "<b>xxx</b>"
    form = await begin(post, home)
    sample = json.loads(form["description_placeholders"]["sample"])
    assert sample == {"provider": "local", "body": "<b>xxx</b>"}
