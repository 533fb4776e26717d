"""Answers to what is asked aloud: short, in rounded figures, and honest about gaps.

Which text fits depends on the plan and on what is known; of its alternatives the first
is said whose figures are all known, as in alerts.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .alert_words import begun
from .model import Comparison, Fit, Overview, Supposed
from .usage.compare import SURE
from .voice_figures import fall, figures, fitting, prospect, state, yesterday
from .voice_texts import SpokenWords

# Figures older than this are told with their time.
FRESH = timedelta(hours=1)
# What is no figure of the last reading, or says itself when that was.
_TIMELESS = {
    *("ends", "renews", "never", "expired", "unknown", "unlimited", "not_yesterday"),
    *("open", "same", "smaller", "larger", "huge"),
}
_VERDICTS = {"likely": "yes", "unsure": "close", "unlikely": "no"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What can be said of a household at a moment; `renews` if its plan does by itself."""

    view: Overview
    words: SpokenWords
    renews: bool

    def left(self) -> str:
        """Return how much is left."""
        return self._told("left", state(self.view) or "known")

    def today(self, *, whole: bool) -> str:
        """Return how much was used today, or as much of it as was watched."""
        used = self.view.used_today
        if used is None:
            return self._told("used", "unknown")
        if whole:
            return self._told("used", "today")
        if not used:
            return self._told("used", "just_begun")
        return self._told("used", "part_of_today", least_today=self.words.amount(used))

    def yesterday(self) -> str:
        """Return how much was used yesterday."""
        if (day := self.view.last_day) is None:
            return self._told("used", "not_yesterday")
        return self._told("used", "yesterday", **yesterday(day, self.words))

    def week(self, used: int, *, whole: bool) -> str:
        """Return how much was used in this week, or as much of it as is known."""
        if not used and not whole:
            return self._told("used", "just_begun")
        name = "used_week" if whole else "least_week"
        return self._told("used", "week", **{name: self.words.amount(used)})

    def cycle(self) -> str:
        """Return how much was used in this cycle."""
        return self._told("used", "unknown" if self.view.used is None else "cycle")

    def lasts(self) -> str:
        """Return whether it lasts."""
        return self._told("lasts", state(self.view) or prospect(self.view))

    def ends(self) -> str:
        """Return when the plan renews or ends."""
        view, end = self.view, self.view.cycle.end
        if view.expired:
            return self._told("renews", "expired")
        if end is None:
            return self._told("renews", "never" if view.unlimited else "open")
        if end <= self.words.now:
            return self._told("renews", "unknown")
        return self._told("renews", "renews" if self.renews else "ends")

    def budget(self) -> str:
        """Return today's budget."""
        view = self.view
        if (special := state(view)) is not None:
            return self._told("budget", special)
        if view.cycle.end is None:
            return self._told("budget", "open")
        if view.daily_budget is None:
            return self._told("budget", "unknown")
        return self._told("budget", "over" if view.over_budget else "known")

    def watch(self, supposed: Supposed, thing: str, extra: int) -> str:
        """Return whether something that takes so many bytes can be done."""
        words, then = self.words, supposed.then
        named = words.thing(thing)
        said = {
            "thing": named,
            "Thing": begun(named),
            "extra": words.amount(extra),
            "left_then": words.amount(then.remaining or 0),
            **fall(self.view, then, words),
        }
        return self._told("watch", self._verdict(then, extra), **said)

    def bundle(self, comparison: Comparison) -> str:
        """Return which plan to buy, of sizes beside the one last bought, which is first."""
        last, words = comparison.fits[0], self.words
        plan, said = last.candidate, dict[str, str]()
        if plan.days is not None:
            said["span"] = words.days(timedelta(days=plan.days))
        if last.needed is not None:
            said["needed"] = words.amount(last.needed)
        if plan.allowance is None:
            return self._told("bundle", "unlimited", **said)
        if last.early:
            return self._told("bundle", "early")
        said["allowance"] = words.amount(plan.allowance)
        if last.lasts_days is None:
            return self._told("bundle", "long", **said)
        said["lasts"] = words.days(timedelta(days=last.lasts_days))
        if plan.days is None:
            return self._told("bundle", "open", **said)
        if TYPE_CHECKING:
            assert comparison.suggested is not None
        best = comparison.fits[comparison.suggested]
        said |= fitting(last, best, words)
        return self._told("bundle", _size(last, best), **said)

    def _verdict(self, then: Overview, extra: int) -> str:
        """Return whether what is extra fits in."""
        left = self.view.remaining
        if (special := state(self.view)) is not None or left is None:
            return special or "unknown"
        if left < extra:
            return "short"
        if then.cycle.end is None:
            return "open"
        return _VERDICTS.get(prospect(then), "early")

    def _told(self, part: str, variant: str, **more: str) -> str:
        """Return an answer, with its time if its figures are not of now."""
        view, words = self.view, self.words
        said = figures(view, words, renews=self.renews) | more
        told = words.answer(part, variant, said)
        if variant in _TIMELESS or words.now - view.as_of < FRESH:
            return told
        return f"{told} {words.answer('common', 'as_of', said)}"


def _size(last: Fit, best: Fit) -> str:
    """Return how large the best plan is beside the one last bought."""
    if best.chance is None or best.chance < SURE:
        return "huge"
    had, has = last.candidate.allowance or 0, best.candidate.allowance or 0
    return "same" if has == had else "smaller" if has < had else "larger"
