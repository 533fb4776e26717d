"""A config entry's data as values, and back."""

from collections.abc import Mapping
from typing import Any

from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import JsonObjectType, json_loads_object

from .model import Plan
from .serial import from_json


def plan_data(plan: Plan) -> JsonObjectType:
    """Return a plan as a config entry keeps it."""
    return json_loads_object(json_dumps(plan))


def plan_from(data: Mapping[str, Any]) -> Plan:
    """Return the plan that a config entry keeps."""
    return from_json(Plan, data)
