"""Which household is asked aloud, in which language, and what it answers."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, count
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from .alert_options import settings_from
from .const import DOMAIN
from .coordinator import TaaraConfigEntry, TaaraCoordinator
from .model import Change, CycleKind, DataUnit
from .plan_advice import SIZES
from .questions import async_compare_sizes, async_what_if, used_from
from .voice_answers import Answers
from .voice_texts import Question, SpokenWords, plain

# Thousandths of the plan's unit (GB or GiB): an hour and a half an hour of video in high
# definition come to this, two hours of a film to twice as much.
_GIGAS: Mapping[str, float] = {"episode": 1.0, "film": 3.0, "match": 3.0}
_BINARY = {DataUnit.GIB, DataUnit.TIB}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """A question: of which kind, about which household, in which language, if said.

    `extra` is how much of the plan's unit is asked about where no kind tells.
    """

    question: Question
    detail: str | None = None
    household: str | None = None
    language: str | None = None
    extra: float | None = None


@callback
def households(hass: HomeAssistant) -> Sequence[TaaraConfigEntry]:
    """Return all households that somebody might ask about."""
    entries: list[TaaraConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_disabled=False, include_ignore=False
    )
    return entries


@callback
def names_of(hass: HomeAssistant, entry: TaaraConfigEntry) -> Sequence[str]:
    """Return what people may call a household, and no other; the first name is said."""
    return _names(hass)[entry.entry_id]


def _names(hass: HomeAssistant) -> Mapping[str, Sequence[str]]:
    """Return the names of each household by its entry's id; a name once taken gets a number.

    Two accounts on one router have the same title until somebody renames them.
    """
    names: dict[str, list[str]] = {}
    taken: set[str] = set()
    for entry in households(hass):
        own = {plain(name): name for name in _given(hass, entry)}
        names[entry.entry_id] = [_numbered(name, taken) for name in own.values()]
        taken |= set(map(plain, names[entry.entry_id]))
    return names


def _numbered(name: str, taken: Container[str]) -> str:
    """Return a name as it is, or with the first number that makes it another."""
    numbers = (f"{name} {number}" for number in count(2))
    return next(one for one in chain([name], numbers) if plain(one) not in taken)


def _given(hass: HomeAssistant, entry: TaaraConfigEntry) -> Sequence[str]:
    """Return the name that people gave a household's device, and its entry's title."""
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, entry.entry_id), entry.entry_id
    )
    named = None if device is None else device.name_by_user
    return [entry.title] if named is None else [named, entry.title]


@callback
def named_in(hass: HomeAssistant, text: str) -> str | None:
    """Return the longest name of a household that is in a text."""
    heard = f" {plain(text)} "
    known = [name for entry in households(hass) for name in names_of(hass, entry)]
    found = [name for name in known if f" {plain(name)} " in heard]
    return max(found, key=len, default=None)


async def async_answer(hass: HomeAssistant, asking: Asking) -> str:
    """Return the answer to a question, or what is to be said first."""
    entries = households(hass)
    language = asking.language or _language(entries)
    words = SpokenWords(language, DataUnit.GB, dt_util.now())
    if not entries:
        return words.answer("household", "none", {})
    said = {"names": words.all_of([names_of(hass, entry)[0] for entry in entries])}
    if asking.household is not None:
        said["name"] = asking.household
        entries = _called(hass, entries, asking.household)
        if not entries:
            return words.answer("household", "no_such", said)
    if len(entries) > 1:
        return words.answer("household", "which", said)
    (entry,) = entries
    if entry.state is not ConfigEntryState.LOADED:
        said["name"] = names_of(hass, entry)[0]
        return words.answer("household", "not_ready", said)
    return await _async_answer_of(entry.runtime_data, asking, language)


def _called(
    hass: HomeAssistant, entries: Sequence[TaaraConfigEntry], name: str
) -> Sequence[TaaraConfigEntry]:
    """Return the households of a name, or of those with it in their name."""
    wanted = plain(name)
    named = [(entry, list(map(plain, names_of(hass, entry)))) for entry in entries]
    exact = [entry for entry, names in named if wanted in names]
    return exact or [
        entry for entry, names in named if any(wanted in name for name in names)
    ]


def _language(entries: Sequence[TaaraConfigEntry]) -> str:
    """Return the language that the first household chose."""
    options: Mapping[str, Any] = entries[0].options if entries else {}
    return settings_from(options).language


async def _async_answer_of(
    coordinator: TaaraCoordinator, asking: Asking, language: str
) -> str:
    """Return a household's answer."""
    unit = coordinator.plan.unit
    answers = Answers(
        view=coordinator.data,
        words=SpokenWords(language, unit, dt_util.now()),
        renews=coordinator.plan.cycle is CycleKind.MONTHLY,
    )
    match asking.question:
        case Question.LEFT:
            return answers.left()
        case Question.USED:
            return _used(coordinator, answers, asking.detail)
        case Question.LASTS:
            return answers.lasts()
        case Question.RENEWS:
            return answers.ends()
        case Question.BUDGET:
            return answers.budget()
        case Question.WATCH:
            thing = asking.detail or "film"
            gigas = _GIGAS[thing]
            if asking.extra is not None:
                thing, gigas = "extra", asking.extra
            extra = int(gigas * (2**30 if unit in _BINARY else 10**9))
            supposed = await async_what_if(coordinator, Change(extra=extra))
            return answers.watch(supposed, thing, extra)
        case Question.BUNDLE:
            return answers.bundle(await async_compare_sizes(coordinator, SIZES))


def _used(coordinator: TaaraCoordinator, answers: Answers, detail: str | None) -> str:
    """Return how much was used in a time: in the cycle, unless another is meant."""
    today = dt_util.now().date()
    match detail:
        case "today":
            _, whole = used_from(coordinator, today)
            return answers.today(whole=whole)
        case "yesterday":
            return answers.yesterday()
        case "week":
            monday = today - timedelta(days=today.weekday())
            used, whole = used_from(coordinator, monday)
            return answers.week(used, whole=whole)
        case _:
            return answers.cycle()
