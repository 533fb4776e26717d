"""The REST interface: what Taara knows, for other programs.

Home Assistant answers for who asks; each answer of ours is an object of `status`,
`data` and `error`. Whoever is signed in may read and take note; preferences are for
those who keep the house.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps
from http import HTTPStatus

from aiohttp import web

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.const import CONTENT_TYPE_JSON
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.json import json_bytes
from homeassistant.loader import async_get_integration
from homeassistant.util.json import JsonObjectType

from .const import API, DOMAIN
from .export_view import async_setup_export
from .health import health_fields
from .model import AlertKind, Overview, TrendPeriod, Via
from .openapi import document
from .questions import alerts_between, days_between
from .rest_fields import alert_fields, alerts_fields, current_fields, days_fields
from .rest_limits import ALERTS_SHOWN, MOST_ALERTS, MOST_DAYS, MOST_SKIPPED
from .rest_preferences import async_change_preferences, preferences_fields
from .rest_request import (
    body,
    coordinator_of,
    entries_of,
    local_day,
    number,
    one_of,
    query,
    refused,
    span,
)
from .rest_snooze import async_snooze
from .trend_answer import async_trends

# Whatever else is refused was asked for wrongly; what failed may work another time.
STATUSES = {
    "alert_unknown": HTTPStatus.NOT_FOUND,
    "rest_admin_needed": HTTPStatus.FORBIDDEN,
    "rest_no_household": HTTPStatus.NOT_FOUND,
    "rest_unknown_household": HTTPStatus.NOT_FOUND,
}

type Answer = Callable[..., Awaitable[JsonObjectType | bytes]]
type Handler = Callable[..., Awaitable[web.Response]]


async def async_setup_http(hass: HomeAssistant) -> None:
    """Register the views, once for all households."""
    integration = await async_get_integration(hass, DOMAIN)
    version = str(integration.version)
    for view in (
        CurrentView(),
        TrendsView(),
        DailyView(),
        AlertsView(),
        AcknowledgeView(),
        SnoozeView(),
        PreferencesView(),
        HealthView(version),
        OpenApiView(version),
    ):
        hass.http.register_view(view)
    async_setup_export(hass)


def _enveloped(answer: Answer) -> Handler:
    """Make a handler of what returns data, or raises what people can read."""

    @wraps(answer)
    async def handle(
        view: HomeAssistantView, request: web.Request, **matched: str
    ) -> web.Response:
        try:
            data = await answer(view, request, **matched)
        except HomeAssistantError as error:
            return _error(error)
        if isinstance(data, bytes):
            return web.Response(body=data, content_type=CONTENT_TYPE_JSON)
        return HomeAssistantView.json(_envelope(data))

    return handle


def _envelope(data: JsonObjectType) -> JsonObjectType:
    return {"status": "success", "data": data, "error": None}


def _error(error: HomeAssistantError) -> web.Response:
    key = error.translation_key or "unknown"
    wrong = isinstance(error, ServiceValidationError)
    other = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.SERVICE_UNAVAILABLE
    told = {"code": key.removeprefix("rest_"), "message": str(error)}
    answer = {"status": "error", "data": None, "error": told}
    return HomeAssistantView.json(answer, STATUSES.get(key, other))


class CurrentView(HomeAssistantView):
    """The figures of the moment."""

    url = f"{API}/usage/current"
    name = "api:taara:usage:current"

    def __init__(self) -> None:
        """Keep the last answer of each household: many ask, little changes."""
        self._answers: dict[str, tuple[Overview, bytes]] = {}

    @_enveloped
    async def get(self, request: web.Request) -> bytes:
        """Return what is known of a household."""
        coordinator = coordinator_of(request.app[KEY_HASS], query(request))
        view, entry_id = coordinator.data, coordinator.config_entry.entry_id
        known = self._answers.get(entry_id)
        if known is None or known[0] is not view:
            told = json_bytes(_envelope(current_fields(entry_id, view)))
            known = self._answers[entry_id] = (view, told)
        return known[1]


class TrendsView(HomeAssistantView):
    """Where usage goes."""

    url = f"{API}/usage/trends"
    name = "api:taara:usage:trends"

    @_enveloped
    async def get(self, request: web.Request) -> JsonObjectType:
        """Return a period beside the one before it, and what would save data."""
        asked = query(request, period=one_of(*TrendPeriod))
        coordinator = coordinator_of(request.app[KEY_HASS], asked)
        return await async_trends(coordinator, TrendPeriod(asked.get("period", "week")))


class DailyView(HomeAssistantView):
    """The days that are over."""

    url = f"{API}/usage/daily"
    name = "api:taara:usage:daily"

    @_enveloped
    async def get(self, request: web.Request) -> JsonObjectType:
        """Return the closed days of a span, oldest first."""
        asked = query(
            request,
            start=local_day,
            end=local_day,
            limit=number(1, MOST_DAYS),
            offset=number(0, MOST_SKIPPED),
        )
        start, end = span(asked)
        coordinator = coordinator_of(request.app[KEY_HASS], asked)
        days = days_between(coordinator, start, end)
        return days_fields(days, asked.get("offset", 0), asked.get("limit", MOST_DAYS))


class AlertsView(HomeAssistantView):
    """What people were told."""

    url = f"{API}/alerts"
    name = "api:taara:alerts"

    @_enveloped
    async def get(self, request: web.Request) -> JsonObjectType:
        """Return what was told in a span, newest first."""
        asked = query(
            request,
            alert_type=one_of(*AlertKind),
            start=local_day,
            end=local_day,
            limit=number(1, MOST_ALERTS),
            offset=number(0, MOST_SKIPPED),
        )
        start, end = span(asked)
        coordinator = coordinator_of(request.app[KEY_HASS], asked)
        kind = asked.get("alert_type")
        kinds = AlertKind if kind is None else (AlertKind(kind),)
        found = alerts_between(coordinator, start, end, kinds)
        offset, limit = asked.get("offset", 0), asked.get("limit", ALERTS_SHOWN)
        # Each is put into words: of hundreds that takes its time.
        return await coordinator.hass.async_add_executor_job(
            alerts_fields, coordinator, found, offset, limit
        )


class AcknowledgeView(HomeAssistantView):
    """Taking note of an alert."""

    url = f"{API}/alerts/{{alert_id}}/acknowledge"
    name = "api:taara:alerts:acknowledge"

    @_enveloped
    async def post(self, request: web.Request, alert_id: str) -> JsonObjectType:
        """Take note and return the alert; who does so first is remembered."""
        coordinator = coordinator_of(request.app[KEY_HASS], query(request))
        await coordinator.alerts.async_acknowledge(
            Via.REST, by=request[KEY_HASS_USER].id, alert_ids=frozenset({alert_id})
        )
        alerts = alerts_between(coordinator, date.min, date.max, AlertKind)
        told = next(alert for alert in alerts if alert.alert_id == alert_id)
        return alert_fields(coordinator, told)


class SnoozeView(HomeAssistantView):
    """Hearing nothing for a while."""

    url = f"{API}/alerts/snooze"
    name = "api:taara:alerts:snooze"

    @_enveloped
    async def post(self, request: web.Request) -> JsonObjectType:
        """Snooze and return until when."""
        asked, wanted = query(request), await body(request)
        return await async_snooze(coordinator_of(request.app[KEY_HASS], asked), wanted)


class PreferencesView(HomeAssistantView):
    """What a household wants to be told."""

    url = f"{API}/preferences"
    name = "api:taara:preferences"

    @_enveloped
    async def get(self, request: web.Request) -> JsonObjectType:
        """Return what the household chose."""
        return preferences_fields(coordinator_of(request.app[KEY_HASS], query(request)))

    @_enveloped
    async def post(self, request: web.Request) -> JsonObjectType:
        """Change what is named and return all of it."""
        if not request[KEY_HASS_USER].is_admin:
            raise refused("rest_admin_needed")
        asked, changes = query(request), await body(request)
        coordinator = coordinator_of(request.app[KEY_HASS], asked)
        async_change_preferences(coordinator, changes)
        return preferences_fields(coordinator)


class HealthView(HomeAssistantView):
    """How well Taara works."""

    url = f"{API}/system/health"
    name = "api:taara:system:health"

    def __init__(self, version: str) -> None:
        """Keep the version."""
        self._version = version

    @_enveloped
    async def get(self, request: web.Request) -> JsonObjectType:
        """Return the health of all households, or of one."""
        entries = entries_of(request.app[KEY_HASS], query(request))
        return health_fields(entries, self._version)


class OpenApiView(HomeAssistantView):
    """The description of all this."""

    url = f"{API}/openapi.json"
    name = "api:taara:openapi"

    def __init__(self, version: str) -> None:
        """Write the description once."""
        self._document = json_bytes(document(version))

    @callback
    def get(self, request: web.Request) -> web.Response:
        """Return the description as it is, without an envelope."""
        return web.Response(body=self._document, content_type=CONTENT_TYPE_JSON)
