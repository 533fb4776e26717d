"""Intents, so that people can write sentences of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent

from .alert_words import LANGUAGES
from .voice import Asking, async_answer
from .voice_texts import Question, details

SLOTS: Mapping[Any, Any] = {
    vol.Optional("name"): intent.non_empty_string,
    vol.Optional("language"): vol.In(LANGUAGES),
}
EXTRA = vol.All(vol.Coerce(float), vol.Range(min=0, max=100_000))


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """An intent: its name, what it asks, what it is for, and its own slots.

    `detail` is the slot that says which kind of the question it is.
    """

    name: str
    question: Question
    description: str
    detail: str | None = None
    slots: Mapping[Any, Any]


def _slots(question: Question, name: str) -> Mapping[Any, Any]:
    return {**SLOTS, vol.Optional(name): vol.In(details(question))}


KINDS = (
    Kind(
        name="TaaraDailyBudget",
        question=Question.BUDGET,
        description="Tells how much internet data may be used today",
        slots=SLOTS,
    ),
    Kind(
        name="TaaraDataLeft",
        question=Question.LEFT,
        description="Tells how much internet data is left",
        slots=SLOTS,
    ),
    Kind(
        name="TaaraDataUsed",
        question=Question.USED,
        description="Tells how much internet data was used in a period",
        detail="period",
        slots=_slots(Question.USED, "period"),
    ),
    Kind(
        name="TaaraRenewal",
        question=Question.RENEWS,
        description="Tells when the internet plan renews or ends",
        slots=SLOTS,
    ),
    Kind(
        name="TaaraWhatIf",
        question=Question.WATCH,
        description="Tells whether the internet data allows for something",
        detail="activity",
        slots={**_slots(Question.WATCH, "activity"), vol.Optional("extra"): EXTRA},
    ),
    Kind(
        name="TaaraWhichPlan",
        question=Question.BUNDLE,
        description="Tells which size of internet plan to buy",
        slots=SLOTS,
    ),
    Kind(
        name="TaaraWillItLast",
        question=Question.LASTS,
        description="Tells whether the internet data lasts until it renews",
        slots=SLOTS,
    ),
)


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    for kind in KINDS:
        intent.async_register(hass, TaaraIntent(kind))


class TaaraIntent(intent.IntentHandler):
    """A question about a household's internet data."""

    def __init__(self, kind: Kind) -> None:
        """Name it."""
        self._kind = kind
        self.intent_type = kind.name
        self.description = kind.description

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """The slots that a sentence may fill."""
        return {**self._kind.slots}

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Answer."""
        slots = self.async_validate_slots(intent_obj.slots)
        said = {name: slot["value"] for name, slot in slots.items()}
        asking = Asking(
            question=self._kind.question,
            detail=said.get(self._kind.detail or ""),
            household=said.get("name"),
            language=said.get("language") or _language(intent_obj.language),
            extra=said.get("extra"),
        )
        response = intent_obj.create_response()
        response.response_type = intent.IntentResponseType.QUERY_ANSWER
        response.async_set_speech(await async_answer(intent_obj.hass, asking))
        return response


def _language(tag: str) -> str | None:
    """Return the language of a tag such as "en-GB", if there are words for it."""
    language = tag.partition("-")[0].lower()
    return language if language in LANGUAGES else None
