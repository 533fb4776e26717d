"""The projection of anything: it never raises, and keeps its order."""

from dataclasses import astuple
from datetime import date, timedelta
from math import isfinite
from time import perf_counter

from hypothesis import given, strategies as st

from custom_components.taara.model import Projection
from custom_components.taara.usage.forecast import projection
from custom_components.taara.usage.span import Span

from .common import GB

TODAY = date(2026, 3, 11)
type Days = list[tuple[date, int | None]]

shares = st.floats(0, 1)
sizes = st.integers(0, 10**14)


@st.composite
def histories(draw: st.DrawFn) -> Days:
    """Return days that a household may have had: habits, absences, gaps, spikes."""
    blocks = st.lists(
        st.tuples(
            st.one_of(st.none(), st.sampled_from([0, 1, GB, 9 * GB]), sizes),
            st.integers(1, 60),
        ),
        max_size=8,
    )
    totals = [total for total, count in draw(blocks) for _ in range(count)][-410:]
    swing = draw(st.lists(st.integers(1, 4), min_size=1, max_size=9))
    first = TODAY - timedelta(days=len(totals))
    return [
        (
            first + timedelta(days=at),
            None if total is None else total * swing[at % len(swing)],
        )
        for at, total in enumerate(totals)
    ]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Return a moment in a cycle, or a little outside of one."""
    start = TODAY - timedelta(days=draw(st.integers(-3, 40)))
    return Span(
        start=start,
        end=TODAY + timedelta(days=draw(st.integers(-3, 60))),
        today=TODAY,
        began=draw(shares),
        ends=draw(shares),
        gone=draw(shares),
        seen=draw(st.none() | shares),
    )


def check(told: Projection, used: int) -> None:
    """Check what holds of every projection."""
    figures = (told.low95, told.low80, told.median, told.high80, told.high95)
    assert list(figures) == sorted(figures)
    assert figures[0] >= used
    assert isfinite(told.days_left) and told.days_left >= 0
    if told.chance is None:
        assert not told.curve
        return
    chances = [chance for _, chance in told.curve]
    assert chances == sorted(chances)
    assert 0 <= chances[0] <= chances[-1] == told.chance <= 1
    assert told.safe_days is not None
    assert 0 <= told.safe_days <= told.days_left
    if told.run_out_days is not None:
        assert told.safe_days <= told.run_out_days <= told.days_left + 1e-9


@given(histories(), spans(), sizes, st.none() | sizes)
def test_every_projection_is_in_order(
    days: Days, span: Span, used: int, allowance: int | None
) -> None:
    """Finite, ordered, never below what is used; chances rise to the last one."""
    told = projection(days, span, used, allowance)
    if told is not None:
        check(told, used)


@given(histories(), spans(), sizes, sizes, sizes)
def test_more_used_never_lowers_it(
    days: Days, span: Span, used: int, more: int, allowance: int
) -> None:
    """Nor does it lower the chance to exceed."""
    less_used = projection(days, span, used, allowance)
    more_used = projection(days, span, used + more, allowance)
    assert (less_used is None) == (more_used is None)
    if less_used is None or more_used is None:
        return
    for name in ("low95", "low80", "median", "high80", "high95"):
        assert getattr(less_used, name) <= getattr(more_used, name)
    assert (less_used.chance or 0) <= (more_used.chance or 0) + 1e-12


@given(histories(), spans(), sizes, sizes, sizes)
def test_larger_allowance_never_raises_the_chance(
    days: Days, span: Span, used: int, allowance: int, more: int
) -> None:
    """Nor does it bring its end nearer."""
    small = projection(days, span, used, allowance)
    large = projection(days, span, used, allowance + more)
    if small is None or large is None:
        return
    assert (large.chance or 0) <= (small.chance or 0)
    assert (large.safe_days or 0) >= (small.safe_days or 0) - 1e-9
    assert large.median == small.median


@given(
    st.lists(st.tuples(st.dates(), st.none() | st.integers())),
    st.builds(
        Span,
        start=st.dates(),
        end=st.dates(),
        today=st.dates(),
        began=st.floats(),
        ends=st.floats(),
        gone=st.floats(),
        seen=st.none() | st.floats(),
    ),
    st.integers(),
    st.none() | st.integers(),
    st.floats(),
)
def test_nothing_makes_it_raise(
    days: Days, span: Span, used: int, allowance: int | None, by: float
) -> None:
    """Whatever the numbers are: a projection, in order, or none."""
    told = projection(days, span, used, allowance)
    if told is not None:
        check(told, max(0, used))
        assert told.chance_by(by) is None or allowance is not None


@given(histories(), spans(), sizes, st.none() | sizes)
def test_same_question_same_answer(
    days: Days, span: Span, used: int, allowance: int | None
) -> None:
    """There is no chance in it."""
    first, second = (projection(days, span, used, allowance) for _ in range(2))
    assert first == second
    assert first is None or astuple(first)


def test_it_is_quick() -> None:
    """Four hundred days cost a few milliseconds; the limit is for a slow machine."""
    days = [(TODAY - timedelta(days=at), (at % 9 + 1) * GB) for at in range(1, 401)]
    span = Span(start=TODAY, end=TODAY + timedelta(days=30), today=TODAY)
    times = []
    for _ in range(9):
        begun = perf_counter()
        projection(days, span, GB, 300 * GB)
        times.append(perf_counter() - begun)
    assert min(times) < 0.02
