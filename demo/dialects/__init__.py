"""The dialects a simulated router speaks, by the name `--dialect` takes."""

from typing import Final

from .dialect import Dialect
from .local import LocalA, LocalB, LocalC, LocalD

DIALECTS: Final[dict[str, type[Dialect]]] = {
    "local-a": LocalA,
    "local-b": LocalB,
    "local-c": LocalC,
    "local-d": LocalD,
}

__all__ = ["DIALECTS", "Dialect"]
