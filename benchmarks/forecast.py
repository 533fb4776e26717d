"""How well Taara projects a cycle's total, against other ways to do it.

Replays the past of households: at some days of every cycle each method says what the
cycle will come to, knowing only what was known then. The error is the mean of
|forecast − total| ÷ total (MAPE); CRPS is the error of the whole distribution in the
same unit, so lower is better; coverage is how often the total lay in the 80 and the
95 % range. Without `--traces` the households are imagined. statsforecast's models
(`--rivals`) take a second a projection, so that fewer are asked for: some ten minutes.
"""

from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import partial
import json
from multiprocessing import get_context
import os
from pathlib import Path
from statistics import NormalDist
import sys
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.methods import METHODS, SCORES, Case, Quantiles, rivals
from benchmarks.table import (
    ALL,
    ANY_DAY,
    SHOWN,
    Score,
    Scores,
    markdown,
    summary,
    table,
)
from benchmarks.traces import Series, imagined, read

CYCLE = 30
HISTORY = 28
KNOWN_DAYS = 400
DAYS = (3, 5, 7, 10, 15, 20, 25)
# A cycle is replayed every so many days.
STEP, QUICK_STEP, TRACES_STEP, RIVALS_STEP = 15, 30, 5, 60
LEVELS = tuple((at + 0.5) / 40 for at in range(40))
LEVEL_SCORES = tuple(NormalDist().inv_cdf(level) for level in LEVELS)


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
        yield ANY_DAY, begin, CYCLE
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


type Judged = tuple[str, str, int, Score]
"""Kind of cycle, method and day, and how that projection did."""


def replay(series: Series, *, step: int, brief: bool, against: bool) -> list[Judged]:
    """Return how each method did, `against` the rivals too.

    `brief` is only what the documentation shows.
    """
    methods = METHODS | (rivals() if against else {})
    found = []
    for kind, passed, case in cases(series, step):
        if brief and (kind != ANY_DAY or passed not in SHOWN):
            continue
        for name, method in methods.items():
            begun = perf_counter()
            told = method(case)
            judged = score(told, case.total, (perf_counter() - begun) * 1000)
            found.append((kind, name, passed, judged))
    return found


def replayed(
    households: Iterable[Series], run: Callable[[Series], list[Judged]], jobs: int
) -> Iterator[list[Judged]]:
    """Yield what `run` finds for each of the households, so many at once."""
    if jobs == 1:
        yield from map(run, households)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(run, households)


def gathered(
    households: Sequence[Series], found: Iterable[list[Judged]], *, tell: bool
) -> Scores:
    """Return all scores together; `tell` how far it is, on the standard error."""
    scores: dict[tuple[str, str, str, int], dict[str, list[Score]]]
    scores = defaultdict(lambda: defaultdict(list))
    for number, (series, judged) in enumerate(
        zip(households, found, strict=True), start=1
    ):
        for kind, method, passed, one in judged:
            for family in (series.family, ALL):
                scores[kind, family, method, passed][series.name].append(one)
        if tell:
            print(f"{number} of {len(households)}: {series.name}", file=sys.stderr)
    return scores


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
    parser.add_argument("--jobs", type=int, metavar="N", help="households at once")
    asked = parser.parse_args(arguments)
    if asked.rivals and not rivals():
        parser.error("statsforecast is not installed: requirements/bench.txt")
    if asked.traces:
        households, step = list(read(asked.traces)), TRACES_STEP
    else:
        households = list(imagined(1 if asked.quick else 4, 420, asked.seed))
        step = QUICK_STEP if asked.quick else STEP
    run = partial(
        replay,
        step=asked.every or (RIVALS_STEP if asked.rivals else step),
        brief=asked.markdown or asked.rivals,
        against=asked.rivals,
    )
    jobs = asked.jobs or ((os.process_cpu_count() or 1) if asked.rivals else 1)
    found = replayed(households, run, jobs)
    lines = summary(gathered(households, found, tell=asked.rivals))
    if asked.json:
        print(json.dumps(lines))
        return
    for line in markdown(lines) if asked.markdown else table(lines):
        print(line)


if __name__ == "__main__":
    main()
