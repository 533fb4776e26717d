"""Texts that hold rows of usage: tables with commas between, and what vnStat prints."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
import csv
from datetime import UTC, date, datetime
from io import StringIO
from itertools import count
import json
from typing import Any

from .refusal import Refused
from .rows import Row

_DELIMITERS = "\t;,"
# vnStat's JSON by its version: the names of its lists, and the unit of its amounts.
_VNSTAT = {"1": ("days", "hours", "KiB"), "2": ("day", "hour", "B")}


def listed_rows(items: Iterable[Any]) -> Iterator[Row]:
    """Yield a row for each mapping; what is none becomes a row that says nothing."""
    for line, item in enumerate(items, 1):
        known: Mapping[str, Any] = item if isinstance(item, dict) else {}
        yield _row(line, known)


def csv_rows(text: str) -> Iterator[Row]:
    """Yield the rows of a table whose first line names the columns. Raises `Refused`.

    It needs `usage` and one of `date` and `start`, and may have `unit`. Between columns
    stands a comma, a semicolon or a tab; with the latter two, decimals may have a comma.
    """
    lines = StringIO(text.removeprefix("\ufeff"))
    first = text.partition("\n")[0]
    delimiter = next((mark for mark in _DELIMITERS if mark in first), ",")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if "usage" not in header or not {"date", "start"} & set(header):
            raise Refused("import_no_header")
        for cells in reader:
            if any(map(str.strip, cells)):
                named = dict(zip(header, cells, strict=False))
                if delimiter != ",":
                    named["usage"] = named.get("usage", "").replace(",", ".")
                yield _row(reader.line_num, named)
    except csv.Error as error:
        raise Refused("import_unreadable") from error


def vnstat_rows(source: Any, interface: str | None = None) -> Iterator[Row]:
    """Yield the days and hours of what `vnstat --json` prints. Raises `Refused`.

    Versions 1 and 2 of it (vnStat 1.x counts KiB, vnStat 2.x bytes), as its manual and
    `dbjson.c` have them. `interface` chooses one where there are several.
    """
    printed = _loaded(source) if isinstance(source, str) else source
    version = str(printed.get("jsonversion")) if isinstance(printed, dict) else ""
    if version not in _VNSTAT:
        raise Refused("import_not_vnstat")
    days, hours, unit = _VNSTAT[version]
    traffic = _traffic(_items(printed, "interfaces"), interface)
    lines = count(1)
    for item in _items(traffic, days):
        yield Row(line=next(lines), when=_day(item), usage=_both_ways(item), unit=unit)
    for item in _items(traffic, hours):
        yield Row(line=next(lines), when=_hour(item), usage=_both_ways(item), unit=unit)


def _row(line: int, known: Mapping[str, Any]) -> Row:
    return Row(
        line=line,
        when=known.get("start") or known.get("date"),
        usage=known.get("usage"),
        unit=known.get("unit") or None,
    )


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("import_unreadable") from error


def _items(node: Any, name: str) -> Sequence[Mapping[str, Any]]:
    """Return the mappings in a list, or none where there is no such list."""
    found = node.get(name) if isinstance(node, dict) else None
    listed = found if isinstance(found, list) else []
    return [item for item in listed if isinstance(item, dict)]


def _traffic(interfaces: Sequence[Mapping[str, Any]], chosen: str | None) -> Any:
    """Return what went through the chosen interface, or the only one."""
    by_name = {str(item.get("name") or item.get("id")): item for item in interfaces}
    if chosen is None and len(by_name) == 1:
        (chosen,) = by_name
    if chosen is None or chosen not in by_name:
        raise Refused("import_which_interface", interfaces=", ".join(sorted(by_name)))
    return by_name[chosen].get("traffic")


def _both_ways(item: Mapping[str, Any]) -> int | None:
    """Return what was received and sent, `None` if it cannot be told."""
    ways = [item.get("rx"), item.get("tx")]
    known = [way for way in ways if isinstance(way, int) and not isinstance(way, bool)]
    return sum(known) if len(known) == len(ways) else None


def _day(item: Mapping[str, Any]) -> date | None:
    try:
        parts = item["date"]
        return date(parts["year"], parts["month"], parts["day"])
    except KeyError, OverflowError, TypeError, ValueError:
        return None


def _hour(item: Mapping[str, Any]) -> datetime | None:
    """Return when an hour began: in UTC where vnStat says so, else in local time.

    In version 1 the hour of the day is the `id`.
    """
    try:
        if "timestamp" in item:
            return datetime.fromtimestamp(item["timestamp"], UTC)
        hour = item["time"]["hour"] if "time" in item else item["id"]
        parts = item["date"]
        # Without a zone on purpose: it is that of whoever printed it.
        return datetime(parts["year"], parts["month"], parts["day"], hour)  # noqa: DTZ001  see above
    except KeyError, OSError, OverflowError, TypeError, ValueError:
        return None
