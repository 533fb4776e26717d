"""What the texts say, and whether a flow's answer has the texts that it needs."""

from collections.abc import Iterable
from functools import cache
import json
from pathlib import Path
from string import Formatter
from typing import Any

import custom_components.taara
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.data_entry_flow import FlowResultType, section

PACKAGE = Path(custom_components.taara.__file__).parent


@cache
def english() -> Any:
    """Return the texts in English."""
    return json.loads((PACKAGE / "translations/en.json").read_text(encoding="utf-8"))


def placeholders(text: str) -> set[str]:
    """Return the names of the gaps in a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def leaves(node: Any, *path: str) -> dict[tuple[str, ...], str]:
    """Return every text below a node, by its path."""
    if isinstance(node, str):
        return {path: node}
    found: dict[tuple[str, ...], str] = {}
    for key, value in node.items():
        found |= leaves(value, *path, key)
    return found


def require_texts(result: ConfigFlowResult) -> None:
    """Fail if something that a flow shows has no text, or a text's gap is not filled."""
    config = english()["config"]
    given: set[str] = set()
    needed: Iterable[str]
    match result["type"]:
        case FlowResultType.FORM:
            step = config["step"][result["step_id"]]
            schema: Any = result["data_schema"]
            for field, kind in schema.schema.items():
                named = step["sections"] if isinstance(kind, section) else step["data"]
                assert str(field) in named, field
            errors = {key: config["error"][key] for key in _errors(result)}
            given = {*(result["description_placeholders"] or {})}
            needed = leaves({"step": step, "errors": errors}).values()
        case FlowResultType.MENU:
            step = config["step"][result["step_id"]]
            options: Any = result["menu_options"]
            assert set(options) == set(step["menu_options"])
            needed = leaves(step).values()
        case FlowResultType.SHOW_PROGRESS:
            needed = [config["progress"][result["progress_action"]]]
        case FlowResultType.ABORT:
            # Home Assistant's own words would leave out that all is still there.
            assert not result.get("translation_domain")
            given = set(result["description_placeholders"] or {})
            needed = [config["abort"][result["reason"]]]
        case _:
            return
    for text in needed:
        assert placeholders(text) <= given, text


def _errors(result: ConfigFlowResult) -> list[str]:
    return list((result["errors"] or {}).values())
