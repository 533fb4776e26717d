"""Check what no other tool does: the length of files and what must not be in them.

Looks at every file that git tracks or would track.
"""

import json
from pathlib import Path
import re
import subprocess
import sys

ROOT = Path(__file__).resolve().parent.parent

LONGEST = 300
# Locks, translations, records of tests and the built card are as long as they are, and
# Home Assistant wants all actions described in one file.
ANY_LENGTH = re.compile(
    r"^(requirements/.*\.txt|.*/(texts|translations)/.*|.*\.ambr|.*lock.*\.json"
    r"|custom_components/taara/(services\.yaml|www/.*)|.*\.(md|svg|csv|png|ico))$|/traces/"
)

FORBIDDEN = {
    # Where packages come from is each machine's own business.
    "a registry's host": re.compile(
        r"p[y]pi\.org|pythonh[o]sted\.org|registry\.n[p]mjs|\.d[e]bian\.org"
    ),
    "a path of one machine": re.compile(
        rf"(?<![\w.$}}])/(home|root|Users|work)/\w|{re.escape(str(ROOT))}/"
    ),
    "a check silenced without a reason": re.compile(
        r"#\s*(noqa\b(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?"
        r"|type:\s*ignore(\[[\w, -]+\])?|pragma:\s*no cover)\s*$"
    ),
    "a space at the end": re.compile(r"[ \t]$"),
    "a mark of a merge conflict": re.compile(r"^(<{7}|>{7}) "),
}
# Markdown breaks a line by two spaces; records of tests are kept as they came.
SPACES_ALLOWED = (".md", ".ambr")


def tracked() -> list[Path]:
    """Return the project's files."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return [file for file in files if file.is_file()]


def faults_of_lines(name: str, lines: list[str]) -> list[str]:
    """Return what is wrong with single lines."""
    return [
        f"{name}:{number}: {fault}"
        for number, line in enumerate(lines, 1)
        for fault, pattern in FORBIDDEN.items()
        if pattern.search(line)
        and not (fault == "a space at the end" and name.endswith(SPACES_ALLOWED))
    ]


def faults_of(file: Path) -> list[str]:
    """Return what is wrong with a file, in words."""
    name = file.relative_to(ROOT).as_posix()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    lines = text.splitlines()
    faults = faults_of_lines(name, lines)
    if len(lines) > LONGEST and not ANY_LENGTH.search(name):
        faults.append(f"{name}: {len(lines)} lines, at most {LONGEST}")
    if text and not text.endswith("\n"):
        faults.append(f"{name}: no line break at the end")
    if "\r" in text:
        faults.append(f"{name}: line breaks of another system")
    if file.suffix == ".json":
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            faults.append(f"{name}: {error}")
    return faults


def main() -> int:
    """Print every fault; return 1 if there is one."""
    files = tracked()
    faults = [fault for file in files for fault in faults_of(file)]
    for fault in faults:
        print(fault)
    print(f"{len(files)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
