"""What one dialect does in more than one way, to be chosen while it runs."""

from dataclasses import dataclass, fields, replace
from enum import EnumType
import json
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """The choices of a dialect that has none; a subclass lists them with the usual ones.

    A choice is a bool, an int, a string or a StrEnum.
    """

    def varied(self, **changes: Any) -> Self:
        """Return the manner with other choices; a bool or an int may be given as text.

        ValueError if there is no such choice or it has no such value, TypeError if the
        value is of another type.
        """
        kinds = {field.name: field.type for field in fields(self)}
        if unknown := changes.keys() - kinds.keys():
            known = ", ".join(kinds) or "none"
            msg = f"no such choice: {', '.join(sorted(unknown))}; there are {known}"
            raise ValueError(msg)
        return replace(
            self,
            **{name: _checked(name, kinds[name], to) for name, to in changes.items()},
        )

    def described(self) -> str:
        """Return each choice with its values, the present one first."""
        return " ".join(
            f"{field.name}={_values(field.type, getattr(self, field.name))}"
            for field in fields(self)
        )


def _values(kind: Any, value: Any) -> str:
    """Return what a choice may be, beginning with what it is."""
    if isinstance(kind, EnumType):
        return "|".join(sorted(map(str, kind), key=lambda other: other != value))
    return json.dumps(value)


def _checked(name: str, kind: Any, value: Any) -> Any:
    """Return a value as its kind."""
    if isinstance(kind, EnumType):
        return kind(value)
    if isinstance(value, str) and kind is not str:
        value = json.loads(value)
    if type(value) is not kind:
        msg = f"{name} must be {kind.__name__}: {value!r}"
        raise TypeError(msg)
    return value
