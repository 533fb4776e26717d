"""What a house takes while its people are away, as they say beforehand."""

from collections.abc import Iterator, Sequence

from .outlook import Outlook

# The share of a usual day that a house takes without its people, unless it is seen.
EMPTY_SHARE = 0.05


def emptied(
    weights: Sequence[tuple[float, float]], away: float, view: Outlook
) -> Iterator[tuple[float, float]]:
    """Yield the days left, of which the first ones take only a share of the usual.

    Each is its length in days by the clock and its usage in usual days; for `away` days
    nobody is home. A house that stands empty now goes on to take what it takes.
    """
    share = EMPTY_SHARE
    if view.absence.length and view.level > 0:
        share = min(1.0, view.absence.usage / view.level)
    for length, weight in weights:
        gone = min(away, length)
        away -= gone
        part = weight * gone / length
        if gone > 0:
            yield gone, part * share
        if length > gone:
            yield length - gone, weight - part
