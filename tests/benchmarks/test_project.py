"""The filter that projects: one line in, one line out, whatever it holds."""

from datetime import date, timedelta
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.project import answer, answers
from custom_components.taara.usage.forecast import projection
from custom_components.taara.usage.span import Span

GB = 10**9
TODAY = date(2026, 3, 11)
DAYS = [
    (TODAY - timedelta(days=back), (back % 3 + 9) * GB) for back in range(60, 0, -1)
]
ROOT = Path(__file__).resolve().parents[2]


def question(**changes: Any) -> str:
    """Return a line of a household that uses ten gigabytes a day."""
    asked = {
        "days": [[str(day), usage] for day, usage in DAYS],
        "cycle_start": "2026-03-01",
        "cycle_end": "2026-03-31",
        "as_of": str(TODAY),
        "used": 100 * GB,
        "allowance": 300 * GB,
    }
    return json.dumps(asked | changes)


def test_it_answers_what_the_sensors_show() -> None:
    """The very same function answers."""
    span = Span(start=date(2026, 3, 1), end=date(2026, 3, 31), today=TODAY)
    told = projection(DAYS, span, 100 * GB, 300 * GB)
    assert told is not None
    assert answer(question()) == {
        "median": told.median,
        "low80": told.low80,
        "high80": told.high80,
        "low95": told.low95,
        "high95": told.high95,
        "p_exceed": told.chance,
        "early": False,
    }


def test_unlimited() -> None:
    """No allowance, no chance; it may be left out."""
    assert answer(question(allowance=None))["p_exceed"] is None
    line = json.loads(question())
    del line["allowance"]
    assert answer(json.dumps(line)) == answer(question(allowance=None))


def test_unknown_days() -> None:
    """Null is unknown, and not zero."""
    days = [
        [str(day), None if at % 5 == 0 else usage]
        for at, (day, usage) in enumerate(DAYS)
    ]
    median = answer(question(days=days))["median"]
    assert isinstance(median, int)
    assert median == pytest.approx(300 * GB, rel=0.03)


def test_moments_within_days() -> None:
    """At noon half of today is over; a cycle may begin and end at noon too."""
    noon = answer(question(as_of="2026-03-11T12:00:00", used=105 * GB))
    assert noon["median"] == pytest.approx(answer(question())["median"], rel=0.01)
    shorter = answer(question(cycle_end="2026-03-30T12:00:00+03:00"))
    assert shorter["median"] == pytest.approx(295 * GB, rel=0.01)


def test_first_morning() -> None:
    """Where nothing is known, it says so and guesses nothing."""
    told = answer(question(days=[], used=0, cycle_start=str(TODAY)))
    assert told.pop("early") is True
    assert set(told.values()) == {None}
    assert answer(question(days=[[str(DAYS[-1][0]), GB]]))["early"] is True


@pytest.mark.parametrize(
    "line",
    [
        "what?",
        "[]",
        "null",
        "{}",
        question(days=3),
        question(days=[[1, 2]]),
        question(days=[["2026-03-10", "much"]]),
        question(days=[["2026-03-10"]]),
        question(used=None),
        question(used=True),
        question(used=float("nan")),
        question(allowance="300 GB"),
        question(as_of="soon"),
        question(cycle_end="2026-02-01"),
    ],
)
def test_bad_line(line: str) -> None:
    """It is answered by what is wrong with it."""
    assert list(answer(line)) == ["error"]


def test_a_bad_line_stops_nothing() -> None:
    """The lines after it have their answers; empty ones have none."""
    found = [json.loads(line) for line in answers(["x", "\n", question()])]
    assert "error" in found[0]
    assert found[1] == answer(question())
    assert len(found) == 2


def test_as_a_program() -> None:
    """It reads from one end of a pipe and writes to the other."""
    done = subprocess.run(
        [sys.executable, "benchmarks/project.py"],
        input=question() + "\nx\n",
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == answer(question())
    assert "error" in second
