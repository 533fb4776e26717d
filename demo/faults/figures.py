"""Faults that spoil the numbers in a good answer, whatever they are called in it."""

from collections.abc import Callable, Collection
from functools import partial
from itertools import cycle
import json
from math import nan
from typing import Any, Final

from aiohttp import web

_MISSING: Final = object()
_HUGE: Final = 10**30

type Change = Callable[[Any], Any]


async def wrong_types(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Put lists, objects, booleans and words where numbers belong, in turn."""
    wrong = cycle(([], {}, True, "n/a"))
    return _spoil(response, lambda _number: next(wrong), keys)


async def nulls(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Put null where numbers belong."""
    return _spoil(response, lambda _number: None, keys)


async def missing(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Leave the numbers out."""
    return _spoil(response, lambda _number: _MISSING, keys)


async def negative(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Make every number negative."""
    return _spoil(
        response, partial(_as_written, lambda number: -abs(number) or -1), keys
    )


async def huge(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Make every number 10^30."""
    return _spoil(response, partial(_as_written, lambda _number: _HUGE), keys)


async def not_a_number(
    response: web.Response, *, keys: Collection[str] = ()
) -> web.StreamResponse:
    """Make every number NaN, which JSON does not have but some devices write."""
    return _spoil(response, partial(_as_written, lambda _number: nan), keys)


def _spoil(
    response: web.Response, change: Change, keys: Collection[str]
) -> web.StreamResponse:
    """Change the numbers of a JSON answer, or whatever stands under the keys given."""
    if response.content_type.endswith("json"):
        response.text = json.dumps(
            _walk(json.loads(response.text or ""), "", change, keys)
        )
    return response


def _walk(value: Any, key: str, change: Change, keys: Collection[str]) -> Any:
    """Return the value with the change made in it."""
    if key in keys if keys else _is_number(value):
        return change(value)
    if isinstance(value, dict):
        walked = {name: _walk(item, name, change, keys) for name, item in value.items()}
        return {name: item for name, item in walked.items() if item is not _MISSING}
    if isinstance(value, list):
        return [_walk(item, key, change, keys) for item in value]
    return value


def _is_number(value: Any) -> bool:
    """Tell whether a value is a number, or one written as a string."""
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return False
        return True
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_written(change: Callable[[float], float], value: Any) -> Any:
    """Change a number and write it the way it was written: bare, or as a string."""
    if not _is_number(value):
        return value
    if isinstance(value, str):
        return str(change(float(value)))
    return change(value)
