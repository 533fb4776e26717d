"""Everything that is held about a household, in a zip: one JSON file, and tables.

Left out is what opens or names the account: credentials, and what was derived from
them. Amounts are bytes, times are in UTC, days the home's own.
"""

from collections.abc import Iterable, Mapping, Sequence
import csv
from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import json_loads

from .const import CONF_CREDENTIAL_ID, CONF_CREDENTIALS
from .model import Alert, Cycle, DailySummary, Hour, Overview, Poll
from .usage.household import Household

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SECRETS = {CONF_CREDENTIAL_ID, CONF_CREDENTIALS, "account", "plan_key"}
HOUR_COLUMNS = ("start", "usage", "unit", "free", "measured_seconds", "readings")
# A spreadsheet takes a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

type Row = Sequence[Any]


def archive(
    about: Mapping[str, Any], household: Household, overview: Overview
) -> bytes:
    """Return the zip; `about` is what the config entry and its surroundings tell."""
    ledger, packed = household.ledger, BytesIO()
    whole = _without_secrets(
        _plain({**about, "overview": overview, "household": household})
    )
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("household.json", json_dumps(whole))
        file.writestr("days.csv", _days(ledger.days))
        file.writestr("hours.csv", _table(HOUR_COLUMNS, _hours(ledger.hours)))
        cycles = (*ledger.past, ledger.cycle)
        file.writestr("cycles.csv", _records(Cycle, cycles))
        file.writestr("alerts.csv", _records(Alert, household.alerts))
        file.writestr("polls.csv", _records(Poll, household.polls))
    return packed.getvalue()


def _plain(value: Any) -> Any:
    return json_loads(json_dumps(value))


def _without_secrets(value: Any) -> Any:
    """Return a value without what opens or names the account, however deep it lies."""
    if isinstance(value, dict):
        return {
            name: _without_secrets(item)
            for name, item in value.items()
            if name not in SECRETS
        }
    if isinstance(value, list):
        return [_without_secrets(item) for item in value]
    return value


def _days(days: Iterable[DailySummary]) -> str:
    """Return closed days as a table that `taara.import_usage` takes."""
    known = [known.name for known in fields(DailySummary) if known.name != "usage"]
    columns = ("date", "usage", "unit", *(name for name in known if name != "date"))
    rows = (
        ["B" if name == "unit" else getattr(day, name) for name in columns]
        for day in days
    )
    return _table(columns, rows)


def _hours(hours: Mapping[int, Hour]) -> Iterable[Row]:
    """Yield hours as rows that `taara.import_usage` takes."""
    for at, hour in sorted(hours.items()):
        start = datetime.fromtimestamp(at, UTC)
        yield start, hour.used, "B", hour.free, hour.measured, hour.readings


def _records(kind: type[DataclassInstance], items: Iterable[Any]) -> str:
    columns = [known.name for known in fields(kind)]
    return _table(columns, ([getattr(item, n) for n in columns] for item in items))


def _table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as a table shows it; what has parts of its own is JSON."""
    plain = _without_secrets(_plain(value))
    if isinstance(plain, dict | list):
        return json_dumps(plain)
    if isinstance(plain, str) and plain.startswith(FORMULA):
        return f"'{plain}"
    return plain
