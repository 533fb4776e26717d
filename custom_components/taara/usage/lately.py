"""What was used from a day until now: closed days, and the hours of the open one."""

from datetime import date, tzinfo

from .ledger import Ledger
from .local_time import DAY, local_date, midnight


def used_from(ledger: Ledger, first: date, zone: tzinfo) -> tuple[int, bool]:
    """Return the bytes used from a local day until now, and whether that is all.

    It is not where a day is not known, or was watched from its middle on only.
    """
    open_from = local_date(ledger.open_from, zone)
    days = [day for day in ledger.days if first <= day.date < open_from]
    begin = max(ledger.open_from, midnight(first, zone))
    used = sum(day.usage for day in days) + ledger.used_since(begin)
    told = len(days) == max(0, (open_from - first) // DAY)
    watched = bool(days) or ledger.since <= begin
    return used, told and watched and not any(day.partial for day in days)
