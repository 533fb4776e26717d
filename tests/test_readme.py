"""The README says what there is of each kind of source, and what nobody has seen yet."""

from pathlib import Path
import re

from custom_components.taara.entity_source import EntityProvider
from custom_components.taara.router import PROVIDERS

from .source_code import arguments
from .texts import english

README = Path(__file__).parents[1] / "README.md"
COLUMNS = ["Kind", "What it is", "What it tells", "Whose counter it is", "Units"]
COLUMNS += ["Confirmed on a real device"]


def rows() -> list[list[str]]:
    """Return the cells of the table of routers, its head and its rule first."""
    section = README.read_text(encoding="utf-8").split("\n## Which routers\n")[1]
    table = section.split("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]


def test_table_has_every_kind_of_source() -> None:
    """Under the name that people choose it by, and no other."""
    texts = english()
    names = dict(texts["selector"]["provider"]["options"])
    names[EntityProvider.name] = texts["config"]["step"]["user"]["menu_options"][
        "entity"
    ]
    known = {f"{names[kind]}, `{kind}`" for kind in (*PROVIDERS, EntityProvider.name)}

    head, _, *kinds = rows()

    assert head == COLUMNS
    assert all(len(row) == len(COLUMNS) and all(row) for row in kinds)
    assert sorted(row[0] for row in kinds) == sorted(known)


def test_nothing_is_called_confirmed_that_is_not() -> None:
    """Until somebody shows what a real device answered, none is."""
    for row in rows()[2:]:
        assert row[-1] == "**not yet**", row[0]


def test_actions() -> None:
    """The documentation lists every action, and every reason to reject a row."""
    document = (README.parent / "docs" / "actions.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `taara\.(\w+)`", document, re.MULTILINE)
    assert sorted(listed) == sorted(english()["services"])
    reasons = document.split("| Reason |")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", reasons)) == arguments("Unbelievable")
