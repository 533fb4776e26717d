"""Show what a source answered, with its values masked, and save it if a person agrees."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.loader import async_get_integration
from homeassistant.util.file import write_utf8_file_atomic
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .flow_access import async_provider_name

# Outages of which a sample was saved. Forgotten at a restart: to be asked once more by
# then does no harm.
_SAVED: HassKey[set[str]] = HassKey(f"{DOMAIN}_samples_saved")


@callback
def is_saved(hass: HomeAssistant, told: Mapping[str, str]) -> bool:
    """Tell whether a sample of this outage was saved."""
    return told["outage"] in hass.data.get(_SAVED, ())


class SampleFlow(RepairsFlow):
    """Offers the masked sample of an answer that was not understood.

    What is shown is what is saved, whatever the source answers meanwhile. The source is
    not repaired by it, but nothing else is left to do for whoever has the issue.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        """Take what the issue knows: `outage`, `provider`, `detail` and `sample`."""
        self._told = told
        self._text = _document(told["provider"], told["sample"])

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Begin; what Home Assistant passes here is nobody's input."""
        return await self.async_step_sample()

    async def async_step_sample(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Show the sample, and save it once it was looked at."""
        # One file for each kind of source: the last sample, and never more of them.
        path = Path(self.hass.config.path(DOMAIN, f"{self._told['provider']}.json"))
        errors = {}
        if user_input is not None:
            try:
                await self.hass.async_add_executor_job(_write, path, self._text)
            except OSError, HomeAssistantError:
                errors["base"] = "cannot_save"
            else:
                return await self._async_saved(path)
        provider = await async_provider_name(self.hass, self._told["provider"])
        return self.async_show_form(
            step_id="sample",
            errors=errors,
            description_placeholders={
                "provider": provider,
                "detail": self._told["detail"],
                "sample": self._text,
                "path": str(path),
            },
        )

    async def _async_saved(self, path: Path) -> RepairsFlowResult:
        """End the issue for this outage, and say what to do with the file."""
        self.hass.data.setdefault(_SAVED, set()).add(self._told["outage"])
        integration = await async_get_integration(self.hass, DOMAIN)
        return self.async_create_entry(
            data={},
            description_placeholders={
                "path": str(path),
                "tracker": integration.issue_tracker or "",
            },
        )


def _document(provider: str, sample: str) -> str:
    """Return a sample as the file that a test can load."""
    try:
        answer = json.loads(sample)
    except ValueError:
        answer = sample
    if not isinstance(answer, dict):
        # As it was kept by versions that had the body only.
        answer = {"body": answer}
    document = {"provider": provider, **answer}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    """Put a file in place, whole or not at all; `OSError` or `HomeAssistantError`."""
    path.parent.mkdir(exist_ok=True)
    write_utf8_file_atomic(str(path), text)
