"""What every end-to-end test starts from: a fresh Home Assistant, a browser, a router."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
import subprocess
import sys
from typing import Any

from playwright.async_api import Browser, async_playwright
import pytest

from demo.home_assistant import HomeAssistant
from tests.long_run.fast_clock import FastClock, library

from .frontend import Frontend, Screen

ROOT = Path(__file__).resolve().parents[2]
# The browser talks to nobody but the Home Assistant in front of it.
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture
def router_options() -> dict[str, Any]:
    """Let the router insist on its ten minutes, as a real one does."""
    return {"usage_interval_seconds": 600}


@pytest.fixture
def extra_configuration() -> str:
    """Return what else stands in `configuration.yaml`; override it for more."""
    return ""


@pytest.fixture
async def home(
    tmp_path: Path, socket_enabled: None, extra_configuration: str
) -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant that somebody has just moved into."""
    config = tmp_path / "config"
    async with HomeAssistant(config, extra_configuration=extra_configuration) as home:
        yield home
        _print_log(home)


def _print_log(home: HomeAssistant) -> None:
    """Print what the log says of Taara, which is shown where the test failed."""
    for line in home.log.read_text(encoding="utf-8").splitlines():
        if "taara" in line:
            sys.stdout.write(f"{line}\n")


@pytest.fixture
def fast_clock(tmp_path: Path) -> Callable[[datetime], FastClock]:
    """Return what makes a clock that begins at a moment, and can hurry."""
    if (found := library()) is None:
        pytest.fail(
            "No libfaketime to test with. Let scripts/setup --clock fetch it, "
            "or name it in TAARA_FAKETIME."
        )

    def begin(at: datetime) -> FastClock:
        clock = FastClock(found, tmp_path / "clock", at.timestamp())
        clock.begin()
        return clock

    return begin


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the browser; fail where there is none."""
    found = subprocess.run(
        ["bash", "-c", ". scripts/lib.sh && find_chromium"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode or not (path := found.stdout.strip()):
        pytest.fail(
            "No Chromium to test in. Let scripts/setup --browser install one, "
            "or name one in TAARA_CHROMIUM."
        )
    return path


@pytest.fixture
async def browser(chromium: str, socket_enabled: None) -> AsyncIterator[Browser]:
    """Run a browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=BROWSER_ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest.fixture
def screen() -> Screen:
    """Return what the household looks at; parametrise it for others."""
    return Screen.DESKTOP


@pytest.fixture
async def frontend(
    browser: Browser,
    home: HomeAssistant,
    screen: Screen,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Frontend]:
    """Return Home Assistant's frontend, signed in to."""
    context = await screen.context(browser)
    page = await context.new_page()
    name = request.node.originalname.removeprefix("test_")
    yield await Frontend.open(page, home, f"{name}-{screen.value}")
    await context.close()
