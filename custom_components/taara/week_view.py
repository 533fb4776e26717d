"""Shows the picture of a week to whoever was told of it."""

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .alert_options import settings_from
from .alert_texts import week_of
from .alert_words import Words
from .const import DOMAIN
from .week_picture import draw

if TYPE_CHECKING:
    from .coordinator import TaaraConfigEntry

PATH = f"/api/{DOMAIN}/week/{{entry_id}}/{{alert_id}}.png"
# A message may be read days later. What was signed is forgotten when Home Assistant
# stops, as are its notifications; a phone has fetched the picture by then.
VALID = timedelta(days=8)


@callback
def async_week_path(hass: HomeAssistant, entry_id: str, alert_id: str) -> str:
    """Return where the picture is: signed, for a picture in a page signs nobody in."""
    path = PATH.format(entry_id=entry_id, alert_id=alert_id)
    return async_sign_path(hass, path, VALID, use_content_user=True)


class WeekView(HomeAssistantView):
    """Draws the picture of a weekly summary."""

    url = PATH
    name = f"api:{DOMAIN}:week"

    async def get(
        self, request: web.Request, entry_id: str, alert_id: str
    ) -> web.Response:
        """Return the picture, or say that there is none."""
        hass = request.app[KEY_HASS]
        entry: TaaraConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
        coordinator = getattr(entry, "runtime_data", None)
        if entry is None or entry.domain != DOMAIN or coordinator is None:
            return self.json_message("unknown household", HTTPStatus.NOT_FOUND)
        household = coordinator.household
        alerts = () if household is None else household.alerts
        used = next((week_of(one) for one in alerts if one.alert_id == alert_id), {})
        if not used:
            return self.json_message("unknown summary", HTTPStatus.NOT_FOUND)
        language = settings_from(entry.options).language
        words = Words(language, coordinator.plan.unit, dt_util.now())
        png = await hass.async_add_executor_job(draw, used, words)
        return web.Response(body=png, content_type="image/png")
