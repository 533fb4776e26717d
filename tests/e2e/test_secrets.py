"""Credentials: what is written where, and what happens when their key is gone."""

import base64
import json
from pathlib import Path
import secrets
from typing import Any
from urllib.parse import quote, quote_plus

from playwright.async_api import expect
import pytest

from demo.accounts import Account
from demo.home_assistant import HomeAssistant
from demo.simulator import SimulatedRouter

from .frontend import Frontend
from .household import assert_right, set_up, shown, standing, told, usage_requests

ACCOUNT = Account("wanjiku-of-the-hill", "Nyumba+ya/Kijani 7")
WRONG_PASSWORD = "Nyumba+ya/Bluu 8"


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let the router know an account whose words stand nowhere by chance."""
    return {"usage_interval_seconds": 600, "account": ACCOUNT}


async def test_key_lost(
    frontend: Frontend, home: HomeAssistant, router: SimulatedRouter
) -> None:
    """A lost key is said to be lost; the figures stay, and signing in heals it."""
    entry = await set_up(home, router)
    before = await standing(home, entry)
    keyring = home.config_dir / ".storage/taara.keyring"
    await home.stop()
    keyring.unlink()
    await home.start()
    assert await standing(home, entry) == before

    await frontend.go("/config/integrations/integration/taara")
    await frontend.page.get_by_text("Attention required").wait_for()
    await frontend.shot("attention")
    await frontend.page.get_by_role("button", name="Reconfigure").click()
    missing = frontend.dialog.locator("ha-alert")
    await expect(missing).to_contain_text("The key")
    await expect(missing).to_contain_text("is missing")
    await frontend.shot("key-missing")
    await frontend.field("User name").fill(ACCOUNT.username)
    await frontend.field("Password").fill(ACCOUNT.password)
    await frontend.submit()
    await frontend.dialog.get_by_text("Signed in again").wait_for()
    await frontend.shot("signed-in")

    assert await home.ws({"type": "config_entries/flow/progress"}) == []
    assert await standing(home, entry) == before
    assert usage_requests(router) == 1
    assert keyring.exists()
    assert frontend.complaints == []


async def test_nothing_is_written_down(
    tmp_path: Path, router: SimulatedRouter, socket_enabled: None
) -> None:
    """With a key from the environment, no file, log or diagnostics holds a secret."""
    key = secrets.token_bytes(32)
    environment = {"TAARA_ENCRYPTION_KEY": base64.b64encode(key).decode()}
    async with HomeAssistant(tmp_path / "config", env=environment) as home:
        await home.api(
            "POST", "services/logger/set_level", {"custom_components.taara": "debug"}
        )
        form = await home.flow(
            {"next_step_id": "router"},
            {"host": router.url},
            {"username": ACCOUNT.username, "password": WRONG_PASSWORD},
        )
        assert form["errors"] == {"password": "invalid_auth"}
        entry = await set_up(home, router)
        path = f"config/config_entries/entry/{entry['entry_id']}"
        await home.api("POST", f"{path}/reload")
        assert_right(await shown(home, entry), told(router))
        diagnostics = await home.api(
            "GET", f"diagnostics/config_entry/{entry['entry_id']}"
        )
        assert diagnostics["data"]["last_reading"]["used"]

    files = {
        file.relative_to(home.config_dir).as_posix(): file.read_bytes()
        for file in home.config_dir.rglob("*")
        if file.is_file()
    }
    assert b"/usage: 200" in files["output.log"]
    assert b"credential_id" in files[".storage/core.config_entries"]
    assert ".storage/taara.keyring" not in files
    files["diagnostics"] = json.dumps(diagnostics).encode()
    secret = _written(ACCOUNT.username, ACCOUNT.password, WRONG_PASSWORD) | {
        key,
        key.hex().encode(),
        base64.b64encode(key),
        base64.urlsafe_b64encode(key),
    }
    told_in = [name for name, held in files.items() if any(s in held for s in secret)]
    assert told_in == []


def _written(*words: str) -> set[bytes]:
    """Return words in the ways in which they might be written somewhere."""
    return {
        way
        for word in words
        for way in (
            word.encode(),
            base64.b64encode(word.encode()),
            quote(word, safe="").encode(),
            quote_plus(word).encode(),
        )
    }
