"""A phone with Home Assistant's app: what it is pushed, and what a thumb does about it."""

from http import HTTPStatus
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from demo.home_assistant import HomeAssistant

SERVICE: Final = "notify.mobile_app_asha_s_phone"
_REGISTRATION: Final = {
    "app_id": "org.example.app",
    "app_name": "An app",
    "app_version": "1",
    "device_id": "asha",
    "device_name": "Asha's phone",
    "manufacturer": "Example",
    "model": "One",
    "os_name": "Android",
    "os_version": "16",
    "supports_encryption": False,
}


class Phone:
    """A phone, and the service that pushes to it; it refuses unless its `status` is 201."""

    def __init__(self, home: HomeAssistant) -> None:
        """Belong to somebody in a home that has `mobile_app`."""
        self.status = HTTPStatus.CREATED
        self.pushes: list[dict[str, Any]] = []
        self.refused = 0
        self._home = home
        self._webhook = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen for pushes."""
        app = web.Application()
        app.add_routes([web.post("/push", self._push)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def register(self) -> None:
        """Sign in to Home Assistant, as the app does."""
        assert self._runner is not None
        port = self._runner.addresses[0][1]
        push = {
            "push_url": f"http://127.0.0.1:{port}/push",
            "push_token": "made-up",
        }
        registered = await self._home.api(
            "POST", "mobile_app/registrations", {**_REGISTRATION, "app_data": push}
        )
        self._webhook = registered["webhook_id"]

    async def unregister(self) -> None:
        """Be deleted from Home Assistant."""
        (entry,) = await self._home.ws(
            {"type": "config_entries/get", "domain": "mobile_app"}
        )
        path = f"config/config_entries/entry/{entry['entry_id']}"
        await self._home.api("DELETE", path)

    async def tap(self, action: str) -> None:
        """Tap a button below a message."""
        event = {
            "event_type": "mobile_app_notification_action",
            "event_data": {"action": action},
        }
        await self._home.api(
            "POST", f"webhook/{self._webhook}", {"type": "fire_event", "data": event}
        )

    async def _push(self, request: web.Request) -> web.Response:
        if self.status is HTTPStatus.CREATED:
            self.pushes.append(await request.json())
        else:
            self.refused += 1
        return web.json_response({}, status=self.status)
