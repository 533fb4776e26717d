"""Which faults there are, and which are switched on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from inspect import signature
from typing import Any, Final

from aiohttp import web

from demo.clock import Clock
from demo.dialects import Dialect
from demo.exchange import exchange

from . import answers, figures, wire
from .call import Call, Handler

EVERYWHERE: Final = "*"

# Given the call, these answer in the router's place, or see to it that it errs.
_INSTEAD: Final[dict[str, Callable[..., Awaitable[web.StreamResponse]]]] = {
    "bad_clock": answers.bad_clock,
    "disconnect": wire.disconnect,
    "forbidden": answers.forbidden,
    "html": answers.html,
    "maintenance": answers.maintenance,
    "quota_reached": answers.quota_reached,
    "redirect_login": answers.redirect_login,
    "redirect_other_host": answers.redirect_other_host,
    "server_error": answers.server_error,
    "silence": wire.silence,
    "too_many": answers.too_many,
    "unauthorized": answers.unauthorized,
    "unavailable": answers.unavailable,
}
# Given a good answer (200), these spoil it; a refusal passes them by, uncounted.
_SPOILING: Final[dict[str, Callable[..., Awaitable[web.StreamResponse]]]] = {
    "cut_body": wire.cut_body,
    "drip": wire.drip,
    "drop_after_headers": wire.drop_after_headers,
    "empty": wire.empty,
    "endless": wire.endless,
    "gzip": wire.gzip,
    "gzip_bomb": wire.gzip_bomb,
    "http_1_0": wire.http_1_0,
    "huge": figures.huge,
    "missing": figures.missing,
    "nan": figures.not_a_number,
    "negative": figures.negative,
    "not_utf8": wire.not_utf8,
    "nulls": figures.nulls,
    "slow": wire.slow,
    "truncated": wire.truncated,
    "wrong_content_type": wire.wrong_content_type,
    "wrong_types": figures.wrong_types,
}
_NOT_ONLY_USAGE: Final = frozenset({"bad_clock", "maintenance"})

FAULTS: Final = dict(sorted((_INSTEAD | _SPOILING).items()))
"""Every fault by name; its options are its keyword arguments."""


@dataclass(kw_only=True, slots=True)
class Fault:
    """A fault that is switched on."""

    name: str
    path: str
    """The path it befalls, or a pattern: `*` for all."""
    times: int | None
    """How often it still happens; None is until it is cleared."""
    options: dict[str, Any]


class Faults:
    """The faults that are switched on."""

    def __init__(self, clock: Clock, dialect: Dialect) -> None:
        """Begin with none."""
        self._clock = clock
        self._dialect = dialect
        self._active: list[Fault] = []

    @property
    def active(self) -> tuple[Fault, ...]:
        """The faults that will still happen."""
        self._active = [fault for fault in self._active if fault.times != 0]
        return tuple(self._active)

    def set(
        self,
        name: str,
        *,
        path: str | None = None,
        times: int | None = None,
        **options: Any,
    ) -> Fault:
        """Switch a fault on; a later one lies around the earlier ones.

        `path` is the usage path by default, for a few every path. ValueError if there
        is no such fault, TypeError if it has no such option.
        """
        if name not in FAULTS:
            msg = f"no such fault: {name!r}; there are {', '.join(FAULTS)}"
            raise ValueError(msg)
        signature(FAULTS[name]).bind(None, **options)
        if times is not None and times < 1:
            msg = f"must happen at least once: {times}"
            raise ValueError(msg)
        if path is None:
            everywhere = name in _NOT_ONLY_USAGE
            path = EVERYWHERE if everywhere else self._dialect.usage_path
        fault = Fault(name=name, path=path, times=times, options=options)
        self._active.append(fault)
        return fault

    def clear(self, name: str | None = None) -> None:
        """Switch off the faults of a name, or all."""
        self._active = [
            fault for fault in self._active if name is not None and fault.name != name
        ]

    async def befall(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Answer a request as the faults that are on will have it."""
        for fault in self.active:
            if fnmatchcase(request.path, fault.path):
                handler = partial(self._apply, fault, handler)
        return await handler(request)

    async def _apply(
        self, fault: Fault, handler: Handler, request: web.Request
    ) -> web.StreamResponse:
        """Answer a request as one fault will have it."""
        if fault.name in _INSTEAD:
            _count(fault, request)
            call = Call(
                request=request,
                dialect=self._dialect,
                now=self._clock.now(),
                proceed=handler,
            )
            return await _INSTEAD[fault.name](call, **fault.options)
        response = await handler(request)
        if not isinstance(response, web.Response) or response.status != 200:
            return response
        if fault.times == 0:  # another request met it while this one was answered
            return response
        _count(fault, request)
        return await _SPOILING[fault.name](response, **fault.options)


def _count(fault: Fault, request: web.Request) -> None:
    """Count that a fault happens."""
    if fault.times is not None:
        fault.times -= 1
    exchange(request).faults.append(fault.name)
