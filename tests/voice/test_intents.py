"""Intents, for sentences that people write themselves."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.taara.const import DOMAIN
from custom_components.taara.intent import KINDS
from custom_components.taara.voice_texts import Question
from homeassistant.core import HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component

from .conftest import Ask

CUSTOM = """
language: en
intents:
  TaaraDataUsed:
    data:
      - sentences: ["how was the juice"]
        slots:
          period: yesterday
  TaaraWhatIf:
    data:
      - sentences: ["can we update the console"]
        slots:
          extra: 60
          language: sw
"""


@pytest.fixture
async def intents(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> None:
    """Set up intents beside a household."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "intent", {})
    await hass.async_block_till_done()


async def handle(
    hass: HomeAssistant, kind: str, spoken: str = "en", **slots: Any
) -> str:
    """Return what is said to an intent."""
    given = {name: {"value": value} for name, value in slots.items()}
    response = await intent.async_handle(hass, DOMAIN, kind, given, language=spoken)
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER
    return str(response.speech["plain"]["speech"])


def test_every_question_has_an_intent() -> None:
    """What can be asked by our sentences can be asked by others."""
    assert sorted(kind.question for kind in KINDS) == sorted(Question)


@pytest.mark.parametrize(
    ("kind", "slots", "begin"),
    [
        ("TaaraDataLeft", {}, "You have "),
        ("TaaraDataUsed", {}, "You have used "),
        ("TaaraDataUsed", {"period": "cycle"}, "You have used "),
        ("TaaraDataUsed", {"period": "today"}, "I do not know: Taara has only just"),
        ("TaaraDataUsed", {"period": "week"}, "I do not know: Taara has only just"),
        ("TaaraDataUsed", {"period": "yesterday"}, "I do not know how much was used"),
        ("TaaraWillItLast", {}, "It is too early to tell."),
        ("TaaraRenewal", {}, "Your plan ends on "),
        ("TaaraDailyBudget", {}, "Today's budget is "),
        ("TaaraWhatIf", {}, "A film takes about 3 gigabytes"),
        ("TaaraWhatIf", {"activity": "episode"}, "An episode takes about 1 gigabyte:"),
        ("TaaraWhatIf", {"extra": 50}, "That takes about 50 gigabytes"),
        ("TaaraWhatIf", {"extra": 99_000}, "No: that takes about "),
        ("TaaraWhichPlan", {}, "It is too early to tell"),
    ],
)
async def test_intent(
    hass: HomeAssistant, intents: None, kind: str, slots: dict[str, Any], begin: str
) -> None:
    """Each answers as our own sentences do."""
    assert (await handle(hass, kind, **slots)).startswith(begin)


async def test_language(
    hass: HomeAssistant, intents: None, loaded_entry: MockConfigEntry
) -> None:
    """It is the sentence's, if it says one, else the request's, else the household's."""
    english, swahili = "You have ", "Umebakiwa na "
    assert (await handle(hass, "TaaraDataLeft", "en-GB")).startswith(english)
    assert (await handle(hass, "TaaraDataLeft", "sw-KE")).startswith(swahili)
    assert (await handle(hass, "TaaraDataLeft", language="sw")).startswith(swahili)
    assert (await handle(hass, "TaaraDataLeft", "de")).startswith(english)
    options = {"language": "sw"}
    hass.config_entries.async_update_entry(loaded_entry, options=options)
    assert (await handle(hass, "TaaraDataLeft", "de")).startswith(swahili)
    assert (await handle(hass, "TaaraDataLeft", "en")).startswith(english)


async def test_household(
    hass: HomeAssistant, intents: None, loaded_entry: MockConfigEntry
) -> None:
    """It may be named, or a part of its name, and one that is not there is not found."""
    hass.config_entries.async_update_entry(loaded_entry, title="Beach house")
    left = await handle(hass, "TaaraDataLeft")
    assert await handle(hass, "TaaraDataLeft", name="beach") == left
    answer = await handle(hass, "TaaraDataLeft", name="Office")
    assert answer == "I know no household Office, only Beach house."
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert await handle(hass, "TaaraDataLeft") == "No household is set up."


@pytest.mark.parametrize(
    ("kind", "slots"),
    [
        ("TaaraDataLeft", {"name": " "}),
        ("TaaraDataLeft", {"language": "xx"}),
        ("TaaraDataUsed", {"period": "decade"}),
        ("TaaraWhatIf", {"activity": "opera"}),
        ("TaaraWhatIf", {"extra": -1}),
        ("TaaraWhatIf", {"extra": "nan"}),
        ("TaaraWhatIf", {"extra": "much"}),
    ],
)
async def test_refused(
    hass: HomeAssistant, intents: None, kind: str, slots: dict[str, Any]
) -> None:
    """What makes no sense is refused."""
    with pytest.raises(intent.InvalidSlotInfo):
        await handle(hass, kind, **slots)


@pytest.fixture
def own_sentences(hass_config_dir: str) -> None:
    """Let somebody have written sentences, before the agent comes."""
    folder = Path(hass_config_dir, "custom_sentences/en")
    folder.mkdir(parents=True)
    (folder / "taara.yaml").write_text(CUSTOM, encoding="utf-8")


async def test_own_sentences(
    own_sentences: None, ask: Ask, loaded_entry: MockConfigEntry
) -> None:
    """A sentence in somebody's own file is answered, in the language that it says."""
    assert (await ask("how was the juice")).startswith("I do not know how much was")
    assert (await ask("can we update the console")).startswith("Hiyo hutumia")
