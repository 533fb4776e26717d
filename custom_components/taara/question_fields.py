"""Answers to what people ask before they decide, as other programs read them: bytes."""

from homeassistant.util.json import JsonObjectType

from .model import Overview, Supposed


def supposed_fields(supposed: Supposed) -> JsonObjectType:
    """Return what is beside what would be, under the same names."""
    return {"now": _figures(supposed.now), "then": _figures(supposed.then)}


def _figures(view: Overview) -> JsonObjectType:
    """Return the figures that a change may change; what is not known is null."""
    range80 = view.projection
    return {
        "used": view.used,
        "remaining": view.remaining,
        "percentage": _rounded(view.percentage),
        "daily_budget": view.daily_budget,
        "budget_left": view.budget_left,
        "projected": view.projected,
        "projected_low": None if range80 is None else range80.low80,
        "projected_high": None if range80 is None else range80.high80,
        "overage_chance": _rounded(view.overage_chance),
        "overage_risk": view.overage_risk,
        "safe_days": _rounded(view.safe_days),
        "exhaustion": None
        if view.exhaustion is None
        else view.exhaustion.isoformat(timespec="seconds"),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
