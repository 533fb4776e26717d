"""The figures of a household as they are said aloud: each that is known, and no other."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from .alert_words import ending
from .model import DailySummary, Fit, Overview, Reach
from .usage.compare import SURE
from .usage.prospect import RISK_FROM
from .voice_texts import SpokenWords

# Percent: with a lower chance to exceed the allowance, it should last.
LIKELY = 100.0 - SURE
# So many spans of the past tell more than chance.
TELLING_SPANS = 2
_DAY = timedelta(days=1)


def state(view: Overview) -> str | None:
    """Return what the plan's state says instead of any figure of it."""
    if view.expired:
        return "expired"
    if view.unlimited:
        return "unlimited"
    if view.connection.reach is Reach.USED_UP:
        return "gone"
    if view.remaining is None:
        return "unknown"
    return "gone" if view.remaining <= 0 else None


def prospect(view: Overview) -> str:
    """Return how likely it is that the allowance lasts, in a word."""
    if view.cycle.end is None:
        if view.safe_days is None:
            return "early"
        return "long" if view.exhaustion is None else "until"
    if view.overage_chance is None:
        return "early"
    if view.overage_chance < LIKELY:
        return "likely"
    return "unsure" if view.overage_chance < RISK_FROM else "unlikely"


def figures(view: Overview, words: SpokenWords, *, renews: bool) -> dict[str, str]:
    """Return every figure of the moment; `renews` if the plan does so by itself."""
    end, zone = view.cycle.end, words.now.tzinfo
    as_of = view.as_of.astimezone(zone)
    said = {
        **_amounts(view, words),
        "as_of_on": words.on(as_of.date()),
        "as_of_time": words.time(as_of.hour, as_of.minute),
    }
    if end is not None:
        name = "renews" if renews else "ends"
        said |= ending(name, end.astimezone(zone), words)
    if view.exhaustion is not None:
        gone = max(view.exhaustion.astimezone(zone), words.now).date()
        said |= {"exhaustion": words.day(gone), "exhaustion_on": words.on(gone)}
    if view.overage_chance is not None:
        said["lasting"] = words.chance(100 - view.overage_chance)
    return said


def yesterday(day: DailySummary, words: SpokenWords) -> dict[str, str]:
    """Return what was used yesterday, or of it what was watched."""
    if day.partial:
        return {"least_yesterday": words.amount(day.usage)}
    said = {"used_yesterday": words.amount(day.usage)}
    if day.budget_variance is not None and day.budget_variance > 0:
        said["over_yesterday"] = words.amount(day.budget_variance)
    return said


def fall(now: Overview, then: Overview, words: SpokenWords) -> dict[str, str]:
    """Return how the chance that it lasts would change."""
    if now.overage_chance is None or then.overage_chance is None:
        return {}
    before = words.chance(100 - now.overage_chance)
    after = words.chance(100 - then.overage_chance)
    return {"same": after} if before == after else {"lasting_then": after}


def fitting(last: Fit, best: Fit, words: SpokenWords) -> dict[str, str]:
    """Return how a plan would suit the household, and how the one last bought."""
    said = {
        "size": words.amount(best.candidate.allowance or 0),
        "chance": words.chance(best.chance or 0.0),
        "chance_last": words.chance(last.chance or 0.0),
    }
    if best.spans >= TELLING_SPANS:
        said |= {"enough": str(best.enough), "spans": str(best.spans)}
    return said


def _amounts(view: Overview, words: SpokenWords) -> Mapping[str, str]:
    sizes = {
        "used": view.used,
        "left": view.remaining,
        "allowance": view.allowance,
        "used_today": view.used_today,
        "budget": view.daily_budget,
        "keep": _keep(view, words.now),
        "spare": _spare(view),
        "over_today" if view.over_budget else "budget_left": _of_budget(view),
    }
    return {
        name: words.amount(size) for name, size in sizes.items() if size is not None
    }


def _keep(view: Overview, now: datetime) -> int | None:
    """Return how much a day of the time left may take."""
    end, left = view.cycle.end, view.remaining
    if end is None or not left or end <= now:
        return None
    return int(left / max(1.0, (end - now) / _DAY))


def _spare(view: Overview) -> int | None:
    """Return how much will be left at the end of the cycle, as likely more as less."""
    if view.allowance is None or view.projected is None:
        return None
    spare = view.allowance - view.projected
    return spare if spare > 0 else None


def _of_budget(view: Overview) -> int | None:
    """Return how much of today's budget is left, or how much more is used."""
    if not view.over_budget or view.used_today is None or view.daily_budget is None:
        return view.budget_left
    over = view.used_today - view.daily_budget
    return over if over > 0 else None
