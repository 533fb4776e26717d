"""Sentences for Home Assistant's own agent: the one place that knows how it takes them.

The agent offers this to automations; nobody has promised it to integrations.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from homeassistant.components.conversation import (
    DOMAIN as CONVERSATION_DOMAIN,
    ConversationInput,
    get_agent_manager,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.device_registry import (
    EVENT_DEVICE_REGISTRY_UPDATED,
    EventDeviceRegistryUpdatedData,
)
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.setup import async_when_setup

from .const import DOMAIN
from .voice import Asking, async_answer, households, named_in, names_of
from .voice_texts import Asked, detail, details, sentences

if TYPE_CHECKING:
    from hassil.recognize import RecognizeResult


@callback
def async_setup_sentences(hass: HomeAssistant) -> None:
    """Let the agent know the sentences while there is a household, once there is an agent."""

    async def begin(hass: HomeAssistant, _component: str) -> None:
        Sentences(hass).listen()

    async_when_setup(hass, CONVERSATION_DOMAIN, begin)


class Sentences:
    """The sentences that the agent knows of; they follow the households and their names."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._names: tuple[str, ...] | None = None
        self._withdraw: Callable[[], None] | None = None

    @callback
    def listen(self) -> None:
        """Follow the households from now on."""

        @callback
        def changed(_change: ConfigEntryChange, entry: ConfigEntry) -> None:
            if entry.domain == DOMAIN:
                self._follow()

        @callback
        def renamed(_event: Event[EventDeviceRegistryUpdatedData]) -> None:
            self._follow()

        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
        self._hass.bus.async_listen(EVENT_DEVICE_REGISTRY_UPDATED, renamed)
        self._follow()

    @callback
    def _follow(self) -> None:
        """Register the sentences anew where the names of the households have changed."""
        names = self._known()
        if names == self._names:
            return
        self._names = names
        if self._withdraw is not None:
            self._withdraw()
            self._withdraw = None
        if names is not None:
            known = sentences(names)
            answer = partial(self._async_answer, known)
            manager = get_agent_manager(self._hass)
            self._withdraw = manager.register_trigger(list(known), answer)

    def _known(self) -> tuple[str, ...] | None:
        """Return what the households are called; `None` while none is set up."""
        entries = households(self._hass)
        if not any(entry.state is ConfigEntryState.LOADED for entry in entries):
            return None
        return tuple(name for entry in entries for name in names_of(self._hass, entry))

    async def _async_answer(
        self,
        known: Mapping[str, Asked],
        heard: ConversationInput,
        result: RecognizeResult,
    ) -> str:
        """Answer what was heard: one of the sentences that are known."""
        if TYPE_CHECKING:
            assert result.intent_sentence is not None
        asked = known[str(result.intent_sentence.text)]
        kind = None
        if asked.language is not None and details(asked.question):
            kind = detail(asked.question, heard.text, asked.language)
        asking = Asking(
            question=asked.question,
            detail=kind,
            household=named_in(self._hass, heard.text),
            language=asked.language,
        )
        return await async_answer(self._hass, asking)
