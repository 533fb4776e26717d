"""What a dialect does in more than one way, chosen from inside and outside."""

from typing import Any

import pytest

from demo.clock import Clock
from demo.dialects import DIALECTS
from demo.simulator import SimulatedRouter

from .client import Client


@pytest.fixture
def dialect() -> str:
    """Return what the router speaks."""
    return "mikrotik_hotspot"


async def test_it_can_be_changed(client: Client) -> None:
    """While the router runs; what is not named stays."""
    usual = {"chap": True, "page": "new", "lets_in": False, "trouble": "none"}
    assert (await client.state())["manner"] == usual
    state = await client.control("manner", page="json", lets_in=True)
    assert state["manner"] == usual | {"page": "json", "lets_in": True}
    assert (await client.get("/status")).json()["logged_in"] == "yes"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"chapp": True}, "no such choice: chapp; there are chap, page"),
        ({"page": "shiny"}, "'shiny' is not a valid Page"),
        ({"chap": 1}, "chap must be bool: 1"),
    ],
)
async def test_a_slip_is_refused(
    client: Client, sent: dict[str, Any], reason: str
) -> None:
    """With the reason, and nothing changes."""
    answer = await client.ask("POST", "/_sim/manner", json=sent)
    assert answer.status == 400
    assert reason in answer.json()["error"]
    assert (await client.state())["manner"]["page"] == "new"


def test_it_can_be_chosen_at_first(clock: Clock) -> None:
    """Numbers and truths may be text, as on a command line; text may be a number."""
    router = SimulatedRouter(
        dialect="taara_share",
        clock=clock,
        manner={"price": "1500", "oldest_first": "true", "partner_id": "7"},
    )
    described = router.dialect.manner.described()
    assert 'partner_id="7"' in described
    assert "price=1500" in described
    assert "oldest_first=true" in described


def test_the_usual_stays_the_usual(clock: Clock) -> None:
    """One router's manner is not another's."""
    usual = DIALECTS["routeros"].manner
    SimulatedRouter(dialect="routeros", clock=clock, manner={"sessions": 2})
    assert DIALECTS["routeros"].manner == usual
    assert DIALECTS["local-a"].manner.described() == ""
