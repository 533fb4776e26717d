"""What a backtest found, as lines of figures and as tables."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

BASE = "straight line"
ALL = "all series"
ANY_DAY = "30 days"
SHOWN = (3, 7, 15)
"""The kind of cycle and the days that the documentation shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How one projection did, as shares of the total, and what it cost in ms."""

    error: float
    crps: float
    in80: bool
    in95: bool
    ms: float


type Key = tuple[str, str, str, int]
type Scores = Mapping[Key, Mapping[str, Sequence[Score]]]
"""By kind of cycle, family, method and day: the scores by series."""


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
    """Yield the part of the summary that the documentation shows."""
    titles = [*(f"day {day}" for day in SHOWN), "CRPS", "in 80 %", "in 95 %", "cycles"]
    yield f"| households | method | {' | '.join(titles)} |"
    yield f"|---|---|{'--:|' * len(titles)}"
    rows: dict[tuple[object, ...], dict[object, Mapping[str, object]]] = defaultdict(
        dict
    )
    for line in lines:
        if line["cycles"] == ANY_DAY and line["day"] in SHOWN:
            key = line["cycles"], line["family"], line["method"]
            rows[key][line["day"]] = line
    for (_, family, method), row in sorted(rows.items(), key=lambda at: _order(at[0])):
        errors = [f"{row[day]['mape']} ({row[day]['mape_ratio']:.2f})" for day in SHOWN]
        ratio, in80, in95 = (
            fmean(float(str(line[name])) for line in row.values())
            for name in ("crps_ratio", "coverage80", "coverage95")
        )
        cells = [*errors, f"{ratio:.2f}", f"{in80:.0f}", f"{in95:.0f}"]
        count = row[SHOWN[0]]["count"]
        yield f"| {family} | {method} | {' | '.join(cells)} | {count} |"


def _order(key: tuple[object, ...]) -> tuple[object, ...]:
    kind, family, method = key
    return (str(kind), family == ALL, str(family), method != "taara", str(method))
