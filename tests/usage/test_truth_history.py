"""Whatever people import and correct, in whatever order: the books stay in order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from hypothesis import given, strategies as st

from custom_components.taara.model import CounterKind, CycleKind, Plan, Reading
from custom_components.taara.usage.correction import with_day, with_top_up, with_total
from custom_components.taara.usage.household import Household, with_reading
from custom_components.taara.usage.importing import with_import
from custom_components.taara.usage.ledger import DAYS_KEPT, Ledger
from custom_components.taara.usage.local_time import local_date
from custom_components.taara.usage.refusal import Refused
from custom_components.taara.usage.rows import Known, Row, believed

from .common import GB
from .test_truth_anything import views_are_sound
from .truth import amounts, check, check_days, everything, gaps, moments, zones

plans = st.builds(
    Plan,
    allowance=st.none() | st.integers(1, 100 * GB),
    cycle=st.sampled_from(CycleKind),
    reset_day=st.integers(1, 31),
    cycle_days=st.integers(1, 400),
    cycle_start=st.none() | moments,
)


@dataclass(frozen=True)
class Read:
    """The source counts on; from zero again where it was renewed."""

    gap: timedelta
    amount: int
    renewed: bool


@dataclass(frozen=True)
class Import:
    """Rows of days or hours, so long before the last reading."""

    rows: Sequence[tuple[timedelta, bool, int]]

    def known(self, ledger: Ledger, zone: tzinfo) -> Known:
        """Return what is believed of them."""
        now = ledger.last.taken_at
        rows = [
            Row(
                line=line,
                when=now - ago if hourly else local_date(now - ago, zone),
                usage=used,
            )
            for line, (ago, hourly, used) in enumerate(self.rows)
        ]
        return believed(rows, "B", now, zone)


@dataclass(frozen=True)
class CorrectDay:
    """A day's usage as a person told it."""

    ago: timedelta
    used: int


@dataclass(frozen=True)
class CorrectTotal:
    """A cycle's usage as a person told it."""

    used: int


@dataclass(frozen=True)
class TopUp:
    """Something bought."""

    amount: int


type Step = Read | Import | CorrectDay | CorrectTotal | TopUp

near = st.timedeltas(timedelta(0), timedelta(days=3))
far = st.timedeltas(timedelta(0), timedelta(days=90))
ages = near | far | st.timedeltas(timedelta(0), timedelta(days=900))
imports = st.builds(
    Import,
    st.lists(st.tuples(ages, st.booleans(), amounts), min_size=1, max_size=12),
)
steps = st.one_of(
    st.builds(Read, gaps, amounts, st.integers(0, 5).map(lambda dice: dice == 0)),
    imports,
    st.builds(CorrectDay, ages, amounts),
    st.builds(CorrectTotal, amounts),
    st.builds(TopUp, st.integers(-GB, 9 * GB)),
)
walks = st.lists(steps, max_size=14)


def done(household: Household, step: Step, plan: Plan, zone: tzinfo) -> Household:
    """Return the household after a step; one that is refused changes nothing."""
    ledger, last = household.ledger, household.ledger.last
    try:
        match step:
            case Read():
                counted = step.amount + (0 if step.renewed else last.used or 0)
                now = last.taken_at + step.gap
                reading = replace(last, taken_at=now, used=counted)
                return with_reading(household, reading, None, plan, zone)
            case Import():
                known = step.known(ledger, zone)
                ledger, _ = with_import(ledger, known, last.taken_at, zone)
            case CorrectDay():
                day = local_date(last.taken_at - step.ago, zone)
                ledger = with_day(ledger, day, step.used, zone)
            case CorrectTotal():
                ledger = with_total(ledger, step.used)
            case TopUp():
                return with_top_up(household, step.amount, last.taken_at)
    except Refused:
        return household
    return replace(household, ledger=ledger)


def begun(
    start: datetime, kind: CounterKind, count: int, plan: Plan, zone: tzinfo
) -> Household:
    """Return the household that a first reading begins."""
    reading = Reading(taken_at=start, counter=kind, used=count)
    return with_reading(None, reading, None, plan, zone)


kinds = st.sampled_from([CounterKind.USED, CounterKind.CUMULATIVE, CounterKind.SESSION])


@given(start=moments, zone=zones, plan=plans, kind=kinds, count=amounts, walk=walks)
def test_books_stay_in_order(
    start: datetime,
    zone: tzinfo,
    plan: Plan,
    kind: CounterKind,
    count: int,
    walk: list[Step],
) -> None:
    """Hours add up to days and days to cycles; nothing is negative."""
    household = begun(start, kind, count, plan, zone)
    for step in walk:
        household = done(household, step, plan, zone)
        check(household.ledger, zone)
        check_days(household.ledger, zone)
        views_are_sound(household, household.ledger.last.taken_at, zone)
        dates: list[date] = [day.date for day in household.ledger.days]
        assert dates == sorted(set(dates))
        assert len(dates) <= DAYS_KEPT


@given(
    start=moments,
    zone=zones,
    kind=kinds,
    count=amounts,
    walk=st.lists(st.tuples(steps, zones), max_size=14),
)
def test_books_stay_in_order_wherever_the_home_moves(
    start: datetime,
    zone: tzinfo,
    kind: CounterKind,
    count: int,
    walk: list[tuple[Step, tzinfo]],
) -> None:
    """Days add up to the cycle, even where a day begins at another hour than it did."""
    plan = Plan(
        allowance=GB,
        cycle=CycleKind.UNTIL_USED,
        cycle_start=start - timedelta(days=1000),
    )
    household = begun(start, kind, count, plan, zone)
    for step, elsewhere in walk:
        household = done(household, step, plan, elsewhere)
        ledger = household.ledger
        if isinstance(step, Read):  # which closes what is over where the home is now
            check(ledger, elsewhere)
        assert ledger.cycle.used >= 0
        assert ledger.cycle.counted == everything(ledger) - sum(
            cycle.counted for cycle in ledger.past
        )
        dates: list[date] = [day.date for day in household.ledger.days]
        assert dates == sorted(set(dates))


@given(
    start=moments,
    zone=zones,
    plan=plans,
    kind=kinds,
    count=amounts,
    walk=walks,
    told=imports,
)
def test_import_is_done_once(
    start: datetime,
    zone: tzinfo,
    plan: Plan,
    kind: CounterKind,
    count: int,
    walk: list[Step],
    told: Import,
) -> None:
    """The same once more changes nothing; what Taara counted itself never changes."""
    household = begun(start, kind, count, plan, zone)
    for step in walk:
        household = done(household, step, plan, zone)
    before = household.ledger
    known, now = told.known(before, zone), before.last.taken_at
    after, imported = with_import(before, known, now, zone)
    assert own(after) == own(before)
    assert with_import(after, known, now, zone) == (
        after,
        replace(imported, added=0, replaced=0),
    )
    if kind.counts_the_cycle:
        assert totals(after) == totals(before)


def own(ledger: Ledger) -> tuple[dict[int, int], dict[date, int]]:
    """Return the hours that Taara counted, and its whole days."""
    since = ledger.since.timestamp()
    hours = {at: hour.used for at, hour in ledger.hours.items() if at >= since}
    days = [day for day in ledger.days if not day.imported][1:]
    return hours, {day.date: day.usage for day in days}


def totals(ledger: Ledger) -> list[int]:
    """Return what was used in each cycle."""
    return [cycle.used for cycle in (*ledger.past, ledger.cycle)]
