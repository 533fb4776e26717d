"""A source that counts truthfully, without a network, and remembers what it told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from custom_components.taara.model import Reading
from custom_components.taara.router.provider import RouterTimeout
from custom_components.taara.router.session import RouterSession
from custom_components.taara.usage.local_time import midnight
from demo.household import Household
from homeassistant.util import dt as dt_util

from .troubles import Troubles

BERLIN: Final = ZoneInfo("Europe/Berlin")
ALLOWANCE: Final = 2**40

type Month = tuple[int, int]


@dataclass
class Account:
    """A source that counts by the calendar month; it takes the place of the network."""

    troubles: Troubles
    truth: Household = field(default_factory=lambda: Household(zone=BERLIN))
    told: dict[datetime, int] = field(default_factory=dict)
    """What it said, and when."""

    @property
    def used(self) -> int:
        """The bytes used in this month."""
        now = dt_util.utcnow()
        month = now.astimezone(BERLIN).replace(day=1, hour=0, minute=0, second=0)
        return self.truth.used_between(month.astimezone(UTC), now)

    @property
    def by_month(self) -> dict[Month, int]:
        """What it said last in each month."""
        return {_month(at): used for at, used in self.told.items()}

    def of_day(self, day: date) -> int | None:
        """Return the bytes that the source told of a day.

        `None` where it was not asked at both its ends. Of a month, what was used after
        it was asked last is told by nobody.
        """
        start, end = (midnight(day + timedelta(days=days), BERLIN) for days in (0, 1))
        before = 0 if day.day == 1 else self.told.get(start)
        after = self.told.get(end)
        if after is not None and _month(end) != _month(start):
            after = self.by_month[_month(start)]
        return None if before is None or after is None else after - before

    def provider(
        self, _name: str, session: RouterSession, _account: Mapping[str, str]
    ) -> Provider:
        """Stand in for what makes a provider."""
        return Provider(account=self, session=session)


@dataclass
class Provider:
    """One life's way to ask the account."""

    account: Account
    session: RouterSession

    async def read(self) -> Reading:
        """Answer, unless it is one of the times when there is none."""
        assert self.session._announce is not None
        await self.session._announce()
        self.session.usage_requests += 1
        now, used = dt_util.utcnow(), self.account.used
        if self.account.troubles.is_silent(now):
            raise RouterTimeout("no answer came in time")
        self.account.told[now] = used
        return Reading(taken_at=now, used=used, remaining=ALLOWANCE - used)


def _month(at: datetime) -> Month:
    local = at.astimezone(BERLIN)
    return local.year, local.month
