"""Every text that is needed is there, and no other; so for icons."""

from collections.abc import Iterator
from importlib import import_module
import json
import re
from typing import Any

import pytest

from custom_components.taara import PLATFORMS
from custom_components.taara.access import Access
from custom_components.taara.config_flow import SOURCES
from custom_components.taara.credentials import CredentialError
from custom_components.taara.flow_plan_forms import PLAN, cycle_form
from custom_components.taara.flow_source_forms import (
    PROVIDER,
    ROUTER,
    account_form,
    entity_form,
    share_form,
)
from custom_components.taara.model import Reach
from custom_components.taara.router import PROVIDERS
from custom_components.taara.router.provider import RouterError
from custom_components.taara.router.routeros import Counter
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import SelectSelector

from .source_code import (
    all_calls,
    arguments,
    assigned,
    calls,
    constants,
    functions,
    keyword,
)
from .texts import PACKAGE, english, leaves, placeholders

SHARE = Access(url="https://127.0.0.1", provider="taara_share")

PROVIDER_ERRORS = {"cannot_connect", "invalid_auth", "rate_limited", "timeout"} | {
    "unexpected_payload",
    "unknown",
}


def descendants[T](kind: type[T]) -> Iterator[type[T]]:
    """Yield every class below a class."""
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def router_errors() -> set[str]:
    """Return the keys of everything that can be wrong with a router."""
    return {error.key for error in descendants(RouterError)}


def credential_errors() -> set[str]:
    """Return the keys of everything that can be wrong with stored credentials."""
    return {str(error().translation_key) for error in descendants(CredentialError)}


def fields() -> dict[str, set[str]]:
    """Return the fields of each form, whatever the router speaks."""
    offers = [{"value": "interface:ether1", "label": "Interface ether1"}]
    places = [
        Access(url="https://192.168.88.1", provider=name)
        for name in PROVIDERS
        if name != "taara_share"
    ]
    accounts = [account_form(place, (), offers) for place in places]
    others = [share_form(SHARE), entity_form([])]
    again = [account_form(place, (), offers, only_who=True) for place in places]
    forms = {
        "account": accounts,
        "cycle": [cycle_form(dated=True)],
        "entity": [entity_form([])],
        "plan": [PLAN],
        "provider": [PROVIDER],
        "reauth_confirm": again + others,
        "router": [ROUTER],
        "taara_share": [share_form(SHARE)],
    }
    return {
        step: {
            str(field)
            for form in alternatives
            for field, kind in form.schema.items()
            if not isinstance(kind, section)
        }
        for step, alternatives in forms.items()
    }


def evidence() -> set[str]:
    """Return every reason for which a dialect is recognised: they begin with its name."""
    short = "|".join(name.removeprefix("mikrotik_") for name in PROVIDERS)
    named = re.compile(rf"({short})_[a-z_]+")
    found = {text for call in calls("Evidence") for text in constants(call)}
    found |= {text for part in functions("_reason") for text in constants(part)}
    return {text for text in found if named.fullmatch(text)}


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


def test_contract_of_errors() -> None:
    """The errors that other programs know are these."""
    assert router_errors() == PROVIDER_ERRORS


def test_steps() -> None:
    """Every step has its texts: a label and an explanation for each field."""
    menus = {
        text
        for call in calls("async_show_menu")
        for text in constants(keyword(call, "step_id"))
    }
    forms = arguments("_form", "_ask_who")
    assert forms == set(fields())
    steps = english()["config"]["step"]
    assert set(steps) == menus | forms
    for step, names in fields().items():
        assert set(steps[step]["data"]) == names
        assert set(steps[step]["data_description"]) == names


def test_section() -> None:
    """What is folded away has its texts, too, wherever it is shown."""
    (folded,) = (
        kind for kind in share_form(SHARE).schema.values() if isinstance(kind, section)
    )
    names = set(map(str, folded.schema.schema))
    for step in ("taara_share", "reauth_confirm"):
        texts = english()["config"]["step"][step]["sections"]["advanced"]
        assert set(texts["data"]) == set(texts["data_description"]) == names
        assert texts["name"]
        assert texts["description"]


def test_menus() -> None:
    """Every choice in a menu has a name and an explanation."""
    for call in calls("async_show_menu"):
        (step,) = constants(keyword(call, "step_id"))
        options = constants(keyword(call, "menu_options")) | set(SOURCES)
        texts = english()["config"]["step"][step]
        assert set(texts["menu_options"]) == options
        assert set(texts["menu_option_descriptions"]) == options


def test_progress() -> None:
    """Every progress says what goes on."""
    assert set(english()["config"]["progress"]) == arguments("_progress")


def test_errors() -> None:
    """Every error of a form has its text."""
    used = router_errors() | credential_errors() | assigned("_errors")
    used |= arguments("FormError", at=1)
    assert set(english()["config"]["error"]) == used


def test_aborts() -> None:
    """Every end without an entry has its text."""
    used = {
        text
        for call in calls("async_abort")
        for text in constants(keyword(call, "reason"))
    }
    used |= {"reauth_successful", "reconfigure_successful"}
    assert set(english()["config"]["abort"]) == used


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
    for name, issue in issues.items():
        if name == "unexpected_answer":
            # What its flow says, its own tests look at.
            issue = {"title": issue["title"], "description": ""}
        assert set(issue) == {"title", "description"}
        for text in issue.values():
            assert placeholders(text) <= filled


def test_selectors() -> None:
    """Every choice in a list has its text."""
    used: dict[str, set[str]] = {}
    for form in (PLAN, PROVIDER, cycle_form(dated=True), entity_form([])):
        for selector in form.schema.values():
            if isinstance(selector, SelectSelector):
                if key := selector.config.get("translation_key"):
                    used[key] = set(map(str, selector.config["options"]))
    used |= {
        "counter": {kind.value for kind in Counter},
        "evidence": evidence(),
        "note": {name for name in PROVIDERS if name != "taara_share"},
    }
    texts = english()["selector"]
    assert {key: set(value["options"]) for key, value in texts.items()} == used


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
            options = getattr(description, "options", None) or ()
            assert set(texts[platform][key].get("state", ())) == set(options)


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
