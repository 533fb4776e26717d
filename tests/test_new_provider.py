"""A provider is added as CONTRIBUTING says: one file, one line, one folder."""

from pathlib import Path
import re
from shutil import copytree, ignore_patterns
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[1]
REGISTRY = "custom_components/taara/router/__init__.py"
FILES = {
    "custom_components/taara/router/example_box.py",
    REGISTRY,
    *(f"tests/router/fixtures/example_box/{name}.json" for name in ("good", "page")),
    "tests/router/fixtures/example_box/refusal.json",
}


def blocks() -> dict[str, str]:
    """Return the code in CONTRIBUTING that has a file's name above it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(
        r"^`([\w/.]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
    )
    return dict(named)


def registered(registry: str, lines: str) -> str:
    """Return the registry with the lines that CONTRIBUTING adds to it."""
    imported, entry = (line for line in lines.splitlines() if line)
    first = registry.index("from .")
    end = registry.index("\n)\n", registry.index("_ALL: "))
    return (
        f"{registry[:first]}{imported}\n{registry[first:end]}\n{entry}{registry[end:]}"
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the tree to which the worked example was added."""
    for folder in ("custom_components", "demo", "tests"):
        ignored = ignore_patterns("__pycache__", "node_modules")
        copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name, content in blocks().items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        if name == REGISTRY:
            content = registered(file.read_text(encoding="utf-8"), content)
        file.write_text(content, encoding="utf-8")
    return tmp_path


def run(folder: Path, *command: str) -> str:
    """Run a tool of Python's in a folder and return what it said; it has to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_worked_example(copy: Path) -> None:
    """Nothing else is needed: the tests of all providers and a household prove it."""
    assert set(blocks()) == FILES
    code = "custom_components/taara/router/example_box.py"
    run(copy, "ruff", "check", code)
    run(copy, "ruff", "format", "--check", code)

    said = run(
        copy,
        *("pytest", "-q", "-k", "example_box", "-p", "no:cacheprovider"),
        *("tests/router/test_fixtures.py", "tests/router/test_any_answer.py"),
        "tests/example_box.py",
    )

    # Three fixtures are read, one is saved again, one tells what the box is, the folder
    # is complete, a household is set up and another is not; the rest is any answer.
    assert int(re.findall(r"(\d+) passed", said)[-1]) > 8
