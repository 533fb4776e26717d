"""Automations to import, and those to copy, are ones that Home Assistant takes."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

from homeassistant.components.automation.config import (
    AUTOMATION_BLUEPRINT_SCHEMA,
    ValidationStatus,
    async_validate_config_item,
)
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml

ROOT = Path(__file__).parents[1]
BLUEPRINTS = sorted(ROOT.glob("blueprints/automation/taara/*.yaml"))
DOCS = ROOT / "docs/automations.md"
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blueprint(file: Path) -> Blueprint:
    """Return a blueprint as Home Assistant reads it."""
    return Blueprint(
        load_yaml_dict(str(file)),
        path=f"taara/{file.name}",
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )


def entities(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the filters of every field for an entity below a node."""
    if isinstance(node, dict):
        if "filter" in node:
            yield from node["filter"]
        for below in node.values():
            yield from entities(below)


@pytest.mark.parametrize("file", BLUEPRINTS, ids=lambda file: file.stem)
def test_form(file: Path) -> None:
    """Each field has a name and its own kind; Taara's entities are found by platform."""
    known = blueprint(file)
    floor = json.loads((ROOT / "hacs.json").read_text())["homeassistant"]
    assert known.metadata["homeassistant"] == {"min_version": floor}
    assert all(field["name"] and field["selector"] for field in known.inputs.values())
    found = [one for field in known.inputs.values() for one in entities(field)]
    assert any(one.get("integration") == "taara" for one in found)
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\b\w+\.taara_(?!history)", text), "an entity by its name"


@pytest.mark.parametrize("file", BLUEPRINTS, ids=lambda file: file.stem)
def test_docs_show_it(file: Path) -> None:
    """The docs tell of each, with a picture of its form."""
    docs, name = DOCS.read_text(encoding="utf-8"), file.stem.replace("_", "-")
    assert f"\n## {blueprint(file).name}\n" in docs
    assert f"(../{file.relative_to(ROOT)})" in docs
    assert f'src="images/blueprint-{name}.png"' in docs
    assert (DOCS.parent / f"images/blueprint-{name}.png").is_file()


async def test_examples(hass: HomeAssistant) -> None:
    """Home Assistant takes each example as it stands in the docs."""
    for domain in ("automation", "calendar", "event"):
        assert await async_setup_component(hass, domain, {})
    texts = EXAMPLE.findall(DOCS.read_text(encoding="utf-8"))
    examples: list[Any] = [parse_yaml(text) for text in texts]
    automations = [example for example in examples if "triggers" in example]
    assert len(automations) == len(examples) - 1  # one is an action, for a form
    for example in automations:
        checked = await async_validate_config_item(hass, example["alias"], example)
        assert checked is not None
        assert checked.validation_status is ValidationStatus.OK, example["alias"]
