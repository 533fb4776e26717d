"""Alerts in words: what happened, the figures, and one thing to do.

Each text has alternatives, the fullest first; the first one whose figures are all known
is said. So no text has a gap, whatever is unknown, and both languages choose alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from .alert_words import LANGUAGES, Words, placeholders
from .model import Alert, AlertKind, DataUnit, Price, Reach

# The figures that are listed beside the words, in this order, where they are known.
LISTED: Mapping[AlertKind, tuple[str, ...]] = {
    AlertKind.THRESHOLD: ("used", "allowance", "left", "keep", "renews", "ends"),
    AlertKind.USED_UP: ("used", "allowance", "renews", "ends"),
    AlertKind.DAILY_BUDGET: ("used_today", "budget", "left", "renews", "ends"),
    AlertKind.PACE: ("used", "allowance", "projected", "chance", "renews"),
    AlertKind.UNUSUAL_USAGE: ("used_today", "usual"),
    AlertKind.WEEKLY_SUMMARY: (
        *("total", "average", "per_person", "days_over"),
        *("used", "allowance", "left", "chance", "renews", "ends"),
    ),
    AlertKind.OPTIMIZATION_TIP: ("saves", "share"),
    AlertKind.RENEWAL: ("allowance", "last_used", "keep", "renews", "ends"),
    AlertKind.EXPIRING: ("left", "ends", "price"),
    AlertKind.SPARE: ("left", "spare", "renews", "ends"),
    AlertKind.STALE: ("as_of",),
}

# Who can do what about a source that is away.
_REMEDIES: Mapping[Reach, str] = {
    Reach.CANNOT_CONNECT: "connect",
    Reach.TIMEOUT: "connect",
    Reach.INVALID_AUTH: "sign_in",
    Reach.KEY_MISSING: "sign_in",
}
# A sentence is told with its time if that was so long before the message, unless it has
# one itself or none.
_EARLIER = timedelta(hours=1)
_SAY_WHEN = frozenset(
    {
        *(AlertKind.DAILY_BUDGET, AlertKind.UNUSUAL_USAGE, AlertKind.WEEKLY_SUMMARY),
        *(AlertKind.EXPIRING, AlertKind.SPARE, AlertKind.STALE),
        AlertKind.OPTIMIZATION_TIP,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """An alert in words. `figures` are labels with their values."""

    title: str
    sentence: str
    advice: str
    figures: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    """What else is told with it, a sentence each."""
    picture: tuple[str, ...] = ()
    """Its days as lines of text, where it has days."""

    @property
    def short(self) -> str:
        """What a phone shows: the sentence and what to do."""
        return " ".join((f"{self.sentence} {self.advice}", *self.others))

    @property
    def text(self) -> str:
        """All of it, as an e-mail shows it."""
        figures = tuple(f"{label}: {value}" for label, value in self.figures)
        said, advice = (self.sentence,), (self.advice,)
        parts = (
            (said, figures, advice, self.others, self.picture)
            if self.others
            else (said, self.picture, figures, advice)
        )
        return "\n\n".join("\n".join(lines) for lines in parts if lines)


def week_of(alert: Alert) -> Mapping[date, int | None]:
    """Return what was used on each day of a weekly summary; of others, nothing.

    `None` is a day of which nothing is known.
    """
    if alert.kind is not AlertKind.WEEKLY_SUMMARY or "last" not in alert.figures:
        return {}
    first = date.fromisoformat(str(alert.figures["last"])) - timedelta(6)
    sizes = (alert.figures.get(f"day_{at}") for at in range(7))
    return {
        first + timedelta(at): None if size is None else int(size)
        for at, size in enumerate(sizes)
    }


def message(
    alert: Alert, language: str, unit: DataUnit, now: datetime | None = None
) -> Message:
    """Return an alert in words, as they are right at `now`, by the home's clock.

    It may have waited: then today's budget is yesterday's. Without `now`, they are as
    it was raised, by its own clock. A language without texts is told in English.
    """
    words = Words(
        language if language in LANGUAGES else "en", unit, now or alert.raised_at
    )
    said = _said(alert, words)
    texts = words.texts["alerts"][str(alert.figures.get("tip", alert.kind))]
    variant = _variant(alert)
    sentence = _first(texts["sentence"], said, variant)
    if "ended_on" in said:  # Its cycle is over: what it says was so, then.
        sentence = _dated(alert, sentence, words)
    return Message(
        title=_first(texts["title"], said, variant),
        sentence=sentence,
        advice=_first(texts["advice"], said, variant),
        figures=tuple(
            (words.texts["labels"][name], said[name])
            for name in LISTED[alert.kind]
            if name in said
        ),
        picture=_picture(alert, words),
    )


def together(
    alerts: Sequence[Alert], language: str, unit: DataUnit, now: datetime
) -> Message:
    """Return alerts as one message: the first in full, of the others a sentence."""
    first, *rest = (message(alert, language, unit, now) for alert in alerts)
    if not rest:
        return first
    words = Words(language if language in LANGUAGES else "en", unit, now)
    others = (
        _dated(alert, one.sentence, words)
        for alert, one in zip(alerts[1:], rest, strict=True)
    )
    return replace(
        first,
        title=words.plural("more_alerts", len(rest), title=first.title),
        others=(words.word("also"), *others),
        picture=next((one.picture for one in (first, *rest) if one.picture), ()),
    )


def _dated(alert: Alert, sentence: str, words: Words) -> str:
    """Return an alert's sentence, with its time if that is a while ago."""
    at = alert.raised_at.astimezone(words.now.tzinfo)
    if alert.kind in _SAY_WHEN or words.now - at < _EARLIER:
        return sentence
    day, time = words.day(at.date()), words.time(at.hour, at.minute)
    return _begun(words.word("earlier", day=day, time=time, sentence=sentence))


def _first(texts: Any, said: Mapping[str, str], variant: str | None) -> str:
    """Return the first alternative whose values are all known, else nothing."""
    alternatives = texts.get(variant, ()) if isinstance(texts, dict) else texts
    fitting = (text for text in alternatives if placeholders(text) <= said.keys())
    return _begun(next(fitting, "").format_map(said))


def _begun(sentence: str) -> str:
    """Return a sentence with a capital: it may begin with a value."""
    return sentence[:1].upper() + sentence[1:]


def _variant(alert: Alert) -> str | None:
    """Return which of its texts fit, where it depends on the plan or the fault."""
    if alert.kind is AlertKind.STALE:
        return _REMEDIES.get(Reach(str(alert.figures["reach"])), "answer")
    after = alert.figures.get("after")
    return None if after is None else str(after)


type _Say = Callable[[Words, Any], str]

_AMOUNTS = (
    *("used", "allowance", "left", "over", "keep", "used_today", "budget", "projected"),
    *("usual", "total", "average", "per_person", "worst_used", "saves", "amount"),
    *("last_used", "spare"),
)
_SAYS: Mapping[str, _Say] = {
    **dict.fromkeys(_AMOUNTS, lambda words, size: words.amount(size)),
    "percentage": lambda words, share: words.percent(share, floor=True),
    "last_percentage": lambda words, share: words.percent(share, floor=True),
    "chance": lambda words, share: words.chance(share),
    "share": lambda words, share: words.percent(share),
    "change": lambda words, share: words.percent(share),
    "more": lambda words, share: words.percent(share),
    "less": lambda words, share: words.percent(share),
    "same": lambda words, _: words.word("same"),
    "times": lambda _, times: f"{times:.1f}".removesuffix(".0"),
    "day": lambda words, day: words.on(date.fromisoformat(day)),
    "first": lambda words, day: words.date_of_year(date.fromisoformat(day)),
    "last": lambda words, day: words.date_of_year(date.fromisoformat(day)),
    "worst": lambda words, day: words.day(date.fromisoformat(day)),
    "since": lambda words, hour: words.time(hour),
    "begin": lambda words, hour: words.time(hour),
    "until": lambda words, hour: words.time(hour),
    "weekdays": lambda words, days: words.both(
        [words.weekday(int(day)) for day in days.split(",")]
    ),
    "price": lambda words, price: words.price(_price(price)),
}


def _said(alert: Alert, words: Words) -> dict[str, str]:
    """Return every value that a text about an alert may have in it, as it is said."""
    figures = alert.figures
    said = {
        name: _SAYS[name](words, value)
        for name, value in figures.items()
        if name in _SAYS
    }
    if "worst" in figures:
        said["worst_on"] = words.on(date.fromisoformat(str(figures["worst"])))
    if "days_over" in figures:
        said["days_over"] = words.plural(
            "days_over", int(figures["days_over"]), known=figures["days_known"]
        )
    for name in ("renews", "ends"):
        if name in figures:
            said |= (ending := _ending(name, _moment(figures[name]), words))
            if "ended_on" in ending:
                said.pop("keep", None)
    if "lost" in figures:
        said |= _loss(_moment(figures["lost"]), words)
    if "exhaustion" in figures:
        gone = max(_moment(figures["exhaustion"]), words.now).date()
        said["exhaustion_on"] = words.on(gone)
        said["exhaustion"] = words.day(gone)
    for name in ("time", "as_of"):
        if name in figures:
            at = _moment(figures[name])
            said[f"{name}_on"] = words.on(at.date())
            said[f"{name}_time"] = said[name] = words.time(at.hour, at.minute)
    if "as_of" in figures:
        said["as_of"] = f"{said['as_of_on']}, {said['as_of_time']}"
    return said


def _ending(name: str, end: datetime, words: Words) -> dict[str, str]:
    """Return when the cycle ends. Once it has, nothing holds "until then" any more."""
    last = _last_day(end)
    if end <= words.now:
        return {"ended_on": words.on(last)}
    # A plan that ends at midnight ends on the day before, but renews on the next.
    day = end.date() if name == "renews" else last
    return {
        "days": words.days(end - words.now),
        "end": words.day(day),
        name: words.day(day),
        f"{name}_on": words.on(day),
        f"{name}_time": words.time(end.hour, end.minute),
    }


def _loss(end: datetime, words: Words) -> dict[str, str]:
    """Return on which day what is left is lost, or was."""
    last = _last_day(end)
    if end <= words.now:
        return {"lost_past": words.on(last)}
    said = {"lost_on": words.on(last), "lost_day": words.day(last)}
    if last == words.now.date():
        said["lost_today"] = words.word("today")
    return said


def _last_day(end: datetime) -> date:
    """Return the last day before an end, which may be its midnight."""
    return (end - timedelta(microseconds=1)).date()


def _picture(alert: Alert, words: Words) -> tuple[str, ...]:
    """Return the days of a week, a line each, with bars of the same scale."""
    used = week_of(alert)
    most = max((size for size in used.values() if size), default=1)
    return tuple(
        f"{'█' * round(12 * size / most) or '▏'} {words.weekday(day.weekday())}"
        f" {words.amount(size)}"
        for day, size in used.items()
        if size is not None
    )


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _price(value: str) -> Price:
    currency, _, amount = value.partition(" ")
    return Price(amount=amount, currency=currency)
