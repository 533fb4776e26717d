"""The dialects a simulated router speaks, by the name `--dialect` takes."""

from typing import Final

from .capport import Capport
from .dialect import Dialect
from .hotspot import Hotspot
from .local import LocalA, LocalB, LocalC, LocalD
from .routeros import RouterOS
from .taara_share import TaaraShare

DIALECTS: Final[dict[str, type[Dialect]]] = {
    "local-a": LocalA,
    "local-b": LocalB,
    "local-c": LocalC,
    "local-d": LocalD,
    "taara_share": TaaraShare,
    "mikrotik_hotspot": Hotspot,
    "capport": Capport,
    "routeros": RouterOS,
}

__all__ = ["DIALECTS", "Dialect"]
