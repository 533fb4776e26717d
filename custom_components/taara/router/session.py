"""Exchanges with one host: time-outs, repeats, limits, and nothing sent elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
import logging
import random
import time
from typing import Any

import aiohttp
from yarl import URL

from .address import keeps_secrets
from .answer import Answer
from .provider import CannotConnect, RouterError, UnexpectedPayload
from .transport import Timeouts, send

__all__ = ["PROBE", "TRIES", "Answer", "Exchange", "RouterSession", "Timeouts"]

_LOGGER = logging.getLogger(__name__)
TRIES = 3
"""How often a poll may try to reach a router."""
PROBE = 1
"""How often it may while the circuit is open."""
_JITTER = random.SystemRandom()


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One try, for diagnostics: an answer's `status`, or the `error` in words."""

    method: str
    path: str
    status: int | None = None
    error: str | None = None
    ms: int = 0


class RouterSession:
    """All that is sent to one host goes through here.

    `announce` is awaited before a usage request is sent, so that the caller can write
    it down first. Cookies live in the client's own jar, which nothing else shares.
    """

    def __init__(
        self,
        client: aiohttp.ClientSession,
        base_url: URL | str,
        *,
        announce: Callable[[], Awaitable[None]] | None = None,
        timeouts: Timeouts = Timeouts(),
    ) -> None:
        """Talk to the host of `base_url` by `client`."""
        self._client = client
        self._base = URL(base_url).origin()
        self._announce = announce
        self._timeouts = timeouts
        self.poll_id = "-"
        self.tries = TRIES
        self.trace: list[Exchange] = []
        self.usage_requests = 0

    @property
    def base_url(self) -> URL:
        """Scheme, host and port of the router."""
        return self._base

    def begin(self, poll_id: str, tries: int = TRIES) -> None:
        """Start a poll: name it, and forget the traces of the last one."""
        self.poll_id = poll_id
        self.tries = tries
        self.trace = []
        self.usage_requests = 0

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies that would be sent to the router now."""
        jar = self._client.cookie_jar.filter_cookies(self._base)
        return {name: morsel.value for name, morsel in jar.items()}

    def set_cookie(self, name: str, value: str) -> None:
        """Send a cookie from now on that the router did not set itself."""
        self._client.cookie_jar.update_cookies({name: value}, self._base)

    def forget(self) -> None:
        """Drop the router's cookies: the next request starts without a session."""
        self._client.cookie_jar.clear_domain(self._base.host or "")

    async def request(
        self,
        method: str,
        path: str,
        *,
        usage: bool = False,
        secret: bool = False,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str | None = None,
    ) -> Answer:
        """Ask once and give back any answer, whatever its status; any `RouterError`.

        Only a try that never left is repeated: one that may have arrived counts. What is
        `secret`, or asked for the sake of a secret, leaves only where strangers can't
        listen.
        """
        url = self._inside(path)
        if secret and not keeps_secrets(self._base):
            raise CannotConnect("a secret goes to a public host by https only")
        if usage and self._announce is not None:
            await self._announce()
        attempt = 1
        while True:
            try:
                return await self._try(
                    method,
                    url,
                    usage=usage,
                    json=json,
                    data=form,
                    headers={
                        **(headers or {}),
                        "Accept": accept or "application/json, */*;q=0.5",
                    },
                )
            except CannotConnect as err:
                if err.left or attempt >= self.tries:
                    raise
            await asyncio.sleep(self._pause(attempt))
            attempt += 1

    async def _try(self, method: str, url: URL, *, usage: bool, **body: Any) -> Answer:
        """Send once, count it, and leave a trace."""
        started = time.monotonic()
        # Counted first, because a cancelled request may have arrived, too.
        self.usage_requests += usage
        try:
            answer = await send(self._client, method, url, self._timeouts, **body)
        except RouterError as err:
            if isinstance(err, CannotConnect) and not err.left:
                self.usage_requests -= usage
            self._log(method, url, started, error=err)
            raise
        self._log(method, url, started, status=answer.status)
        return answer

    def _log(
        self,
        method: str,
        url: URL,
        started: float,
        *,
        status: int | None = None,
        error: RouterError | None = None,
    ) -> None:
        ms = round((time.monotonic() - started) * 1000)
        self.trace.append(
            Exchange(
                method=method,
                path=url.path,
                status=status,
                error=None if error is None else error.detail,
                ms=ms,
            )
        )
        _LOGGER.debug(
            "[%s] %s %s: %s in %d ms",
            self.poll_id,
            method,
            url.path,
            status if error is None else error.detail,
            ms,
        )

    def _inside(self, path: str) -> URL:
        """Make a path absolute, and refuse one that leads away from the router."""
        try:
            url = self._base.join(URL(path))
            if url.user is None and url.origin() == self._base:
                return url
        except ValueError:
            pass
        raise UnexpectedPayload("a path would have led to another host")

    def _pause(self, attempt: int) -> float:
        """Seconds to wait after a failed attempt: doubled each time, and never in step."""
        pause = self._timeouts.backoff * _JITTER.uniform(0.5, 1.5)
        return pause * float(1 << attempt - 1)
