"""What a household wants to be told, as the REST interface reads and changes it."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from homeassistant.const import WEEKDAYS
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonObjectType, JsonValueType

from .alert_options import (
    CONF_ALERT_THRESHOLD,
    CONF_ALERT_THRESHOLD_HIGH,
    CONF_LANGUAGE,
    CONF_LEVELS,
    CONF_OFF,
    CONF_PACE_CHANCE,
    CONF_PEOPLE,
    CONF_QUIET_FROM,
    CONF_QUIET_UNTIL,
    CONF_SUMMARY_TIME,
    CONF_SUMMARY_WEEKDAY,
    CONF_TARGETS,
    LEVEL_RANGE,
    PACE_RANGE,
    PEOPLE_RANGE,
    THRESHOLD_HIGH_RANGE,
    THRESHOLD_RANGE,
    target_options,
)
from .alert_words import LANGUAGES
from .channels import async_ways
from .coordinator import TaaraCoordinator
from .model import AlertKind, AlertSettings, Channel, Target
from .rest_request import fields, refused
from .rest_values import ValueReader, clock, or_null, several, truth, whole, word

MOST_LEVELS = 20
# The original document's switches: the channels, and the kinds, that they stand for.
CHANNELS = {
    "desktop_notifications_enabled": frozenset({Channel.DASHBOARD, Channel.DESKTOP}),
    "email_enabled": frozenset({Channel.EMAIL}),
}
KINDS = {
    "daily_budget_alerts": AlertKind.DAILY_BUDGET,
    "weekly_summary_enabled": AlertKind.WEEKLY_SUMMARY,
}
# What is an option of its own, and how it is read.
OPTIONS: Mapping[str, tuple[str, ValueReader]] = {
    "alert_threshold_high_percentage": (
        CONF_ALERT_THRESHOLD_HIGH,
        whole(*THRESHOLD_HIGH_RANGE),
    ),
    "alert_threshold_percentage": (CONF_ALERT_THRESHOLD, whole(*THRESHOLD_RANGE)),
    "further_thresholds": (CONF_LEVELS, several(whole(*LEVEL_RANGE), MOST_LEVELS)),
    "language": (CONF_LANGUAGE, word(*LANGUAGES)),
    "pace_alert_probability": (CONF_PACE_CHANCE, whole(*PACE_RANGE)),
    "people": (CONF_PEOPLE, or_null(whole(*PEOPLE_RANGE))),
    "quiet_from": (CONF_QUIET_FROM, or_null(clock)),
    "quiet_until": (CONF_QUIET_UNTIL, or_null(clock)),
    "summary_time": (CONF_SUMMARY_TIME, clock),
    "summary_weekday": (CONF_SUMMARY_WEEKDAY, word(*WEEKDAYS)),
}
ALERT_TYPES = "alert_types"
READERS: Mapping[str, ValueReader] = {
    **{name: read for name, (_, read) in OPTIONS.items()},
    **dict.fromkeys([*CHANNELS, *KINDS], truth),
    ALERT_TYPES: several(word(*AlertKind), len(AlertKind)),
}


def preferences_fields(coordinator: TaaraCoordinator) -> JsonObjectType:
    """Return what the household chose."""
    settings = coordinator.alerts.settings
    quiet, off = settings.quiet, settings.off
    levels: list[JsonValueType] = list(settings.levels)
    kinds: list[JsonValueType] = [k.value for k in sorted(AlertKind) if k not in off]
    return {
        "entry_id": coordinator.config_entry.entry_id,
        "alert_threshold_percentage": settings.threshold,
        "alert_threshold_high_percentage": settings.threshold_high,
        "further_thresholds": levels,
        "pace_alert_probability": settings.pace_chance,
        **{name: kind not in off for name, kind in KINDS.items()},
        ALERT_TYPES: kinds,
        **{name: bool(_used(settings, name)) for name in CHANNELS},
        "quiet_from": None if quiet is None else _short(quiet.start),
        "quiet_until": None if quiet is None else _short(quiet.end),
        "summary_weekday": WEEKDAYS[settings.summary_weekday],
        "summary_time": _short(settings.summary_time),
        "language": settings.language,
        "people": settings.people,
        "timezone": coordinator.hass.config.time_zone,
    }


@callback
def async_change_preferences(
    coordinator: TaaraCoordinator, asked: Mapping[str, Any]
) -> None:
    """Change what is named, all of it or nothing. Raises what people can read."""
    if not asked:
        raise refused("rest_nothing_to_change")
    read = fields(asked, READERS)
    settings = coordinator.alerts.settings
    changes = {OPTIONS[name][0]: read[name] for name in OPTIONS if name in read}
    _check_quiet_hours(settings, changes)
    if read.keys() & {ALERT_TYPES, *KINDS}:
        changes[CONF_OFF] = _off(settings, read)
    if read.keys() & CHANNELS.keys():
        targets = _targets(coordinator.hass, settings, read)
        changes[CONF_TARGETS] = target_options(targets)
    coordinator.alerts.choose(changes)


def _check_quiet_hours(settings: AlertSettings, changes: Mapping[str, Any]) -> None:
    """Let quiet hours have both ends, or none."""
    quiet = settings.quiet
    before = (None, None) if quiet is None else (quiet.start, quiet.end)
    start, end = (
        changes.get(option, known and known.isoformat())
        for option, known in zip(
            (CONF_QUIET_FROM, CONF_QUIET_UNTIL), before, strict=True
        )
    )
    if (start is None) is not (end is None) or (start is not None and start == end):
        raise refused("rest_quiet_hours")


def _off(settings: AlertSettings, read: Mapping[str, Any]) -> list[str]:
    """Return the kinds that nobody wants from now on."""
    wanted = {kind for kind in AlertKind if kind not in settings.off}
    if ALERT_TYPES in read:
        wanted = set(map(AlertKind, read[ALERT_TYPES]))
    for name, kind in KINDS.items():
        if name in read:
            wanted = wanted | {kind} if read[name] else wanted - {kind}
    return [kind.value for kind in AlertKind if kind not in wanted]


def _used(settings: AlertSettings, name: str) -> list[Target]:
    """Return the targets that a switch stands for."""
    return [one for one in settings.targets if one.channel in CHANNELS[name]]


@callback
def _targets(
    hass: HomeAssistant, settings: AlertSettings, read: Mapping[str, Any]
) -> tuple[Target, ...]:
    """Return where messages go from now on: on is every way of its kind."""
    targets = list(settings.targets)
    for name, channels in CHANNELS.items():
        if name not in read or read[name] is bool(_used(settings, name)):
            continue
        targets = [one for one in targets if one.channel not in channels]
        if read[name]:
            ways = [way.target for way in async_ways(hass)]
            found = [one for one in ways if one.channel in channels]
            if not found:
                raise refused("rest_no_way", name=name)
            targets += found
    return tuple(targets)


def _short(at: time) -> str:
    return f"{at:%H:%M}"
