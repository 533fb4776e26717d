"""Which plan: from the household's own days, and checked against them by hand."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.taara.model import Candidate, Comparison, Fit, Plan, Price
from custom_components.taara.usage.candidates import asked_candidates, last_bought
from custom_components.taara.usage.compare import compare
from custom_components.taara.usage.household import Household
from custom_components.taara.usage.local_time import DAY
from custom_components.taara.usage.refusal import Refused

from .common import GB, NAIROBI, THIRTY_DAYS, UNTIL_USED
from .test_projected import lived

# Three GB a day for 153 days.
HOUSE = lived("2026-01-01 00:00", "2026-06-03 10:00")


def compared(*candidates: Candidate, household: Household = HOUSE) -> Comparison:
    """Return plans beside each other."""
    return compare(household, candidates, NAIROBI)


def fit(household: Household = HOUSE, **candidate: Any) -> Fit:
    """Return how one plan would suit."""
    (found,) = compared(Candidate(**candidate), household=household).fits
    return found


def price(amount: int) -> Price:
    """Return a price in shillings."""
    return Price(amount=str(amount), currency="KES")


def test_ample() -> None:
    """Ninety GB are needed: 120 would have been enough each time, and will be."""
    found = fit(allowance=120 * GB, days=30, price=price(2000))
    assert found.needed == pytest.approx(90 * GB, rel=0.02)
    assert found.chance is not None
    assert found.chance > 95
    assert found.lasts_days == 30
    assert (found.enough, found.spans) == (5, 5)
    assert found.cost == 2000


def test_short() -> None:
    """Half of it is gone after half the time, and has to be bought twice."""
    found = fit(allowance=45 * GB, days=30, price=price(1000))
    assert found.chance is not None
    assert found.chance < 5
    assert found.lasts_days == pytest.approx(15, abs=0.5)
    assert (found.enough, found.spans) == (0, 5)
    assert found.cost is not None
    assert float(found.cost) == pytest.approx(2000, rel=0.04)


def test_a_week() -> None:
    """Of short plans more periods are past, and more have to be bought in 30 days."""
    found = fit(allowance=30 * GB, days=7, price=price(700))
    assert (found.enough, found.spans) == (12, 12)
    assert found.cost == 3000
    assert found.needed == pytest.approx(21 * GB, rel=0.02)


def test_unlimited() -> None:
    """It lasts; there is nothing of which to have enough."""
    found = fit(allowance=None, days=30, price=price(4000))
    assert (found.chance, found.lasts_days) == (100, 30)
    assert found.cost == 4000
    assert (found.enough, found.spans) == (0, 0)


def test_until_used() -> None:
    """It has no days that it could last; it is used up when it is."""
    found = fit(allowance=90 * GB, days=None, price=price(1000))
    assert (found.chance, found.needed, found.spans) == (None, None, 0)
    assert found.lasts_days == pytest.approx(30, abs=0.5)
    endless = fit(allowance=900 * GB, days=None, price=price(1000))
    assert (endless.lasts_days, endless.cost) == (None, None)
    assert not endless.early


def test_periods_of_the_past() -> None:
    """A month of six GB a day was too much; what nobody knows is not counted."""
    ledger = HOUSE.ledger
    days = tuple(
        replace(day, usage=6 * GB) if day.date.month == 3 else day
        for day in ledger.days
        if day.date.isoformat() != "2026-05-20"
    )
    house = replace(HOUSE, ledger=replace(ledger, days=days))
    found = fit(house, allowance=120 * GB, days=31)
    # Back from June 3rd: the gap; 2 April to 2 May; March; the rest of the year.
    assert (found.enough, found.spans) == (2, 3)
    # Less than what is known of the period with the gap: that was too little anyhow.
    assert fit(house, allowance=60 * GB, days=31).spans == 4


def test_held_back() -> None:
    """Where the allowance was gone nobody knows whether more would have been enough."""
    ran_out = lived(
        "2026-01-01 00:00",
        "2026-06-03 10:00",
        replace(THIRTY_DAYS, allowance=60 * GB),
    )
    assert fit(ran_out, allowance=100 * GB, days=30).enough == 0


def test_too_early() -> None:
    """Before anybody knows how the household lives, nothing is said."""
    young = lived("2026-03-14 00:00", "2026-03-15 10:00")
    found = compared(Candidate(allowance=GB, price=price(1)), household=young)
    assert found.suggested is None
    candidate = Candidate(allowance=GB, price=price(1))
    assert found.fits == [Fit(candidate=candidate, early=True)]
    first = lived("2026-03-14 00:00", "2026-03-14 01:00")
    assert fit(first, allowance=GB).spans == 0


@pytest.mark.parametrize(
    ("candidates", "suggested"),
    [
        pytest.param([(60, 30, 700), (120, 30, 2000), (300, 30, 3000)], 1, id="sure"),
        pytest.param([(300, 30, 1900), (120, 30, 2000)], 0, id="cheapest"),
        pytest.param([(300, 30, None), (120, 30, 2000)], 1, id="smallest"),
        pytest.param([(None, 30, None), (120, 30, None)], 1, id="smaller than any"),
        pytest.param([(120, 30, None), (300, 30, 2000)], 1, id="cost is known"),
        pytest.param([(60, 30, None), (300, 30, 2000)], 1, id="only it is sure"),
        pytest.param([(900, None, None), (120, 30, 2000)], 1, id="no end in sight"),
        pytest.param([(40, 30, 1), (80, 30, 2), (60, 30, 1)], 1, id="none is sure"),
        pytest.param([(90, None, 500), (120, 30, 2000)], 0, id="until used"),
        pytest.param([], None, id="none at all"),
    ],
)
def test_suggested(candidates: list[Any], suggested: int | None) -> None:
    """The cheapest that surely lasts; without a price the smallest; else the safest."""
    named = [
        Candidate(
            allowance=None if size is None else size * GB,
            days=days,
            price=None if cost is None else price(cost),
        )
        for size, days, cost in candidates
    ]
    assert compared(*named).suggested == suggested


def bought(household: Household, **told: Any) -> Household:
    """Return a household whose source tells more of what was bought."""
    ledger = household.ledger
    return replace(household, ledger=replace(ledger, last=replace(ledger.last, **told)))


def test_last_bought() -> None:
    """What is known of the plan in use; the source's word wins over the household's."""
    monthly = last_bought(HOUSE)
    assert monthly == Candidate(allowance=100 * GB, days=30, last_bought=True)
    told = bought(HOUSE, plan_name="Home", price=price(99), allowance=200 * GB)
    assert last_bought(told) == Candidate(
        name="Home",
        allowance=200 * GB,
        days=30,
        price=price(99),
        last_bought=True,
    )
    weekly = Plan(allowance=GB, cycle=THIRTY_DAYS.cycle, cycle_days=7)
    assert last_bought(replace(HOUSE, plan=weekly)).days == 7
    until_used = lived("2026-03-01 00:00", "2026-03-02 00:00", UNTIL_USED)
    assert last_bought(until_used).days is None


def test_asked() -> None:
    """What is left out is as last bought, which is compared too, once."""
    house = bought(HOUSE, price=price(99))
    rows: list[dict[str, Any]] = [
        {"name": " Large ", "allowance": "1.5", "unit": "TB", "price": 150.5},
        {"unlimited": True, "days": 7},
        {"allowance": 5, "days": 0},
    ]
    last, *asked = asked_candidates(rows, house, "EUR")
    assert last == last_bought(house)
    assert asked == [
        Candidate(
            name="Large",
            allowance=1_500 * GB,
            days=30,
            price=Price(amount="150.5", currency="KES"),
        ),
        Candidate(allowance=None, days=7),
        Candidate(allowance=5 * GB, days=None),
    ]
    same = {"name": "As now", "allowance": 100, "price": 99}
    (only,) = asked_candidates([same], house, "EUR")
    assert only.name == "As now"
    assert only.last_bought


def test_price_told_by_the_household() -> None:
    """Where the source tells no price, a plan of the same size and days is the last one."""
    named = bought(HOUSE, plan_name="Home")
    larger = {"allowance": 200, "price": 50}
    priced = {"allowance": 100, "price": 99}
    last, other, again = asked_candidates([larger, priced, priced], named, "EUR")
    assert last == replace(last_bought(named), price=Price(amount="99", currency="EUR"))
    assert not other.last_bought
    assert not again.last_bought
    shorter = {"allowance": 100, "days": 7, "price": 99}
    assert asked_candidates([shorter], HOUSE, "EUR")[0] == last_bought(HOUSE)


def test_longer_than_any() -> None:
    """How long the last one is, however long, is no mistake of who asks for another."""
    ledger = HOUSE.ledger
    ages = replace(ledger.cycle, end=ledger.cycle.start + 500 * DAY)
    house = replace(HOUSE, ledger=replace(ledger, cycle=ages))
    plans = asked_candidates([{"allowance": 5}], house, "EUR")
    assert [plan.days for plan in plans] == [500, 500]
    assert compared(*plans, household=house).suggested is not None


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"allowance": 0},
        {"allowance": -5},
        {"allowance": "much"},
        {"allowance": 1, "unit": "apples"},
        {"allowance": 1, "days": 1.5},
        {"allowance": 1, "days": 367},
        {"allowance": 1, "days": "week"},
        {"allowance": 1, "price": -1},
        {"allowance": 1, "price": "free"},
    ],
)
def test_refused(row: dict[str, Any]) -> None:
    """What is no plan is refused by its name, or by its place."""
    with pytest.raises(Refused) as refused:
        asked_candidates([{"allowance": 1}, row], HOUSE, "EUR")
    assert refused.value.key == "bad_candidate"
    assert refused.value.placeholders == {"plan": "2"}
    with pytest.raises(Refused) as refused:
        asked_candidates([{"name": "Odd", **row}], HOUSE, "EUR")
    assert refused.value.placeholders == {"plan": "Odd"}


def test_too_many() -> None:
    """More than a person compares."""
    with pytest.raises(Refused) as refused:
        asked_candidates([{"allowance": 1}] * 13, HOUSE, "EUR")
    assert refused.value.key == "too_many_candidates"
