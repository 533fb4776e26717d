"""Counter to usage: what two readings say was used between them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..model import CounterKind, Reading

# 32 bits, where a small device's byte counter begins again.
ROLLOVER = 2**32
# What is counted may be the sum of two such counters, received and sent.
ROLLING = 2 * ROLLOVER
UNSEEN = timedelta(hours=1)
# Uptimes are rounded, answers take their time and clocks are corrected: the start of a
# counter, reckoned back from them, wavers by so much.
JITTER = timedelta(minutes=2)
# A counter that falls by less than this share has not begun again: it was rounded, or
# its parts were added up at different moments. Home Assistant draws the same line.
HARDLY = 0.10
# Bytes a second, 10 Gbit/s: what claims more since its start has another start.
FASTEST = 1_250_000_000
# 200 Mbit/s: more than a household uses for hours.
FULL_SPEED = 25_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """What happened between two readings, in bytes.

    `used` was used, after the renewal where there was one; `granted` was added to
    what is left, and is negative where a smaller plan was bought; `returned` was taken
    back by a source that corrected itself.
    """

    used: int = 0
    granted: int = 0
    returned: int = 0
    renewed: bool = False


def movement(
    before: Reading,
    now: Reading,
    *,
    known: int = 0,
    granted: int | None = None,
    full: int | None = None,
    due: bool = False,
    overdue: bool = False,
) -> Movement:
    """Return what two readings of one source, in order, tell of the time between.

    `known` is what is known to be used in the cycle so far and `granted` the
    allowance in force, in bytes: they stand in where an answer is only partial. `full`
    is the allowance that a renewal grants. `due` says that one is expected, so that
    any sign is a renewal, and `overdue` that it needs none.
    """
    if not now.counter.counts_the_cycle:
        return Movement(used=_counted(before, now))
    if now.ended and before.plan_key != now.plan_key:
        return Movement()  # the rest of another plan that has ended, too
    renewed = overdue or (_says_renewed(before, now) and not now.ended)
    # Nobody uses in a moment what took a cycle: a date that moves while the counter
    # goes on is a change of label.
    unseen = now.taken_at - before.taken_at > UNSEEN
    if now.used is not None:
        used = known if before.used is None else before.used
        renewed = renewed and (unseen or now.used < used)
        return _by_usage(used, now.used, renewed=renewed, due=due)
    left = now.remaining
    if left is None:
        return Movement(renewed=renewed)
    full = now.allowance or full
    risen = before.remaining is not None and left > before.remaining
    if renewed and (unseen or risen or due or _began_later(before, now)):
        used = 0 if full is None else max(0, full - left)
        seconds = (now.taken_at - before.taken_at).total_seconds()
        if full and used > (FULL_SPEED * seconds if unseen else full // 10):
            # It lacks more than anybody has used by now: it is a smaller plan.
            return Movement(granted=-used, renewed=True)
        return _refilled(left, full)
    if before.remaining is not None:
        return _by_remainder(before.remaining, left, full, due=due)
    granted = now.allowance or granted
    return Movement(used=0 if granted is None else max(0, granted - left - known))


def _counted(before: Reading, now: Reading) -> int:
    """Return the growth of a counter that may have begun again or rolled over."""
    if before.used is None or now.used is None:
        return 0
    begun = _begun_again(before, now)
    if begun:
        return now.used
    grown = now.used - before.used
    if grown >= 0:
        return grown
    if now.counter is CounterKind.CUMULATIVE and -grown < HARDLY * before.used:
        return 0
    if begun is None:
        nearly_full = ROLLOVER - ROLLOVER // 8 <= before.used < ROLLOVER
        rolled = nearly_full and now.used < ROLLOVER // 8
    else:
        # An interface that was set up anew counts anew, though its device ran on: that
        # is likelier than that so much was used between two readings.
        rolled = before.used < ROLLING and grown % ROLLOVER < ROLLOVER // 4
    return grown % ROLLOVER if rolled else now.used


def _begun_again(before: Reading, now: Reading) -> bool | None:
    """Tell by its uptime whether a counter began again; `None` where nobody knows.

    A run of it that began after the reading before is another one. Uptime that went on
    is of the same run, even if its start has moved because a clock was set. Uptime that
    fell, but began before that reading, is wrong: then only the counter can tell.
    """
    since, earlier = now.counting_since, before.counting_since
    if since is None:
        return None
    uptime, after = now.taken_at - since, since - before.taken_at
    if (now.used or 0) > FASTEST * (uptime + JITTER).total_seconds():
        return None
    if earlier is None:
        return True if after > JITTER else None
    if since - earlier > JITTER and after > -JITTER:
        return True
    went_on = uptime >= before.taken_at - earlier - JITTER
    return False if went_on else None


def _by_usage(before: int, now: int, *, renewed: bool, due: bool) -> Movement:
    if renewed:
        return Movement(used=now, renewed=True)
    if now >= before:
        return Movement(used=now - before)
    # A counter that begins again falls far. One that falls a little has corrected
    # itself; to take that for a renewal would count the whole cycle twice.
    far = before - before // 10 if due else before // 2
    if now <= far:
        return Movement(used=now, renewed=True)
    return Movement(returned=before - now)


def _by_remainder(before: int, now: int, full: int | None, *, due: bool) -> Movement:
    if now <= before:
        return Movement(used=before - now)
    # What is left rises with a renewal and with a top-up. Without a due date, a
    # plan that was half used and is full again has been renewed.
    full_again = full is not None and before <= full // 2 and now >= full - full // 50
    return _refilled(now, full) if due or full_again else Movement(granted=now - before)


def _refilled(left: int, full: int | None) -> Movement:
    """Return a renewal: less than a full plan was used, more was carried over."""
    surplus = left - (left if full is None else full)
    return Movement(used=max(0, -surplus), granted=max(0, surplus), renewed=True)


def _says_renewed(before: Reading, now: Reading) -> bool:
    """Tell whether the source names another purchase or a later start than before."""
    if before.plan_key is not None and now.plan_key is not None:
        return before.plan_key != now.plan_key
    return _began_later(before, now)


def _began_later(before: Reading, now: Reading) -> bool:
    """Tell whether the cycle began on a later day than it was said to before."""
    if before.cycle_start is None or now.cycle_start is None:
        return False
    return _day(now.cycle_start) - _day(before.cycle_start) > timedelta(days=1)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
