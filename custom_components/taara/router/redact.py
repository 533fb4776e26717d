"""Show the structure of what a router sent without showing whose it is."""

from collections.abc import Collection, Mapping
from math import isfinite
import re
from typing import Any

_MAX_NODES = 200
_MAX_STRING = 32
_MAX_TEXT = 4000
_OMITTED = "…"
# Numbers above are no bytes of anybody: a parser minds them, and so is shown one.
_MOST = 10**18
_ABSURD = 10**24

# A key of letters is a field's name; one with many digits may be a phone or an address.
_NAME = r"[A-Za-z_][A-Za-z_-]{0,39}[0-9]{0,2}"
_FIELD_NAME = re.compile(_NAME, re.ASCII)
# What a known field may hold in full: a number, alone or of a unit, a day, a moment, or
# a word such as `success`.
_HARMLESS = re.compile(
    r"[+-]?[0-9.]{1,24}"
    r"|[0-9][0-9.,]{0,15} ?([KMGT]?i?B|minutes?|hours?|days?|weeks?)"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]{4,15}(Z|[+-][0-9:]{4,6})?)?"
    r"|[A-Za-z_]{1,32}",
    re.ASCII,
)
_SIGN = r"(?P<letter>[^\W\d_])|(?P<digit>\d)|(?P<sign>[^\s<>/=\"'.,:;{}\[\]-])"
_SIGNS = re.compile(_SIGN)
_MASKS = {"letter": "x", "digit": "0", "sign": "?"}
# Only names of HTML: what looks like a tag may be part of a secret.
_MARKUP = re.compile(
    r"</?(?:html|head|title|meta|link|style|script|body|div|span|p|br|h[1-6]|b|i|a|img"
    r"|ul|li|table|tr|td|th|form|label|input|button|select|option|center|font)\b"
    rf"|{_SIGN}",
    re.IGNORECASE,
)
# JSON that is cut short or wrong still has its keys, names in quotes before a colon, and
# the words that are structure.
_LIKE_JSON = re.compile(
    rf'"{_NAME}"(?=[ \t]*:)|(?<=[:,\[ ])(?:true|false|null)(?=\s*[,}}\]])|{_SIGN}'
)


def redact(payload: Any, keep: Collection[str] = ()) -> Any:
    """Copy a parsed payload with all masked but the harmless values under `keep`.

    Truth values and null always stay: they are structure. The copy is bounded, whatever
    came, because it is stored.

    >>> redact({"used_mb": 12.5, "owner": "Amina 7", "id": 33}, keep=("used_mb",))
    {'used_mb': 12.5, 'owner': 'xxxxx 0', 'id': 0}
    """
    return _Copy(frozenset(keep)).of(payload, kept=False)


def skeleton(text: str) -> str:
    """Keep the tags, keys and punctuation of a text, and mask what it says.

    >>> skeleton("<b>Hello 5</b>"), skeleton('{"owner": "Amina')
    ('<b>xxxxx 0</b>', '{"owner": "xxxxx')
    """
    like_json = text.lstrip().startswith(("{", "["))
    return _mask(_LIKE_JSON if like_json else _MARKUP, text[:_MAX_TEXT])


def _mask(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _MASKS.get(match.lastgroup or "", match[0]), text)


def _number[T: (int, float)](value: T) -> T:
    """Keep what a parser minds in a number: its type, its sign, and if it is absurd."""
    if abs(value) > _MOST:
        return type(value)(_ABSURD if value > 0 else -_ABSURD)
    return type(value)(-1 if value < 0 else 0)


class _Copy:
    """One copy in progress: it counts how much it may still write."""

    def __init__(self, keep: frozenset[str]) -> None:
        self._keep = keep
        self._left = _MAX_NODES

    def of(self, value: Any, *, kept: bool) -> Any:
        """Copy one value; `kept` tells whether its field may be shown."""
        self._left -= 1
        if self._left < 0:
            return _OMITTED
        match value:
            case bool() | None:
                return value
            case float() if not isfinite(value):
                # JSON has no such numbers, and nobody is known by one.
                return str(value)
            case int() | float() if not kept:
                return _number(value)
            case int() | float():
                return value if abs(value) < 2**53 else float(value)
            case str():
                return (
                    value
                    if kept and _HARMLESS.fullmatch(value)
                    else _mask(_SIGNS, value[:_MAX_STRING])
                )
            case Mapping():
                return self._mapping(value)
            case list():
                return [
                    self.of(item, kept=kept) for item in value[: max(self._left, 0)]
                ]
        return _OMITTED

    def _mapping(self, value: Mapping[Any, Any]) -> dict[str, Any]:
        copy: dict[str, Any] = {}
        for key, item in value.items():
            if self._left <= 0:
                break
            name = str(key)
            shown = name if _FIELD_NAME.fullmatch(name) else f"key_{len(copy) + 1}"
            copy[shown] = self.of(item, kept=name in self._keep)
        return copy
