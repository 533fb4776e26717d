"""The wall: what the router clients may know of the rest."""

import ast
from pathlib import Path
import sys

import pytest

from custom_components.taara import router

ROOM = Path(router.__file__).parent
ALLOWED = {*sys.stdlib_module_names, "aiohttp", "yarl"}


def imported(source: str) -> list[str]:
    """List what a module imports, relative names with their dots."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return names


def may_import(name: str) -> bool:
    """Tell whether the room may use a module."""
    if name.startswith(".."):
        return name == "..model"
    return name.startswith(".") or name.partition(".")[0] in ALLOWED


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.stem)
def test_room_knows_only_the_wire_and_the_model(path: Path) -> None:
    """Nothing of Home Assistant, nothing of the arithmetic, nothing of the faces."""
    assert [name for name in imported(path.read_text()) if not may_import(name)] == []


@pytest.mark.parametrize(
    "name", ["homeassistant.core", "..usage", "..usage.meter", "..", "...x", "requests"]
)
def test_wall_would_stop(name: str) -> None:
    """The test itself can fail."""
    assert not may_import(name)
