"""The dashboard that the strategy makes."""

from collections.abc import Iterator
import json
from typing import Any

from custom_components.taara.card_words import card_labels
from custom_components.taara.dashboard import Shown, dashboard

LABELS = card_labels("en")
ONE = Shown(entry_id="one", title="Home", statistic_id="taara:one_usage")
OTHER = Shown(entry_id="other", title="Shop", statistic_id="taara:other_usage")


def cards(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every card."""
    if isinstance(value, dict):
        if "type" in value and "path" not in value and value["type"] != "grid":
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from cards(item)


def test_one_household() -> None:
    """Nobody has to be named, so that a household can be set up anew."""
    shown = dashboard([ONE], LABELS)
    ours = [card for card in cards(shown) if card["type"].startswith("custom:taara")]
    assert {card["type"] for card in ours} == {
        *("custom:taara-card", "custom:taara-heat-card"),
        "custom:taara-alert-history-card",
    }
    assert not any("entry_id" in card for card in ours)
    assert shown["views"][-1]["type"] == "panel"


def test_several_households() -> None:
    """Each says whose it is, and shows its own figures."""
    shown = dashboard([ONE, OTHER], LABELS)
    for view in shown["views"]:
        assert view["type"] == "sections"
        assert len(view["sections"]) == 2
    for household in (ONE, OTHER):
        mine = [
            card for card in cards(shown) if card.get("entry_id") == household.entry_id
        ]
        assert len(mine) == 5
    headings = {card["heading"] for card in cards(shown) if card["type"] == "heading"}
    assert headings == {"Home", "Shop"}


def test_history_is_home_assistants_own() -> None:
    """Its cards show Taara's statistics, no period of them twice."""
    graphs = [card for card in cards(dashboard([ONE], LABELS)) if "period" in card]
    assert {card["entities"][0]["entity"] for card in graphs} == {ONE.statistic_id}
    shown = [(card["period"], card["days_to_show"]) for card in graphs]
    assert len(shown) == len(set(shown)) == 6


def test_two_columns() -> None:
    """Ours at the left, Home Assistant's together at the right: so no hole is left."""
    views = dashboard([ONE], LABELS)["views"]
    spans = [one.get("column_span", 1) for one in views[2]["sections"]]
    assert spans == [1, 1, 2]
    for view in views[:2]:
        left, right = view["sections"]
        assert [card["type"] for card in left["cards"]] == ["custom:taara-card"]
        assert {card["type"] for card in right["cards"]} == {"statistics-graph"}
        assert view["max_columns"] == 2


def test_wall_shows_no_account_data() -> None:
    """Where guests look there is no title, which has an address in it."""
    wall = dashboard([ONE], LABELS)["views"][-1]
    assert wall["cards"] == [{"type": "custom:taara-card", "variant": "wall"}]


def test_several_households_on_the_wall() -> None:
    """They are told apart all the same, as they stand elsewhere: the first is 1."""
    wall = dashboard([ONE, OTHER], LABELS)["views"][-1]
    shown = [(card["entry_id"], card["title"]) for card in cards(wall["sections"])]
    assert shown == [("one", "Household 1"), ("other", "Household 2")]
    swahili = dashboard([ONE, OTHER], card_labels("sw"))["views"][-1]
    assert [card["title"] for card in cards(swahili["sections"])] == [
        *("Kaya 1", "Kaya 2")
    ]


def test_it_is_always_the_same() -> None:
    """The frontend would draw another one anew."""
    first, second = (json.dumps(dashboard([ONE, OTHER], LABELS)) for _ in range(2))
    assert first == second


def test_nobody() -> None:
    """Without a household there is nothing to show, and nothing breaks."""
    assert list(cards(dashboard([], LABELS)["views"][:4])) == []
