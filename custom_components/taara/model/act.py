"""What people did about the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """Something a person did that must not happen twice, and what they were answered.

    `action` and `key` together tell it from any other.
    """

    action: str
    key: str
    at: datetime
    answer: Mapping[str, Any]
