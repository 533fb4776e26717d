"""The simulated router's knobs over HTTP, for whoever runs it beside a test.

No real router has these paths. Whatever is posted is answered with the state after it.
"""

from collections import Counter as Tally
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
import json
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from .accounts import Account
from .counter import Figures
from .faults import FAULTS

if TYPE_CHECKING:
    from .simulator import SimulatedRouter

CONTROL: Final = "/_sim/"


def control_routes(router: SimulatedRouter) -> Iterable[web.RouteDef]:
    """Return the routes that turn a router's knobs."""
    counter = router.counter

    # What a POST to a path does, given the JSON object posted.
    acts: dict[str, Callable[[dict[str, Any]], object]] = {
        "account": lambda sent: _change_account(router, **sent),
        "clock": lambda sent: _turn_clock(router, **sent),
        "exhaust": lambda sent: counter.exhaust(**sent),
        "expire_sessions": lambda sent: router.sign_out(**sent),
        "fault": lambda sent: router.faults.set(**sent),
        "manner": lambda sent: router.dialect.vary(**sent),
        "queue": lambda sent: counter.queue(**sent),
        "reboot": lambda sent: router.reboot(**sent),
        "renew": lambda sent: counter.renew(**sent),
        "reset_counter": lambda sent: counter.reset(**sent),
        "top_up": lambda sent: counter.top_up(int(sent["bytes"])),
        "use": lambda sent: counter.use(int(sent["bytes"])),
    }

    async def get_state(_request: web.Request) -> web.Response:
        return web.json_response(state(router))

    async def get_history(_request: web.Request) -> web.Response:
        return web.json_response({"hours": _history(router)})

    async def get_faults(_request: web.Request) -> web.Response:
        return web.json_response(
            {name: (fault.__doc__ or "").strip() for name, fault in FAULTS.items()}
        )

    async def clear_fault(request: web.Request) -> web.Response:
        router.faults.clear(request.query.get("name"))
        return web.json_response(state(router))

    return (
        web.get(f"{CONTROL}state", get_state),
        web.get(f"{CONTROL}history", get_history),
        web.get(f"{CONTROL}faults", get_faults),
        web.delete(f"{CONTROL}fault", clear_fault),
        *(
            web.post(f"{CONTROL}{name}", _post(router, act))
            for name, act in acts.items()
        ),
    )


def state(router: SimulatedRouter) -> dict[str, Any]:
    """Return the truth about a router: bytes, and moments in UTC."""
    counter = router.counter
    figures, cycle = counter.figures, counter.cycle
    return {
        "dialect": router.dialect_name,
        "manner": asdict(router.dialect.manner),
        "clock": {"now": _iso(router.clock.now()), "speed": router.clock.speed},
        **_figures(figures),
        "topped_up_bytes": counter.topped_up,
        "cycle": {
            "start": _iso(cycle.start),
            "end": _iso(cycle.end),
            "expired": counter.expired,
        },
        "queued_plans": len(counter.queued),
        "device": {
            "booted": _iso(router.booted.at),
            "bytes_since": counter.since(router.booted),
        },
        "household": {
            "seed": router.household.seed,
            "time_zone": router.household.zone.key,
            "daily_bytes": router.household.daily_bytes,
        },
        "last_answer": _last_answer(router),
        "requests": dict(Tally(request.path for request in router.requests)),
        "sessions": len(router.sessions),
        "faults": [
            {
                "name": fault.name,
                "path": fault.path,
                "times": fault.times,
                **fault.options,
            }
            for fault in router.faults.active
        ],
    }


def _last_answer(router: SimulatedRouter) -> dict[str, Any] | None:
    """Return the truth at the moment usage was last told, which a client should show."""
    for request in reversed(router.requests):
        if (figures := request.figures) is not None:
            return {"at": _iso(request.time), **_figures(figures)}
    return None


def _figures(figures: Figures) -> dict[str, int | None]:
    """Return figures as they stand in the state; None is unlimited."""
    return {
        "used_bytes": figures.used,
        "remaining_bytes": figures.remaining,
        "allowance_bytes": figures.allowance,
    }


def _history(router: SimulatedRouter) -> list[dict[str, Any]]:
    """Return the household's whole hours of the last weeks."""
    now = router.clock.now()
    hours = router.household.hours(now - timedelta(weeks=router.weeks_of_history), now)
    return [{"start": _iso(start), "bytes": used} for start, used in hours]


def _change_account(
    router: SimulatedRouter, *, username: str | None = None, password: str | None = None
) -> None:
    """Let people sign in with another name or password from now on."""
    old = router.account
    router.account = Account(username or old.username, password or old.password)


def _turn_clock(
    router: SimulatedRouter, *, speed: float | None = None, advance_seconds: float = 0
) -> None:
    """Jump ahead, and go on at a speed; ValueError if either is impossible."""
    router.clock.advance(advance_seconds)
    if speed is not None:
        router.clock.speed = speed


def _post(
    router: SimulatedRouter, act: Callable[[dict[str, Any]], object]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler that does something and answers the state."""

    async def handler(request: web.Request) -> web.Response:
        try:
            act(json.loads(await request.text() or "{}"))
        except (LookupError, TypeError, ValueError) as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)
        return web.json_response(state(router))

    return handler


def _iso(moment: datetime) -> str:
    """Return a moment in UTC."""
    return moment.astimezone(UTC).isoformat()
