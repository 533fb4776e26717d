"""Answers to what people ask before they decide, as other programs read them: bytes."""

from homeassistant.util.json import JsonObjectType, JsonValueType

from .model import Comparison, Fit, Overview, Supposed


def supposed_fields(supposed: Supposed) -> JsonObjectType:
    """Return what is beside what would be, under the same names."""
    return {"now": _figures(supposed.now), "then": _figures(supposed.then)}


def comparison_fields(comparison: Comparison) -> JsonObjectType:
    """Return plans beside each other; `suggested` counts from 0."""
    plans: list[JsonValueType] = [_fit_fields(fit) for fit in comparison.fits]
    return {"plans": plans, "suggested": comparison.suggested}


def _fit_fields(fit: Fit) -> JsonObjectType:
    """Return a plan and how it would suit; a plan without a limit has no allowance."""
    plan, price = fit.candidate, fit.candidate.price
    return {
        "name": plan.name,
        "last_bought": plan.last_bought,
        "allowance": plan.allowance,
        "days": plan.days,
        "price": None if price is None else float(price.amount),
        "currency": None if price is None else price.currency,
        "needed": fit.needed,
        "lasts_chance": _rounded(fit.chance),
        "lasts_days": _rounded(fit.lasts_days),
        "past_spans": fit.spans,
        "past_spans_enough": fit.enough,
        "cost_for_30_days": None if fit.cost is None else float(fit.cost),
    }


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
