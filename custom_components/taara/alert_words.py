"""Amounts, days and times as people say them, in their language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
import json
from pathlib import Path
from string import Formatter
from typing import Any

from .model import DataUnit, Price

LANGUAGES = ("en", "sw")
# Read with the module, which Home Assistant imports off its event loop.
TEXTS: Mapping[str, Mapping[str, Any]] = {
    language: json.loads(
        (Path(__file__).parent / "texts" / f"{language}.json").read_text("utf-8")
    )
    for language in LANGUAGES
}

_DECIMAL = (("MB", 10**6), ("GB", 10**9), ("TB", 10**12))
_BINARY = (("MiB", 2**20), ("GiB", 2**30), ("TiB", 2**40))
# Until so many days ahead or back, a weekday and the day of the month say which it is.
_NEAR = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Words:
    """Says things at a moment `now`, which has the home's own time, in a language."""

    language: str
    unit: DataUnit
    now: datetime

    @property
    def texts(self) -> Mapping[str, Any]:
        """The texts of the language."""
        return TEXTS[self.language]

    def word(self, name: str, **values: object) -> str:
        """Return a short text with its values in it."""
        return str(self.texts["words"][name]).format(**values)

    def plural(self, name: str, count: int, **values: object) -> str:
        """Return a text that depends on a number of things."""
        forms = self.texts["plurals"][name]
        form = {0: "none", 1: "one"}.get(count, "other")
        return str(forms.get(form, forms["other"])).format(count=count, **values)

    def amount(self, size: float) -> str:
        """Return an amount of data, as exact as people can use it.

        >>> Words("en", DataUnit.GB, datetime.max).amount(23_551_000_000)
        '24 GB'
        """
        number, unit = self.measured(size)
        return self.word("amount", number=number, unit=unit)

    def measured(self, size: float) -> tuple[str, str]:
        """Return an amount of data as a number and the unit that it is said in."""
        units = _BINARY if self.unit in {DataUnit.GIB, DataUnit.TIB} else _DECIMAL
        if not size:  # nothing at all is said in the unit that people know best
            return "0", units[1][0]
        told = (
            (_rounded(size / whole, exact=following is None), name, whole, following)
            for (name, whole), following in zip_longest(units, _sizes(units[1:]))
        )
        # What is rounded up to a whole of the next unit is said in that.
        number, name = next(
            (number, name)
            for number, name, whole, following in told
            if following is None or _value(number) * whole < following
        )
        if number == "0" and size > 0:
            number = "1"
        return number, name

    def percent(self, share: float, *, floor: bool = False) -> str:
        """Return a percentage; where `floor` says so, all is not all until it is."""
        return self.word("percent", number=int(share) if floor else round(share))

    def chance(self, share: float) -> str:
        """Return a chance in percent: never none, and never certain."""
        return self.percent(min(99, max(1, round(share))))

    def days(self, span: timedelta) -> str:
        """Return a number of days."""
        return self.plural("days", round(span / timedelta(days=1)))

    def day(self, day: date) -> str:
        """Return a day as it stands after "until": "tomorrow", "Thursday 24th"."""
        ahead = (day - self.now.date()).days
        for known, name in ((0, "today"), (1, "tomorrow"), (-1, "yesterday")):
            if ahead == known:
                return self.word(name)
        weekday = self.texts["weekdays"][day.weekday()]
        if abs(timedelta(ahead)) <= _NEAR:
            return self.word(
                "weekday_date", weekday=weekday, ordinal=self._ordinal(day)
            )
        return self.word(
            "weekday_month", weekday=weekday, day=day.day, month=self._month(day)
        )

    def on(self, day: date) -> str:
        """Return when something is: "tomorrow", "on Thursday 24th"."""
        near = abs((day - self.now.date()).days) <= 1
        return self.day(day) if near else self.word("on", date=self.day(day))

    def date_of_year(self, day: date) -> str:
        """Return a day of the year: "24 March"."""
        return self.word("date", day=day.day, month=self._month(day))

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday (Monday 0)."""
        return str(self.texts["weekdays"][weekday])

    def weekday_short(self, weekday: int) -> str:
        """Return the name of a weekday (Monday 0) where there is little room."""
        return str(self.texts["weekdays_short"][weekday])

    def both(self, names: list[str]) -> str:
        """Return one or two things together."""
        if len(names) == 2:
            return self.word("and", first=names[0], second=names[1])
        return names[0]

    def time(self, hour: int, minute: int = 0) -> str:
        """Return a time of day."""
        if hour == minute == 0:
            return self.word("midnight")
        # Where the day has parts, hours are counted from six: nine is three o'clock.
        parts = self.texts["day_parts"]
        if parts:
            part = next(name for until, name in parts if hour < until)
            hour = (hour - 7) % 12 + 1
            return self.word("time", clock=f"{hour}:{minute:02}", part=part)
        return self.word("time", clock=f"{hour}:{minute:02}", part="")

    def price(self, price: Price) -> str:
        """Return a price, without the cents of a whole amount."""
        whole, _, cents = price.amount.partition(".")
        cents = cents.rstrip("0")
        number = f"{int(whole):,}" + (f".{cents:0<2}" if cents else "")
        return f"{price.currency} {number}"

    def _month(self, day: date) -> str:
        return str(self.texts["months"][day.month - 1])

    def _ordinal(self, day: date) -> str:
        endings = self.texts["ordinals"]
        return f"{day.day}{endings.get(str(day.day), endings['other'])}"


def placeholders(text: str) -> frozenset[str]:
    """Return the names that a text leaves room for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def first_known(texts: Iterable[str], said: Mapping[str, str]) -> str:
    """Return the first text whose values are all known, with them in it; else nothing."""
    fitting = (text for text in texts if placeholders(text) <= said.keys())
    return begun(next(fitting, "").format_map(said))


def begun(sentence: str) -> str:
    """Return a sentence with a capital: it may begin with a value."""
    return sentence[:1].upper() + sentence[1:]


def ending(name: str, end: datetime, words: Words) -> dict[str, str]:
    """Return when the cycle ends. Once it has, nothing holds "until then" any more."""
    last = last_day(end)
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


def last_day(end: datetime) -> date:
    """Return the last day before an end, which may be its midnight."""
    return (end - timedelta(microseconds=1)).date()


def _sizes(units: Iterable[tuple[str, int]]) -> Iterator[int]:
    return (size for _, size in units)


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _rounded(number: float, *, exact: bool) -> str:
    """Return a number with as many digits as count."""
    if exact:
        return f"{number:,.2f}".rstrip("0").rstrip(".")
    if number < 9.95:
        return f"{number:.1f}".removesuffix(".0")
    return f"{number:,.0f}"
