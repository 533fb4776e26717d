"""One fast clock for a Home Assistant and for the router that it reads.

Home Assistant's process is made to run fast from outside, by libfaketime: all of its
clocks and waits do. The router is here, and follows.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
import subprocess
import time
from typing import Final

from demo.home_assistant import HomeAssistant

ROOT: Final = Path(__file__).resolve().parents[2]
_TRIES: Final = 20
_ASKED: Final = {"template": "{{ utcnow().timestamp() }}"}


def library() -> Path | None:
    """Return libfaketime, `None` if there is none."""
    found = subprocess.run(
        ["bash", "-c", ". scripts/lib.sh && find_faketime"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Path(found.stdout.strip()) if found.returncode == 0 else None


@dataclass
class FastClock:
    """Tells the time that Home Assistant's clock shows, in seconds since 1970.

    A process that starts begins where the clock is, at the speed of real time. After a
    change of speed it is asked for its time: how long it took to notice is not known.
    """

    library: Path
    file: Path
    """What the processes are told."""
    _shown: float
    speed: float = 1.0
    _real: float = field(default_factory=time.time)
    _ahead: float = 0.0
    _last: float = 0.0

    @property
    def env(self) -> Mapping[str, str]:
        """What lets a process run on this clock."""
        return {
            "LD_PRELOAD": str(self.library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            # A change of speed is noticed at once, and is no jump.
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_XRESET": "1",
            "NO_FAKE_STAT": "1",
        }

    def time(self) -> float:
        """Return the time. It never goes back, or the router would count backwards."""
        now = self._shown + (time.time() - self._real) * self.speed
        self._last = max(self._last, now)
        return self._last

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def begin(self, later: timedelta = timedelta(0)) -> None:
        """Prepare for a new process, while there is none, at a later time."""
        self._set(time.time(), self.time() + later.total_seconds(), 1.0)
        self._ahead = self._shown - self._real
        self._write()

    async def turn(self, home: HomeAssistant, speed: float) -> None:
        """Let a running process, and us, go on at another speed."""
        await self._asked(home)  # awake, it notices soon
        self._set(time.time(), self.time(), speed)
        self._write()
        self._set(*await self._asked(home), speed)

    async def until(self, at: datetime) -> None:
        """Wait for a time."""
        while (left := at.timestamp() - self.time()) > 0:
            await asyncio.sleep(left / self.speed)

    async def _asked(self, home: HomeAssistant) -> tuple[float, float]:
        """Return a real time, and what the process showed at it: the best of some tries."""
        best = float("inf"), 0.0, 0.0
        for _ in range(_TRIES):
            before = time.time()
            shown = float(await home.api("POST", "template", _ASKED))
            after = time.time()
            best = min(best, (after - before, (before + after) / 2, shown))
        return best[1:]

    def _set(self, real: float, shown: float, speed: float) -> None:
        self._real, self._shown, self.speed = real, shown, speed

    def _write(self) -> None:
        """Tell the processes, all at once: half a line would be another time."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{self._ahead:+.6f} x{self.speed:g}\n")
        new.replace(self.file)
