"""Every text that a flow needs is there, and no other."""

import re
from typing import Any

import pytest

from custom_components.taara.access import Access
from custom_components.taara.alert_words import LANGUAGES
from custom_components.taara.config_flow import SOURCES
from custom_components.taara.flow_plan_forms import cycle_form, plan_form
from custom_components.taara.flow_source_forms import (
    PROVIDER,
    ROUTER,
    account_form,
    entity_form,
    share_form,
)
from custom_components.taara.model import AlertKind, Channel, TrendPeriod
from custom_components.taara.options_flow import channels_form
from custom_components.taara.router import PROVIDERS
from custom_components.taara.router.routeros import Counter
from homeassistant.const import WEEKDAYS
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import ObjectSelector, SelectSelector

from .source_code import (
    arguments,
    assigned,
    calls,
    constants,
    credential_errors,
    functions,
    keyword,
    router_errors,
)
from .texts import english

PLAN = plan_form(WEEKDAYS)
# Its texts are looked at with the options.
OPTIONS_MENU = {"init"}
SHARE = Access(url="https://127.0.0.1", provider="taara_share")


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
        "channels": [channels_form(SelectSelector({"options": []}))],
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


def test_steps() -> None:
    """Every step has its texts: a label and an explanation for each field."""
    menus = {
        text
        for call in calls("async_show_menu")
        for text in constants(keyword(call, "step_id")) - OPTIONS_MENU
    }
    forms = arguments("_form", "_ask_who")
    assert forms == set(fields())
    steps = english()["config"]["step"]
    assert set(steps) == menus | forms
    for step, names in fields().items():
        assert set(steps[step]["data"]) == names
        assert set(steps[step]["data_description"]) == names


@pytest.mark.parametrize(
    ("step", "form", "name"),
    [
        ("taara_share", share_form(SHARE), "advanced"),
        ("reauth_confirm", share_form(SHARE), "advanced"),
        ("plan", PLAN, "more"),
    ],
)
def test_section(step: str, form: Any, name: str) -> None:
    """What is folded away has its texts, too, wherever it is shown."""
    names = set(map(str, form.schema[name].schema.schema))
    sections = english()["config"]["step"][step]["sections"]
    assert set(sections) == {name}
    texts = sections[name]
    assert set(texts["data"]) == set(texts["data_description"]) == names
    assert texts["name"]
    assert texts["description"]


def test_window() -> None:
    """What is entered in a dialog of its own has its texts beside the choices."""
    selectors = PLAN.schema["more"].schema.schema.values()
    (windows,) = (kind for kind in selectors if isinstance(kind, ObjectSelector))
    texts = english()["selector"][windows.config["translation_key"]]["fields"]
    assert set(texts) == set(windows.config["fields"])
    assert all(set(field) == {"name", "description"} for field in texts.values())


def test_menus() -> None:
    """Every choice in a menu has a name and an explanation."""
    for call in calls("async_show_menu"):
        (step,) = constants(keyword(call, "step_id"))
        if step in OPTIONS_MENU:
            continue
        options = constants(keyword(call, "menu_options")) | set(SOURCES)
        texts = english()["config"]["step"][step]
        assert set(texts["menu_options"]) == options
        assert set(texts["menu_option_descriptions"]) == options


def test_progress() -> None:
    """Every progress says what goes on."""
    assert set(english()["config"]["progress"]) == arguments("_progress")


def test_errors() -> None:
    """Every error of a form has its text."""
    used = (router_errors() - {"used_up"}) | credential_errors() | assigned("_errors")
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


def test_selectors() -> None:
    """Every choice in a list has its text."""
    used: dict[str, set[str]] = {}
    for form in (PLAN, PROVIDER, cycle_form(dated=True), entity_form([])):
        for selector in form.schema.values():
            if isinstance(selector, SelectSelector):
                if key := selector.config.get("translation_key"):
                    used[key] = set(map(str, selector.config["options"]))
    used |= {
        "alert_kind": {kind.value for kind in AlertKind},
        "channel": {channel.value for channel in Channel} | {"missing"},
        "counter": {kind.value for kind in Counter},
        "evidence": evidence(),
        "language": set(LANGUAGES),
        "note": {name for name in PROVIDERS if name != "taara_share"},
        "period": {period.value for period in TrendPeriod},
        "weekday": set(WEEKDAYS),
    }
    texts = english()["selector"]
    chosen = {key: value for key, value in texts.items() if "fields" not in value}
    assert {key: set(value["options"]) for key, value in chosen.items()} == used
