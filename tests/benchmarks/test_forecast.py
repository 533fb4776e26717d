"""The backtest of the projection: fair to every method, and readable."""

from collections.abc import Iterator
from datetime import date
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import forecast, methods, traces
from benchmarks.methods import SCORES, Case

FIRST = date(2026, 1, 1)


def told(middle: float, spread: float) -> tuple[float, ...]:
    """Return the quantiles of a normal curve."""
    return tuple(middle + score * spread for score in SCORES)


def case(days: list[int | None], passed: int = 3, left: int = 27) -> Case:
    """Return a moment after `days`."""
    return Case(first=FIRST, days=days, passed=passed, left=left, total=100)


def test_crps_of_a_normal_curve() -> None:
    """At its middle it is 0.2337 standard deviations (Gneiting and Raftery, 2007)."""
    assert forecast.crps(told(100, 10), 100) == pytest.approx(2.337, rel=0.02)
    assert forecast.crps(told(100, 0), 90) == pytest.approx(10)
    assert forecast.crps(told(100, 10), 120) > forecast.crps(told(100, 10), 110)


def test_score() -> None:
    """Errors are shares of the total; ranges hold it or not."""
    judged = forecast.score(told(110, 10), 100, 1.5)
    assert judged.error == pytest.approx(0.1)
    assert (judged.in80, judged.in95, judged.ms) == (True, True, 1.5)
    far = forecast.score(told(115, 10), 100, 1.5)
    assert (far.in80, far.in95) == (False, True)


@pytest.mark.parametrize("method", methods.METHODS.values(), ids=methods.METHODS)
def test_methods_know_a_steady_household(method: methods.Method) -> None:
    """Ten a day come to three hundred, by any method."""
    quantiles = method(case([10**9] * 60))
    assert list(quantiles) == sorted(quantiles)
    assert quantiles[2] == pytest.approx(30 * 10**9, rel=0.02)


def test_methods_differ() -> None:
    """Thirty days of one, then three of three."""
    days: list[int | None] = [*[10**9] * 30, *[3 * 10**9] * 3]
    middles = {
        name: round(method(case(days))[2] / 10**9)
        for name, method in methods.METHODS.items()
    }
    assert middles["straight line"] == 90
    assert middles["last cycle"] == 30
    assert middles["28-day mean"] == round(9 + 27 * 34 / 28)
    assert middles["28-day mean"] <= middles["taara"] < 90


def test_only_whole_cycles_with_usage_are_replayed() -> None:
    """Nothing can be compared with a total that is unknown or zero."""
    series = traces.Series("a", "a 1", FIRST, (*[1] * 58, *[0] * 30, None, *[1] * 31))
    found = [
        (kind, judged.first, len(judged.days), judged.total)
        for kind, day, judged in forecast.cases(series, 10)
        if day == 3
    ]
    assert found == [
        ("30 days", FIRST, 28 + 3, 30),
        ("30 days", FIRST, 38 + 3, 20),
        ("30 days", FIRST, 48 + 3, 10),
        ("months", FIRST, 31 + 3, 27),
        ("months", FIRST, 90 + 3, 30),
    ]


def test_imagined_households_are_the_same_again() -> None:
    """A seed gives the same ones; each family is there, and the hotspot has gaps."""
    first, again, other = (list(traces.imagined(1, 90, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert [series.family for series in first] == list(traces.FAMILIES)
    hotspot = next(series for series in first if series.family == "hotspot")
    assert None in hotspot.days
    assert all(total is None or total >= 0 for series in first for total in series.days)


def test_reading_a_folder(tmp_path: Path) -> None:
    """Days and hours; empty is unknown, and so is a day that is left out."""
    (tmp_path / "a.csv").write_text(
        "series,date,bytes\nhome1,2026-01-01,5\nhome1,2026-01-02,\n"
        "home1,2026-01-04,0\nhome1,2026-01-05,7.0\n"
    )
    (tmp_path / "b.csv").write_text(
        "series,timestamp_local,bytes\npc,2026-01-01 23:00:00,1\n"
        "pc,2026-01-02 00:00:00,2\npc,2026-01-02 01:00:00,3\n"
        "pc,2026-01-03 00:00:00,\npc,2026-01-03 05:00:00,4\npc,2026-01-04 05:00:00,4\n"
    )
    assert list(traces.read(tmp_path)) == [
        traces.Series("home", "home1", FIRST, (5, None, None, 0, 7)),
        traces.Series("pc", "pc", date(2026, 1, 2), (5, None)),
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the program's imagined world a small one."""
    imagined = [traces.Series("home", "home 1", FIRST, tuple([10**9] * 70))]
    monkeypatch.setattr(forecast, "imagined", lambda *_: iter(imagined))


@pytest.mark.usefixtures("small")
def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each method, under a heading for each kind of cycle and family."""
    forecast.main(["--quick"])
    lines = capsys.readouterr().out.splitlines()
    assert (
        "30 days, home (1 cycles): MAPE % at day, (ratio), means of the rest" in lines
    )
    assert sum(line.startswith("taara") for line in lines) == 4
    assert sum(line.startswith("straight line") for line in lines) == 4


def test_json_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure, for another program."""
    rows = "".join(
        f"home,2026-{1 + at // 28:02}-{1 + at % 28:02},9\n" for at in range(84)
    )
    (tmp_path / "home.csv").write_text("series,date,bytes\n" + rows)
    forecast.main(["--json", "--traces", str(tmp_path), "--every", "40"])
    lines = json.loads(capsys.readouterr().out)
    assert {line["method"] for line in lines} == set(methods.METHODS)
    assert {line["day"] for line in lines} == set(forecast.DAYS)
    assert {"mape", "mape_ratio", "crps", "crps_ratio", "coverage80", "ms"} <= set(
        lines[0]
    )


class _Days(list[float]):
    """Numbers that can do what the benchmark asks of an array."""

    def __sub__(self, other: list[float]) -> _Days:
        return _Days(one - two for one, two in zip(self, other, strict=True))

    def __truediv__(self, by: float) -> _Days:
        return _Days(one / by for one in self)

    def __pow__(self, by: int) -> _Days:
        return _Days(one**by for one in self)

    def sum(self) -> float:
        return sum(self)


class _Model:
    """A model that tells one a day, give or take."""

    def __init__(self, season_length: int) -> None:
        assert season_length == 7

    def forecast(self, y: list[float], h: int, level: list[int]) -> dict[str, _Days]:
        assert level == [80]
        return {"mean": _Days([1.0] * h), "hi-80": _Days([1.0 + SCORES[3]] * h)}


def _modules(name: str) -> object:
    models = dict.fromkeys(("AutoETS", "AutoTheta", "AutoARIMA"), _Model)
    return {
        "statsforecast.models": SimpleNamespace(**models),
        "numpy": SimpleNamespace(array=lambda days, dtype: days),
    }[name]


def test_rivals_forecasts_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their days' means add up, and their variances do."""
    monkeypatch.setattr(methods, "import_module", _modules)
    rivals = methods.rivals()
    assert list(rivals) == ["AutoETS", "AutoTheta", "AutoARIMA"]
    quantiles = rivals["AutoETS"](case([5, None, 5, 5, 5, 5], left=25))
    assert quantiles[2] == pytest.approx(15 + 25)
    assert quantiles[3] == pytest.approx(15 + 25 + SCORES[3] * 5)


@pytest.mark.usefixtures("small")
def test_rivals_are_asked_for_less(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are slow: three days of a few cycles, and it is said how far it is."""
    monkeypatch.setattr(methods, "import_module", _modules)
    forecast.main(["--rivals", "--json", "--jobs", "1"])
    told = capsys.readouterr()
    lines = json.loads(told.out)
    assert {line["cycles"] for line in lines} == {"30 days"}
    assert {line["day"] for line in lines} == {3, 7, 15}
    assert {"AutoETS", "AutoTheta", "AutoARIMA", "taara"} < {
        line["method"] for line in lines
    }
    assert told.err == "1 of 1: home 1\n"


@pytest.mark.usefixtures("small")
def test_households_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Other processes find the same."""
    printed = []
    for jobs in ("1", "2"):
        forecast.main(["--markdown", "--jobs", jobs])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


@pytest.mark.usefixtures("small")
def test_rivals_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for them is told what to install."""

    def missing(name: str) -> Iterator[object]:
        raise ImportError(name)

    monkeypatch.setattr(methods, "import_module", missing)
    with pytest.raises(SystemExit):
        forecast.main(["--rivals"])
    assert "requirements/bench.txt" in capsys.readouterr().err


def test_table_of_the_documentation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has the rows and columns that its command prints."""
    monkeypatch.setattr(methods, "import_module", _modules)
    forecast.main(["--quick", "--markdown", "--rivals", "--jobs", "1"])
    printed = capsys.readouterr().out.splitlines()
    document = Path(__file__).parents[2] / "docs" / "projection.md"
    lines = document.read_text(encoding="utf-8").splitlines()
    begin = lines.index(printed[0])
    shown = lines[begin : begin + len(printed)]
    assert shown[1] == printed[1]
    names = [[line.split("|")[1:3] for line in table[2:]] for table in (shown, printed)]
    assert names[0] == names[1]
    assert not lines[begin + len(printed)].startswith("|")
