"""`docs/faults.md` says what the tests of faults have shown, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
import json
from pathlib import Path

import pytest

from custom_components.taara.model import Reach, ReadingStatus

from .test_faults import CASES, Case

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "faults.md"
TEXTS = ROOT / "custom_components" / "taara" / "translations" / "en.json"

INTRODUCTION = """\
# What happens when the router misbehaves

Whatever a router answers, the last figures stand, with their age, until their period
ends; what is used meanwhile is counted with the next good answer. Nothing is asked
more often than once in ten minutes, but for one repeat where a login was wanted first.

The table shows the first poll that meets a fault after a good one: what the entities
*Collection status* and *Router reachable* (its attribute *Last answer*) show, how many
requests were tried, how many of them were for usage, and what follows. *Router
reachable* goes off with the third such poll in a row, the sixth and all further ones
are a single try, and after 24 hours without an answer a repair says what to do. A
router that answers that the allowance is used up is there, and needs no repair.

Each row is a test: `tests/test_faults.py`, against a simulated router over HTTP. The
table is made from those tests by `pytest tests/test_faults_table.py --snapshot-update`.

| The router … | Collection status | Last answer | Requests | For usage | What follows |
|---|---|---|--:|--:|---|
"""


def test_table(request: pytest.FixtureRequest) -> None:
    """The page is the one that the cases make."""
    page = INTRODUCTION + "".join(rows())
    if request.config.getoption("--snapshot-update"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


def rows() -> Iterator[str]:
    """Yield a row for each case, in the words that people read in Home Assistant."""
    entities = json.loads(TEXTS.read_text(encoding="utf-8"))["entity"]
    statuses = entities["sensor"]["collection_status"]["state"]
    reachable = entities["binary_sensor"]["router_reachable"]["state_attributes"]
    for case in CASES:
        cells = (
            case.what,
            statuses[case.status],
            reachable["reason"]["state"][case.reach],
            str(case.requests),
            str(case.usage),
            follows(case),
        )
        yield f"| {' | '.join(cells)} |\n"


def follows(case: Case) -> str:
    """Return what happens after the poll that met a fault."""
    if case.asks_to_sign_in:
        return "Home Assistant asks to sign in again; no polls until then"
    after = f"the next poll, {case.rest // timedelta(minutes=1)} minutes later"
    if case.status is ReadingStatus.PARTIAL:
        return f"Taara works out what is missing; {after}"
    return f"nothing is noticed; {after}" if case.reach is Reach.OK else after
