"""The dashboard: what is on it, as Home Assistant's own cards and ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Card = dict[str, Any]

# What each view leaves to another one.
_TODAY = ["last_cycle"]
_CYCLE = ["alert", "what_if"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A household on the dashboard."""

    entry_id: str
    title: str
    statistic_id: str


def dashboard(households: Sequence[Shown], labels: Mapping[str, Any]) -> Card:
    """Return the dashboard of some households; `labels` are the card's."""
    several = len(households) > 1

    def card(kind: str, household: Shown, **fields: Any) -> Card:
        # With only one nobody has to be named, and nothing has to change for another.
        whose = {"entry_id": household.entry_id} if several else {}
        return {"type": f"custom:{kind}", **whose, **fields}

    def usage(household: Shown, title: str, period: str, days: int) -> Card:
        return {
            "type": "statistics-graph",
            "title": labels[title],
            "entities": [{"entity": household.statistic_id, "name": labels["used"]}],
            "stat_types": ["change"],
            "chart_type": "bar",
            "hide_legend": True,
            "period": period,
            "days_to_show": days,
            "grid_options": {"columns": 12},
        }

    def wall() -> Card:
        cards = [card("taara-card", home, variant="wall") for home in households]
        return {
            "title": labels["wall"],
            "path": "wall",
            "icon": "mdi:tablet-dashboard",
            "type": "sections" if several else "panel",
            **(
                {"sections": [_grid(one) for one in cards]}
                if several
                else {"cards": cards}
            ),
        }

    def view(path: str, icon: str, cards: Callable[[Shown], list[Card]]) -> Card:
        return {
            "title": labels[path],
            "path": path,
            "icon": icon,
            "type": "sections",
            "max_columns": 4 if several else 2,
            "sections": [
                section
                for household in households
                for section in _sections(household, cards(household), several)
            ],
        }

    return {
        "title": "Taara",
        "views": [
            view(
                "today",
                "mdi:calendar-today",
                lambda home: [
                    card("taara-card", home, hide=_TODAY),
                    usage(home, "last_day", "hour", 1),
                ],
            ),
            view(
                "cycle",
                "mdi:calendar-sync",
                lambda home: [
                    card("taara-card", home, hide=_CYCLE),
                    usage(home, "day_by_day", "day", 31),
                ],
            ),
            view(
                "history",
                "mdi:chart-bar",
                lambda home: [
                    usage(home, "day_by_day", "day", 60),
                    card("taara-heat-card", home),
                    usage(home, "month", "month", 400),
                ],
            ),
            view(
                "alerts",
                "mdi:bell-outline",
                lambda home: [card("taara-alert-history-card", home)],
            ),
            wall(),
        ],
    }


def _sections(household: Shown, cards: list[Card], several: bool) -> list[Card]:
    """Return a section for each card, or one a household that says whose it is."""
    if not several:
        return [_grid(card) for card in cards]
    heading = {"type": "heading", "heading": household.title}
    return [_grid(heading, *cards)]


def _grid(*cards: Card) -> Card:
    return {"type": "grid", "cards": list(cards)}
