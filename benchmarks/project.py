"""A filter that projects cycles, for anyone who wants to compare.

Each line in is a JSON object: `days` ([date, bytes or null] pairs, up to the last
complete day before `as_of`), `cycle_start`, `cycle_end` (exclusive), `as_of`, `used`
(the cycle's usage so far), `allowance` (null = unlimited). Dates are local, with a
time of day where the cycle or the moment has one; bytes are whole. Each line out has
`median`, `low80`, `high80`, `low95`, `high95` in bytes and `p_exceed` from 0 to 1;
all are null where nothing is known, and `early` says that too little is. A line that
makes no sense is answered by an object with `error`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
import json
from pathlib import Path
import sys
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from custom_components.taara.usage.forecast import projection
from custom_components.taara.usage.span import Span

BOUNDS = ("median", "low80", "high80", "low95", "high95")


def answer(line: str) -> dict[str, object]:
    """Return the answer to one line."""
    try:
        asked = json.loads(line)
        days = [
            (_date(day), None if usage is None else _whole(usage))
            for day, usage in asked["days"]
        ]
        allowance = asked.get("allowance")
        allowed = None if allowance is None else _whole(allowance)
        found = projection(days, _span(asked), _whole(asked["used"]), allowed)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    if found is None:
        return {**dict.fromkeys((*BOUNDS, "p_exceed")), "early": True}
    answers: dict[str, object] = {name: getattr(found, name) for name in BOUNDS}
    return {**answers, "p_exceed": found.chance, "early": found.early}


def _span(asked: Mapping[str, Any]) -> Span:
    start, began = _moment(asked["cycle_start"])
    end, ends = _moment(asked["cycle_end"])
    today, gone = _moment(asked["as_of"])
    if (end, ends) < (start, began):
        raise ValueError("the cycle ends before it starts")
    return Span(start=start, began=began, end=end, ends=ends, today=today, gone=gone)


def _moment(text: str) -> tuple[date, float]:
    """Return a local day and the share of it that is over: none for a mere date."""
    at = datetime.fromisoformat(text)
    midnight = datetime.combine(at, time.min, at.tzinfo)
    return at.date(), (at - midnight).total_seconds() / 86_400


def _date(text: str) -> date:
    return _moment(text)[0]


def _whole(size: Any) -> int:
    """Return bytes as whole ones; what is no number is an error."""
    if isinstance(size, bool) or not isinstance(size, int | float):
        raise TypeError(f"no amount of bytes: {size!r}")
    return int(size)


def answers(lines: Iterable[str]) -> Iterator[str]:
    """Yield a line of JSON for each line that holds something."""
    for line in lines:
        if line.strip():
            yield json.dumps(answer(line))


if __name__ == "__main__":
    for each in answers(sys.stdin):
        print(each, flush=True)
