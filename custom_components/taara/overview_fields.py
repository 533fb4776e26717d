"""The `Overview`, and what goes with it, as other programs read it: plain JSON.

Amounts are bytes, times are in ISO 8601 and UTC, days are the home's own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import JsonObjectType, JsonValueType, json_loads_object

from .model import DailySummary, Overview
from .usage.picture import Picture

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def overview_fields(overview: Overview) -> JsonObjectType:
    """Return every field of an `Overview`, by its own name."""
    return _plain(overview)


def picture_fields(picture: Picture) -> JsonObjectType:
    """Return the cycle as a picture: moments are seconds since 1970, for who draws it."""
    return {
        "start": _seconds(picture.start),
        "end": _seconds(picture.end),
        "used": _points(picture.used),
        "pace": _points(picture.pace),
        "today": picture.today,
        "top": picture.top,
        "marks": list(picture.marks),
        "tallest": picture.tallest,
        "expected": picture.expected,
        "ahead": picture.ahead,
        "last": _points(picture.last),
        "fan": [[_seconds(at), *bounds] for at, bounds in picture.fan],
        "days": [{**_plain(day), "start": _seconds(day.start)} for day in picture.days],
    }


def day_fields(day: DailySummary) -> JsonObjectType:
    """Return a closed day with everything that is known of it."""
    fields = _plain(day)
    fields["budget_variance"] = day.budget_variance
    fields["efficiency"] = day.efficiency
    return fields


def _plain(value: DataclassInstance) -> JsonObjectType:
    return json_loads_object(json_dumps(value))


def _points(points: Sequence[tuple[datetime, int]]) -> list[JsonValueType]:
    return [[_seconds(at), size] for at, size in points]


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
