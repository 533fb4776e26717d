"""What a Taara Share bundle says: which plan a household uses, and what is left of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..model import CounterKind, Price, Reading
from .answer import Answer
from .redact import redact
from .taara_share_plan import Plan, Purchase, local_day, plans, purchases

# A plan with less left than this is not drawn from any more.
_SPENT = 10**6

_SHOWN = frozenset(
    (
        "expiresIn",
        "isActive",
        "isHomePlan",
        "purchasedAt",
        "remainingBalance",
        "totalDataUsage",
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The plan that a household uses, or used last.

    `left` is in bytes, `None` where nothing is said of it. `key` tells the purchase
    from the next. `ends` is the day after its last, to a day; it is unknown once the
    plan is not active any more, but has `ended`.
    """

    left: int | None
    name: str | None = None
    key: str | None = None
    bought: date | None = None
    ends: date | None = None
    ended: bool = False
    price: Price | None = None


def reading(answer: Answer, taken_at: datetime, followed: str | None = None) -> Reading:
    """Read an answer that should be a bundle; `UnexpectedPayload` if it counts nothing.

    `followed` is the key of the purchase that the reading before was about.
    """
    found = bundle(answer, taken_at, followed)
    started = found.bought is not None and found.bought <= local_day(taken_at)
    return Reading(
        taken_at=taken_at,
        counter=CounterKind.REMAINING,
        remaining=found.left,
        cycle_start=found.bought if started else None,
        cycle_end=found.ends,
        ended=found.ended,
        plan_name=found.name,
        plan_key=found.key,
        price=found.price,
        response_ms=answer.elapsed_ms,
        raw=redact(answer.json(), _SHOWN),
    )


def bundle(answer: Answer, taken_at: datetime, followed: str | None = None) -> Bundle:
    """Find the plan that counts; `UnexpectedPayload` if none does."""
    if not answer.ok:
        raise answer.unexpected("this is no bundle")
    answer.json()
    body = answer.json_object()
    data = body.get("data")
    if not isinstance(data, dict):
        data = body
    listed = data.get("subscriberActiveAndUnusedPlans")
    if not isinstance(listed, list):
        # Not the same as an empty list: without it nobody knows which purchases wait.
        raise answer.unexpected("it does not list the plans")
    known, bought = plans(listed), purchases(data.get("purchasedHistory"))
    waiting = Counter(plan.plan_id for plan in known if plan.waits)
    active = [
        (plan, _purchase_of(plan, bought, waiting)) for plan in known if plan.active
    ]
    if active:
        found = _in_use(*min(active, key=_turn), taken_at)
    else:
        found = _ended(bought, waiting, followed)
    if found.left is None:
        raise answer.unexpected("no plan in use, nor one before, says what it has left")
    return found


def _purchase_of(
    plan: Plan, bought: Sequence[Purchase], waiting: Counter[str | None]
) -> Purchase:
    """Find the purchase that an active plan is; one of which nothing is known if none.

    A plan that is bought again has the same id, and the newest ones may still wait.
    Of the others that one counts whose remainder is the plan's.
    """
    same = [one for one in bought if one.plan_id == plan.plan_id]
    count = waiting[plan.plan_id]
    same = same[count:] + same[:count]
    if (stated := plan.stated) is not None:
        same.sort(key=lambda one: not stated.fits(one.left))
    return next(iter(same), Purchase())


def _turn(active: tuple[Plan, Purchase]) -> tuple[bool, bool, date]:
    """Order the active plans; the first is the one to follow, and the only one.

    A home plan goes before one for people on the way, which the home can't use. Which
    of several the service draws from is not known, and their sum would take the rest
    of one that ends for usage. So the oldest with something left is followed until it
    ends or is used up, which nothing undoes: no purchase is ever followed twice.
    """
    plan, purchase = active
    left = _left(plan, purchase)
    spent = left is not None and left < _SPENT
    return not plan.home, spent, purchase.on or date.max


def _in_use(plan: Plan, purchase: Purchase, taken_at: datetime) -> Bundle:
    return Bundle(
        left=_left(plan, purchase),
        name=plan.name or purchase.name,
        key=purchase.key,
        bought=purchase.on,
        ends=None if plan.ends_in is None else local_day(taken_at + plan.ends_in),
        price=purchase.price,
    )


def _left(plan: Plan, purchase: Purchase) -> int | None:
    """Return what is left of a plan: the exact figure while the rounded one agrees.

    Where they disagree, the exact one is another purchase's or has come to mean
    something else, while the text is this plan's and is what people see in the portal.
    """
    if plan.stated is None or plan.stated.fits(purchase.left):
        return purchase.left
    return plan.stated.size


def _ended(
    bought: Sequence[Purchase], waiting: Counter[str | None], followed: str | None
) -> Bundle:
    """Return the last purchase that has begun, with what it had left at its end.

    Not zero: what a plan forfeits at its end was not used, and its last hours still
    count. The key stays, so nothing is renewed until another plan is active.
    """
    to_come = waiting.copy()
    begun: list[Purchase] = []
    for one in bought:
        if to_come[one.plan_id] > 0:
            to_come[one.plan_id] -= 1
        else:
            begun.append(one)
    same = (one for one in bought if followed is not None and one.key == followed)
    last = next(same, begun[0] if begun else Purchase())
    return Bundle(
        left=last.left,
        name=last.name,
        key=last.key,
        bought=last.on,
        ended=True,
        price=last.price,
    )
