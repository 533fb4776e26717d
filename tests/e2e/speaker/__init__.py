"""A speaker and a voice, as Home Assistant sees them: what was said last is its state."""

from typing import Any, override

from homeassistant.components.media_player import (
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.components.media_player.const import DATA_COMPONENT as PLAYERS
from homeassistant.components.tts import TextToSpeechEntity
from homeassistant.components.tts.const import DATA_COMPONENT as VOICES
from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import ConfigType


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Add one of each."""
    await hass.data[PLAYERS].async_add_entities([Speaker()])
    await hass.data[VOICES].async_add_entities([Voice()])
    return True


class Speaker(MediaPlayerEntity):
    """Plays whatever it is given, and shows its address, which has the words."""

    _attr_name = "Kitchen"
    _attr_state = MediaPlayerState.IDLE
    _attr_supported_features = MediaPlayerEntityFeature.PLAY_MEDIA

    @override
    async def async_play_media(
        self, media_type: str, media_id: str, **kwargs: Any
    ) -> None:
        """Play it."""
        self._attr_media_content_id = media_id
        self._attr_state = MediaPlayerState.PLAYING
        self.async_write_ha_state()


class Voice(TextToSpeechEntity):
    """Speaks to whoever asks for the sound; nobody here does."""

    _attr_name = "Asha"
    _attr_default_language = "en"
    _attr_supported_languages = ["en", "sw"]
