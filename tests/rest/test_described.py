"""All of the REST interface against its own description, in a real Home Assistant.

Schemathesis reads the description as it is served, asks in thousands of ways that fit
it and that do not, and holds every answer against it.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
import json
from pathlib import Path
import sys
from typing import Any

import pytest

from custom_components.taara.const import API
from demo.home_assistant import HomeAssistant
from demo.household import NAIROBI
from demo.simulator import SimulatedRouter

from .client import DOCUMENT

# What has to hold of every answer.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "unsupported_method",
)
# Made up, an id is never the right one.
CONFIGURATION = """
[dictionaries]
households = {{ values = ["{household}"] }}
alerts = {{ values = ["{alert}"] }}

[parameters]
"query.entry_id" = {{ dictionary = "households", probability = 0.9 }}
"path.alert_id" = {{ dictionary = "alerts", probability = 0.5 }}
"""
EXAMPLES = 180
"""Of each kind for an operation; what comes of them is the same each time."""
LEAST_REQUESTS = 2000


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let three fifths be used, so that there is something to tell."""
    return {"used": 6 * 2**40 // 10, "usage_interval_seconds": 600}


@pytest.fixture
async def home(
    tmp_path: Path, router: SimulatedRouter, socket_enabled: None
) -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant with a household that has weeks behind it, and an alert."""
    async with HomeAssistant(tmp_path / "config") as home:
        account = router.account
        await home.set_up_taara(router.url, account.username, account.password)
        today = datetime.now(NAIROBI).date()
        rows = [
            {"date": f"{today - timedelta(days=back)}", "usage": 20 + back % 7}
            for back in range(1, 40)
        ]
        await act(home, "import_usage", rows=rows, dry_run=False)
        await preferences(home, alert_threshold_percentage=50)
        while not (await told(home, "alerts"))["alerts"]:
            await asyncio.sleep(0.1)
        yield home


async def act(home: HomeAssistant, name: str, **data: Any) -> None:
    """Call an action of Taara's."""
    await home.api("POST", f"services/taara/{name}?return_response", data)


async def told(home: HomeAssistant, path: str) -> Any:
    """Return the data that a path answers."""
    return (await home.api("GET", f"taara/v1/{path}"))["data"]


async def preferences(home: HomeAssistant, **changes: Any) -> None:
    """Change preferences."""
    await home.api("POST", "taara/v1/preferences", changes)


async def configure(home: HomeAssistant, folder: Path) -> None:
    """Tell Schemathesis the ids that it cannot guess."""
    (household,) = (await told(home, "system/health"))["households"]
    (alert, *_) = (await told(home, "alerts"))["alerts"]
    (folder / "schemathesis.toml").write_text(
        CONFIGURATION.format(household=household["entry_id"], alert=alert["id"]),
        encoding="utf-8",
    )


@pytest.mark.timeout(600)
async def test_description_is_true(home: HomeAssistant, tmp_path: Path) -> None:
    """No server error, no status that is not described, no answer of another shape."""
    await configure(home, tmp_path)
    report = tmp_path / "report.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "run"),
        f"{home.url}{API}/openapi.json",
        f"--url={home.url}{API}",
        f"--header=Authorization: Bearer {home.token}",
        f"--checks={','.join(CHECKS)}",
        f"--max-examples={EXAMPLES}",
        "--generation-deterministic",
        "--continue-on-failure",
        "--no-color",
        "--report=json",
        f"--report-json-path={report}",
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    sys.stdout.write(output.decode())
    assert process.returncode == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["test_cases"]["generated"] >= LEAST_REQUESTS
    assert not found["failures"]
    assert not found["errors"]
    # Each was answered, not only refused; the description itself is not asked again.
    rates = found["valid_rates"]
    operations = [name for path in DOCUMENT["paths"].values() for name in path]
    assert len(rates) == len(operations) - 1
    for name, phases in rates.items():
        assert sum(phase["accepted"] for phase in phases.values()) > 0, name
