"""How MikroTik's devices write amounts and times."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

NO_LIMIT: Final = "---"

_UPLOADED: Final = 7  # per cent of a household's usage


def up_and_down(total: int) -> tuple[int, int]:
    """Divide bytes into sent and received; neither falls when the total rises."""
    up = total * _UPLOADED // 100
    return up, total - up


def shares(total: int, count: int) -> Iterator[int]:
    """Divide bytes among so many devices; none falls when the total rises."""
    for left in range(count, 0, -1):
        share = total // left
        yield share
        total -= share


def duration(span: timedelta) -> str:
    """Write a time as `1w2d3h4m5s`, without the parts that are nothing."""
    seconds = int(span.total_seconds())
    written = ""
    for unit, length in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        amount, seconds = divmod(seconds, length)
        written += f"{amount}{unit}" if amount else ""
    return written or "0s"


def size(amount: int) -> str:
    """Write bytes as people read them, rounded, in units of 1,024."""
    value, units = float(amount), ["TiB", "GiB", "MiB", "KiB", "B"]
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop()
    return f"{value:.1f} {units[-1]}" if len(units) < 5 else f"{amount} B"
