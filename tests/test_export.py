"""Everything that is held about a household, to take along; secrets excluded."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
import json
from typing import Any
from zipfile import ZipFile

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.taara.const import DOMAIN
from custom_components.taara.export import _cell, archive
from custom_components.taara.model import CounterKind, Reading
from homeassistant.core import Context
from homeassistant.exceptions import Unauthorized

from .alert_home import cross_a_level
from .common import ACCOUNT
from .helpers_core import DAY, HOUR, NOON, Home
from .test_actions import act, kept

pytestmark = pytest.mark.freeze_time(NOON)

TABLES = {"alerts.csv", "cycles.csv", "days.csv", "hours.csv", "polls.csv"}


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used."""
    return {"used": 6 * 2**40 // 10}


def rows(archived: ZipFile, name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    return list(csv.DictReader(StringIO(archived.read(name).decode())))


async def test_download(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """The path needs no token, and gives what is held, as JSON and as tables."""
    await home.set_up()
    await cross_a_level(home)
    await home.turn(3 * DAY, step=2 * HOUR)
    answer = await act(home.hass, "export_user_data")
    client = await hass_client_no_auth()
    response = await client.get(answer["path"])
    assert response.status == 200
    assert response.content_type == "application/zip"
    assert ".zip" in response.headers["Content-Disposition"]
    archived = ZipFile(BytesIO(await response.read()))
    assert set(archived.namelist()) == TABLES | {"household.json"}
    household = kept(home.entry)
    told = json.loads(archived.read("household.json"))
    assert told["title"] == home.entry.title
    assert told["options"]["alert_threshold"] == 50
    assert told["data"]["plan"]["allowance"] == 2**40
    assert told["overview"]["used"] == home.overview.used
    assert told["household"]["ledger"]["cycle"]["counted"] > 0
    assert len(told["household"]["alerts"]) == len(household.alerts) > 0
    days = rows(archived, "days.csv")
    assert [(row["date"], int(row["usage"])) for row in days] == [
        (f"{day.date}", day.usage) for day in household.ledger.days
    ]
    assert len(rows(archived, "hours.csv")) == len(household.ledger.hours)
    assert len(rows(archived, "polls.csv")) == len(household.polls)
    (alert, *_) = rows(archived, "alerts.csv")
    assert alert["kind"] == "threshold"
    assert json.loads(alert["deliveries"])


async def test_secrets(home: Home) -> None:
    """What opens or names the account is not in it, nor what was derived from it."""
    await home.set_up()
    await home.turn(DAY, step=6 * HOUR)
    household = kept(home.entry)
    assert household.account
    about = {"data": dict(home.entry.data), "options": dict(home.entry.options)}
    archived = ZipFile(BytesIO(archive(about, household, home.overview)))
    told = "".join(archived.read(name).decode() for name in archived.namelist())
    tokens = home.entry.data["credentials"].values()
    secrets = [*ACCOUNT.values(), *tokens, home.entry.unique_id, household.account]
    for secret in secrets:
        assert secret not in told
    assert home.entry.data["url"] in told


async def test_comes_back(home: Home) -> None:
    """Its days can be imported into a household that begins."""
    await home.set_up()
    usage = [{"date": f"2026-10-{day:02}", "usage": day} for day in range(1, 14)]
    await act(home.hass, "import_usage", rows=usage, dry_run=False)
    household = kept(home.entry)
    archived = ZipFile(BytesIO(archive({}, household, home.overview)))
    table = archived.read("days.csv").decode()
    tried = await act(home.hass, "import_usage", csv=table)
    assert tried["usage"] == sum(range(1, 14)) * 10**9
    assert tried["rows_rejected"] == 0


async def test_expires(
    home: Home, hass_client_no_auth: ClientSessionGenerator, hass_client: Any
) -> None:
    """After an hour the path leads nowhere, nor does one that nobody gave."""
    await home.set_up()
    path = (await act(home.hass, "export_user_data"))["path"]
    client = await hass_client_no_auth()
    unsigned = path.partition("?")[0]
    assert (await client.get(unsigned)).status == 401
    assert (await client.get(path)).status == 200
    signed_in = await hass_client()
    assert (await signed_in.get(f"/api/{DOMAIN}/export/guessed")).status == 404
    home.freezer.tick(timedelta(minutes=61))
    assert (await client.get(path)).status == 401
    later = (await act(home.hass, "export_user_data"))["path"]
    assert later != path
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert (await client.get(later)).status == 503


async def test_old_ticket(home: Home, hass_client: ClientSessionGenerator) -> None:
    """With a token of one's own a path is no longer good than with its signature."""
    await home.set_up()
    path = (await act(home.hass, "export_user_data"))["path"].partition("?")[0]
    client = await hass_client()
    assert (await client.get(path)).status == 200
    home.freezer.tick(timedelta(minutes=20))
    assert (await client.get(path)).status == 200
    home.hass.data["taara_exports"].update(
        {path.rpartition("/")[2]: (home.entry.entry_id, datetime.now(UTC))}
    )
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize("name", ["export_user_data", "rotate_encryption_key"])
async def test_admins_only(
    home: Home, hass_read_only_user: MockUser, name: str
) -> None:
    """It is for those who keep the house."""
    await home.set_up()
    with pytest.raises(Unauthorized):
        await home.hass.services.async_call(
            DOMAIN,
            name,
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
            return_response=True,
        )


def test_cells() -> None:
    """A table has numbers and words; nothing that a spreadsheet would run."""
    assert _cell(-5) == -5
    assert _cell(None) is None
    assert _cell(CounterKind.USED) == "used"
    assert _cell("=HYPERLINK()") == "'=HYPERLINK()"
    assert _cell(["a", 1]) == '["a",1]'
    reading = Reading(taken_at=datetime(2026, 10, 14, tzinfo=UTC), plan_key="secret")
    assert "secret" not in str(_cell(reading))
