"""Sets the stage: a simulated router, a Home Assistant that reads it, weeks behind them."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
import fcntl
import json
from pathlib import Path
import shutil
import socket
import time
from typing import Final

from aiohttp import ClientError

from .home_assistant import HomeAssistant, HomeAssistantFailed, Refused, free_port
from .household import NAIROBI
from .household_history import remember
from .plan import Monthly, mid_cycle
from .recorder_history import import_statistics
from .simulator import SimulatedRouter

DASHBOARD: Final = Path(__file__).parent / "config/dashboard.yaml"
ROUTER_PORT: Final = 8188

_WITH_DASHBOARD: Final = f"""\
lovelace:
  dashboards:
    lovelace:
      mode: yaml
      title: Home
      icon: mdi:home
      filename: {DASHBOARD.name}
"""
# What of a directory tells that it is ready, and that somebody is using it.
_SCENE: Final = "demo.json"
_LOCK: Final = ".ha_run.lock"


class CannotStage(Exception):
    """The demo cannot begin as asked; the text says why, and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What has to stay the same for a household to be the same the next time."""

    router_port: int
    reset_day: int

    @property
    def plan(self) -> Monthly:
        """When the router renews the allowance."""
        return Monthly(self.reset_day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """What is running."""

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
    directory: Path, *, port: int, dialect: str, fresh: bool = False
) -> AsyncIterator[Stage]:
    """Run both, from what a directory keeps; leaving the context ends them.

    What an earlier run left unfinished is begun anew; with `fresh`, everything is.
    Raises `CannotStage`, or `HomeAssistantFailed` if that is what happens.
    """
    check_free(directory, port)
    scene = None if fresh else kept_scene(directory)
    if scene is not None and not is_free(scene.router_port):
        raise CannotStage(
            f"Port {scene.router_port}, where the simulated router was set up, is "
            "taken: end what listens there, or start over with --fresh."
        )
    beginning = scene is None
    if scene is None:
        shutil.rmtree(directory, ignore_errors=True)
        scene = new_scene()
    home = HomeAssistant(directory, port=port, extra_configuration=_WITH_DASHBOARD)
    _lay_out(home)
    async with SimulatedRouter(
        dialect=dialect, port=scene.router_port, plan=scene.plan
    ) as router:
        try:
            if beginning:
                await _begin(home, router, scene)
            else:
                with step("Home Assistant"):
                    await home.start()
            yield Stage(router=router, home=home)
        except (ClientError, Refused, TimeoutError) as err:
            raise HomeAssistantFailed(
                f"{str(err) or 'it took too long'}. Home Assistant's last words "
                f"({home.log}):\n{home.log_tail()}"
            ) from err
        finally:
            await home.stop()


async def _begin(home: HomeAssistant, router: SimulatedRouter, scene: Scene) -> None:
    """Set Taara up as a person would, and put weeks behind it."""
    with step("Home Assistant, for the first time"):
        await home.start()
    with step("Taara, set up against the simulated router"):
        entry = await home.set_up_taara(
            router.url,
            router.account.username,
            router.account.password,
            cycle={"cycle": "monthly", "reset_day": scene.reset_day},
        )
        await home.stop()
    with step(f"the household's last {router.weeks_of_history} weeks"):
        readings = await remember(
            home.config_dir, entry["entry_id"], router, scene.plan
        )
    with step("Home Assistant, with all of it"):
        await home.start()
        await import_statistics(home, readings, scene.plan, router.household.zone)
        await home.ws(
            {
                "type": "frontend/set_system_data",
                "key": "core",
                "value": {"default_panel": "lovelace"},
            }
        )
    (home.config_dir / _SCENE).write_text(json.dumps(asdict(scene)))


def _lay_out(home: HomeAssistant) -> None:
    """Put the first page, as it is now, where Home Assistant looks for it."""
    home.config_dir.mkdir(parents=True, exist_ok=True)
    home.log.unlink(missing_ok=True)
    shutil.copy(DASHBOARD, home.config_dir)


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


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def kept_scene(directory: Path) -> Scene | None:
    """Return what an earlier run has finished, None if there is no such thing."""
    try:
        return Scene(**json.loads((directory / _SCENE).read_text()))
    except OSError, TypeError, ValueError:
        return None


def new_scene() -> Scene:
    """Return a scene around the present: in mid-cycle, on a port that is free."""
    return Scene(
        router_port=ROUTER_PORT if is_free(ROUTER_PORT) else free_port(),
        reset_day=mid_cycle(datetime.now(UTC), NAIROBI).reset_day,
    )
