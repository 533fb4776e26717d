"""What people chose to be told, as a config entry's options keep it."""

from collections.abc import Mapping
from typing import Any

from .model import AlertKind, AlertSettings

CONF_ALERT_THRESHOLD = "alert_threshold"
CONF_ALERT_THRESHOLD_HIGH = "alert_threshold_high"
CONF_OFF = "off"

DEFAULTS = AlertSettings()

# What each number may be, both ends included.
THRESHOLD_RANGE = (50, 95)
THRESHOLD_HIGH_RANGE = (50, 99)


def settings_from(options: Mapping[str, Any]) -> AlertSettings:
    """Return what people chose; what is missing is as by default."""
    return AlertSettings(
        off=tuple(map(AlertKind, options.get(CONF_OFF, DEFAULTS.off))),
        threshold=int(options.get(CONF_ALERT_THRESHOLD, DEFAULTS.threshold)),
        threshold_high=int(
            options.get(CONF_ALERT_THRESHOLD_HIGH, DEFAULTS.threshold_high)
        ),
    )
