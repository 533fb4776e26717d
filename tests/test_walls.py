"""The walls: what the pure rooms may know of Home Assistant and of each other."""

import ast
from pathlib import Path

import pytest

import custom_components.taara

HOUSE = Path(custom_components.taara.__file__).parent
# A relative name is written from the room's door: `usage` knows `usage` and `model`.
KNOWS = {
    "model": {"model"},
    "usage": {"usage", "model"},
    "router": {"router", "model"},
}
FILES = sorted(file for name in KNOWS for file in (HOUSE / name).rglob("*.py"))


def imported(file: Path, source: str) -> set[str]:
    """Return the absolute names of the modules that a file of the house imports."""
    package = ["custom_components", "taara", *file.relative_to(HOUSE).parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def forbidden(file: Path, source: str) -> set[str]:
    """Return the names of what a file imports though it must not know of it."""
    known = KNOWS[file.relative_to(HOUSE).parts[0]]
    return {
        name
        for name in imported(file, source)
        if name.partition(".")[0] == "homeassistant"
        or (
            name.startswith("custom_components") and not {*name.split(".")[2:3]} & known
        )
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOUSE)))
def test_pure_rooms_know_only_the_vocabulary(file: Path) -> None:
    """Nothing of Home Assistant, nothing of the house but the vocabulary."""
    assert forbidden(file, file.read_text(encoding="utf-8")) == set()


def test_all_pure_rooms_are_looked_at() -> None:
    """A room that moved would not be guarded any more."""
    assert {file.relative_to(HOUSE).parts[0] for file in FILES} == set(KNOWS)


@pytest.mark.parametrize(
    "line",
    [
        "import homeassistant",
        "import homeassistant.util.dt as dt_util",
        "from homeassistant.core import HomeAssistant",
        "def late():\n    from homeassistant import core",
        "from ..router.session import RouterSession",
        "from ..router import session",
        "from .. import router",
        "from ..const import DOMAIN",
        "from custom_components.taara.router import session",
        "from custom_components import taara",
        "import custom_components.taara.store",
    ],
)
def test_wall_would_stop(line: str) -> None:
    """The test above can fail."""
    assert forbidden(HOUSE / "usage" / "ledger.py", line)


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import date",
        "from ..model import Cycle",
        "from .. import model",
        "from . import cycle",
        "from .local_time import HOUR",
    ],
)
def test_wall_lets_pass(line: str) -> None:
    """The standard library, the vocabulary and the room itself."""
    assert not forbidden(HOUSE / "usage" / "ledger.py", line)
