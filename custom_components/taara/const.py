"""Names shared by the parts that talk to Home Assistant."""

from datetime import timedelta
import logging

DOMAIN = "taara"
API = f"/api/{DOMAIN}/v1"
LOGGER = logging.getLogger(__package__)

CONF_ADVANCED = "advanced"
CONF_AFTER_ALLOWANCE = "after_allowance"
CONF_ALLOWANCE = "allowance"
CONF_ALLOWANCE_UNIT = "allowance_unit"
CONF_BASE_URL = "base_url"
CONF_COUNTER_KIND = "counter_kind"
CONF_CREDENTIALS = "credentials"
CONF_CREDENTIAL_ID = "credential_id"
CONF_CYCLE = "cycle"
CONF_CYCLE_DAYS = "cycle_days"
CONF_CYCLE_START = "cycle_start"
CONF_ENTITY_ID = "entity_id"
CONF_FREE_HOURS = "free_hours"
CONF_MORE = "more"
CONF_PLAN = "plan"
CONF_PROVIDER = "provider"
CONF_RESET_DAY = "reset_day"
CONF_ROLLOVER = "rollover"
CONF_UNLIMITED = "unlimited"

DEFAULT_HOST = "http://192.168.88.1"

# The source's own rule: one usage request in ten minutes, 144 a day.
POLL_INTERVAL = timedelta(minutes=10)
