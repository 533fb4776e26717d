"""What the card says: the answer in words, and the labels, in Taara's own language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_words import LANGUAGES, TEXTS, Words, placeholders
from .const import DOMAIN
from .model import CycleKind, Overview, Plan, Reach, Snooze
from .usage.picture import Picture
from .usage.verdict import Verdict, spare, verdict

_LEVELS: Mapping[Verdict, str] = {
    Verdict.LASTS: "good",
    Verdict.LIKELY: "watch",
    Verdict.RISK: "risk",
    Verdict.USED_UP: "over",
    Verdict.ENDED: "over",
}
_ICONS: Mapping[str, str] = {
    "good": "mdi:check-circle-outline",
    "watch": "mdi:timer-sand",
    "risk": "mdi:alert-outline",
    "over": "mdi:web-off",
    "calm": "mdi:web",
}
_REMEDIES: Mapping[Reach, str] = {
    Reach.CANNOT_CONNECT: "connect",
    Reach.TIMEOUT: "connect",
    Reach.INVALID_AUTH: "sign_in",
    Reach.KEY_MISSING: "sign_in",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What is said of: one moment of a household. `now` has the home's own time."""

    overview: Overview
    picture: Picture
    plan: Plan
    people: int | None
    snooze: Snooze | None
    now: datetime


def card_words(said: Said, language: str) -> JsonObjectType:
    """Return the words of the card; a language without texts is told in English.

    `level` is how the answer is to be coloured, beside its words.
    """
    language = language if language in LANGUAGES else "en"
    words = Words(language, said.overview.unit, said.now)
    texts, values = words.texts["card"], _values(said, words)
    answer = verdict(said.overview)
    level, safe = _LEVELS.get(answer, "calm"), said.overview.safe_days
    return {
        "language": language,
        "level": level,
        "icon": _ICONS[level],
        "verdict": answer.value,
        "headline": _first(texts["headline"][answer], values),
        "detail": _first(texts["detail"][answer], values),
        "stale": _stale(said, words),
        "quiet": _quiet(said, words),
        "picture": _first(texts["picture"], values),
        "safe": None if not safe else words.plural("days", int(safe)),
        "people": None
        if not said.people
        else texts["labels"]["people"].format(people=said.people),
        "left": texts["left"]["ended" if answer is Verdict.ENDED else "running"],
        "of": texts["labels"]["of"].format(allowance=values["allowance"])
        if "allowance" in values
        else None,
        "amount": words.texts["words"]["amount"],
        "percent": words.texts["words"]["percent"],
        "labels": card_labels(language),
    }


def waiting_words(language: str) -> JsonObjectType:
    """Return the words of the card before anything is known."""
    language = language if language in LANGUAGES else "en"
    (headline,) = TEXTS[language]["card"]["headline"]["waiting"]
    return {
        "language": language,
        "level": "calm",
        "icon": _ICONS["calm"],
        "headline": headline,
        "detail": "",
        "labels": card_labels(language),
    }


def card_labels(language: str) -> JsonObjectType:
    """Return the short texts of the card and the dashboard."""
    return {**TEXTS[language if language in LANGUAGES else "en"]["card"]["labels"]}


def card_form(language: str) -> JsonObjectType:
    """Return the form in which people choose what a card shows, and its labels."""
    texts = TEXTS[language if language in LANGUAGES else "en"]["card"]["form"]
    return {
        "schema": [
            {"name": "entry_id", "selector": {"config_entry": {"integration": DOMAIN}}},
            {"name": "title", "selector": {"text": {}}},
            _choice(texts, "variant", mode="box"),
            _choice(texts, "hide", mode="list", multiple=True),
        ],
        "labels": texts["labels"],
    }


def _choice(texts: Mapping[str, Any], name: str, **how: Any) -> JsonObjectType:
    options: list[JsonValueType] = [
        {"value": key, "label": text} for key, text in texts[name].items()
    ]
    return {"name": name, "selector": {"select": {"options": options, **how}}}


def _values(said: Said, words: Words) -> dict[str, str]:
    """Return what a text may have in it, as far as it is known."""
    seen, picture = said.overview, said.picture
    used, allowance, left = seen.used, seen.allowance, seen.remaining
    amounts: dict[str, int | None] = {
        "used": used,
        "allowance": allowance,
        "left": left,
        "over": max(0, used - allowance) or None if used and allowance else None,
        "spare": spare(seen),
        "projected": seen.projected,
        "expected": picture.expected,
        "keep": _keep(seen, said.now),
    }
    if seen.projected is not None and seen.projection is not None:
        amounts |= {"low80": seen.projection.low80, "high80": seen.projection.high80}
    told = {
        name: words.amount(size) for name, size in amounts.items() if size is not None
    }
    if seen.price is not None:
        told["price"] = words.price(seen.price)
    return told | _moments(said, words)


def _moments(said: Said, words: Words) -> dict[str, str]:
    """Return the days that a text may name."""
    seen, zone = said.overview, said.now.tzinfo
    told = {}
    if (end := seen.cycle.end) is not None:
        local = end.astimezone(zone)
        last = (local - timedelta(microseconds=1)).date()
        if seen.expired:
            told["ended_on"] = words.on(last)
        elif end > said.now:
            told["end"] = words.day(local.date())
            told["days"] = words.days(end - said.now)
            if said.plan.cycle is CycleKind.MONTHLY:
                told["renews_on"] = words.on(local.date())
    if (gone := seen.exhaustion) is not None:
        day = max(gone.astimezone(zone), said.now).date()
        near = abs((day - said.now.date()).days) <= 1
        told["exhaustion_near" if near else "exhaustion"] = words.day(day)
    return told


def _keep(seen: Overview, now: datetime) -> int | None:
    """Return what a day of the time left may take, in bytes."""
    if seen.cycle.end is None or not seen.remaining or seen.cycle.end <= now:
        return None
    days = (seen.cycle.end - now) / timedelta(days=1)
    return int(seen.remaining / max(1.0, days))


def _stale(said: Said, words: Words) -> str | None:
    """Return why there are no new figures, if there are none."""
    seen = said.overview
    if seen.reachable and not seen.silent:
        return None
    local = seen.as_of.astimezone(said.now.tzinfo)
    as_of = f"{words.day(local.date())}, {words.time(local.hour, local.minute)}"
    remedy = _REMEDIES.get(seen.connection.reach, "answer")
    return str(words.texts["card"]["stale"][remedy]).format(as_of=as_of)


def _quiet(said: Said, words: Words) -> str | None:
    """Return until when people want to hear nothing, if they do."""
    snooze, texts = said.snooze, words.texts["card"]["quiet"]
    if snooze is None or (snooze.until is not None and snooze.until <= said.now):
        return None
    if snooze.until is None:
        return str(texts["renewal"])
    until = snooze.until.astimezone(said.now.tzinfo)
    time = words.time(until.hour, until.minute)
    return str(texts["until"]).format(time=time, on=words.on(until.date()))


def _first(texts: Sequence[str], values: Mapping[str, Any]) -> str:
    """Return the first alternative whose values are all known, else nothing."""
    fitting = (text for text in texts if placeholders(text) <= values.keys())
    text = next(fitting, "").format_map(values)
    return text[:1].upper() + text[1:]
