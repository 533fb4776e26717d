"""Plans and purchases as Taara Share lists them: its texts and numbers become values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from itertools import islice
import re
from typing import Any

from ..model import Price
from .values import amount, flag, moment, number

# Where Taara began. The service names days, and nobody tells this room where the home
# is: further east or west a day may begin some hours off, which a plan's end is anyway.
_ZONE = timezone(timedelta(hours=3))

# More of each than any household has, so that a list without end takes no time.
_MOST = 200
_MAX_NAME = 60
_MAX_SPAN = timedelta(days=3660)
_MAX_PRICE = 10**12
_TOLERANCE = 0.01

_SIZES = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
_SIZE = re.compile(
    r"([0-9][0-9,]{0,20}(?:\.([0-9]{1,9}))?)\s{0,3}([KMGTP]?)B",
    re.ASCII | re.IGNORECASE,
)
_SPANS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SPAN = re.compile(
    r"([0-9]{1,5})\s{0,3}([mhdw]|mins?|minutes?|h(?:ou)?rs?|days?|weeks?)\b",
    re.ASCII | re.IGNORECASE,
)
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """Bytes as a text states them, rounded to `step`, one of its last digit."""

    size: int
    step: int

    def fits(self, exact: int | None) -> bool:
        """Tell whether an exact figure may be the one that was rounded.

        Generous on purpose: to go to and fro between the two figures would look like
        usage and top-ups.
        """
        near = max(self.step, self.size * _TOLERANCE)
        return exact is not None and abs(self.size - exact) <= near


@dataclass(frozen=True, kw_only=True, slots=True)
class Purchase:
    """One plan bought on a day; `left` in bytes."""

    plan_id: str | None = None
    name: str | None = None
    on: date | None = None
    left: int | None = None
    price: Price | None = None

    @property
    def key(self) -> str | None:
        """A name for this purchase that stays and that tells nothing of the account.

        There is none while its day is unknown: a key that comes and goes would look
        like another purchase each time.
        """
        if self.plan_id is None or self.on is None:
            return None
        named = f"{self.plan_id} {self.on}".encode(errors="backslashreplace")
        return sha256(named).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One entry of the list of plans: in use, waiting for its turn, or just ended."""

    plan_id: str | None = None
    name: str | None = None
    active: bool = False
    home: bool = False
    stated: Stated | None = None
    ends_in: timedelta | None = None

    @property
    def waits(self) -> bool:
        """Whether it was bought and has not begun yet."""
        return not self.active and self.ends_in != timedelta(0)


def local_day(at: datetime) -> date:
    """Return the day on which the service sees an instant."""
    return at.astimezone(_ZONE).date()


def plans(listed: Any) -> list[Plan]:
    """Read the list of plans, in its order."""
    return [_plan(item) for item in islice(_objects(listed), _MOST)]


def purchases(history: Any) -> list[Purchase]:
    """Read the history of purchases, the newest first, those of an unknown day last."""
    found = (
        _purchase(item, _day(bought.get("purchasedAt")))
        for bought in _objects(history)
        for item in _objects(bought.get("purchasedHistoryPlans"))
    )
    return sorted(found, key=lambda one: one.on or date.min, reverse=True)[:_MOST]


def _plan(item: Mapping[str, Any]) -> Plan:
    return Plan(
        plan_id=_identifier(item.get("planId")),
        name=_name(item.get("planName")),
        active=flag(item.get("isActive")) is True,
        home=flag(item.get("isHomePlan")) is True,
        stated=_stated(item.get("remainingBalance")),
        ends_in=_span(item.get("expiresIn")),
    )


def _purchase(item: Mapping[str, Any], on: date | None) -> Purchase:
    usage = item.get("dataUsage")
    return Purchase(
        plan_id=_identifier(item.get("_id")),
        name=_name(item.get("planDisplayName")),
        on=on,
        left=amount(usage.get("totalDataUsage"), 1)
        if isinstance(usage, dict)
        else None,
        price=_price(item.get("resellerPrice")),
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _identifier(value: Any) -> str | None:
    known = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if known and value != "" else None


def _name(value: Any) -> str | None:
    """Read a name that people are shown: one short line."""
    if not isinstance(value, str):
        return None
    words = " ".join(value[: 2 * _MAX_NAME].split())
    return "".join(c for c in words if c.isprintable())[:_MAX_NAME] or None


def _stated(text: Any) -> Stated | None:
    """Read a size such as `912.5 GB`, in decimal units.

    Zero is not believed: the service writes it where it does not know, too.
    """
    match = _SIZE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return None
    digits, fraction, unit = match.groups(default="")
    factor = _SIZES[unit.upper()]
    size = amount(digits.replace(",", ""), factor)
    return Stated(size=size, step=factor // 10 ** len(fraction)) if size else None


def _span(stated: Any) -> timedelta | None:
    """Read how long until a plan ends: `28 days`, `5 hours`, or a number of days."""
    count, unit = number(stated), "d"
    if count is None and isinstance(stated, str):
        if "expired" in stated[:_MAX_NAME].lower():
            return timedelta(0)
        if match := _SPAN.match(stated.strip()):
            count, unit = number(match[1]), match[2][0].lower()
    if count is None or count > _MAX_SPAN.days:
        return None
    return min(float(count) * _SPANS[unit], _MAX_SPAN)


def _day(stated: Any) -> date | None:
    """Read a day, written month first; one that is none that way is not guessed at.

    >>> _day("08/21/2025"), _day("21/08/2025"), _day("2025-08-21")
    (datetime.date(2025, 8, 21), None, datetime.date(2025, 8, 21))
    """
    if isinstance(stated, str) and (match := _DAY.fullmatch(stated.strip())):
        month, day, year = match.groups()
        stated = f"{year}-{month:0>2}-{day:0>2}"
    known = moment(stated)
    return local_day(known) if isinstance(known, datetime) else known


def _price(stated: Any) -> Price | None:
    """Read an amount of money in whole units and billionths, with its currency.

    >>> _price({"currencyCode": "KES", "units": "2499", "nanos": 500000000})
    Price(amount='2499.5', currency='KES')
    """
    if not isinstance(stated, dict):
        return None
    units, nanos = number(stated.get("units")), number(stated.get("nanos", 0))
    currency = stated.get("currencyCode")
    if units is None or units > _MAX_PRICE or not isinstance(currency, str):
        return None
    if nanos is None or nanos >= 10**9 or not _CURRENCY.fullmatch(currency):
        return None
    exact = (units + nanos.scaleb(-9)).quantize(Decimal("1e-9"))
    return Price(amount=f"{exact:f}".rstrip("0").rstrip("."), currency=currency)
