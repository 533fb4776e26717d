"""A pytest plugin that fails a full run in which too little was covered.

It reads the report that pytest-cov writes, so `--cov-report=json:FILE` must name the
same file as `--coverage-gate=FILE`. Its verdict stands above pytest's closing line.
"""

import json
from pathlib import Path
from typing import Any

import pytest

# Least share of what must run, in percent.
LINES = 95.0
BRANCHES = 90.0
# Every path of set-up is somebody's first minute with Taara.
COMPLETE = ("config_flow.py",)

VERDICT = pytest.StashKey[list[str]]()


def share(part: int, whole: int) -> float:
    """Return the part in percent; nothing to cover counts as covered."""
    return 100 * part / whole if whole else 100.0


def shortfalls(report: dict[str, Any]) -> list[str]:
    """Return a sentence for each gate that the coverage report does not pass."""
    totals = report["totals"]
    gates = [
        ("lines", share(totals["covered_lines"], totals["num_statements"]), LINES),
        (
            "branches",
            share(totals["covered_branches"], totals["num_branches"]),
            BRANCHES,
        ),
    ]
    gates += [
        (name, float(entry["summary"]["percent_covered"]), 100.0)
        for name, entry in sorted(report["files"].items())
        if Path(name).name in COMPLETE
    ]
    return [
        f"{name} covered to {found:.2f} %, at least {wanted:g} % wanted"
        for name, found, wanted in gates
        if found < wanted
    ]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that switches the gate on."""
    parser.addoption("--coverage-gate", metavar="FILE", type=Path)


# After pytest-cov, which writes the report when the last test is done.
@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Judge the report and turn a pass into a failure where a gate is missed."""
    if hasattr(session.config, "workerinput"):  # it ran a part; who has all judges
        return
    report: Path | None = session.config.getoption("--coverage-gate")
    if report is None or session.exitstatus != pytest.ExitCode.OK:
        return
    missed = shortfalls(json.loads(report.read_text(encoding="utf-8")))
    session.config.stash[VERDICT] = missed
    if missed:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what the gate found."""
    missed = config.stash.get(VERDICT, None)
    if missed is None:
        return
    for line in missed:
        terminalreporter.write_line(f"coverage gate: {line}", red=True)
    if not missed:
        terminalreporter.write_line("coverage gate: passed", green=True)
