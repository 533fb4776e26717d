"""Which of the plans counts, what is left of it, and what tells it from the next."""

from datetime import UTC, date, datetime
import json
from typing import Any

from hypothesis import example, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.taara.model import Reading
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import UnexpectedPayload
from custom_components.taara.router.taara_share_payload import (
    bundle as bundle_of,
    reading,
)

from .taara_service import LEFT, PLAN, bundle, plan, purchase

GB = 10**9
NOW = datetime(2025, 8, 23, 8, tzinfo=UTC)


def answer(body: bytes) -> Answer:
    """Make an answer to the question for the bundle."""
    url = URL("http://192.0.2.1/v1/customers/get-customer-bundle")
    return Answer(status=200, url=url, headers={}, body=body, elapsed_ms=42)


def read(
    plans: list[Any] | None = None,
    history: list[Any] | None = None,
    followed: str | None = None,
) -> Reading:
    """Read a bundle."""
    body = json.dumps(bundle(plans, history)).encode()
    return reading(answer(body), NOW, followed)


def price(item: Any) -> tuple[str, str] | None:
    """Read what a plan cost."""
    body = bundle(history=[purchase(resellerPrice=item)])
    return bundle_of(answer(json.dumps(body).encode()), NOW).price


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


@pytest.mark.parametrize(
    ("text", "exact", "left"),
    [
        # Rounded, cut off, in other units: the exact figure stands.
        ("912.5 GB", LEFT, LEFT),
        ("912 GB", LEFT, LEFT),
        ("912,453.1 MB", LEFT, LEFT),
        ("0.9 TB", LEFT, LEFT),
        ("912453124355 B", LEFT, LEFT),
        ("912.5gb", LEFT, LEFT),
        (" 912.5 GB ", str(LEFT), LEFT),
        ("912.5 GB", float(LEFT), LEFT),
        ("1 GB", 600_000_000, 600_000_000),
        # Not the same plan, or not what is left: what people see in the portal stands.
        ("912.5 GB", 87_546_875_645, 912_500_000_000),
        ("912.5 GB", 0, 912_500_000_000),
        ("2 GB", LEFT, 2 * GB),
        ("100 GB", 100 * 2**30, 100 * GB),
        # One of them is not there.
        ("912.5 GB", None, 912_500_000_000),
        ("912.5 GB", "lots", 912_500_000_000),
        ("912.5 GB", -1, 912_500_000_000),
        ("912.5 GB", 1e30, 912_500_000_000),
        ("912.5 GB", True, 912_500_000_000),
        ("912.5 GB", float("nan"), 912_500_000_000),
        (None, LEFT, LEFT),
        ("Unlimited", LEFT, LEFT),
        ("912.5 GiB", LEFT, LEFT),
        (912.5, LEFT, LEFT),
        ("9" * 5000, LEFT, LEFT),
        # This service writes zero where it does not know.
        ("0 GB", LEFT, LEFT),
        # Used up.
        ("0 GB", 0, 0),
        (None, 0, 0),
    ],
)
def test_remainder_is_checked_against_its_text(
    text: Any, exact: Any, left: int
) -> None:
    """Decimal units, and no flapping between two figures that mean the same."""
    one = read([plan(remainingBalance=text)], [purchase(left=exact)])

    assert one.remaining == left


@pytest.mark.parametrize("text", ["0 GB", "0.00 MB", None, "Unlimited", "9e9 TB"])
@pytest.mark.parametrize("history", [[], None, "none", [purchase(left=None)], [5]])
def test_nothing_but_zero_is_no_reading(text: Any, history: Any) -> None:
    """Taken for a count it would look as if everything had been used up."""
    body = bundle([plan(remainingBalance=text)], [])
    body["data"]["purchasedHistory"] = history

    with pytest.raises(UnexpectedPayload):
        reading(answer(json.dumps(body).encode()), NOW)


def test_text_alone_is_a_reading() -> None:
    """Without a history nobody knows which purchase it is."""
    one = read(history=[])

    assert one.remaining == 912_500_000_000
    assert (one.plan_key, one.cycle_start) == (None, None)
    assert one.cycle_end == date(2025, 9, 20)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("28 days", date(2025, 9, 20)),
        ("28 Days left", date(2025, 9, 20)),
        ("1 day", date(2025, 8, 24)),
        (28, date(2025, 9, 20)),
        ("28", date(2025, 9, 20)),
        ("2 weeks", date(2025, 9, 6)),
        ("5 hours", date(2025, 8, 23)),
        ("13 hrs", date(2025, 8, 24)),
        ("45 minutes", date(2025, 8, 23)),
        ("0 days", date(2025, 8, 23)),
        ("Expired", date(2025, 8, 23)),
        ("2 months", None),
        ("-3 days", None),
        ("99999 days", None),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
        ([28], None),
        (1e300, None),
        (float("nan"), None),
    ],
)
def test_end_is_known_to_a_day(text: Any, end: date | None) -> None:
    """On Kenya's calendar, where it is eleven in the morning."""
    assert read([plan(expiresIn=text)]).cycle_end == end


@pytest.mark.parametrize(("hour", "day"), [(20, 20), (21, 21), (22, 21)])
def test_day_begins_where_the_service_is(hour: int, day: int) -> None:
    """At 21:00 UTC it is midnight there."""
    body = json.dumps(bundle()).encode()

    one = reading(answer(body), NOW.replace(hour=hour))

    assert one.cycle_end == date(2025, 9, day)


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
    ("name", "shown"),
    [
        ("1 Month Unlimited", "1 Month Unlimited"),
        ("  Two\n words\u202e ", "Two words"),
        ("x" * 500, "x" * 60),
        ("", "1 Month Unlimited"),
        (None, "1 Month Unlimited"),
        (5, "1 Month Unlimited"),
        ("\ud800", "1 Month Unlimited"),
    ],
)
def test_name_is_one_short_line(name: Any, shown: str) -> None:
    """The plan's own, or else the purchase's."""
    assert read([plan(planName=name)]).plan_name == shown


@pytest.mark.parametrize(
    ("stated", "paid"),
    [
        ({"currencyCode": "KES", "units": 2500, "nanos": 0}, ("2500", "KES")),
        ({"currencyCode": "KES", "units": "2499", "nanos": 5e8}, ("2499.5", "KES")),
        ({"currencyCode": "USD", "units": 0, "nanos": 1}, ("0.000000001", "USD")),
        ({"currencyCode": "KES", "units": 1000}, ("1000", "KES")),
        ({"currencyCode": "KES", "units": "0e999"}, ("0", "KES")),
        ({"currencyCode": "KES", "units": "1e-999"}, ("0", "KES")),
        ({"currencyCode": "KES", "units": -5}, None),
        ({"currencyCode": "KES", "units": 1e30}, None),
        ({"currencyCode": "KES", "units": 5, "nanos": 10**9}, None),
        ({"currencyCode": "KES", "units": 5, "nanos": "x"}, None),
        ({"currencyCode": "shillings", "units": 5}, None),
        ({"currencyCode": None, "units": 5}, None),
        ({"units": 5}, None),
        ({}, None),
        (2500, None),
        (None, None),
    ],
)
def test_price_is_exact_or_unknown(stated: Any, paid: tuple[str, str] | None) -> None:
    """Whole units and billionths."""
    assert price(stated) == paid


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


@given(
    st.integers(10**9, 10**13), st.sampled_from(["MB", "GB", "TB"]), st.integers(0, 3)
)
def test_exact_figure_stands_however_its_text_was_rounded(
    left: int, unit: str, digits: int
) -> None:
    """To the byte."""
    size = {"MB": 10**6, "GB": 10**9, "TB": 10**12}[unit]
    text = f"{left / size:.{digits}f} {unit}"

    assert read([plan(remainingBalance=text)], [purchase(left=left)]).remaining == left
