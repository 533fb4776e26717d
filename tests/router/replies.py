"""Replies that a test puts in the place of a router's own."""

import asyncio
import json
from typing import Any

from aiohttp import web

from .server import Handler

LOGIN_PAGE = """<!doctype html><html><body><form action="/login" method="post">
<input name="username"><input name="password" type="password"></form></body></html>"""


def always(**answer: Any) -> Handler:
    """Make a reply that is the same for every request."""

    async def reply(_: web.BaseRequest) -> web.Response:
        return web.Response(**answer)

    return reply


def in_json(body: Any, status: int = 200, **headers: str) -> Handler:
    """Make a reply in JSON; what JSON has no word for goes as Python writes it."""
    return always(
        text=json.dumps(body),
        status=status,
        content_type="application/json",
        headers=headers,
    )


async def silence(_: web.BaseRequest) -> web.Response:
    """Say nothing for longer than anybody waits."""
    await asyncio.sleep(30)
    return web.Response()


async def hang_up(request: web.BaseRequest) -> web.Response:
    """Close the connection instead of answering."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()


def says_session(valid: bool | None) -> Handler:
    """Make a `/status` that always says the same."""
    return in_json({"status": "success", "session_valid": valid})
