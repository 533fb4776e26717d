"""Values to JSON and back, by their own type annotations.

Writing is Home Assistant's business: its encoder knows dataclasses, times and enums.
Reading is strict where a figure depends on it and lenient where it can be: a field
that a later version added is passed over, one that is missing takes its default.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin, get_type_hints

from homeassistant.helpers.json import json_dumps
from homeassistant.util.json import json_loads

from .const import LOGGER
from .model import Hour

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def from_json[T](kind: type[T], data: Any) -> T:
    """Return the value of a dataclass that JSON data describes.

    Raises `ValueError` if the data does not fit.
    """
    try:
        return _dataclass(kind, data)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error}") from error


def to_lines(values: Iterable[DataclassInstance]) -> list[str]:
    """Return values as one line each: indented, they would be half as long again.

    What is as by default is left out; on reading, what is missing is as by default.
    """
    return [
        json_dumps(
            {
                known.name: value
                for known in fields(item)
                if (value := getattr(item, known.name)) != _default(known)
            }
        )
        for item in values
    ]


def from_lines[T](kind: type[T], lines: Iterable[str]) -> Iterator[T]:
    """Yield the values of their lines; one that cannot be read costs no other."""
    for line in lines:
        try:
            yield from_json(kind, json_loads(line))
        except ValueError as error:
            LOGGER.error("A line of the history is passed over: %s", error)


def hours_to_json(hours: Mapping[int, Hour]) -> list[str]:
    """Return hours as one short line each: the store indents all that is nested.

    A fifth number is what was free, if anything was.
    """
    return [
        f"{at} {hour.used} {hour.measured} {hour.readings}"
        + (f" {hour.free}" if hour.free else "")
        for at, hour in hours.items()
    ]


def hours_from_json(lines: Any) -> dict[int, Hour]:
    """Return hours from their lines. Raises `ValueError` if one does not fit."""
    return dict(map(_hour, lines))


def _hour(line: str) -> tuple[int, Hour]:
    at, used, measured, readings, *rest = map(int, line.split())
    (free,) = rest or (0,)
    return at, Hour(used=used, measured=measured, readings=readings, free=free)


def _default(known: Field[Any]) -> Any:
    factory = known.default_factory
    return known.default if factory is MISSING else factory()


_hints = cache(get_type_hints)


def _dataclass[T](kind: type[T], data: Any) -> T:
    hints: dict[str, Any] = _hints(cast("type", kind))
    return kind(
        **{name: _value(hints[name], data[name]) for name in hints if name in data}
    )


def _value(kind: Any, data: Any) -> Any:
    """Return data as the annotated kind; dates that hold a time keep it."""
    if isinstance(kind, UnionType):
        if data is None:
            return None
        (kind,) = (arm for arm in get_args(kind) if arm is not NoneType)
    if isinstance(kind, type) and issubclass(kind, date):
        if issubclass(kind, datetime) or "T" in data:
            return _aware(datetime.fromisoformat(data))
        return date.fromisoformat(data)
    if kind is time:
        return time.fromisoformat(data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return _plain(kind, data)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without its zone")
    return value


def _plain(kind: Any, data: Any) -> Any:
    """Return a number, text, truth or mapping if that is what the data is."""
    # To Python a truth is a number, too; in a file it is a mistake.
    truth = isinstance(data, bool)
    if kind is float and isinstance(data, int) and not truth:
        return float(data)
    expected = get_origin(kind) or kind
    if not isinstance(data, expected) or truth is not (expected is bool):
        raise TypeError(f"{type(data).__name__} where {expected} belongs")
    return data
