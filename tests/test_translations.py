"""Every text that is needed is there, and no other; so for icons."""

from importlib import import_module
import json
import re
from typing import Any

import pytest

from custom_components.taara import PLATFORMS
from custom_components.taara.model import Reach

from .source_code import all_calls, arguments, calls, constants, keyword, router_errors
from .texts import PACKAGE, english, leaves, placeholders


def descriptions() -> dict[str, dict[str, Any]]:
    """Return the descriptions of all entities, by platform and key."""
    found: dict[str, dict[str, Any]] = {}
    for platform in PLATFORMS:
        module = import_module(f"custom_components.taara.{platform}")
        values = [value for name, value in vars(module).items() if name.isupper()]
        lists = [value if isinstance(value, tuple) else (value,) for value in values]
        found[str(platform)] = {
            item.key: item
            for values in lists
            for item in values
            if hasattr(item, "entity_category")
        }
    return found


PROVIDER_ERRORS = {"cannot_connect", "invalid_auth", "rate_limited", "timeout"} | {
    "unexpected_payload",
    "unknown",
    "used_up",
}


def test_contract_of_errors() -> None:
    """The errors that other programs know are these."""
    assert router_errors() == PROVIDER_ERRORS


def test_exceptions() -> None:
    """Every error that is raised has its text, and its gaps are filled."""
    used: dict[str, set[str]] = {}
    for call in all_calls():
        if keyword(call, "translation_domain") is not None:
            filled = keyword(call, "translation_placeholders")
            for key in constants(keyword(call, "translation_key")):
                used[key] = set() if filled is None else constants_of_keys(filled)
    for call in calls("Refused"):
        gaps = {str(word.arg) for word in call.keywords}
        used |= dict.fromkeys(constants(call.args[0]), gaps)
    dynamic = {f"poll_{key}" for key in router_errors()} | arguments("failure")
    used |= {key: set() for key in dynamic | {"not_yet_allowed"}}
    texts = english()["exceptions"]
    assert set(texts) == set(used)
    for key, names in used.items():
        assert placeholders(texts[key]["message"]) == names


def constants_of_keys(node: Any) -> set[str]:
    """Return the keys of a dictionary in code."""
    return {text for key in node.keys for text in constants(key)}


def test_issues() -> None:
    """Every issue says what is wrong and what to do, and its gaps are filled."""
    issues = english()["issues"]
    (call,) = calls("async_create_issue")
    filled = constants_of_keys(keyword(call, "translation_placeholders"))
    for issue in issues.values():
        if "fix_flow" in issue:
            # What its flow says, its own tests look at.
            issue = {"title": issue["title"], "description": ""}
        assert set(issue) == {"title", "description"}
        for text in issue.values():
            assert placeholders(text) <= filled


def test_entities() -> None:
    """Every entity has its name, and every state of a list its text."""
    texts = english()["entity"]
    found = descriptions()
    assert {platform: set(names) for platform, names in texts.items()} == {
        platform: set(entities) for platform, entities in found.items()
    }
    for platform, entities in found.items():
        for key, description in entities.items():
            assert description.translation_key == key
            told = set(texts[platform][key].get("state", ()))
            if platform == "binary_sensor":
                assert told in (set(), {"on", "off"})
            else:
                assert told == set(getattr(description, "options", None) or ())


def test_reasons() -> None:
    """Whatever became of the last poll is said in words."""
    attributes = english()["entity"]["binary_sensor"]["router_reachable"]
    reasons = attributes["state_attributes"]["reason"]["state"]
    assert set(reasons) == {reach.value for reach in Reach}


def test_icons() -> None:
    """Every entity has an icon, and only states that there are have their own."""
    icons = json.loads((PACKAGE / "icons.json").read_text(encoding="utf-8"))
    found = descriptions()
    assert {platform: set(names) for platform, names in icons["entity"].items()} == {
        platform: set(entities) for platform, entities in found.items()
    }
    for platform, names in icons["entity"].items():
        for key, icon in names.items():
            options = getattr(found[platform][key], "options", None)
            states = {"on", "off"} if platform == "binary_sensor" else options
            assert set(icon.get("state", ())) <= set(states or ())
    for icon in leaves(icons).values():
        assert re.fullmatch(r"mdi:[a-z0-9-]+", icon)


def test_placeholders() -> None:
    """Outside of exceptions and issues only the flow fills gaps, and only these."""
    config = leaves(english()["config"])
    for path, text in config.items():
        match path:
            case ["step" | "error", *_]:
                known = {"found", "host", "minutes", "note", "provider"}
            case ["flow_title"]:
                known = {"name"}
            case _:
                known = set()
        assert placeholders(text) <= known, path
    for part in ("entity", "selector"):
        assert not any(map(placeholders, leaves(english()[part]).values()))


@pytest.mark.parametrize("file", sorted((PACKAGE / "translations").glob("*.json")))
def test_file(file: Any) -> None:
    """A custom integration's texts are whole: nothing refers to another text."""
    content = file.read_text(encoding="utf-8")
    assert "[%key:" not in content
    texts = json.loads(content)
    for path, text in leaves(texts).items():
        assert text == text.strip(), path
        assert text, path
    assert json.dumps(texts, indent=2, ensure_ascii=False) + "\n" == content
    assert json.dumps(texts) == json.dumps(texts, sort_keys=True), "not in order"
