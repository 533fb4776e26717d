"""Faults that no server can make, in one place: aiohttp fails before it connects."""

from collections.abc import Iterator
from contextlib import contextmanager
import ssl
from typing import Any, override
from unittest.mock import Mock

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientResponse,
    ConnectionTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey
from aioresponses import aioresponses
from yarl import URL


class _Response(ClientResponse):
    """Supplies what aiohttp 3.14 asks for and aioresponses 0.7.9 does not know."""

    @override
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, stream_writer=Mock(), **kwargs)


def before_connecting(kind: str, url: URL) -> Exception:
    """Make the error that aiohttp raises when it can't even connect."""
    key = ConnectionKey(url.host or "", url.port, True, True, None, None, None)
    match kind:
        case "dns":
            return ClientConnectorDNSError(key, OSError(-2, "Name not known"))
        case "certificate":
            return ClientConnectorCertificateError(
                key, ssl.SSLCertVerificationError("self-signed certificate")
            )
    return ConnectionTimeoutError()


@contextmanager
def failing(url: URL, kind: str, times: int) -> Iterator[aioresponses]:
    """Fail as many requests for `url`, and answer the next with an empty object."""
    with aioresponses() as mocked:
        for _ in range(times):
            mocked.get(url, exception=before_connecting(kind, url))
        mocked.get(url, payload={}, response_class=_Response)
        yield mocked
