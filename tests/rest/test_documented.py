"""The page about the REST interface says what there is, and what may go wrong."""

from pathlib import Path
import re

from custom_components.taara.http import STATUSES
from tests.source_code import arguments

from .client import DOCUMENT

PAGE = Path(__file__).parents[2] / "docs" / "rest.md"


def test_paths() -> None:
    """Every path is listed, and no other."""
    text = PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(GET|POST) (\S+)`", text, re.MULTILINE)
    described = [
        (method.upper(), path.removeprefix("/"))
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
    ]
    assert sorted(listed) == sorted(described)


def test_errors() -> None:
    """Every error has its place, under the status that comes with it."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{3}) \|([^|]*)\|", text, re.MULTILINE)
    listed = {
        code: int(status)
        for status, codes in rows
        for code in re.findall(r"`(\w+)`", codes)
    }
    own = {key for key in arguments("refused", "failure") if key.startswith("rest_")}
    for key in own | set(STATUSES):
        expected = STATUSES.get(key, 503 if key == "rest_not_ready" else 400)
        assert listed[key.removeprefix("rest_")] == expected, key
