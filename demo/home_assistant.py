"""A real Home Assistant for the demo and the tests: its own process, real HTTP.

It needs no container, no root and no network; it listens on 127.0.0.1 only.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
import os
from pathlib import Path
import signal
import socket
from subprocess import PIPE, STDOUT, Popen
import sys
import time
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import ClientError

from .client import Client, Refused
from .config_dir import ROOT, prepare

__all__ = ["HomeAssistant", "HomeAssistantFailed", "Refused", "free_port"]

_START_SECONDS: Final = 120
_STOP_SECONDS: Final = 30
_STEP_SECONDS: Final = 0.1
_TAIL_LINES: Final = 30


class HomeAssistantFailed(Exception):
    """Home Assistant did not start or has ended; the text has the log's last lines."""


def free_port() -> int:
    """Return a port on 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class HomeAssistant(Client):
    """A Home Assistant process, onboarded and signed in to.

        async with HomeAssistant(directory) as home:
            await home.set_up_taara(router.url, "subscriber", "made-up")
            print((await home.states())["sensor.taara_data_used"]["state"])

    The directory keeps everything: `stop` (or `kill`) and `start` are a restart.
    """

    def __init__(
        self,
        config_dir: Path,
        *,
        port: int | None = None,
        env: Mapping[str, str] | None = None,
        extra_configuration: str = "",
        username: str = "demo",
        password: str = "demo",  # noqa: S107  of a house that listens to nobody else
    ) -> None:
        """Describe it; nothing is written or started yet.

        `env` comes on top of our own environment, `extra_configuration` (YAML) on
        top of a fresh configuration; one that is there already stays as it is.
        """
        self.config_dir = config_dir.resolve()
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.username = username
        self.password = password
        self.log = self.config_dir / "output.log"
        self._env = dict(env or {})
        self._extra = extra_configuration
        self._process: Popen[bytes] | None = None
        self._tokens: dict[str, Any] = {}

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def returncode(self) -> int | None:
        """How the process ended; None while it runs, and before it was started."""
        return None if self._process is None else self._process.poll()

    async def start(self) -> None:
        """Start, and wait until everything is set up and we are signed in.

        Raises `HomeAssistantFailed` if that does not come about.
        """
        prepare(self.config_dir, self.port, self._extra)
        self._launch()
        try:
            await self._answering()
            await self._sign_in()
            await self._running()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Ask the process to end, wait for it, and hang up."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End the process at once: it gets no chance to write anything down."""
        await self._end(signal.SIGKILL)

    async def ended(self) -> int:
        """Wait for the process to end by itself; return its exit code."""
        while (code := self.returncode) is None:
            await asyncio.sleep(_STEP_SECONDS)
        return code

    def log_tail(self) -> str:
        """Return the last lines that the process wrote."""
        if not self.log.exists():
            return "(it wrote nothing)"
        with self.log.open(encoding="utf-8", errors="replace") as log:
            return "".join(deque(log, _TAIL_LINES)).strip() or "(it wrote nothing)"

    def browser_tokens(self) -> dict[str, Any]:
        """Return what the frontend keeps in `localStorage.hassTokens` when signed in."""
        lifetime = int(self._tokens["expires_in"])
        return {
            **self._tokens,
            "hassUrl": self.url,
            "clientId": self._client_id,
            "expires": int((time.time() + lifetime) * 1000),
        }

    @property
    def _client_id(self) -> str:
        return f"{self.url}/"

    def _launch(self) -> None:
        """Start the process, in a group of its own so that Ctrl-C leaves it to us."""
        arguments = ["-c", str(self.config_dir), "--skip-pip"]
        with self.log.open("ab") as log:
            self._process = Popen(
                [sys.executable, "-P", str(ROOT / "demo/lifeline.py"), *arguments],
                stdin=PIPE,
                stdout=log,
                stderr=STDOUT,
                env=os.environ | self._env,
                start_new_session=True,
            )

    async def _end(self, how: signal.Signals) -> None:
        await self.close()
        if (process := self._process) is None:
            return
        deadline = time.monotonic() + _STOP_SECONDS
        if process.poll() is None:
            process.send_signal(how)
        while process.poll() is None:
            if time.monotonic() > deadline:
                process.kill()
            await asyncio.sleep(_STEP_SECONDS)
        if process.stdin is not None:
            process.stdin.close()
        self._process = None

    async def _answering(self) -> None:
        """Wait until the frontend is served."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            self._check_alive(deadline)
            try:
                async with self.session.get(f"{self.url}/manifest.json") as response:
                    if response.ok:
                        return
            except ClientError, TimeoutError:
                pass
            await asyncio.sleep(_STEP_SECONDS)

    async def _running(self) -> None:
        """Wait until every integration had its turn."""
        deadline = time.monotonic() + _START_SECONDS
        while (await self.api("GET", "config"))["state"] != "RUNNING":
            self._check_alive(deadline)
            await asyncio.sleep(_STEP_SECONDS)

    def _check_alive(self, deadline: float) -> None:
        if (code := self.returncode) is not None:
            trouble = f"ended with exit code {code}"
        elif time.monotonic() > deadline:
            trouble = f"did not start within {_START_SECONDS} seconds"
        else:
            return
        raise HomeAssistantFailed(
            f"Home Assistant {trouble}. Its last words ({self.log}):\n{self.log_tail()}"
        )

    async def _sign_in(self) -> None:
        """Get tokens, by onboarding where that is still to be done."""
        self.token = None
        try:
            steps = await self.api("GET", "onboarding")
        except Refused:
            steps = []  # A Home Assistant that is onboarded no longer has this.
        waiting = {step["step"] for step in steps if not step["done"]}
        code = await (self._make_user() if "user" in waiting else self._log_in())
        async with self.session.post(
            f"{self.url}/auth/token",
            data={
                "client_id": self._client_id,
                "grant_type": "authorization_code",
                "code": code,
            },
        ) as response:
            self._tokens = await response.json()
        self.token = self._tokens["access_token"]
        sent = {"client_id": self._client_id, "redirect_uri": f"{self.url}/"}
        for step in ("analytics", "integration"):
            if step in waiting:
                await self.api("POST", f"onboarding/{step}", sent)
        self.token = await self.ws(
            {
                "type": "auth/long_lived_access_token",
                "client_name": f"demo {datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",
                "lifespan": 7,
            }
        )

    async def _make_user(self) -> str:
        user = {
            "client_id": self._client_id,
            "name": self.username.capitalize(),
            "username": self.username,
            "password": self.password,
            "language": "en",
        }
        return str((await self.api("POST", "onboarding/users", user))["auth_code"])

    async def _log_in(self) -> str:
        login = {
            "client_id": self._client_id,
            "handler": ["homeassistant", None],
            "redirect_uri": f"{self.url}/",
        }
        async with self.session.post(
            f"{self.url}/auth/login_flow", json=login
        ) as response:
            flow_id = (await response.json())["flow_id"]
        account = {
            "client_id": self._client_id,
            "username": self.username,
            "password": self.password,
        }
        async with self.session.post(
            f"{self.url}/auth/login_flow/{flow_id}", json=account
        ) as response:
            answer = await response.json()
        if "result" not in answer:
            raise HomeAssistantFailed(f"Signing in failed: {answer}")
        return str(answer["result"])
