"""Any bytes give a reading or an error."""

import json
from typing import Any

from hypothesis import example, given, settings, strategies as st

from custom_components.taara.router.provider import UnexpectedPayload
from custom_components.taara.router.taara_share_payload import reading

from .taara_service import LEFT, NOW, PLAN, answer, bundle, plan, purchase

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
likely_texts = st.sampled_from(
    ["912.5 GB", "0 GB", "28 days", "0 days", "08/21/2025", "KES", PLAN, str(LEFT)]
)
fields = st.sampled_from(
    [
        "data",
        "subscriberActiveAndUnusedPlans",
        "purchasedHistory",
        "purchasedHistoryPlans",
        "isActive",
        "planId",
        "remainingBalance",
        "expiresIn",
        "isHomePlan",
        "_id",
        "dataUsage",
        "totalDataUsage",
        "purchasedAt",
        "resellerPrice",
    ]
)
anything = st.recursive(
    scalars | likely_texts | st.integers(0, 10**13),
    lambda inner: st.lists(inner) | st.dictionaries(fields, inner, max_size=6),
    max_leaves=15,
)
sometimes = st.one_of(anything, likely_texts, st.integers(0, 10**13))
plans_like = st.builds(
    plan,
    isActive=st.booleans() | anything,
    planId=sometimes,
    remainingBalance=sometimes,
    expiresIn=sometimes,
    isHomePlan=st.booleans(),
)
purchases_like = st.builds(
    purchase, on=sometimes, plan_id=sometimes, left=sometimes, resellerPrice=anything
)


def judge(body: bytes) -> None:
    """Read a body, and check what holds of every reading."""
    try:
        one = reading(answer(body), NOW)
    except UnexpectedPayload:
        return
    assert isinstance(one.remaining, int)
    assert 0 <= one.remaining <= 10**18
    assert one.cycle_start is None or one.cycle_start <= NOW.date()
    assert one.cycle_end is None or one.cycle_end >= NOW.date()
    # It is stored, in standard JSON, and must stay small.
    kept = json.dumps([one.raw, one.plan_name, one.plan_key], allow_nan=False)
    assert len(kept.encode()) < 20_000


def many(item: Any, count: int) -> list[Any]:
    """Repeat an item."""
    return [item] * count


@settings(deadline=1000)
@given(st.binary())
@example(b"[" * 200_000)
@example(json.dumps(bundle(many({"isActive": True, "planId": 1}, 9_000))).encode())
@example(json.dumps(bundle(many(plan(), 500), many(purchase(), 500))).encode())
@example(json.dumps(bundle([plan(remainingBalance="1," * 100_000)])).encode())
@example(json.dumps(bundle([plan(expiresIn="1" * 200_000)])).encode())
def test_any_bytes_give_a_reading_or_an_error(body: bytes) -> None:
    """In bounded time, the largest answer that is read at all included."""
    judge(body)


@given(anything)
def test_any_json_gives_a_reading_or_an_error(payload: Any) -> None:
    """Fields in places where they do not belong."""
    judge(json.dumps(payload).encode())


@given(st.lists(plans_like, max_size=3), st.lists(purchases_like, max_size=3))
def test_any_bundle_gives_a_reading_or_an_error(
    plans: list[Any], history: list[Any]
) -> None:
    """Wrong values in the right places."""
    judge(json.dumps(bundle(plans, history)).encode())
