"""A config entry's data as values, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .model import Plan
from .serial import from_json


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as a config entry keeps it."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(plan).items()
    }


def plan_from(data: Mapping[str, Any]) -> Plan:
    """Return the plan that a config entry keeps."""
    return from_json(Plan, data)
