"""Bytes put on the wire as they are, which a well-behaved server would not send."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from http import HTTPStatus
from typing import Final, override

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

NO_ANSWER: Final = 444
"""The status of an answer that is none; it is never sent."""


class RawResponse(web.StreamResponse):
    """An answer of given bytes, its head included; then the connection is closed."""

    def __init__(self, chunks: AsyncGenerator[bytes], *, status: int = 200) -> None:
        """Send these chunks and nothing else; `status` is for the record."""
        super().__init__(status=status)
        self.force_close()
        self._chunks = chunks

    @override
    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send the chunks; when the client leaves, the task is cancelled."""
        if (transport := request.transport) is None:
            return None
        async with aclosing(self._chunks) as chunks:
            async for chunk in chunks:
                transport.write(chunk)
        transport.close()
        return None

    @override
    async def write_eof(self, data: bytes = b"") -> None:
        """Send no more: the connection is closed."""


class LongResponse(web.StreamResponse):
    """An answer whose body is made as fast as the client takes it, until it leaves."""

    def __init__(self, like: web.Response, chunks: AsyncGenerator[bytes]) -> None:
        """Send these chunks under the headers of another answer."""
        super().__init__(headers=like.headers)
        self.force_close()
        self.cookies.update(like.cookies)
        self._chunks = chunks

    @override
    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send head and chunks; ConnectionError when the client has left."""
        writer = await super().prepare(request)
        async with aclosing(self._chunks) as chunks:
            async for chunk in chunks:
                await self.write(chunk)
        return writer


def head(
    response: web.Response, *, version: str = "1.1", length: int | None = None
) -> bytes:
    """Return the head of an answer; without a length the body ends with the connection."""
    return "\r\n".join((*_head(response, version, length), "", "")).encode()


def _head(response: web.Response, version: str, length: int | None) -> Iterator[str]:
    yield f"HTTP/{version} {response.status} {HTTPStatus(response.status).phrase}"
    for name, value in response.headers.items():
        yield f"{name}: {value}"
    for cookie in response.cookies.values():
        yield cookie.output()
    if length is not None:
        yield f"Content-Length: {length}"
    yield "Connection: close"


def body(response: web.Response) -> bytes:
    """Return the bytes of an answer's body."""
    return response.body if isinstance(response.body, bytes) else b""
