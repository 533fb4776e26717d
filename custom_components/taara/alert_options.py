"""What people chose to be told, as a config entry's options keep it, and back."""

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any

from homeassistant.const import WEEKDAYS

from .alert_words import LANGUAGES
from .model import AlertKind, AlertSettings, Channel, QuietHours, Target

CONF_ALERT_THRESHOLD = "alert_threshold"
CONF_ALERT_THRESHOLD_HIGH = "alert_threshold_high"
CONF_KEPT = "kept"
CONF_LANGUAGE = "language"
CONF_LEVELS = "levels"
CONF_OFF = "off"
CONF_PACE_CHANCE = "pace_chance"
CONF_PEOPLE = "people"
CONF_QUIET_FROM = "quiet_from"
CONF_QUIET_UNTIL = "quiet_until"
CONF_SUMMARY_TIME = "summary_time"
CONF_SUMMARY_WEEKDAY = "summary_weekday"
CONF_TARGETS = "targets"

PERSISTENT_NOTIFICATION = "persistent_notification"
DEFAULT_TARGET = Target(name=PERSISTENT_NOTIFICATION, channel=Channel.DASHBOARD)
DEFAULTS = AlertSettings(targets=(DEFAULT_TARGET,))

# What each number may be, both ends included.
THRESHOLD_RANGE = (50, 95)
THRESHOLD_HIGH_RANGE = (50, 99)
LEVEL_RANGE = (1, 99)
PACE_RANGE = (5, 95)
PEOPLE_RANGE = (1, 50)


def settings_from(options: Mapping[str, Any]) -> AlertSettings:
    """Return what people chose; what is missing or makes no sense is as by default."""

    def known[T, D](key: str, read: Callable[[Any], T], default: D) -> T | D:
        try:
            return read(options[key])
        except KeyError, TypeError, ValueError, AttributeError, OverflowError:
            return default

    return AlertSettings(
        off=known(CONF_OFF, _kinds, DEFAULTS.off),
        kept=known(CONF_KEPT, _kinds, DEFAULTS.kept),
        threshold=known(
            CONF_ALERT_THRESHOLD, _within(*THRESHOLD_RANGE), DEFAULTS.threshold
        ),
        threshold_high=known(
            CONF_ALERT_THRESHOLD_HIGH,
            _within(*THRESHOLD_HIGH_RANGE),
            DEFAULTS.threshold_high,
        ),
        levels=known(CONF_LEVELS, _levels, DEFAULTS.levels),
        pace_chance=known(CONF_PACE_CHANCE, _within(*PACE_RANGE), DEFAULTS.pace_chance),
        quiet=_quiet(
            known(CONF_QUIET_FROM, _time, None), known(CONF_QUIET_UNTIL, _time, None)
        ),
        summary_weekday=known(
            CONF_SUMMARY_WEEKDAY, WEEKDAYS.index, DEFAULTS.summary_weekday
        ),
        summary_time=known(CONF_SUMMARY_TIME, _time, DEFAULTS.summary_time),
        targets=known(CONF_TARGETS, _targets, DEFAULTS.targets),
        language=known(CONF_LANGUAGE, _language, DEFAULTS.language),
        people=known(CONF_PEOPLE, _within(*PEOPLE_RANGE), DEFAULTS.people),
    )


def options_from(settings: AlertSettings) -> dict[str, Any]:
    """Return what people chose as options; what they left open has none."""
    options: dict[str, Any] = {
        CONF_ALERT_THRESHOLD: settings.threshold,
        CONF_ALERT_THRESHOLD_HIGH: settings.threshold_high,
        CONF_KEPT: [kind.value for kind in settings.kept],
        CONF_LANGUAGE: settings.language,
        CONF_LEVELS: list(settings.levels),
        CONF_OFF: [kind.value for kind in settings.off],
        CONF_PACE_CHANCE: settings.pace_chance,
        CONF_SUMMARY_TIME: settings.summary_time.isoformat(),
        CONF_SUMMARY_WEEKDAY: WEEKDAYS[settings.summary_weekday],
        CONF_TARGETS: target_options(settings.targets),
    }
    if settings.people is not None:
        options[CONF_PEOPLE] = settings.people
    if settings.quiet is not None:
        options[CONF_QUIET_FROM] = settings.quiet.start.isoformat()
        options[CONF_QUIET_UNTIL] = settings.quiet.end.isoformat()
    return options


def target_options(targets: tuple[Target, ...]) -> dict[str, str]:
    """Return targets as options keep them.

    The kind of way stands with the name, for while the target is away nobody can tell.
    """
    return {target.name: target.channel.value for target in targets}


def _within(least: int, most: int) -> Callable[[Any], int]:
    """Return what reads a whole number in a range, or raises `ValueError`."""

    def read(value: Any) -> int:
        number = int(value)
        if isinstance(value, bool) or number != float(value):
            raise ValueError("not a whole number")
        if not least <= number <= most:
            raise ValueError("out of range")
        return number

    return read


def _levels(values: Any) -> tuple[int, ...]:
    return tuple(sorted(set(_each(values, _within(*LEVEL_RANGE)))))


def _kinds(values: Any) -> tuple[AlertKind, ...]:
    return tuple(dict.fromkeys(_each(values, AlertKind)))


def _each[T](values: Any, read: Callable[[Any], T]) -> Iterator[T]:
    """Yield each of a list that can be read: one bad one does not take the others."""
    if not isinstance(values, list | tuple):
        raise TypeError("not a list")
    for value in values:
        try:
            yield read(value)
        except TypeError, ValueError, OverflowError:
            continue


def _targets(values: Any) -> tuple[Target, ...]:
    return tuple(
        Target(name=str(name), channel=Channel(channel))
        for name, channel in values.items()
    )


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise ValueError("no texts")
    return str(value)


def _time(value: Any) -> time:
    moment = time.fromisoformat(value)
    if moment.tzinfo is not None:
        raise ValueError("not by the home's clock")
    return moment


def _quiet(start: time | None, end: time | None) -> QuietHours | None:
    if start is None or end is None or start == end:
        return None
    return QuietHours(start=start, end=end)
