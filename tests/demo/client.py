"""A plain client: it asks what it is told to and follows no redirect."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
import json
from typing import Any

from aiohttp import ClientSession
from multidict import CIMultiDictProxy

from demo.accounts import SUBSCRIBER

MB = 2**20

LOCAL = ("local-a", "local-b", "local-c", "local-d")
FORM_ONLY = "local-b"
BODY_ONLY = "local-c"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer."""

    status: int
    headers: CIMultiDictProxy[str]
    cookies: SimpleCookie
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """Return what the body says, whatever its type is called."""
        return json.loads(self.body)


@dataclass(kw_only=True)
class Client:
    """A session with a router, and the headers that prove it where cookies do not."""

    session: ClientSession
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """Ask and read the whole answer."""
        options.setdefault("headers", self.headers)
        options.setdefault("allow_redirects", False)
        async with self.session.request(method, path, **options) as response:
            return Answer(
                status=response.status,
                headers=response.headers,
                cookies=response.cookies,
                content_type=response.content_type,
                body=await response.read(),
            )

    async def get(self, path: str, **options: Any) -> Answer:
        """Get."""
        return await self.ask("GET", path, **options)

    async def log_in(
        self, how: str = "json", *, password: str = SUBSCRIBER.password
    ) -> Answer:
        """Sign in with JSON (`json`) or a form (`data`)."""
        fields = {"username": SUBSCRIBER.username, "password": password}
        return await self.ask("POST", "/login", **{how: fields})

    async def usage(self) -> Any:
        """Return the figures."""
        return (await self.get("/usage")).json()

    async def state(self) -> Any:
        """Return the truth."""
        return (await self.get("/_sim/state")).json()

    async def control(self, act: str, /, **sent: Any) -> Any:
        """Turn a knob and return the state after it."""
        answer = await self.ask("POST", f"/_sim/{act}", json=sent)
        assert answer.status == 200, answer.text
        return answer.json()


async def signed_in(client: Client, dialect: str) -> Client:
    """Sign in the way the dialect wants it."""
    answer = await client.log_in("data" if dialect == FORM_ONLY else "json")
    assert answer.status == 200
    if dialect == BODY_ONLY:
        client.headers["X-Session-Id"] = answer.json()["session_id"]
    return client
