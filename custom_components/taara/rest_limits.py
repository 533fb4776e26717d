"""How much the REST interface tells at once."""

from .usage.alert import ALERTS_KEPT
from .usage.ledger import DAYS_KEPT

MOST_DAYS = DAYS_KEPT
MOST_ALERTS = ALERTS_KEPT
ALERTS_SHOWN = 50
# A year, as much as anybody may snooze alerts for.
MOST_HOURS = 366 * 24
MOST_SKIPPED = 10**6
# Bytes; nobody has that much to say.
LARGEST_BODY = 64 * 1024
