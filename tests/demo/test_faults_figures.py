"""Faults that spoil the numbers in an answer, seen on the wire."""

from collections.abc import Iterator
import json
from math import isnan
from typing import Any

import pytest

from demo.simulator import SimulatedRouter

from .client import Client

DIALECTS = pytest.mark.parametrize("dialect", ["local-a", "local-c", "local-d"])


@pytest.fixture
async def client(router: SimulatedRouter, client: Client) -> Client:
    """Return a client that has a session."""
    client.headers["Cookie"] = f"session_id={router.sessions.open('x')}"
    return client


def leaves(told: Any) -> Iterator[Any]:
    """Return the values in an answer that are figures when all is well."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in ("status", "timestamp", "last_updated", "start_date"):
                yield from leaves(value)
    else:
        yield told


@DIALECTS
async def test_nulls(router: SimulatedRouter, client: Client) -> None:
    """Every number is null, and the rest is as it was."""
    well = await client.usage()
    router.faults.set("nulls")
    ill = await client.usage()
    assert ill.keys() == well.keys()
    assert set(leaves(ill)) == {None}


@DIALECTS
async def test_nan(router: SimulatedRouter, client: Client) -> None:
    """NaN stands bare, or in a string where strings are written."""
    router.faults.set("nan")
    answer = (await client.get("/usage")).text
    assert "NaN" in answer or '"nan"' in answer
    assert all(isnan(float(leaf)) for leaf in leaves(json.loads(answer)))


@DIALECTS
async def test_negative(router: SimulatedRouter, client: Client) -> None:
    """Every number is below zero."""
    router.faults.set("negative")
    assert all(float(leaf) < 0 for leaf in leaves(await client.usage()))


@DIALECTS
async def test_huge(router: SimulatedRouter, client: Client) -> None:
    """Every number is 10^30."""
    router.faults.set("huge")
    assert {int(leaf) for leaf in leaves(await client.usage())} == {10**30}


@DIALECTS
async def test_wrong_types(router: SimulatedRouter, client: Client) -> None:
    """No number is left: lists, objects, booleans and words stand in for them."""
    router.faults.set("wrong_types")
    told = json.dumps(await client.usage())
    assert all(wrong in told for wrong in ("[]", "{}", "true"))
    assert '_mb": 1' not in told


async def test_missing(router: SimulatedRouter, client: Client) -> None:
    """The numbers are gone, keys included."""
    router.faults.set("missing")
    assert set((await client.usage())["usage"]) == {"billing_cycle"}


@pytest.mark.parametrize("dialect", ["local-d"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("nulls", {"remaining_mb": None}),
        ("missing", {}),
        ("wrong_types", {"remaining_mb": []}),
    ],
)
async def test_of_some_keys_only(
    router: SimulatedRouter, client: Client, fault: str, expected: dict[str, Any]
) -> None:
    """A router may know one figure and not the other."""
    well = await client.usage()
    router.faults.set(fault, keys=["remaining_mb"])
    del well["remaining_mb"]
    assert await client.usage() == well | expected


async def test_a_whole_part_can_be_spoiled(
    router: SimulatedRouter, client: Client
) -> None:
    """A key given need not hold a number."""
    router.faults.set("nulls", keys=["usage"])
    told = await client.usage()
    assert told["usage"] is None
    assert told["connection"]["latency_ms"] > 0


@pytest.mark.parametrize("fault", ["huge", "negative", "nan"])
async def test_a_word_cannot_be_a_wrong_number(
    router: SimulatedRouter, client: Client, fault: str
) -> None:
    """What is no number stays what it is."""
    router.faults.set(fault, keys=["status"])
    assert (await client.usage())["status"] == "success"


async def test_a_page_has_no_figures(router: SimulatedRouter, client: Client) -> None:
    """What is not JSON is left alone."""
    router.faults.set("html")
    router.faults.set("huge")
    assert "<form" in (await client.get("/usage")).text
