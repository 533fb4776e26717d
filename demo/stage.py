"""Sets the stage: a simulated router, a Home Assistant that reads it, weeks behind them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
import fcntl
from pathlib import Path
import shutil
import time
from typing import Final

from aiohttp import ClientError

from .home_assistant import HomeAssistant, HomeAssistantFailed, Refused
from .household_history import remember
from .recorder_history import import_statistics
from .scene import Scene, is_free
from .simulator import SimulatedRouter
from .source import Source

DASHBOARD: Final = Path(__file__).parent / "config/dashboard.yaml"
METER: Final = Path(__file__).parent / "traffic_meter"

_WITH_DASHBOARD: Final = f"""\
lovelace:
  dashboards:
    lovelace:
      mode: yaml
      title: Home
      icon: mdi:home
      filename: {DASHBOARD.name}
"""
# What of a directory tells that somebody is using it.
_LOCK: Final = ".ha_run.lock"


class CannotStage(Exception):
    """The demo cannot begin as asked; the text says why, and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """What is running."""

    source: Source
    router: SimulatedRouter
    home: HomeAssistant


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step, and say how long it took."""
    print(f"==> {text}", flush=True)
    began = time.monotonic()
    yield
    print(f"    done in {time.monotonic() - began:.0f} s", flush=True)


@asynccontextmanager
async def stage(
    directory: Path, *, port: int, source: Source, fresh: bool = False
) -> AsyncIterator[Stage]:
    """Run both, from what a directory keeps; leaving the context ends them.

    What an earlier run left unfinished is begun anew; with `fresh`, everything is.
    Raises `CannotStage`, or `HomeAssistantFailed` if that is what happens.
    """
    check_free(directory, port)
    scene = None if fresh else Scene.kept(directory)
    if scene is not None and not is_free(scene.router_port):
        raise CannotStage(
            f"Port {scene.router_port}, where the simulated router was set up, is "
            "taken: end what listens there, or start over with --fresh."
        )
    beginning = scene is None
    if scene is None:
        shutil.rmtree(directory, ignore_errors=True)
        scene = Scene.at(datetime.now(UTC))
    home = HomeAssistant(
        directory,
        port=port,
        extra_configuration=_WITH_DASHBOARD + source.configuration(scene),
    )
    _lay_out(home)
    async with source.router(scene) as router:
        running = Stage(router=router, home=home, source=source)
        try:
            if beginning:
                await _begin(running, scene)
            else:
                with step("Home Assistant"):
                    await home.start()
            yield running
        except (ClientError, Refused, TimeoutError) as err:
            raise HomeAssistantFailed(
                f"{str(err) or 'it took too long'}. Home Assistant's last words "
                f"({home.log}):\n{home.log_tail()}"
            ) from err
        finally:
            await home.stop()


async def _begin(running: Stage, scene: Scene) -> None:
    """Set Taara up as a person would, and put weeks behind it."""
    home, router, source = running.home, running.router, running.source
    with step("Home Assistant, for the first time"):
        await home.start()
    with step(f"Taara, set up with {source.about}"):
        entry = await home.set_up(source.choice, source.answers(router, scene))
        await home.stop()
    with step(f"the household's last {router.weeks_of_history} weeks"):
        watched = await remember(
            home.config_dir, entry["entry_id"], router, source, scene
        )
        # What was shown before Taara knew of those weeks never was.
        for database in home.config_dir.glob("home-assistant_v2.db*"):
            database.unlink()
    with step("Home Assistant, with all of it"):
        await home.start()
        await import_statistics(home, watched, router.household.zone)
        await home.ws(
            {
                "type": "frontend/set_system_data",
                "key": "core",
                "value": {"default_panel": "lovelace"},
            }
        )
    scene.keep(home.config_dir)


def _lay_out(home: HomeAssistant) -> None:
    """Put the first page, as it is now, and what else there is, where it is looked for."""
    integrations = home.config_dir / "custom_components"
    integrations.mkdir(parents=True, exist_ok=True)
    home.log.unlink(missing_ok=True)
    shutil.copy(DASHBOARD, home.config_dir)
    other = integrations / METER.name
    if not other.exists():
        other.unlink(missing_ok=True)
        other.symlink_to(METER)


def check_free(directory: Path, port: int) -> None:
    """Raise `CannotStage` if the directory or the port is in use."""
    lock = directory / _LOCK
    if lock.exists():
        with lock.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotStage(
                    f"A demo is running already, from {directory}: end that one first."
                ) from None
    if not is_free(port):
        raise CannotStage(
            f"Port {port} is taken: end what listens there, or choose another "
            "with --port."
        )
