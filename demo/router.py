"""A simulated router to run by itself: `python -m demo.router --help`.

It speaks the dialects of real ones over real HTTP, has a household behind it that uses
data as people do, and goes wrong on demand: see `/_sim/faults` while it runs.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawTextHelpFormatter
import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from errno import EADDRINUSE
import signal
import sys
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .accounts import Account
from .clock import Clock
from .counter import TIB
from .dialects import DIALECTS
from .household import DAILY_BYTES, NAIROBI, Household
from .plan import Monthly, Plan, Prepaid
from .simulator import SimulatedRouter

__all__ = ["SimulatedRouter"]

_GB: Final = 10**9

_EXAMPLES: Final = """\
While it runs (GET unless told otherwise; a POST takes a JSON object):
  /_sim/state            the truth, in bytes
  /_sim/history          what the household used, hour by hour
  /_sim/faults           what can go wrong
  POST /_sim/fault       {"name": "too_many", "times": 2, "retry_after": 900}
                         also: path ("*" for all), and each fault's own options
  DELETE /_sim/fault     all is well again (?name=… for one of them)
  POST /_sim/use         {"bytes": 5000000000}
  POST /_sim/top_up      {"bytes": 10000000000}
  POST /_sim/exhaust     POST /_sim/renew             POST /_sim/reset_counter
  POST /_sim/queue       buy a plan that begins when the present one ends
  POST /_sim/reboot      POST /_sim/expire_sessions
  POST /_sim/account     {"password": "another"}
  POST /_sim/manner      {"chap": false}: as --vary
  POST /_sim/clock       {"speed": 300, "advance_seconds": 86400}

On a clock made fast from outside (libfaketime) leave --speed at 1.

What may be varied, and how it is:
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a router until interrupted; return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        router = _router(asked)
    except (TypeError, ValueError) as err:
        parser.error(f"argument --vary: {err}")
    return asyncio.run(_run(router))


async def _run(router: SimulatedRouter) -> int:
    """Run a router until SIGINT or SIGTERM; 2 if it could not listen."""
    try:
        await router.start()
    except OSError as err:
        if err.errno == EADDRINUSE:
            trouble = (
                f"Port {router.port} on {router.host} is taken: end what listens there, "
                "or choose another with --port (0 finds a free one)."
            )
        else:
            trouble = f"Cannot listen on {router.url}: {err}"
        print(trouble, file=sys.stderr)
        return 2
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    print(
        f"Simulated router ({router.dialect_name}) ready at {router.url} — "
        f"{router.dialect.greeting()}; Ctrl-C ends it.",
        flush=True,
    )
    await ended.wait()
    await router.stop()
    return 0


def _router(asked: Namespace) -> SimulatedRouter:
    """Return the router that was asked for."""
    clock = Clock(start=asked.start, speed=asked.speed)
    plan: Plan | None = None
    if asked.prepaid_days is not None:
        plan = Prepaid(asked.prepaid_days)
    elif asked.reset_day is not None:
        plan = Monthly(asked.reset_day)
    known = DIALECTS[asked.dialect].account
    return SimulatedRouter(
        dialect=asked.dialect,
        host=asked.host,
        port=asked.port,
        account=Account(
            asked.username or known.username, asked.password or known.password
        ),
        clock=clock,
        household=Household(
            seed=asked.seed,
            zone=asked.time_zone,
            daily_bytes=int(asked.gb_a_day * _GB),
        ),
        plan=plan,
        cycle_start=asked.cycle_start,
        allowance=int(asked.allowance_gb * _GB) or None,
        weeks_of_history=asked.weeks_of_history,
        session_seconds=asked.session_seconds,
        usage_interval_seconds=asked.usage_interval,
        wrong_password_page=asked.wrong_password_page,
        manner=dict(asked.vary),
    )


def _parser() -> ArgumentParser:
    """Return what may be asked for."""
    parser = ArgumentParser(
        prog="python -m demo.router",
        description=__doc__,
        epilog=_EXAMPLES + _manners(),
        formatter_class=RawTextHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--dialect",
        choices=DIALECTS,
        default="local-a",
        help="what it speaks (%(default)s)",
    )
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add(
        "--port",
        type=_number(int, 0, 65535),
        default=8188,
        help="port; 0 finds a free one (%(default)s)",
    )
    add("--username", help="(the dialect's, which it prints)")
    add("--password", help="(the dialect's)")
    clock = parser.add_argument_group("clock")
    add = clock.add_argument
    add(
        "--speed",
        type=_number(float),
        default=1.0,
        help="simulated seconds in a real one (%(default)g)",
    )
    add(
        "--start",
        type=_moment,
        metavar="ISO",
        help="simulated moment to begin at (now)",
    )
    plan = parser.add_argument_group("plan")
    add = plan.add_argument
    add(
        "--allowance-gb",
        type=_number(float),
        default=TIB / _GB,
        metavar="GB",
        help="GB (10^9 bytes) in a cycle; 0 is unlimited (1 TiB)",
    )
    kinds = plan.add_mutually_exclusive_group()
    kinds.add_argument(
        "--reset-day",
        type=_number(int, 1, 31),
        metavar="1-31",
        help="day of the month it renews on (1 or 15, whichever is farther)",
    )
    kinds.add_argument(
        "--prepaid-days",
        type=_number(int, 1, 3660),
        metavar="DAYS",
        help="bought for so many days, renewed by POST /_sim/renew only",
    )
    add(
        "--cycle-start",
        type=_moment,
        metavar="ISO",
        help="when the present cycle began (for a prepaid plan, half of it ago)",
    )
    people = parser.add_argument_group("household")
    add = people.add_argument
    add("--seed", type=int, default=1, help="which household (%(default)s)")
    add(
        "--gb-a-day",
        type=_number(float),
        default=DAILY_BYTES / _GB,
        metavar="GB",
        help="what it uses on a usual day; 0 is an empty house (%(default)g)",
    )
    add(
        "--time-zone", type=_zone, default=NAIROBI, metavar="NAME", help="(%(default)s)"
    )
    add(
        "--weeks-of-history",
        type=_number(int, 0, 520),
        default=8,
        metavar="N",
        help="how far back /_sim/history goes (%(default)s)",
    )
    manner = parser.add_argument_group("manner")
    add = manner.add_argument
    add(
        "--session-seconds",
        type=_number(float),
        default=3600,
        help="how long one stays signed in (%(default)g)",
    )
    add(
        "--usage-interval",
        type=_number(float),
        default=600,
        metavar="SECONDS",
        help="usage is refused with 429 when asked sooner; 0 never (%(default)g)",
    )
    add(
        "--wrong-password-page",
        action="store_true",
        help="local: answer a wrong password with the login page and 200, not with 401",
    )
    add(
        "--vary",
        action="append",
        default=[],
        type=_choice,
        metavar="NAME=VALUE",
        help="what the dialect does in more than one way, see below; repeatable",
    )
    return parser


def _manners() -> str:
    """Return what may be varied in each dialect."""
    return "\n".join(
        f"  {name}: {described}"
        for name, dialect in DIALECTS.items()
        if (described := dialect.manner.described())
    )


def _choice(text: str) -> tuple[str, str]:
    """Return name and value of a choice."""
    name, sign, value = text.partition("=")
    if not sign:
        msg = f"must be NAME=VALUE: {text}"
        raise ArgumentTypeError(msg)
    return name, value


def _number[T: (int, float)](
    kind: type[T], least: T = 0, most: T = 1_000_000
) -> Callable[[str], T]:
    """Return what makes a number within bounds of a text."""

    def number(text: str) -> T:
        value = kind(text)
        if not least <= value <= most:
            msg = f"must be from {least} to {most}: {text}"
            raise ArgumentTypeError(msg)
        return value

    return number


def _moment(text: str) -> datetime:
    """Return an ISO moment; one without an offset is in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as err:
        raise ArgumentTypeError(str(err)) from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(name: str) -> ZoneInfo:
    """Return a time zone by name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as err:
        msg = f"no such time zone: {name}"
        raise ArgumentTypeError(msg) from err


if __name__ == "__main__":
    sys.exit(main())
