"""Faults that spoil the numbers in a good answer, whatever they are called in it.

A number may be bare, a string, or a string with its unit; on a page it is a size.
"""

from collections.abc import Callable, Collection
from functools import partial
from itertools import cycle
import json
from math import nan
import re
from typing import Any, Final

from aiohttp import web

_MISSING: Final = object()
_HUGE: Final = 10**30

_WITH_UNIT: Final = re.compile(r"(-?\d+(?:\.\d+)?)( ?[A-Za-z]+)")
_SIZE_ON_PAGE: Final = re.compile(r"\d+(\.\d+)?(?= [KMGT]?i?B\b)")

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
    """Change the numbers of an answer, or whatever stands under the keys given."""
    try:
        text = response.text or ""
    except UnicodeDecodeError:  # an earlier fault packed it, or worse
        return response
    try:
        told = json.loads(text)
    except ValueError:
        if not keys:
            response.text = _SIZE_ON_PAGE.sub(
                lambda found: _on_page(change(found[0])), text
            )
    else:
        response.text = json.dumps(_walk(told, "", change, keys))
    return response


def _on_page(value: Any) -> str:
    """Write on a page what may be nothing."""
    return "" if value is None or value is _MISSING else str(value)


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
        return _parsed(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_written(change: Callable[[float], float], value: Any) -> Any:
    """Change a number and write it the way it was: bare, as a string, with its unit."""
    if isinstance(value, str) and (parsed := _parsed(value)) is not None:
        number, unit = parsed
        return f"{change(number)}{unit}"
    return change(value) if _is_number(value) else value


def _parsed(text: str) -> tuple[float, str] | None:
    """Return the number in a text and its unit, which may be empty; None if it is none."""
    found = _WITH_UNIT.fullmatch(text)
    number, unit = found.groups() if found else (text, "")
    for kind in (int, float):
        try:
            return kind(number), unit
        except ValueError:
            pass
    return None
