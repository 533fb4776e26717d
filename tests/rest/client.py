"""A program that asks Taara, and holds each answer against the description."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
import jsonschema_rs
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.taara.const import API
from custom_components.taara.openapi import document
from homeassistant.core import HomeAssistant

DOCUMENT = document("0")
CLIENT_ID = "https://example.com/app"

type AiohttpClient = Callable[..., Awaitable[TestClient[Any, Any]]]


@dataclass(frozen=True)
class Told:
    """An answer: its status, and what is in the envelope."""

    status: int
    data: Any
    error: Any

    @property
    def code(self) -> str:
        """The word for what is wrong."""
        assert self.error["message"]
        assert self.error["code"] not in self.error["message"]
        code: str = self.error["code"]
        return code


@dataclass(frozen=True)
class Program:
    """A program with the token of a user, new for each request: clocks are turned."""

    hass: HomeAssistant
    connect: AiohttpClient
    user: MockUser
    connected: list[TestClient[Any, Any]] = field(default_factory=list)

    async def client(self) -> TestClient[Any, Any]:
        """Return the connection, made on first use: then all views have to be there."""
        if not self.connected:
            self.connected.append(await self.connect(self.hass.http.app))
        return self.connected[0]

    async def get(self, path: str, **query: Any) -> Told:
        """Ask, and check the answer's shape."""
        return await self.ask("get", path, path, params=query)

    async def post(self, path: str, json: Any = None, **query: Any) -> Told:
        """Act, and check the answer's shape."""
        return await self.ask("post", path, path, json=json, params=query)

    async def ask(self, method: str, path: str, route: str, **sent: Any) -> Told:
        """Send a request to a path of a route."""
        answer = await self.raw(method, path, **sent)
        told = await answer.json()
        described = DOCUMENT["paths"][route][method]["responses"]
        check(described[str(answer.status)], told)
        return Told(answer.status, told["data"], told["error"])

    async def raw(self, method: str, path: str, **sent: Any) -> ClientResponse:
        """Send a request and return what comes back."""
        if not self.user.refresh_tokens:
            await self.hass.auth.async_create_refresh_token(self.user, CLIENT_ID)
        (token,) = self.user.refresh_tokens.values()
        access = self.hass.auth.async_create_access_token(token)
        headers = {"Authorization": f"Bearer {access}"}
        client = await self.client()
        return await client.request(method, f"{API}{path}", headers=headers, **sent)


def check(response: dict[str, Any], told: Any) -> None:
    """Assert that an answer is as described."""
    if "$ref" in response:
        name = response["$ref"].rpartition("/")[2]
        response = DOCUMENT["components"]["responses"][name]
    schema = response["content"]["application/json"]["schema"]
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema_rs.validate(whole, told, validate_formats=True)
