"""The dashboard: what is on it, as Home Assistant's own cards and ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Card = dict[str, Any]

# What each view leaves to another one.
_TODAY = ["last_cycle"]
_CYCLE = ["alert", "what_if"]
# Two graphs of so many rows of a section are about as high as our card beside them.
ROWS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A household on the dashboard."""

    entry_id: str
    title: str
    statistic_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cards:
    """The cards of one household: with only one, nobody has to be named in them."""

    household: Shown
    labels: Mapping[str, Any]
    several: bool

    def ours(self, kind: str, **fields: Any) -> Card:
        """Return a card of Taara's."""
        whose = {"entry_id": self.household.entry_id} if self.several else {}
        return {"type": f"custom:{kind}", **whose, **fields}

    def usage(self, title: str, period: str, days: int, rows: int = ROWS) -> Card:
        """Return Home Assistant's own card of what was used in each period."""
        entity = {
            "entity": self.household.statistic_id,
            "name": self.labels["used"],
            "color": "primary",
        }
        return {
            "type": "statistics-graph",
            "title": self.labels[title],
            "entities": [entity],
            "stat_types": ["change"],
            "chart_type": "bar",
            "hide_legend": True,
            "period": period,
            "days_to_show": days,
            "grid_options": {"columns": "full", "rows": rows},
        }


type Sections = Callable[[Cards], Sequence[Card]]


def _today(cards: Cards) -> Sequence[Card]:
    return (
        _grid(cards.ours("taara-card", hide=_TODAY)),
        _grid(
            cards.usage("last_day", "hour", 1, rows=6),
            cards.usage("last_week", "day", 7, rows=6),
        ),
    )


def _cycle(cards: Cards) -> Sequence[Card]:
    return (
        _grid(cards.ours("taara-card", hide=_CYCLE)),
        _grid(cards.usage("day_by_day", "day", 31), cards.usage("by_week", "week", 91)),
    )


def _history(cards: Cards) -> Sequence[Card]:
    return (
        _grid(cards.ours("taara-heat-card")),
        _grid(cards.usage("month", "month", 400)),
        _grid(cards.usage("day_by_day", "day", 91), column_span=2),
    )


def _alerts(cards: Cards) -> Sequence[Card]:
    return (_grid(cards.ours("taara-alert-history-card")),)


VIEWS: Sequence[tuple[str, str, Sections]] = (
    ("today", "mdi:calendar-today", _today),
    ("cycle", "mdi:calendar-sync", _cycle),
    ("history", "mdi:chart-bar", _history),
    ("alerts", "mdi:bell-outline", _alerts),
)


def dashboard(households: Sequence[Shown], labels: Mapping[str, Any]) -> Card:
    """Return the dashboard of some households; `labels` are the card's."""
    several = len(households) > 1
    homes = [Cards(household=one, labels=labels, several=several) for one in households]
    views = [
        {
            "title": labels[path],
            "path": path,
            "icon": icon,
            "type": "sections",
            "max_columns": 4 if several else 2,
            "sections": [
                section for home in homes for section in _whose(home, sections(home))
            ],
        }
        for path, icon, sections in VIEWS
    ]
    return {"title": "Taara", "views": [*views, _wall(homes, labels)]}


def _wall(homes: Sequence[Cards], labels: Mapping[str, Any]) -> Card:
    """Return the view for a screen that everybody sees.

    Several households are told apart by their numbers: a title has an address in it,
    or whatever people wrote there.
    """
    view = {"title": labels["wall"], "path": "wall", "icon": "mdi:tablet-dashboard"}
    if len(homes) == 1:
        (home,) = homes
        cards = [home.ours("taara-card", variant="wall")]
        return {**view, "type": "panel", "cards": cards}
    numbered = (
        home.ours("taara-card", variant="wall", title=_numbered(labels, number))
        for number, home in enumerate(homes, 1)
    )
    sections = [_grid(card) for card in numbered]
    return {**view, "type": "sections", "sections": sections}


def _numbered(labels: Mapping[str, Any], number: int) -> str:
    return str(labels["household"]).format(number=number)


def _whose(home: Cards, sections: Sequence[Card]) -> Sequence[Card]:
    """Return the sections of the only household, or one that says whose it is."""
    if not home.several:
        return sections
    heading = {"type": "heading", "heading": home.household.title}
    return [_grid(heading, *(card for one in sections for card in one["cards"]))]


def _grid(*cards: Card, **fields: Any) -> Card:
    return {"type": "grid", "cards": list(cards), **fields}
