"""One request on the wire, by aiohttp, and its faults in our own words."""

from dataclasses import dataclass
import errno
import time
from typing import Any, override

import aiohttp
from aiohttp import hdrs
from aiohttp.connector import Connection
from aiohttp.http_exceptions import ContentEncodingError
from yarl import URL

from .answer import Answer
from .provider import CannotConnect, RouterError, RouterTimeout, UnexpectedPayload

MAX_BODY = 256 * 1024
"""Bytes of a body, after decompression, that are read at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeouts:
    """Seconds to connect, between two reads, for one try, and of the first pause."""

    connect: float = 30
    read: float = 60
    total: float = 90
    backoff: float = 1


class _Lost(aiohttp.ClientError):
    """The connection broke after the request was sent."""


class _Response(aiohttp.ClientResponse):
    """A response whose connection is never used again."""

    @override
    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Mark the connection before it is read: a short answer frees it at once."""
        if connection.protocol is not None:
            connection.protocol.force_close()
        return await super().start(connection)


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send on a connection that is not kept, and never twice.

    aiohttp sends an idempotent request again by itself when the connection breaks
    before the answer. The router would count both, so the break gets a class that
    aiohttp does not repeat. A connection that is not kept can't break while idle;
    to ask the router to close it is not enough, for some don't listen.
    """
    request.response_class = _Response
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as err:
        raise _Lost(type(err).__name__) from None


async def send(
    client: aiohttp.ClientSession,
    method: str,
    url: URL,
    timeouts: Timeouts,
    *,
    headers: dict[str, str],
    **body: Any,
) -> Answer:
    """Exchange one request for one answer; any `RouterError`.

    Errors are not chained to aiohttp's, which may carry headers and parts of a body.
    """
    started = time.monotonic()
    try:
        async with client.request(
            method,
            url,
            headers={**headers, hdrs.CONNECTION: "close"},
            allow_redirects=False,
            raise_for_status=False,
            # In place of the client's own, which may judge redirects.
            middlewares=(_once,),
            timeout=aiohttp.ClientTimeout(
                total=timeouts.total,
                connect=timeouts.connect,
                sock_read=timeouts.read,
            ),
            **body,
        ) as response:
            return Answer(
                status=response.status,
                url=url,
                headers=response.headers,
                body=await _read(response),
                elapsed_ms=round((time.monotonic() - started) * 1000),
            )
    except (aiohttp.ClientError, OSError) as err:
        raise _translated(err) from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read the body as it is decompressed, up to the limit."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BODY:
            # Closed here: a release would wait for the rest.
            response.close()
            raise UnexpectedPayload(
                f"{response.url.path} answered with more than {MAX_BODY} bytes"
            )
    return bytes(body)


def _translated(err: aiohttp.ClientError | OSError) -> RouterError:
    """Say in our own words what happened to a request."""
    match err:
        case aiohttp.ConnectionTimeoutError():
            return CannotConnect("no connection in time")
        case aiohttp.ClientConnectorDNSError():
            return CannotConnect("the name is not known")
        case aiohttp.ClientConnectorCertificateError():
            return CannotConnect("the certificate is not trusted")
        case aiohttp.ClientSSLError():
            return CannotConnect("no TLS connection could be made")
        case aiohttp.ClientConnectorError():
            return CannotConnect(f"no connection: {_name(err)}")
        case TimeoutError():
            return RouterTimeout("no answer in time")
        case aiohttp.ClientResponseError():
            return UnexpectedPayload("the answer is not HTTP")
        case aiohttp.ClientPayloadError(__cause__=ContentEncodingError()):
            return UnexpectedPayload("the body can't be unpacked")
    return CannotConnect(f"the connection broke: {_name(err)}", left=True)


def _name(err: BaseException) -> str:
    number = getattr(err, "errno", None)
    return errno.errorcode.get(number or 0, type(err).__name__)
