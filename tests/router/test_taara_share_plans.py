"""Which of the plans counts, what is left of it, and what tells it from the next."""

from datetime import date
import json
from typing import Any

import pytest

from custom_components.taara.router.provider import UnexpectedPayload
from custom_components.taara.router.taara_share_payload import reading

from .taara_service import LEFT, NOW, PLAN, answer, bundle, plan, purchase, read

GB = 10**9


def key(on: str, plan_id: Any = PLAN) -> str | None:
    """Return the key of a purchase."""
    return read([plan(planId=plan_id)], [purchase(on, plan_id)]).plan_key


def test_queued_plan_counts_only_once_it_is_active() -> None:
    """Whichever comes first in the lists."""
    queued = plan(isActive=False, remainingBalance="1,000 GB", expiresIn="30 days")
    history = [purchase("08/22/2025", left=1000 * GB), purchase()]

    for plans in ([plan(), queued], [queued, plan()]):
        for bought in (history, history[::-1]):
            one = read(plans, bought)
            assert one.remaining == LEFT
            assert one.cycle_start == date(2025, 8, 21)


def test_queued_plan_of_the_same_size_is_not_mistaken() -> None:
    """Nothing but the order of purchase tells the two apart on the first day."""
    full = {"remainingBalance": "1000 GB"}
    plans = [plan(**full), plan(**full, isActive=False, expiresIn="30 days")]
    history = [purchase("08/22/2025", left=1000 * GB), purchase(left=999 * GB)]

    assert read(plans, history).remaining == 999 * GB
    assert read(plans[:1], history).remaining == 1000 * GB


def test_purchase_is_found_by_what_it_has_left() -> None:
    """A newer one of the same plan that is not listed at all is not in use."""
    one = read([plan()], [purchase("08/22/2025", left=1000 * GB), purchase()])

    assert (one.remaining, one.plan_key) == (LEFT, key("08/21/2025"))


def test_purchase_of_the_same_plan_again_is_another() -> None:
    """Also where an earlier one has the same id, and keys tell nothing of it."""
    history = [purchase("08/21/2025"), purchase("07/20/2025", left=0)]

    again = read(history=history)

    assert again.remaining == LEFT
    assert again.plan_key == key("08/21/2025")
    assert len({key("08/21/2025"), key("07/20/2025"), key("08/21/2025", 7)}) == 3
    assert PLAN not in str(again.plan_key)


@pytest.mark.parametrize("on", ["21/08/2025", "13/13/2025", "soon", "", None, 8, []])
def test_without_a_day_there_is_no_key(on: Any) -> None:
    """A key that came and went would look like another purchase each time."""
    one = read(history=[purchase(on)])

    assert (one.plan_key, one.cycle_start) == (None, None)
    assert one.remaining == LEFT


@pytest.mark.parametrize("on", ["8/21/2025", "2025-08-21", "2025-08-20T21:00:00Z"])
def test_day_is_read_however_it_is_written(on: str) -> None:
    """It is the same purchase, in Kenya's time."""
    assert read(history=[purchase(on)]).cycle_start == date(2025, 8, 21)
    assert key(on) == key("08/21/2025")


def test_purchase_of_tomorrow_has_not_begun_a_cycle() -> None:
    """The service's clock and ours need not agree."""
    one = read(history=[purchase("08/25/2025")])

    assert one.cycle_start is None
    assert one.plan_key is not None


def test_home_plan_goes_before_others() -> None:
    """A plan for people on the way is of no use to the home."""
    away = plan(planId="away", remainingBalance="2 GB", isHomePlan=False)
    history = [purchase(), purchase("08/01/2025", "away", left=2 * GB)]

    assert read([away, plan()], history).remaining == LEFT
    assert read([away], history).remaining == 2 * GB


def test_oldest_of_several_is_followed_until_it_is_used_up() -> None:
    """In any order, and what was followed once is not followed again."""
    older = plan(planId="older", remainingBalance="2 GB", expiresIn="5 days")
    history = [purchase(), purchase("08/01/2025", "older", left=2 * GB)]
    for plans in ([older, plan()], [plan(), older]):
        one = read(plans, history)
        assert (one.remaining, one.cycle_start) == (2 * GB, date(2025, 8, 1))

    older |= {"remainingBalance": "0 GB"}
    history[1] = purchase("08/01/2025", "older", left=4_000)

    assert read([older, plan()], history).remaining == LEFT
    assert read([older], history).remaining == 4_000


def test_text_alone_is_a_reading() -> None:
    """Without a history nobody knows which purchase it is."""
    one = read(history=[])

    assert one.remaining == 912_500_000_000
    assert (one.plan_key, one.cycle_start) == (None, None)
    assert one.cycle_end == date(2025, 9, 20)


def test_plan_that_has_ended_keeps_its_key_and_its_rest() -> None:
    """What it forfeits was not used, what was used in its last hours was."""
    active = read()

    ended = read([], [purchase(left=LEFT - 7), purchase("06/01/2025")])

    assert (ended.remaining, ended.plan_key) == (LEFT - 7, active.plan_key)
    assert (ended.cycle_start, ended.cycle_end) == (active.cycle_start, None)
    assert ended.plan_name == active.plan_name


def test_next_purchase_has_another_key() -> None:
    """That is what a renewal is known by, whatever the plan before it had left."""
    old = purchase("07/20/2025", left=LEFT)
    ended = read([], [old])

    bought = read(history=[old, purchase()])

    assert bought.plan_key != ended.plan_key
    assert bought.remaining == LEFT


def test_purchase_that_waits_is_not_the_last_one() -> None:
    """Bought, but not begun: the plan before it is still what counts."""
    waiting = plan(isActive=False, remainingBalance="1000 GB", expiresIn=None)
    history = [purchase("08/22/2025", left=1000 * GB), purchase()]

    one = read([waiting], history)

    assert (one.remaining, one.plan_key) == (LEFT, key("08/21/2025"))


@pytest.mark.parametrize("left_in", ["0 days", "expired"])
def test_plan_that_is_still_listed_after_its_end_does_not_wait(left_in: str) -> None:
    """It is the last one."""
    one = read(
        [plan(isActive=False, expiresIn=left_in)], [purchase(), purchase("01/01/2025")]
    )

    assert one.plan_key == key("08/21/2025")


@pytest.mark.parametrize("history", [[], [purchase()]])
def test_account_that_never_used_a_plan_has_no_reading(history: list[Any]) -> None:
    """Neither one without purchases, nor one whose first plan still waits."""
    plans = [plan(isActive=False)] if history else []

    with pytest.raises(UnexpectedPayload):
        read(plans, history)


@pytest.mark.parametrize("value", [True, "true", 1, "1"])
def test_flag_in_any_manner(value: Any) -> None:
    """A plan that is active is active."""
    assert read([plan(isActive=value)]).cycle_end is not None


@pytest.mark.parametrize("value", [False, "false", 0, None, "maybe", [], {}])
def test_plan_that_does_not_say_so_is_not_active(value: Any) -> None:
    """So it is neither counted nor a renewal."""
    other = purchase("08/22/2025", "other", left=5)

    one = read([plan(planId="other", isActive=value)], [other, purchase()])

    assert one.plan_key == key("08/21/2025")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": {}},
        {"data": {"subscriberActiveAndUnusedPlans": None}},
        {"data": {"subscriberActiveAndUnusedPlans": {}}},
        {"data": {"purchasedHistory": [purchase()]}},
        {"message": "Hotspot not found"},
        [bundle()],
        None,
        5,
    ],
)
def test_answer_without_the_list_of_plans_is_no_reading(body: Any) -> None:
    """Without it nobody knows which purchases wait."""
    with pytest.raises(UnexpectedPayload):
        reading(answer(json.dumps(body).encode()), NOW)


def test_bundle_without_an_envelope_is_read() -> None:
    """It says the same."""
    body = json.dumps(bundle()["data"]).encode()

    assert reading(answer(body), NOW).remaining == LEFT


def test_redacted_payload_shows_what_matters_and_hides_whose_it_is() -> None:
    """The texts that figures are read from stay, ids do not."""
    raw = json.dumps(read().raw)

    for shown in ("912.5 GB", "28 days", "08/21/2025", str(LEFT)):
        assert shown in raw
    for hidden in ("300000003", PLAN, "2500"):
        assert hidden not in raw
