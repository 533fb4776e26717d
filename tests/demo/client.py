"""A plain client: it asks what it is told to and follows no redirect."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession

from demo.accounts import SUBSCRIBER

MB = 2**20


@dataclass
class Client:
    """A session with a router, and the headers that prove it where cookies do not."""

    session: ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, **options: Any) -> ClientResponse:
        """Ask and read the whole answer."""
        options.setdefault("headers", self.headers)
        options.setdefault("allow_redirects", False)
        async with self.session.request(method, path, **options) as response:
            await response.read()
        return response

    async def get(self, path: str, **options: Any) -> ClientResponse:
        """Get."""
        return await self.ask("GET", path, **options)

    async def log_in(
        self, how: str = "json", *, password: str = SUBSCRIBER.password
    ) -> ClientResponse:
        """Sign in with JSON (`json`) or a form (`data`)."""
        fields = {"username": SUBSCRIBER.username, "password": password}
        return await self.ask("POST", "/login", **{how: fields})

    async def usage(self) -> Any:
        """Return the figures, whatever their type is called."""
        return await (await self.get("/usage")).json(content_type=None)

    async def control(self, path: str, **sent: Any) -> Any:
        """Turn a knob and return the state after it."""
        response = await self.ask("POST", f"/_sim/{path}", json=sent)
        assert response.status == 200, await response.text()
        return await response.json()
