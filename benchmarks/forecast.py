"""How well Taara projects a cycle's total, against other ways to do it.

Replays the past of households: at some days of every cycle each method says what the
cycle will come to, knowing only what was known then. The error is the mean of
|forecast − total| ÷ total (MAPE); CRPS is the error of the whole distribution in the
same unit, so lower is better; coverage is how often the total lay in the 80 and the
95 % range. Without `--traces` the households are imagined.
"""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
import json
from pathlib import Path
from statistics import NormalDist, fmean
import sys
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.methods import METHODS, SCORES, Case, Method, Quantiles, rivals
from benchmarks.traces import Series, imagined, read

CYCLE = 30
HISTORY = 28
KNOWN_DAYS = 400
DAYS = (3, 5, 7, 10, 15, 20, 25)
BASE = "straight line"
ALL = "all series"
LEVELS = tuple((at + 0.5) / 40 for at in range(40))
LEVEL_SCORES = tuple(NormalDist().inv_cdf(level) for level in LEVELS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How one projection did, as shares of the total, and what it cost in ms."""

    error: float
    crps: float
    in80: bool
    in95: bool
    ms: float


def score(told: Quantiles, total: int, ms: float) -> Score:
    """Judge five quantiles by what the total came to."""
    return Score(
        error=abs(told[2] - total) / total,
        crps=crps(told, total) / total,
        in80=told[1] <= total <= told[3],
        in95=told[0] <= total <= told[4],
        ms=ms,
    )


def crps(told: Quantiles, total: float) -> float:
    """Return the continuous ranked probability score, in the unit of the total.

    It is twice the mean quantile loss; between and beyond the five quantiles the curve
    is drawn straight over a normal one's.
    """
    loss = 0.0
    for level, at in zip(LEVELS, LEVEL_SCORES, strict=True):
        piece = min(3, sum(at > bound for bound in SCORES[1:4]))
        slope = (told[piece + 1] - told[piece]) / (SCORES[piece + 1] - SCORES[piece])
        value = told[piece] + slope * (at - SCORES[piece])
        off = total - value
        loss += 2 * (off * level if off >= 0 else -off * (1 - level))
    return loss / len(LEVELS)


def cycles(series: Series, step: int) -> Iterator[tuple[str, int, int]]:
    """Yield kind, first day and length of the cycles to replay."""
    count = len(series.days)
    for begin in range(HISTORY, count - CYCLE + 1, step):
        yield "30 days", begin, CYCLE
    for begin in range(HISTORY, count):
        day = series.first + timedelta(days=begin)
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        length = (following - day).days
        if day.day == 1 and begin + length <= count:
            yield "months", begin, length


def cases(series: Series, step: int) -> Iterator[tuple[str, int, Case]]:
    """Yield kind, day and case of every moment to project from.

    Cycles with an unknown day or without any usage have no total to compare with.
    """
    for kind, begin, length in cycles(series, step):
        days = series.days[begin : begin + length]
        total = sum(usage or 0 for usage in days)
        if None in days or total <= 0:
            continue
        for passed in DAYS:
            now = begin + passed
            oldest = max(0, now - KNOWN_DAYS)
            yield (
                kind,
                passed,
                Case(
                    first=series.first + timedelta(days=oldest),
                    days=series.days[oldest:now],
                    passed=passed,
                    left=length - passed,
                    total=total,
                ),
            )


type Key = tuple[str, str, str, int]
type Scores = dict[Key, dict[str, list[Score]]]


def backtest(
    households: Iterable[Series], methods: Mapping[str, Method], step: int
) -> Scores:
    """Return all scores, by kind, family, method and day, then by series."""
    found: Scores = defaultdict(lambda: defaultdict(list))
    for series in households:
        for kind, passed, case in cases(series, step):
            for name, method in methods.items():
                begun = perf_counter()
                told = method(case)
                judged = score(told, case.total, (perf_counter() - begun) * 1000)
                for family in (series.family, ALL):
                    found[kind, family, name, passed][series.name].append(judged)
    return found


def summary(scores: Scores) -> list[dict[str, object]]:
    """Return a line for each kind, family, method and day: each series counts alike."""
    lines: list[dict[str, object]] = []
    for (kind, family, method, day), series in scores.items():
        base = scores[kind, family, BASE, day]
        lines.append(
            {
                "cycles": kind,
                "family": family,
                "method": method,
                "day": day,
                "count": sum(len(judged) for judged in series.values()),
                "mape": _percent(series, "error"),
                "mape_ratio": _ratio(series, base, "error"),
                "crps": _percent(series, "crps"),
                "crps_ratio": _ratio(series, base, "crps"),
                "coverage80": _percent(series, "in80"),
                "coverage95": _percent(series, "in95"),
                "ms": round(_mean(series, "ms"), 3),
            }
        )
    return lines


def _mean(series: Mapping[str, Sequence[Score]], name: str) -> float:
    return fmean(
        fmean(getattr(one, name) for one in judged) for judged in series.values()
    )


def _percent(series: Mapping[str, Sequence[Score]], name: str) -> float:
    return round(100 * _mean(series, name), 1)


def _ratio(
    series: Mapping[str, Sequence[Score]],
    base: Mapping[str, Sequence[Score]],
    name: str,
) -> float:
    off = _mean(base, name)
    return round(_mean(series, name) / off, 3) if off else 1.0


def table(lines: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Yield the summary for people: a row for each family and method, a column a day."""
    rows: dict[tuple[object, ...], list[Mapping[str, object]]] = defaultdict(list)
    for line in lines:
        rows[line["cycles"], line["family"], line["method"]].append(line)
    heading: tuple[object, ...] = ()
    for (kind, family, method), row in sorted(
        rows.items(), key=lambda item: _order(item[0])
    ):
        if (kind, family) != heading:
            heading = (kind, family)
            yield f"\n{kind}, {family} ({row[0]['count']} cycles): MAPE % at day, (ratio), means of the rest"
            days = "".join(f"{line['day']:>7}       " for line in row)
            yield f"{'':14}{days} CRPS ratio  in 80  in 95  ms"
        cells = "".join(f"{line['mape']:7} ({line['mape_ratio']:.2f})" for line in row)
        ratio, in80, in95, ms = (
            fmean(float(str(line[name])) for line in row)
            for name in ("crps_ratio", "coverage80", "coverage95", "ms")
        )
        yield f"{method:14}{cells}  {ratio:9.2f}  {in80:5.0f}  {in95:5.0f}  {ms:.2f}"


def markdown(lines: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Yield the part of the summary that the documentation shows: any 30 days."""
    days = (3, 7, 15)
    yield f"| households | method | {' | '.join(f'day {day}' for day in days)} | CRPS | in 80 % | in 95 % |"
    yield f"|---|---|{'--:|' * (len(days) + 3)}"
    rows: dict[tuple[object, ...], dict[object, Mapping[str, object]]] = defaultdict(
        dict
    )
    for line in lines:
        if line["cycles"] == f"{CYCLE} days":
            key = line["cycles"], line["family"], line["method"]
            rows[key][line["day"]] = line
    for (_, family, method), row in sorted(rows.items(), key=lambda at: _order(at[0])):
        errors = (f"{row[day]['mape']} ({row[day]['mape_ratio']:.2f})" for day in days)
        ratio, in80, in95 = (
            fmean(float(str(line[name])) for line in row.values())
            for name in ("crps_ratio", "coverage80", "coverage95")
        )
        yield f"| {family} | {method} | {' | '.join(errors)} | {ratio:.2f} | {in80:.0f} | {in95:.0f} |"


def _order(key: tuple[object, ...]) -> tuple[object, ...]:
    kind, family, method = key
    return (str(kind), family == ALL, str(family), method != "taara", str(method))


def main(arguments: Sequence[str] | None = None) -> None:
    """Replay, and print a table or JSON."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="as in the docs")
    parser.add_argument("--quick", action="store_true", help="fewer households")
    parser.add_argument("--traces", type=Path, metavar="DIR", help="real households")
    parser.add_argument("--seed", type=int, default=0, help="other imagined households")
    parser.add_argument("--every", type=int, metavar="N", help="a cycle every N days")
    parser.add_argument(
        "--rivals", action="store_true", help="statsforecast too (slow)"
    )
    asked = parser.parse_args(arguments)
    methods = METHODS | (rivals() if asked.rivals else {})
    if asked.rivals and len(methods) == len(METHODS):
        parser.error("statsforecast is not installed: requirements/bench.txt")
    if asked.traces:
        households, step = list(read(asked.traces)), asked.every or 5
    else:
        households = list(imagined(1 if asked.quick else 4, 420, asked.seed))
        step = asked.every or (30 if asked.quick else 15)
    lines = summary(backtest(households, methods, step))
    if asked.json:
        print(json.dumps(lines))
        return
    for line in markdown(lines) if asked.markdown else table(lines):
        print(line)


if __name__ == "__main__":
    main()
