"""Whatever a device answers, every provider comes to a reading or a `RouterError`.

Its own parsers have tests of their own; here all that a provider does is put together,
and a new one needs no more than its fixtures to be looked at.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, repeat
import json
from typing import Any, override

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.taara.model import Reading
from custom_components.taara.router import PROVIDERS, create_provider
from custom_components.taara.router.answer import Answer
from custom_components.taara.router.provider import RouterError
from custom_components.taara.router.session import RouterSession
from custom_components.taara.router.transport import MAX_BODY

from .samples import FOLDER, fixture

PLACE = URL("http://192.168.88.1")
# More than any provider asks: whoever asks on and on never ends.
MOST_REQUESTS = 12

FIXTURES = {
    name: [fixture(file) for file in sorted((FOLDER / name).glob("*.json"))]
    for name in PROVIDERS
}
ASKED = {"/status", "/login", "/usage"} | {
    provider.question.path for provider in PROVIDERS.values() if provider.question
}


def large(start: str, again: str) -> Answer:
    """Make the largest answer that is read at all."""
    text = start + again * (MAX_BODY // len(again))
    return Answer(status=200, url=PLACE, headers={}, body=text.encode()[:MAX_BODY])


LARGE = (
    *(large("", "["), large("", '{"a":'), large("[", "{},"), large('{"status":"', "1")),
    *(large("", "9"), large("", "<"), large("", ": -"), large("<form>", "name=")),
)
anything = st.builds(
    Answer,
    status=st.sampled_from([200, 302, 400, 401, 403, 404, 405, 429, 500, 503]),
    url=st.just(PLACE),
    headers=st.dictionaries(
        st.sampled_from(["Location", "Retry-After", "Date", "Content-Type"]),
        st.sampled_from(["/login", "//", "http://[", "5", "1e999", "-1"]) | st.text(),
    ),
    body=st.binary(),
)


@st.composite
def damaged(draw: st.DrawFn, whole: Sequence[Answer]) -> Answer:
    """Draw an answer of a device, with something else in a place of its body."""
    answer = draw(st.sampled_from(whole))
    start = draw(st.integers(0, len(answer.body)))
    end = draw(st.integers(start, len(answer.body)))
    odd = draw(
        st.binary(max_size=9) | st.sampled_from([b"null", b"-1", b"1e99", b"[]"])
    )
    return replace(answer, body=answer.body[:start] + odd + answer.body[end:])


class Told(RouterSession):
    """A session in which each request gets the next of some answers; the last stays."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        """Know what will be answered."""
        nobody: Any = None
        super().__init__(nobody, PLACE)
        self._answers = chain(answers, repeat(answers[-1]))
        self._asked = 0

    @property
    @override
    def cookies(self) -> Mapping[str, str]:
        return {}

    @override
    def set_cookie(self, name: str, value: str) -> None:
        pass

    @override
    def forget(self) -> None:
        pass

    @override
    async def request(
        self, method: str, path: str, *, usage: bool = False, **_: Any
    ) -> Answer:
        self._asked += 1
        self.usage_requests += usage
        assert self._asked <= MOST_REQUESTS
        return replace(next(self._answers), url=self._inside(path))


async def use(name: str, account: Mapping[str, str], answers: Sequence[Answer]) -> None:
    """Do all that is done with a provider, and check what holds of all of them."""
    for path in ASKED:
        PROVIDERS[name].recognise(path, replace(answers[0], url=PLACE.with_path(path)))
    session = Told(answers)
    provider = create_provider(name, session, account)
    for prove in (provider.sign_in, provider.offers):
        with suppress(RouterError):
            await prove()
    assert session.usage_requests == 0
    session = Told(answers)
    with suppress(RouterError):
        check(await create_provider(name, session, account).read())
    assert session.usage_requests <= 2


def check(one: Reading) -> None:
    """Check what holds of every reading."""
    sizes = [size for size in (one.used, one.remaining) if size is not None]
    assert sizes
    assert all(isinstance(size, int) and 0 <= size <= 10**18 for size in sizes)
    # It is stored, in standard JSON, and must stay small.
    kept = json.dumps([one.raw, one.plan_name, one.plan_key], allow_nan=False)
    assert len(kept.encode()) < 20_000


@pytest.mark.parametrize("name", PROVIDERS)
# How fast examples are made is not what this is about.
@settings(deadline=1000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_answers_give_a_reading_or_an_error(name: str, data: st.DataObject) -> None:
    """In few requests and bounded time: what a device says, damaged, and anything."""
    one = data.draw(st.sampled_from(FIXTURES[name]))
    own = damaged([exchange.answer for exchange in one.exchanges])
    answers = data.draw(st.lists(own | own | anything, min_size=1, max_size=6))
    asyncio.run(use(name, one.account, answers))


@pytest.mark.parametrize("large", LARGE, ids=lambda answer: repr(answer.body[:9]))
@pytest.mark.parametrize("name", PROVIDERS)
@settings(deadline=1500, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_largest_answers_give_a_reading_or_an_error(
    name: str, large: Answer, data: st.DataObject
) -> None:
    """At any time of a poll; more is not read, so that it bounds the memory, too."""
    one = data.draw(st.sampled_from(FIXTURES[name]))
    own = st.sampled_from([exchange.answer for exchange in one.exchanges])
    answers = data.draw(st.lists(own, max_size=3))
    asyncio.run(use(name, one.account, [*answers, large]))
